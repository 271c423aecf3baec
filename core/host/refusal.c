/* refusal.c - see refusal.h.
 * SPDX-License-Identifier: MIT */
#include "host/refusal.h"

#include "base/str.h"
#include "base/utf8.h"

#define SHOWN_MAX 80  /* bytes of the words that are meant */
#define AROUND_MAX 32 /* bytes on either side */
#define SHORT 24      /* bytes; one word up to that says little */

/* -- the words that are meant -- */

static void put_quoted(struct str *s, const char *at, size_t len)
{
	size_t shown = utf8_prefix(at, len, SHOWN_MAX);

	str_printf(s, "\"%.*s\"%s", (int)shown, at, shown < len ? "..." : "");
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* A place for the text to begin or end that cuts no word, else no letter. */
static size_t before(const char *text, size_t at)
{
	size_t from = at > AROUND_MAX ? at - AROUND_MAX : 0, word;

	if (!from)
		return 0;
	while (from < at && (text[from] & 0xc0) == 0x80)
		from++;
	for (word = from; word < at && !is_blank(text[word]); word++)
		;
	return word < at ? word + 1 : from;
}

static size_t behind(const char *text, size_t at, size_t len)
{
	size_t to = at + utf8_prefix(text + at, len - at, AROUND_MAX), word;

	if (to == len)
		return len;
	for (word = to; word > at && !is_blank(text[word - 1]); word--)
		;
	return word > at ? word - 1 : to;
}

static bool says_little(const struct guard_hit *h, const char *text)
{
	if (text_eq(h->rule->name, "wrong_fact"))
		return true;
	if (h->to - h->from > SHORT)
		return false;
	for (size_t i = h->from; i < h->to; i++)
		if (is_blank(text[i]))
			return false;
	return true;
}

static void put_around(struct str *s, const char *text,
		       const struct guard_hit *h)
{
	size_t len = strlen(text), from = before(text, h->from),
	       to = behind(text, h->to, len);

	if (!says_little(h, text) || h->to - h->from > SHOWN_MAX ||
	    (from == h->from && to == h->to))
		return;
	str_printf(s, " in \"%s%.*s%s\"", from ? "..." : "", (int)(to - from),
		   text + from, to < len ? "..." : "");
}

/* -- what the order has -- */

#define FACT(name) offsetof(struct guard_facts, name)

static const struct known {
	const char *is, *between;
	size_t count, facts[3];
} known[] = {
	{ "the refund is", " ", 2, { FACT(amount), FACT(currency) } },
	{ "the order is", "", 1, { FACT(order) } },
	{ "the parcel is", "", 1, { FACT(tracking) } },
	{ "the buyer is", "", 1, { FACT(name) } },
	{ "the day is", "", 1, { FACT(date) } },
	{ "the order goes to",
	  ", ",
	  3,
	  { FACT(address), FACT(postcode), FACT(city) } },
};

static const char **fact_at(struct guard_facts *f, size_t offset)
{
	return (const char **)(void *)((char *)f + offset);
}

/* The hit is about it when it is none without. */
static bool is_about(const struct guard_policy *g, const struct guard_text *t,
		     const struct guard_hit *h, const struct known *k)
{
	CLEANUP(guard_hits_release) struct guard_hits hits = { 0 };
	struct guard_facts less = *t->facts;
	struct guard_text again = *t;

	for (size_t i = 0; i < k->count; i++)
		*fact_at(&less, k->facts[i]) = NULL;
	again.facts = &less;
	guard_judge(g, &again, &hits);
	for (size_t i = 0; i < hits.len; i++)
		if (hits.at[i].rule == h->rule && hits.at[i].from == h->from &&
		    hits.at[i].to == h->to)
			return false;
	return true;
}

static void put_known(struct str *s, const struct guard_text *t,
		      const struct known *k)
{
	CLEANUP(str_release) struct str value = STR_INIT;
	struct guard_facts facts = *t->facts;

	for (size_t i = 0; i < k->count; i++) {
		const char *one = *fact_at(&facts, k->facts[i]);

		if (!text_blank(one))
			str_printf(&value, "%s%s", value.len ? k->between : "",
				   one);
	}
	str_printf(s, "; %s ", k->is);
	put_quoted(s, str_c(&value), value.len);
}

static void put_right(struct str *s, const struct guard_policy *g,
		      const struct guard_text *t, const struct guard_hit *h)
{
	if (!t->facts || !text_eq(h->rule->name, "wrong_fact"))
		return;
	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (is_about(g, t, h, &known[i])) {
			put_known(s, t, &known[i]);
			return;
		}
}

/* -- what to do -- */

/* "refund, partial refund" */
static void put_listed(struct str *s, const char *words)
{
	for (; *words; words++)
		switch (*words) {
		case ' ':
			str_puts(s, ", ");
			break;
		case '_':
			str_putc(s, ' ');
			break;
		default:
			str_putc(s, *words);
		}
}

static void put_promised(struct str *s, const struct guard_hit *h)
{
	str_puts(s, "; nothing that stands behind it is planned, approved or "
		    "done for the ticket (");
	put_listed(s, h->may);
	str_puts(s, "): plan that first, give a task for what is done by hand "
		    "(finance's, for money), write it otherwise, or a manager "
		    "lets it leave with --force REASON");
}

static void put_otherwise(struct str *s, const struct guard_hit *h)
{
	str_printf(s,
		   "; write it otherwise, or, if the guard is wrong, a manager "
		   "lets it leave with --force REASON; it blocks %s (%s, %s)",
		   h->rule->blocks, h->rule->source, h->rule->date);
}

const char *refusal_of(const struct guard_policy *g, const struct guard_text *t,
		       const struct guard_hit *h, struct arena *arena)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	str_printf(&s, "the guard stops this reply: %s, at ", h->rule->name);
	put_quoted(&s, t->text + h->from, h->to - h->from);
	if (h->may && t->facts && t->facts->may_promise) {
		put_promised(&s, h);
	} else {
		put_around(&s, t->text, h);
		put_right(&s, g, t, h);
		put_otherwise(&s, h);
	}
	return arena_strdup(arena, str_c(&s));
}
