/* guard_contacts.c - how to reach somebody who is neither the buyer nor us.
 *
 * Patterns of rules.conf say what a mail address, a telephone number and a
 * street with its number look like (`contact`); where everybody reads they are
 * wrong whosever they are. In private those may be told that stand in the
 * order, in what the buyer wrote, or in `ours`.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <unicode/uchar.h>

#include "base/die.h"
#include "base/utf8.h"
#include "policy/guard/guard_ideas.h"
#include "policy/guard/guard_known.h"
#include "policy/guard/guard_tokens.h"

void guard_read_ours(struct guard_policy *g, const struct conf_node *root)
{
	const struct conf_node *list = conf_get(root, "ours");

	for (int i = 0; i < conf_count(list); i++) {
		const char *one = conf_self_text(conf_at(list, i));

		if (text_blank(one))
			conf_mistake(conf_at(list, i),
				     "one of ours is a mail address, a "
				     "telephone number or a street with its "
				     "number, in quotes");
		else
			g->ours = arena_printf(&g->arena, "%s%s\n",
					       g->ours ? g->ours : "", one);
	}
	g->shared_mail = conf_words(root, "shared_mail", &g->arena);
	for (int i = 0; i < g->concept_count; i++)
		if (text_eq(g->concepts[i], "goods_number") ||
		    text_eq(g->concepts[i], "our_line"))
			g->no_contact |= UINT64_C(1) << i;
}

static const char *const whys[] = {
	[CONTACT_MAIL] = "a mail address that is neither this buyer's nor in "
			 "ours of guard/rules.conf",
	[CONTACT_PHONE] = "a telephone number that is neither this buyer's "
			  "nor in ours of guard/rules.conf",
	[CONTACT_STREET] = "an address that is neither this order's nor in "
			   "ours of guard/rules.conf",
};

static bool stands_in(const struct judging *j, enum guard_contact is,
		      const char *list, const char *text, size_t len)
{
	switch (is) {
	case CONTACT_MAIL:
		return known_mail(list, text, len, j->g->shared_mail);
	case CONTACT_PHONE:
		return known_phone(list, text, len);
	default:
		return known_street(list, text, len);
	}
}

/* As it stands, and in full width and the like. */
static bool is_known(const struct judging *j, enum guard_contact is,
		     const char *text, size_t len)
{
	const struct guard_facts *f = j->t->facts;
	struct views v = VIEWS_INIT;
	bool known = stands_in(j, is, f->known, text, len) ||
		     stands_in(j, is, f->address, text, len) ||
		     stands_in(j, is, j->g->ours, text, len);

	if (known)
		return true;
	views_of(&v, f->known, strlen(f->known));
	known = stands_in(j, is, str_c(&v.plain.text), text, len);
	views_release(&v);
	return known;
}

/* -- what only looks like one -- */

#define PREFIX_MOST 2 /* capitals before a parcel's number: "LP 0061" */

/* A piece of a longer number stands before: "1Z 84R 0W9 03 1234", or a parcel's
 * two letters. */
static bool is_piece(const char *text, size_t from)
{
	size_t word = from;
	bool digit = false, small = false;

	if (!from || text[from] == '+' || !strchr(" -.", text[from - 1]))
		return false;
	for (word = from - 1; word && isalnum((unsigned char)text[word - 1]);
	     word--) {
		digit |= isdigit((unsigned char)text[word - 1]) != 0;
		small |= islower((unsigned char)text[word - 1]) != 0;
	}
	return digit || (!small && from - 1 - word == PREFIX_MOST);
}

/* Free, or dearer than others: nobody has one at home. */
static bool is_service(const char *at)
{
	return text_starts(at, "0800") || text_starts(at, "0900") ||
	       text_starts(at, "00800");
}

static bool is_phone(const struct judging *j, const struct view *v, size_t from,
		     size_t to)
{
	const char *text = str_c(&v->text);

	/* "a + 3318810051" adds one up. */
	if (text[from] == '+' && !isdigit((unsigned char)text[from + 1]))
		return false;
	return !is_piece(text, from) && !is_service(text + from) &&
	       !(text[to] == ' ' && isdigit((unsigned char)text[to + 1])) &&
	       !guard_is_own_number(j, text + from, to - from) &&
	       !judging_beside(j, j->g->no_contact, v->from.at[from],
			       v->to.at[to - 1]);
}

/* -- a street -- */

#define SMALL_LEAST 4 /* letters: "der", "des" are in names of streets */
#define BEHIND_MOST 3 /* words until the name: "3 rue de la Paix" */

/* To the end of the name, where a pattern stops before it; 0 when the words are
 * no name and a number. */
static size_t street_end(const struct view *v, size_t from, size_t to)
{
	CLEANUP(token_list_release) struct token_list l = { 0 };
	const char *text = str_c(&v->text);
	size_t behind = 0, small = 0;
	bool name = false;

	tokens_of(text + from, v->text.len - from, &l);
	for (size_t i = 0; i < l.len; i++) {
		const struct token *t = &l.at[i];
		const char *at = text + from + t->from;
		uint32_t c = utf8_next(&at, text + from + t->to);
		bool big = !u_islower((UChar32)c) && !t->number;

		if (from + t->from >= to &&
		    (name || t->number || behind++ == BEHIND_MOST))
			break;
		small += name && !big && !t->number &&
			 t->to - t->from >= SMALL_LEAST;
		name |= big;
		if (name && from + t->to > to)
			to = from + t->to;
	}
	return name && !small ? to : 0;
}

static void reaches(struct judging *j, const struct pattern *p, size_t from,
		    size_t to, pcre2_match_data *m, int rule)
{
	const struct view *v = judging_view(j, p->in);
	const char *at = str_c(&v->text) + from;

	(void)m;
	if (j->reached)
		return;
	if (p->contact == CONTACT_PHONE && !is_phone(j, v, from, to))
		return;
	if (p->contact == CONTACT_STREET)
		to = street_end(v, from, to);
	if (to && !is_known(j, p->contact, at, to - from)) {
		judging_hit_why(j, rule, v, from, to, whys[p->contact]);
		j->reached = true;
	}
}

/* One is enough: to look for each of many in all that is known takes long. */
void guard_contacts_judge(struct judging *j, int rule)
{
	const struct pattern_list *list = &j->g->patterns;
	pcre2_match_data *m;

	if (!j->t->facts->known)
		return;
	m = pcre2_match_data_create(16, NULL);
	if (!m)
		die_of_memory();
	for (size_t i = 0; i < list->len; i++)
		if (list->at[i].contact != CONTACT_NONE)
			guard_match(j, &list->at[i], rule, m, reaches);
	pcre2_match_data_free(m);
}
