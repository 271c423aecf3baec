/* screen_names.c - whose names stand in a reply: see screen_own.h.
 *
 * Looked up are two to four words that begin with capitals, in letters of any
 * script that has them or has no case ("Anna Berg", "Anna Maria Berg"), with
 * small words in between ("Maria de la Cruz"); "Berg, Anna" as "Anna Berg"; and
 * where blanks part no words, three or four signs that stand together, or two
 * with nothing beside them. The database compares them as the shop wrote them:
 * letters of ASCII in any case, others as they are; a name that the shop has
 * with the last name first is found only so, and one of a single word not at
 * all.
 * SPDX-License-Identifier: MIT */
#include <unicode/uchar.h>

#include "base/utf8.h"
#include "desk/reply/screen_own.h"

#define LOOKUPS_MOST 6000 /* some 4 us each */
#define NAME_WORDS 4      /* with a capital */
#define SMALL_MOST 3      /* between two of these: "van der" */
#define SMALL_BYTES 5     /* of each */
#define CJK_LEAST 3
#define CJK_MOST 4

/* A word of the reply: its bytes, and what stands before it. */
struct word {
	const char *at;
	size_t len;
	bool capital;  /* or of a script without case */
	bool joined;   /* by a blank to the one before, */
	bool by_comma; /* or by a comma and one */
};
VEC(word_list, struct word);

struct naming {
	struct screened *s;
	struct word_list words;
	int looked;
};

static void look_up(struct naming *n, const char *name)
{
	struct screened *s = n->s;

	if (n->looked++ >= LOOKUPS_MOST) {
		s->full = true;
		return;
	}
	CLEANUP(rows_release)
	struct rows r = rows_query(s->d->db,
				   "SELECT shop, ref FROM orders WHERE "
				   "buyer_name IS NOT NULL AND "
				   "lower(buyer_name) = lower(?1) LIMIT 3",
				   "s", name);

	while (rows_next(&r))
		screen_add_order(s, rows_i64(&r, 0),
				 arena_strdup(&s->d->arena, rows_text(&r, 1)));
}

/* -- words -- */

static bool is_letter(uint32_t c)
{
	return u_isalpha((UChar32)c) || c == '-' || c == '\'' || c == 0x2019 ||
	       (u_getCombiningClass((UChar32)c) != 0);
}

/* To the end of the word that begins at `at`. */
static const char *word_end(const char *at, const char *end)
{
	const char *last = at;
	uint32_t c = utf8_next(&at, end);

	while (is_letter(c) && !utf8_is_cjk(c)) {
		last = at;
		c = utf8_next(&at, end);
	}
	return last;
}

static void read_words(struct naming *n, const char *text)
{
	const char *at = text, *end = text + strlen(text), *last = NULL;

	while (at < end) {
		const char *next = at;
		uint32_t c = utf8_next(&next, end);
		struct word w = { .at = at };

		if (u_isalpha((UChar32)c) && !utf8_is_cjk(c)) {
			next = word_end(at, end);
			w.len = (size_t)(next - at);
			w.capital = !u_islower((UChar32)c);
			w.joined = last && at - last == 1 && *last == ' ';
			w.by_comma = last && at - last == 2 &&
				     text_starts(last, ", ");
			word_list_push(&n->words, w);
			last = next;
		}
		at = next;
	}
}

/* -- names of such words -- */

/* The words from i on as a name of one more word with a capital than to
 * `*to`; false when they go on so no further. */
static bool goes_on(const struct naming *n, size_t *to)
{
	for (size_t i = *to + 1, small = 0; i < n->words.len; i++) {
		const struct word *w = &n->words.at[i];

		if (!w->joined)
			return false;
		if (w->capital) {
			*to = i;
			return true;
		}
		if (w->len > SMALL_BYTES || ++small > SMALL_MOST)
			return false;
	}
	return false;
}

static const char *words_from_to(struct naming *n, size_t from, size_t to)
{
	const struct word *a = &n->words.at[from], *b = &n->words.at[to];

	return arena_strndup(&n->s->d->arena, a->at,
			     (size_t)(b->at + b->len - a->at));
}

/* "Berg, Anna": what stands before the comma is the last name. */
static void look_up_turned(struct naming *n, size_t from, size_t to)
{
	size_t last = to + 1;

	if (last >= n->words.len || !n->words.at[last].by_comma ||
	    !n->words.at[last].capital)
		return;
	for (int i = 1; i < NAME_WORDS; i++) {
		look_up(n, arena_printf(&n->s->d->arena, "%s %s",
					words_from_to(n, to + 1, last),
					words_from_to(n, from, to)));
		if (!goes_on(n, &last))
			return;
	}
}

static void look_up_words(struct naming *n)
{
	for (size_t i = 0; i < n->words.len; i++) {
		size_t to = i;

		if (!n->words.at[i].capital)
			continue;
		look_up_turned(n, i, to);
		for (int count = 2; count <= NAME_WORDS && goes_on(n, &to);
		     count++) {
			look_up(n, words_from_to(n, i, to));
			look_up_turned(n, i, to);
		}
	}
}

/* -- names where blanks part no words -- */

/* Of so many signs from `at` on, or to where others stand. */
static const char *signs_end(const char *at, const char *end, int most)
{
	while (most--) {
		const char *next = at;

		if (!utf8_is_cjk(utf8_next(&next, end)))
			break;
		at = next;
	}
	return at;
}

static void look_up_signs(struct naming *n, const char *from, const char *end)
{
	for (int most = CJK_LEAST; most <= CJK_MOST; most++) {
		size_t len = (size_t)(signs_end(from, end, most) - from);

		if (utf8_count(from, len) == (size_t)most)
			look_up(n, arena_strndup(&n->s->d->arena, from, len));
	}
}

/* A run of them from `from` on. */
static void look_up_run(struct naming *n, const char *from, const char *to)
{
	if (utf8_count(from, (size_t)(to - from)) < CJK_LEAST) {
		look_up(n, arena_strndup(&n->s->d->arena, from,
					 (size_t)(to - from)));
		return;
	}
	while (from < to) {
		look_up_signs(n, from, to);
		utf8_next(&from, to);
	}
}

static void look_up_runs(struct naming *n, const char *text)
{
	const char *at = text, *end = text + strlen(text);

	while (at < end) {
		const char *to = signs_end(at, end, (int)(end - at));

		if (to > at)
			look_up_run(n, at, to);
		else
			utf8_next(&to, end);
		at = to;
	}
}

void screen_names(struct screened *s)
{
	struct naming n = { .s = s };

	read_words(&n, s->a->text);
	look_up_words(&n);
	look_up_runs(&n, s->a->text);
	word_list_release(&n.words);
}
