/* guard_heard.c - quotations, the words of the language, and what is said of a
 * clause: denied, reported.
 * SPDX-License-Identifier: MIT */
#include <limits.h>
#include <stdlib.h>

#include "policy/guard/guard_ideas.h"

/* -- quotations, in the heard view -- */

struct quote {
	const char *open, *close;
};

#define QUOTE_MAX 400

/* The end of the quotation that begins at `at`; NULL when none does. */
static const char *quote_end(const char *at, bool after_letter)
{
	static const struct quote marks[] = {
		{ "\u201c", "\u201d" }, { "\u201e", "\u201c" },
		{ "\u201e", "\u201d" }, { "\u00ab", "\u00bb" },
		{ "\u00bb", "\u00ab" }, { "\u300c", "\u300d" },
		{ "\u300e", "\u300f" }, { "\u201d", "\u201d" },
		{ "\"", "\"" },         { "'", "'" },
		{ "\u2018", "\u2019" }, { "\u2039", "\u203a" },
		{ "\u300a", "\u300b" }, { "\u3008", "\u3009" },
		{ "\u201a", "\u2018" },
	};

	for (size_t i = 0; i < COUNT_OF(marks); i++) {
		const char *from, *end;

		/* Asked at every byte, and most begin none. */
		if (*at != *marks[i].open || !text_starts(at, marks[i].open))
			continue;
		from = at + strlen(marks[i].open);
		if (after_letter && *at == '\'')
			return NULL;
		end = strstr(from, marks[i].close);
		while (end && *marks[i].close == '\'' && end[1] > ' ' &&
		       !strchr(",.;:!?)", end[1]))
			end = strstr(end + 1, marks[i].close);
		if (end && end - from <= QUOTE_MAX)
			return end;
	}
	return NULL;
}

static void mark_quoted(struct judging *j)
{
	const char *text = str_c(&j->views.heard.text);
	const char *end = NULL;

	for (const char *at = text; *at; at = end ? end + 1 : at + 1) {
		end = quote_end(at, at > text && (unsigned char)at[-1] > ' ' &&
					    at[-1] != '(');
		if (end)
			quotation_list_push(
				&j->quotations,
				(struct quotation){ (size_t)(at - text),
						    (size_t)(end - text) });
		for (size_t i = 0; end && i < j->found.len; i++) {
			struct found *f = &j->found.at[i];

			f->quoted |=
				text + f->from >= at && text + f->to <= end;
		}
	}
}

/* -- what is said of a clause -- */

/* How many clauses end between two words; many when sentences do. */
static int clauses_apart(const struct found *a, const struct found *b)
{
	if (a->sentence != b->sentence)
		return INT_MAX;
	return abs(a->clause_at - b->clause_at);
}

/* Behind its mark and a blank. */
static bool begins_clause(const struct judging *j, size_t at)
{
	return at > 1 && judging_clause(j, at - 1) > judging_clause(j, at - 2);
}

/* Is what the clause says said of the next: "we do not ask, that you"? */
static bool says_next(const struct judging *j, const struct found *said)
{
	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];

		if (f->word.kind == WORD_CONCEPT && f->from > said->to &&
		    f->word.value == j->g->that &&
		    clauses_apart(said, f) == 1 && begins_clause(j, f->from))
			return true;
	}
	return false;
}

static void mark_clause_of(struct judging *j, const struct found *said)
{
	bool next = says_next(j, said);

	for (size_t i = 0; i < j->found.len; i++) {
		struct found *f = &j->found.at[i];
		int apart = clauses_apart(said, f);

		if (!apart || (next && apart == 1 && f->from > said->from))
			f->clause |= UINT64_C(1) << said->word.value;
	}
}

static void mark_clauses(struct judging *j)
{
	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];

		if (f->word.kind == WORD_CONCEPT && !f->quoted &&
		    j->g->clausal >> f->word.value & 1)
			mark_clause_of(j, f);
	}
	for (size_t i = 0; i < j->found.len; i++)
		j->found.at[i].denied =
			j->g->denies >= 0 &&
			j->found.at[i].clause >> j->g->denies & 1;
}

/* -- the words of the language -- */

struct finding {
	struct judging *j;
	const struct spots *spots;
};

static void on_word(void *arg, size_t phrase, size_t from, size_t to)
{
	struct finding *f = arg;
	struct found one = { .word = f->j->lang->words.at[phrase],
			     .from = f->spots->at[from],
			     .to = f->spots->at[to] };

	one.sentence = judging_sentence(f->j, one.from);
	one.clause_at = judging_clause(f->j, one.from);
	found_list_push(&f->j->found, one);
}

static void find_words(struct judging *j)
{
	CLEANUP(letters_release) struct letters plain = { 0 };
	CLEANUP(spots_release) struct spots spots = { 0 };
	struct finding f = { j, &spots };
	const struct str *text = &j->views.heard.text;

	if (!j->lang)
		return;
	letters_put_spots(&plain, &spots, str_c(text), text->len);
	phrases_find(j->lang->phrases, &plain, on_word, &f);
	mark_quoted(j);
	mark_clauses(j);
}

/* -- all of it -- */

void guard_look(struct judging *j, const char *text, size_t len)
{
	views_of(&j->views, text, len);
	j->needs = xcalloc(VIEWS * j->g->needs.len + 1, sizeof *j->needs);
	guard_find_ends(j);
	guard_find_marks(j);
	find_words(j);
}

void guard_looked(struct judging *j)
{
	views_release(&j->views);
	free(j->needs);
	j->needs = NULL;
	j->views = (struct views)VIEWS_INIT;
	found_list_release(&j->found);
	text_places_release(&j->ends);
	text_places_release(&j->clause_ends);
	quotation_list_release(&j->quotations);
	mark_list_release(&j->marks);
	meaning_list_release(&j->meant);
}

bool judging_in_clause(const struct judging *j, uint64_t concepts, size_t from,
		       size_t to)
{
	int sentence = judging_sentence(j, from);
	int first = judging_clause(j, from), last = judging_clause(j, to);

	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];

		if (f->word.kind == WORD_CONCEPT && !f->quoted &&
		    concepts >> f->word.value & 1 && f->sentence == sentence &&
		    f->clause_at >= first && f->clause_at <= last)
			return true;
	}
	return false;
}

const struct view *judging_view(const struct judging *j, enum guard_view in)
{
	switch (in) {
	case VIEW_NARROW:
		return &j->views.narrow;
	case VIEW_HEARD:
		return &j->views.heard;
	default:
		return &j->views.plain;
	}
}

bool judging_quoted(const struct judging *j, size_t from, size_t to)
{
	for (size_t i = 0; i < j->quotations.len; i++)
		if (j->quotations.at[i].from <= from &&
		    j->quotations.at[i].to >= to)
			return true;
	return false;
}

uint64_t judging_concepts(const struct judging *j, int sentence, bool denied)
{
	uint64_t all = 0;

	for (size_t i = 0; i < j->found.len; i++) {
		const struct found *f = &j->found.at[i];

		if (f->word.kind == WORD_CONCEPT && !f->quoted &&
		    f->sentence == sentence && (denied || !f->denied))
			all |= UINT64_C(1) << f->word.value;
	}
	return all;
}
