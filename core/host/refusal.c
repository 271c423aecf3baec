/* refusal.c - see refusal.h.
 * SPDX-License-Identifier: MIT */
#include "host/refusal.h"

#include "base/str.h"
#include "base/utf8.h"

/* Bytes: a struct err carries 400, and what is to be done must be among them.
 */
#define REFUSAL_MAX 399
#define SHOWN_MAX 60  /* of the words that are meant, and of the order's */
#define AROUND_MAX 66 /* of those words with the ones on either side */
#define SHORT 24      /* one word up to that says little */

/* -- the words that are meant -- */

/* What is quoted must not end the quotation: logs leave out no more than it. */
static void put_inside(struct str *s, const char *at, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (at[i] == '"')
			str_putc(s, '\'');
		else
			str_putc(s, at[i]);
}

static void put_quoted(struct str *s, const char *at, size_t len)
{
	size_t shown = utf8_prefix(at, len, SHOWN_MAX);

	str_putc(s, '"');
	put_inside(s, at, shown);
	str_puts(s, shown < len ? "\"..." : "\"");
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* A place for the text to begin or end that cuts no word, else no letter. */
static size_t before(const char *text, size_t at, size_t side)
{
	size_t from = at > side ? at - side : 0, word;

	if (!from)
		return 0;
	while (from < at && (text[from] & 0xc0) == 0x80)
		from++;
	for (word = from; word < at && !is_blank(text[word]); word++)
		;
	return word < at ? word + 1 : from;
}

static size_t behind(const char *text, size_t at, size_t len, size_t side)
{
	size_t to = at + utf8_prefix(text + at, len - at, side), word;

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
	size_t len = strlen(text), hit = h->to - h->from, side, from, to;

	if (!says_little(h, text) || hit > SHOWN_MAX)
		return;
	side = (AROUND_MAX - hit) / 2;
	from = before(text, h->from, side);
	to = behind(text, h->to, len, side);
	if (from == h->from && to == h->to)
		return;
	str_puts(s, from ? " in \"..." : " in \"");
	put_inside(s, text + from, to - from);
	str_puts(s, to < len ? "...\"" : "\"");
}

/* -- what the order has -- */

#define FACT(name) offsetof(struct guard_facts, name)

static const struct known {
	const char *is, *between;
	size_t count, facts[3];
} known[] = {
	{ "the refund is", " ", 2, { FACT(amount), FACT(currency) } },
	{ "the refund's share of the order is",
	  "",
	  1,
	  { FACT(refund_percent) } },
	{ "the coupon is", "", 1, { FACT(percent) } },
	{ "the coupon is worth",
	  " ",
	  2,
	  { FACT(coupon), FACT(coupon_currency) } },
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

/* Each word once, as several actions may stand behind the same; a refund is
 * named alone, since part of it stands behind less. */
static void put_once(struct str *s, const char *words)
{
	CLEANUP(str_release) struct str seen = STR_INIT;
	CLEANUP(free_ptr) char *copy = xstrdup(words);
	char *save = NULL;

	for (char *one = strtok_r(copy, " ", &save); one;
	     one = strtok_r(NULL, " ", &save))
		if (!words_have(str_c(&seen), one) &&
		    !(text_eq(one, "partial_refund") &&
		      words_have(words, "refund")))
			str_printf(&seen, "%s%s", seen.len ? " " : "", one);
	put_listed(s, str_c(&seen));
}

static void put_nothing(struct str *s, const struct guard_hit *h)
{
	str_puts(s, "; nothing that stands behind it is planned, approved or "
		    "done for the ticket (");
	put_listed(s, h->may);
	str_puts(s,
		 "): plan that first, give a task that says with --gives what "
		 "is done by hand, write it otherwise, or a manager lets it "
		 "leave with --force REASON");
}

/* What stands there, and is to be left out. */
static void put_why(struct str *s, const struct guard_hit *h)
{
	str_printf(s,
		   ": that is %s; leave it out, or, if the guard is wrong, "
		   "a manager lets it leave with --force REASON",
		   h->why);
}

/* To plan what is planned already is no advice: something else is meant. */
static void put_promised(struct str *s, const struct guard_hit *h,
			 const char *there)
{
	if (text_blank(there)) {
		put_nothing(s, h);
		return;
	}
	str_puts(s, "; of that kind (");
	put_listed(s, h->may);
	str_puts(s, ") nothing is planned, approved or done for the ticket, "
		    "only ");
	put_once(s, there);
	str_puts(s, ": write of that alone, plan or task the other as well, or "
		    "a manager lets it leave with --force REASON");
}

static void put_otherwise(struct str *s)
{
	str_puts(s, "; write it otherwise, or, if the guard is wrong, a "
		    "manager lets it leave with --force REASON");
}

/* As much of it as there is room for: it stands in the policy as well. */
static void put_reason(struct str *s, const struct guard_hit *h)
{
	static const char more[] = "...";
	CLEANUP(str_release) struct str why = STR_INIT;
	size_t room = s->len < REFUSAL_MAX ? REFUSAL_MAX - s->len : 0;

	str_printf(&why, "; it blocks %s (%s, %s)", h->rule->blocks,
		   h->rule->source, h->rule->date);
	if (why.len > room) {
		str_cut(&why, room < sizeof more
				      ? 0
				      : utf8_prefix(str_c(&why), why.len,
						    room - strlen(more)));
		str_puts(&why, why.len ? more : "");
	}
	str_puts(s, str_c(&why));
}

const char *refusal_of(const struct guard_policy *g, const struct guard_text *t,
		       const struct guard_hit *h, struct arena *arena)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	str_printf(&s, "the guard stops this reply: %s, at ", h->rule->name);
	put_quoted(&s, t->text + h->from, h->to - h->from);
	if (h->may && t->facts && t->facts->may_promise) {
		put_promised(&s, h, t->facts->may_promise);
	} else {
		put_around(&s, t->text, h);
		if (h->why) {
			put_why(&s, h);
			return arena_strdup(arena, str_c(&s));
		}
		put_otherwise(&s);
		put_right(&s, g, t, h);
		put_reason(&s, h);
	}
	return arena_strdup(arena, str_c(&s));
}
