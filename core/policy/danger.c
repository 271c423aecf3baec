/* danger.c - see danger.h.
 * SPDX-License-Identifier: MIT */
#include "policy/danger.h"

#include <string.h>

#include "base/utf8.h"

/* A word of the list where it stands, in letters. */
struct place {
	const struct danger_word *word;
	size_t from, to;
};
VEC(place_list, struct place);

struct search {
	const struct dangers *dangers;
	const char *lang, *text; /* lang: the first of a list */
	struct letters letters;
	struct spots spots;
	struct place_list places;
};

static void search_release(struct search *s)
{
	letters_release(&s->letters);
	spots_release(&s->spots);
	place_list_release(&s->places);
}

static bool of_language(const struct danger_word *w, const char *lang)
{
	size_t len = strcspn(lang, "-_ ");

	return strlen(w->lang) == len && memcmp(w->lang, lang, len) == 0;
}

static void found(void *arg, size_t phrase, size_t from, size_t to)
{
	struct search *s = arg;
	const struct danger_word *w = &s->dangers->words.at[phrase];

	if (of_language(w, s->lang))
		place_list_push(&s->places, (struct place){ w, from, to });
}

/* -- clauses and sentences -- */

static bool asks_or_shouts(uint32_t letter)
{
	return letter == '?' || letter == '!';
}

static bool ends_clause(const struct search *s, size_t at)
{
	return s->letters.at[at] == CLAUSE_END ||
	       asks_or_shouts(s->letters.at[at]);
}

/* A comma ends a clause only, and so does a colon. */
static bool ends_sentence(const struct search *s, size_t at)
{
	const char *mark;

	if (s->letters.at[at] != CLAUSE_END)
		return asks_or_shouts(s->letters.at[at]);
	if (at >= s->spots.len)
		return true;
	mark = s->text + s->spots.at[at];
	return *mark == '.' || *mark == '\n' || text_starts(mark, "\u3002");
}

typedef bool ending(const struct search *s, size_t at);

/* Does none stand between the two, in whichever order? The blanks at the ends
 * of a word belong to it. */
static bool together(const struct search *s, const struct place *a,
		     const struct place *b, ending *ends)
{
	const struct place *first = a->from <= b->from ? a : b;
	const struct place *last = first == a ? b : a;

	for (size_t i = first->to ? first->to - 1 : 0; i <= last->from; i++)
		if (ends(s, i))
			return false;
	return true;
}

/* -- what takes a word back -- */

/* How far a word reaches, in letters: where words are not divided by blanks,
 * and behind what is denied, not far. */
#define DENIED_FAR 20
#define DENIED_NEAR 24
#define DENIED_CJK 6
#define BESIDE_FAR 60

static bool covers(const struct place *other, const struct place *told)
{
	return other->from <= told->from + 1 && other->to + 1 >= told->to;
}

static size_t between(const struct place *first, const struct place *last)
{
	return last->from > first->to ? last->from - first->to : 0;
}

/* "It nearly caught fire" has its "not" in some languages. */
static bool covered(const struct search *s, const struct place *p)
{
	for (size_t i = 0; i < s->places.len; i++)
		if (s->places.at[i].word->kind == DANGER_OTHER &&
		    covers(&s->places.at[i], p))
			return true;
	return false;
}

static bool denies(const struct search *s, const struct place *by,
		   const struct place *told)
{
	bool behind = by->word->kind == DANGER_DENIES_BEFORE;
	const struct place *first = behind ? told : by;
	const struct place *last = behind ? by : told;
	size_t far = behind ? DENIED_NEAR : DENIED_FAR;

	if (utf8_is_cjk(s->letters.at[told->from]))
		far = DENIED_CJK;
	/* An ending runs into its verb. */
	return first->from < last->from && first->to < last->to &&
	       (behind || first->to <= last->from) &&
	       between(first, last) <= far &&
	       together(s, by, told, ends_clause) && !covered(s, by);
}

static bool unsays(const struct search *s, const struct place *by,
		   const struct place *told)
{
	switch (by->word->kind) {
	case DANGER_DENIES:
	case DANGER_DENIES_BEFORE:
		return denies(s, by, told);
	case DANGER_SUPPOSES:
		return together(s, by, told, ends_clause) && !covered(s, by);
	default:
		return false;
	}
}

static bool is_unsaid(const struct search *s, const struct place *told)
{
	for (size_t i = 0; i < s->places.len; i++)
		if (unsays(s, &s->places.at[i], told))
			return true;
	return covered(s, told);
}

/* A word of `with` of the same entry, near it in its sentence. */
static bool stands_beside(const struct search *s, const struct place *told)
{
	for (size_t i = 0; i < s->places.len; i++) {
		const struct place *p = &s->places.at[i];

		if (p->word->kind == DANGER_WITH &&
		    p->word->group == told->word->group && !covered(s, p) &&
		    between(p, told) <= BESIDE_FAR &&
		    between(told, p) <= BESIDE_FAR &&
		    together(s, p, told, ends_sentence))
			return true;
	}
	return false;
}

static bool tells(const struct search *s, const struct place *p)
{
	return p->word->kind == DANGER_TOLD &&
	       (!p->word->beside || stands_beside(s, p)) && !is_unsaid(s, p);
}

/* -- all of it -- */

#define TOLD_MAX 5

VEC(told_list, const struct danger_word *);

static bool has_word(const struct told_list *told, const struct danger_word *w)
{
	for (size_t i = 0; i < told->len; i++)
		if (told->at[i] == w)
			return true;
	return false;
}

static void put(const struct told_list *told, struct str *out)
{
	const char *name = "";

	for (size_t i = 0; i < told->len; i++) {
		const struct danger_word *w = told->at[i];

		if (text_eq(name, w->name))
			str_printf(out, ", \"%s\"", w->text);
		else
			str_printf(out, "%s%s: \"%s\"", i ? "; " : "", w->name,
				   w->text);
		name = w->name;
	}
}

static void find_in(const struct dangers *d, const char *text, const char *lang,
		    struct str *out)
{
	CLEANUP(search_release)
	struct search s = { .dangers = d, .lang = lang, .text = text };
	CLEANUP(told_list_release) struct told_list told = { 0 };

	letters_put_spots(&s.letters, &s.spots, text, strlen(text));
	for (size_t i = 0; i < s.letters.len; i++)
		if (s.letters.at[i] == '\'')
			s.letters.at[i] = ' ';
	phrases_find(d->phrases, &s.letters, found, &s);
	for (size_t i = 0; i < s.places.len && told.len < TOLD_MAX; i++)
		if (!has_word(&told, s.places.at[i].word) &&
		    tells(&s, &s.places.at[i]))
			told_list_push(&told, s.places.at[i].word);
	put(&told, out);
}

void dangers_find(const struct dangers *d, const char *text, const char *langs,
		  struct str *out)
{
	CLEANUP(str_release) struct str told = STR_INIT;

	if (!d->phrases || !d->words.len)
		return;
	for (const char *lang = langs; *(lang += strspn(lang, " "));
	     lang += strcspn(lang, " ")) {
		str_clear(&told);
		find_in(d, text, lang, &told);
		if (told.len && !strstr(str_c(out), str_c(&told)))
			str_printf(out, "%s%s", out->len ? "; " : "",
				   str_c(&told));
	}
}
