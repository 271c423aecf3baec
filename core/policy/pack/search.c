/* search.c - see search.h.
 * SPDX-License-Identifier: MIT */
#include "policy/pack/search.h"

#include "base/str.h"
#include "base/utf8.h"
#include "policy/rule/fact.h"

/* Of each kind that are looked at, the first ones: each is held against each,
 * and a buyer may write the same two words thousands of times. */
#define HITS_MAX 1000

bool search_ends_clause(uint32_t c)
{
	/* 4E86: a finished fact in Chinese */
	return c == CLAUSE_END || c == '?' || c == '!' || c == 0x4E86;
}

size_t search_supposed_to(const struct letters *t, size_t from)
{
	size_t clause = 0;

	for (size_t i = from; i < t->len && i < from + SUPPOSED_MAX; i++) {
		if (t->at[i] == '?')
			return i;
		if (!clause && t->at[i] == CLAUSE_END)
			clause = i;
	}
	return clause ? clause : t->len;
}

bool search_asked(const struct letters *t, size_t to)
{
	size_t end = search_supposed_to(t, to);

	return end < t->len && t->at[end] == '?';
}

/* A text begins and ends with a blank. */
static bool all_of_clause(const struct letters *t, size_t from, size_t to)
{
	return (from <= 1 || search_ends_clause(t->at[from - 1])) &&
	       (to + 1 >= t->len || search_ends_clause(t->at[to]));
}

/* A long text tells more than what it asks at the end. */
#define LONG 110

/* Of a phrase that is no cue. */
static struct hit_list *list_of(struct search *s, size_t phrase)
{
	if (pack_is_condition(s->pack, phrase))
		return &s->conditions;
	if (pack_choice(s->pack, phrase))
		return &s->choices;
	return pack_is_rather(s->pack, phrase) ||
			       pack_is_rather_after(s->pack, phrase)
		       ? &s->rather
		       : &s->negations;
}

static void found(void *arg, size_t phrase, size_t from, size_t to)
{
	struct search *s = arg;
	const struct cue *cue = pack_cue(s->pack, phrase);
	struct hit one = { phrase, from, to };
	struct hit_list *list = cue ? &s->cues : list_of(s, phrase);

	if (cue && cue->alone && !cue->whole &&
	    !all_of_clause(s->text, from, to))
		return;
	if (cue && cue->asked && (s->said > LONG || !search_asked(s->text, to)))
		return;
	if (list->len < HITS_MAX)
		hit_list_push(list, one);
}

/* A word of condition that is a part of thanks is none: "okagesama de" of what
 * was solved holds the word for "until". */
static bool part_of_thanks(const struct search *s, const struct hit *c)
{
	for (size_t i = 0; i < s->cues.len; i++) {
		const struct hit *h = &s->cues.at[i];

		if (h->from <= c->from && c->to <= h->to &&
		    text_eq(issue_types[pack_cue(s->pack, h->phrase)->issue],
			    "thanks"))
			return true;
	}
	return false;
}

static void leave_out_parts(struct search *s)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->conditions.len; i++)
		if (!part_of_thanks(s, &s->conditions.at[i]))
			s->conditions.at[kept++] = s->conditions.at[i];
	s->conditions.len = kept;
}

static bool is_whole(const struct search *s, const struct hit *hit)
{
	return pack_cue(s->pack, hit->phrase)->whole;
}

/* Every word stands in a phrase of those that count only so: "Ok, thanks". */
static bool says_nothing_else(const struct search *s)
{
	size_t said = 0;

	for (size_t i = 0; i < s->cues.len; i++) {
		const struct hit *hit = &s->cues.at[i];

		if (!is_whole(s, hit))
			continue;
		for (; said < hit->from; said++)
			if (letter_is_word(s->text->at[said]))
				return false;
		said = said > hit->to ? said : hit->to;
	}
	for (; said < s->text->len; said++)
		if (letter_is_word(s->text->at[said]))
			return false;
	return true;
}

/* "Return" in "return label", "thanks" in "ok thanks". */
static bool in_longer_whole(const struct search *s, const struct hit *hit)
{
	for (size_t i = 0; i < s->cues.len; i++) {
		const struct hit *h = &s->cues.at[i];

		if (is_whole(s, h) && h->from <= hit->from &&
		    hit->to <= h->to && h->to - h->from > hit->to - hit->from)
			return true;
	}
	return false;
}

static void leave_out_whole(struct search *s)
{
	CLEANUP(hit_list_release) struct hit_list kept = { 0 };
	bool alone = says_nothing_else(s);

	for (size_t i = 0; i < s->cues.len; i++) {
		const struct hit *hit = &s->cues.at[i];

		if (!is_whole(s, hit) || (alone && !in_longer_whole(s, hit)))
			hit_list_push(&kept, *hit);
	}
	hit_list_release(&s->cues);
	s->cues = kept;
	kept = (struct hit_list){ 0 };
}

void search_phrases(struct search *s, const struct pack *p,
		    const struct letters *plain)
{
	s->pack = p;
	s->text = plain;
	for (size_t i = 0; i < plain->len; i++)
		s->said += letter_is_blank(plain->at[i]) ? 0
			   : utf8_is_cjk(plain->at[i])   ? 3
							 : 1;
	phrases_find(pack_phrases(p), plain, found, s);
	leave_out_whole(s);
	leave_out_parts(s);
}

void search_release(struct search *s)
{
	hit_list_release(&s->cues);
	hit_list_release(&s->negations);
	hit_list_release(&s->conditions);
	hit_list_release(&s->choices);
	hit_list_release(&s->rather);
}

/* -- what stands near -- */

#define NEAR_LETTERS 200 /* more are not near, however few the words */

bool search_near(const struct letters *t, size_t from, size_t to, size_t far)
{
	size_t n = 0;

	if (to - from > NEAR_LETTERS)
		return false;
	for (size_t i = from; i < to; i++) {
		uint32_t c = t->at[i];

		n += utf8_is_cjk(c) || (c == ' ' && i > from);
		if (search_ends_clause(c) || n > far)
			return false;
	}
	return true;
}

/* Behind a phrase it may share its last letters: "kowarete i", "te imasen". */
bool search_takes_back(const struct search *s, const struct hit *n,
		       const struct hit *hit, size_t far, size_t far_behind)
{
	if (!pack_negates_before(s->pack, n->phrase))
		return n->to <= hit->from &&
		       search_near(s->text, n->to, hit->from, far);
	if (n->from >= hit->to)
		return search_near(s->text, hit->to, n->from, far_behind);
	return n->from > hit->from && n->to > hit->to;
}
