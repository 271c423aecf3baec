/* templates.c - the library of replies: listed, and searched.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "cli/show.h"
#include "cli/speak.h"
#include "cli/verbs.h"
#include "desk/ticket/ticket.h"
#include "policy/pack/forms.h"
#include "policy/policy.h"
#include "policy/words/library.h"

#define FOUND_MAX 50

struct hit {
	const struct library_text *text;
	int worth;
};
VEC(hit_list, struct hit);

struct looking {
	struct cli *c;
	struct speaking speaking;
	struct library_texts library;
	const char *lang, *issue; /* NULL or "" for any */
	const struct pack *one; /* of the language asked for; NULL: none was */
	bool all;               /* --lang all */
};

static void close_all(struct looking *l)
{
	library_free(&l->library);
	speaking_release(&l->speaking);
}

/* A ticket says both: what it is about and in which language. */
static int read_wanted(struct looking *l, struct err *err)
{
	const char *name = cli_option(l->c, "ticket");
	int64_t id = name ? ticket_number(name) : 0;
	struct ticket t = { 0 };
	struct db *db;
	int found;

	l->lang = cli_option(l->c, "lang");
	l->all = l->lang && text_eq(l->lang, "all");
	l->issue = cli_option(l->c, "issue");
	if (l->issue && issue_index(l->issue) < 0)
		return err_set(err, ERR_USAGE, "\"%.40s\" is no issue type",
			       l->issue);
	if (name && !id)
		return err_set(err, ERR_USAGE, "name a ticket, such as T-1");
	if (!id)
		return 0;
	if (cli_db(l->c, &db, err))
		return -1;
	found = record_load(db, &ticket_kind, id, &t, &l->speaking.arena, err);
	db_close(db);
	if (found <= 0)
		return found ? -1
			     : err_set(err, ERR_DATA,
				       "there is no ticket T-%lld",
				       (long long)id);
	l->lang = l->lang ? l->lang : t.lang;
	l->issue = l->issue ? l->issue : t.issue;
	return 0;
}

static int open_all(struct looking *l, struct err *err)
{
	const struct pack_list *packs = &l->speaking.packs;

	if (read_wanted(l, err) || speaking_open(&l->speaking, l->c, err))
		return -1;
	if (l->lang && *l->lang && !l->all) {
		l->one = pack_for(packs, l->lang);
		if (!l->one)
			return err_set(err, ERR_DATA,
				       "no pack speaks \"%.20s\"", l->lang);
	}
	for (size_t i = 0; i < packs->len; i++)
		if (library_add(&l->library, packs->at[i], err))
			return -1;
	return 0;
}

/* -- searching -- */

static int by_worth(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;

	return x->worth != y->worth ? y->worth - x->worth
				    : strcmp(x->text->id, y->text->id);
}

static void search(const struct looking *l, const char *words,
		   struct hit_list *out)
{
	CLEANUP(str_release) struct str folded = STR_INIT;

	forms_fold(&folded, words);
	for (size_t i = 0; i < l->library.len; i++) {
		const struct library_text *t = &l->library.at[i];
		struct hit hit = { t, library_match(t, str_c(&folded)) };

		if (hit.worth &&
		    (!l->issue || scenario_has(&l->speaking.names.scenarios,
					       l->issue, t->id)))
			hit_list_push(out, hit);
	}
	if (out->len)
		qsort(out->at, out->len, sizeof *out->at, by_worth);
}

static void put_hit(struct cli *c, const struct library_text *t)
{
	struct jw w = JW_INIT(&c->out);

	if (!c->json) {
		str_printf(&c->out, "%s (%s)\n", t->id, t->lang);
		for (const char *at = t->text; *at;) {
			size_t len = strcspn(at, "\n");

			if (len)
				str_printf(&c->out, "    %.*s\n", (int)len, at);
			at += len + (at[len] == '\n');
		}
		return;
	}
	jw_object(&w);
	jw_kv_text(&w, "template", t->id);
	jw_kv_text(&w, "lang", t->lang);
	jw_kv_text(&w, "text", t->text);
	jw_end(&w);
	str_putc(&c->out, '\n');
}

/* -- one language -- */

/* Which is shown: the one that was asked for, else that of the best text, which
 * the words are of; English where they are of all alike. NULL: all. */
static const char *shown_of(const struct looking *l, const struct hit_list *h)
{
	const char *best = NULL;

	if (l->all)
		return NULL;
	if (l->one)
		return pack_tag(l->one);
	for (size_t i = 0; i < h->len && h->at[i].worth == h->at[0].worth; i++)
		if (!best || text_eq(h->at[i].text->lang, "en"))
			best = h->at[i].text->lang;
	return best;
}

static bool is_shown(const char *shown, const struct library_text *t)
{
	return !shown || text_eq(t->lang, shown);
}

static size_t texts_in(const struct looking *l, const char *shown)
{
	size_t n = 0;

	for (size_t i = 0; i < l->library.len; i++)
		n += is_shown(shown, &l->library.at[i]);
	return n;
}

static size_t hits_in(const struct hit_list *h, const char *shown)
{
	size_t n = 0;

	for (size_t i = 0; i < h->len; i++)
		n += is_shown(shown, h->at[i].text);
	return n;
}

/* What there is in the others, in one line on standard error. */
static void tell_others(const struct looking *l, const struct hit_list *h,
			const char *shown)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	for (size_t i = 0; shown && i < l->speaking.packs.len; i++) {
		const char *lang = pack_tag(l->speaking.packs.at[i]);
		size_t n = text_eq(lang, shown) ? 0 : hits_in(h, lang);

		if (n)
			str_printf(&s, "%s%s %zu", s.len ? ", " : "", lang, n);
	}
	if (s.len)
		fprintf(stderr,
			"in other languages: %s; --lang LANG shows one, --lang "
			"all each\n",
			str_c(&s));
}

static void put_hits(const struct looking *l, const struct hit_list *h,
		     const char *shown)
{
	size_t n = 0;

	for (size_t i = 0; i < h->len && n < FOUND_MAX; i++)
		if (is_shown(shown, h->at[i].text)) {
			put_hit(l->c, h->at[i].text);
			n++;
		}
}

static int look(struct looking *l, const char *words, struct err *err)
{
	struct hit_list hits = { 0 };
	int64_t before, took;
	const char *shown;
	size_t n;

	if (open_all(l, err))
		return -1;
	before = clock_mono();
	search(l, words, &hits);
	took = clock_mono() - before;
	shown = shown_of(l, &hits);
	n = hits_in(&hits, shown);
	put_hits(l, &hits, shown);
	if (*words)
		fprintf(stderr,
			"%zu of %zu texts%s%s have these words (%lld ms)%s\n",
			n, texts_in(l, shown), shown ? " in " : "",
			shown ? shown : "", (long long)took,
			n > FOUND_MAX ? "; the best 50 are shown" : "");
	tell_others(l, &hits, shown);
	hit_list_release(&hits);
	return 0;
}

int verb_templates(struct cli *c, struct err *err)
{
	struct looking l = { .c = c };
	CLEANUP(str_release) struct str words = STR_INIT;
	int rc;

	if (text_eq(cli_word(c, 0), "search"))
		for (size_t i = 1; i < c->words.len; i++)
			str_printf(&words, "%s ", cli_word(c, i));
	else if (!text_eq(cli_word(c, 0), "list"))
		return err_set(err, ERR_USAGE,
			       "templates what? `helloword templates -h` shows "
			       "the words");
	if (text_eq(cli_word(c, 0), "search") && text_blank(str_c(&words)))
		return err_set(err, ERR_USAGE,
			       "name the words that a reply should have");
	rc = look(&l, str_c(&words), err);
	close_all(&l);
	return rc;
}
