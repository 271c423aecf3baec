/* numbers.c - see numbers.h.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "policy/number/numbers_own.h"

#define GIVEN_MAX 256 /* bytes with blanks and all */

/* -- a number as it is written -- */

/* Blanks and dashes of every script, and marks that nobody sees. */
static bool is_filler(uint32_t c)
{
	return c == ' ' || (c >= 0x09 && c <= 0x0d) || c == 0xa0 || c == '-' ||
	       c == 0xad || (c >= 0x2000 && c <= 0x2015) || c == 0x202f ||
	       c == 0x205f || c == 0x2060 || c == 0x2212 || c == 0x3000 ||
	       c == 0xfe58 || c == 0xfe63 || c == 0xfeff || c == 0xff0d;
}

const char *numbers_normal(const char *text, struct arena *arena)
{
	CLEANUP(str_release) struct str s = STR_LIMIT(NUMBER_MAX + 1);
	size_t len = text ? strnlen(text, GIVEN_MAX + 1) : 0;
	const char *at = text, *end;

	if (!len || len > GIVEN_MAX || utf8_check(text, len) >= 0)
		return "";
	end = text + len;
	while (at < end) {
		uint32_t c = utf8_next(&at, end);

		if (is_filler(c))
			continue;
		if (c >= 0xff01 && c <= 0xff5e)
			c -= 0xff01 - '!';
		if (c >= 'a' && c <= 'z')
			c -= 'a' - 'A';
		utf8_put(&s, c);
	}
	return s.bad ? "" : arena_strdup(arena, str_c(&s));
}

/* -- answering -- */

static const char *fill(const char *link, const char *number,
			struct arena *arena)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	const char *at = strstr(link, "{number}");

	/* What a shop reports may be anything; nothing odd goes into a link. */
	if (!at || !*number || strspn(number, plain) != strlen(number))
		return "";
	return arena_printf(arena, "%.*s%s%s", (int)(at - link), link, number,
			    at + strlen("{number}"));
}

static bool better(const struct candidate *a, const struct candidate *b)
{
	return a->valid != b->valid ? a->valid : a->confidence > b->confidence;
}

/* Keeps the best, in order; of equals the earlier. */
static size_t keep(struct candidate out[CANDIDATES_MAX], size_t count,
		   struct candidate c)
{
	size_t at = count;

	while (at > 0 && better(&c, &out[at - 1]))
		at--;
	if (at == CANDIDATES_MAX)
		return count;
	count -= count == CANDIDATES_MAX;
	memmove(out + at + 1, out + at, (count - at) * sizeof *out);
	out[at] = c;
	return count + 1;
}

/* One carrier stands once: with the form that fits best. */
static size_t try_carrier(const struct numbers *n, const struct carrier *c,
			  const char *number, struct arena *arena,
			  struct candidate out[CANDIDATES_MAX], size_t count)
{
	size_t len = strlen(number);
	struct candidate best = { 0 };
	const char *link = "";

	for (size_t i = 0; i < c->forms.len; i++) {
		const struct form *f = &c->forms.at[i];
		int how = form_matches(n, f, number, len);
		struct candidate one = { c->id, f->service, how > 0,
					 how > 0 ? f->trust : f->trust / 5 + 1,
					 "" };

		if (how && (!best.carrier || better(&one, &best))) {
			best = one;
			link = f->link;
		}
	}
	if (!best.carrier)
		return count;
	best.link = fill(link, number, arena);
	return keep(out, count, best);
}

size_t numbers_recognise(const struct numbers *n, const char *text,
			 struct arena *arena,
			 struct candidate out[CANDIDATES_MAX])
{
	const char *number = numbers_normal(text, arena);
	size_t count = 0;

	for (size_t i = 0; *number && i < n->carriers.len; i++)
		count = try_carrier(n, &n->carriers.at[i], number, arena, out,
				    count);
	return count;
}

/* Names are compared by letters and digits; a longer word may follow the
 * name: "DHL Paket National" is DHL, "DHLX" is not. */
static bool named(const char *word, const char *name)
{
	size_t len = strlen(name);

	return strncasecmp(word, name, len) == 0 &&
	       !((word[len] >= '0' && word[len] <= '9') ||
		 ((word[len] | 32) >= 'a' && (word[len] | 32) <= 'z'));
}

static const struct carrier *carrier_named(const struct numbers *n,
					   const char *word)
{
	word += strspn(word, " \t");
	for (size_t i = 0; i < n->carriers.len; i++) {
		const struct carrier *c = &n->carriers.at[i];

		if (named(word, c->id))
			return c;
		for (size_t k = 0; k < c->names.len; k++)
			if (named(word, c->names.at[k]))
				return c;
	}
	return NULL;
}

const char *numbers_carrier(const struct numbers *n, const char *word,
			    const char *number)
{
	struct candidate found[CANDIDATES_MAX];
	const struct carrier *c = carrier_named(n, word ? word : "");
	struct arena arena = ARENA_INIT;
	const char *id = "";

	if (c)
		return c->id;
	if (numbers_recognise(n, number, &arena, found) && found[0].valid)
		id = found[0].carrier;
	arena_release(&arena);
	return id;
}

const char *numbers_link(const struct numbers *n, const char *word,
			 const char *number, struct arena *arena)
{
	struct candidate found[CANDIDATES_MAX];
	const struct carrier *c = carrier_named(n, word ? word : "");
	size_t count = numbers_recognise(n, number, arena, found);

	for (size_t i = 0; c && i < count; i++)
		if (text_eq(found[i].carrier, c->id) && *found[i].link)
			return found[i].link;
	if (c)
		return fill(c->link, numbers_normal(number, arena), arena);
	return count && found[0].valid ? found[0].link : "";
}
