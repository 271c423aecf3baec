/* guard_others.c - what is somebody else's: the name, the street, the numbers
 * of an order that is another buyer's.
 *
 * The desk says what that is, so nothing is guessed here: a name is told where
 * two words of it stand together, or its last one behind a title; a street with
 * its number. What this buyer wrote themselves they may read again.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "policy/guard/guard_known.h"
#include "policy/guard/guard_placing.h"

/* -- a name -- */

struct naming {
	struct judging *j;
	const struct guard_other *other;
	struct token_list text, name;
	int rule;
};

static bool same_word(const char *a, size_t a_len, const char *b, size_t b_len)
{
	struct name_list x = { 0 }, y = { 0 };
	bool same;

	name_put(&x, a, a_len);
	name_put(&y, b, b_len);
	same = x.len && y.len && x.at[0].len == y.at[0].len &&
	       memcmp(x.at[0].at, y.at[0].at,
		      x.at[0].len * sizeof *x.at[0].at) == 0;
	names_free(&x);
	names_free(&y);
	return same;
}

/* Which word of the name that is; -1 if none. */
static int word_of_name(const struct naming *n, size_t i)
{
	const struct token *t = &n->text.at[i];
	const char *text = str_c(&n->j->views.plain.text);

	for (size_t k = 0; k < n->name.len; k++) {
		const struct token *w = &n->name.at[k];

		if (same_word(text + t->from, t->to - t->from,
			      n->other->value + w->from, w->to - w->from))
			return (int)k;
	}
	return -1;
}

/* This buyer may read it: a word of their own name, or one that they wrote. */
static bool may_read(const struct naming *n, size_t i)
{
	const struct token *t = &n->text.at[i];
	const char *word = str_c(&n->j->views.plain.text) + t->from;
	const struct guard_facts *f = n->j->t->facts;

	return known_name(f->known, word, t->to - t->from) ||
	       known_name(f->name, word, t->to - t->from);
}

/* "Ms Berg": a greeting or a title stands before. */
static bool is_titled(const struct naming *n, size_t i)
{
	const struct judging *j = n->j;
	size_t at = j->views.plain.from.at[n->text.at[i].from];

	for (size_t k = 0; k < j->found.len; k++) {
		const struct found *f = &j->found.at[k];
		size_t to = j->views.heard.to.at[f->to - 1];

		if ((f->word.kind == WORD_GREET ||
		     f->word.kind == WORD_NO_NAME) &&
		    to < at && at - to <= 2)
			return true;
	}
	return false;
}

static bool beside(const struct naming *n, size_t i)
{
	const char *text = str_c(&n->j->views.plain.text);
	size_t from = n->text.at[i].to, to = n->text.at[i + 1].from;

	return to - from <= 2 && strspn(text + from, " ,-\n") >= to - from;
}

static void look_for_words(struct naming *n)
{
	for (size_t i = 0; i < n->text.len; i++) {
		int word = word_of_name(n, i), next = -1;
		bool pair, last;

		if (word < 0)
			continue;
		if (i + 1 < n->text.len && beside(n, i))
			next = word_of_name(n, i + 1);
		pair = next >= 0 && next != word &&
		       !(may_read(n, i) && may_read(n, i + 1));
		last = (size_t)word + 1 == n->name.len && is_titled(n, i) &&
		       !may_read(n, i);
		if (pair || last)
			judging_hit_why(n->j, n->rule, &n->j->views.plain,
					n->text.at[i].from,
					n->text.at[pair ? i + 1 : i].to,
					n->other->whose);
	}
}

/* Where blanks part no words the whole of it. */
static void look_for_whole(struct naming *n)
{
	const char *text = str_c(&n->j->views.plain.text);
	const char *name = n->other->value, *at = strstr(text, name);
	const struct guard_facts *f = n->j->t->facts;

	if (at && !(f->known && strstr(f->known, name)) &&
	    !(f->name && strstr(f->name, name)))
		judging_hit_why(
			n->j, n->rule, &n->j->views.plain, (size_t)(at - text),
			(size_t)(at - text) + strlen(name), n->other->whose);
}

static void judge_name(struct judging *j, int rule, const struct guard_other *o)
{
	struct naming n = { .j = j, .other = o, .rule = rule };
	const char *at = o->value, *end = at + strlen(at);

	if (at < end && utf8_is_cjk(utf8_next(&at, end))) {
		look_for_whole(&n);
		return;
	}
	tokens_of(o->value, strlen(o->value), &n.name);
	tokens_of(str_c(&j->views.plain.text), j->views.plain.text.len,
		  &n.text);
	look_for_words(&n);
	token_list_release(&n.name);
	token_list_release(&n.text);
}

/* -- a street -- */

/* With the number beside it; false when it tells no such house. */
static bool tells_house(const struct placing *p, size_t i, size_t *from,
			size_t *to)
{
	const struct token *t = placing_at(p, i), *next = placing_at(p, i + 1);
	const struct token *before = i ? placing_at(p, i - 1) : NULL;

	if (!placing_is_street(p, t))
		return false;
	if (placing_is_house(p, next) && placing_beside(p, t, next, " .,")) {
		*from = t->from;
		*to = next->to;
		return placing_is_own_number(p, next);
	}
	*from = before ? before->from : 0;
	*to = t->to;
	return placing_is_house(p, before) &&
	       placing_beside(p, before, t, " ,") &&
	       placing_is_own_number(p, before);
}

static void judge_street(struct judging *j, int rule,
			 const struct guard_other *o)
{
	const struct guard_facts facts = { .address = o->value };
	const struct view *v = &j->views.plain;
	const struct guard_facts *own = j->t->facts;
	struct placing p = { .j = j, .text = str_c(&v->text) };
	size_t from, to;

	place_of(&p.place, &facts);
	tokens_of(p.text, v->text.len, &p.tokens);
	for (size_t i = 0; i < p.tokens.len; i++)
		if (tells_house(&p, i, &from, &to) &&
		    !known_street(own->known, p.text + from, to - from) &&
		    !known_street(own->address, p.text + from, to - from))
			judging_hit_why(j, rule, v, from, to, o->whose);
	token_list_release(&p.tokens);
	place_release(&p.place);
}

/* -- all -- */

void guard_others_judge(struct judging *j, int rule)
{
	static void (*const judges[])(struct judging *, int,
				      const struct guard_other *) = {
		[OTHER_NAME] = judge_name,
		[OTHER_STREET] = judge_street,
	};
	const struct guard_facts *f = j->t->facts;

	for (size_t i = 0; i < f->other_count; i++) {
		const struct guard_other *o = &f->others[i];

		if (o->kind == OTHER_NUMBER)
			guard_number_judge(j, rule, o->value, o->whose);
		else
			judges[o->kind](j, rule, o);
	}
}
