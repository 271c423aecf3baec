/* choice.c - see choice.h.
 * SPDX-License-Identifier: MIT */
#include "policy/pack/choice.h"

#include "base/str.h"
#include "base/utf8.h"
#include "policy/pack/issue.h"

const char *const choice_lists[] = { "refund", "reship",       "wait", "yes",
				     "rather", "rather_after", NULL };
_Static_assert(COUNT_OF(choice_lists) == CHOICES + 3,
	       "the choices, two that take one back, and the end");

#define FAR 3 /* words: "I do not want to get a new one" */
#define FAR_LETTERS 2

static size_t far_of(const struct search *s, const struct hit *hit)
{
	return utf8_is_cjk(s->text->at[hit->from]) ? FAR_LETTERS : FAR;
}

/* "rather than a new one", where "than a" may be the phrase; another stands
 * behind what it takes back. */
static bool is_behind(const struct search *s, const struct hit *rather,
		      const struct hit *hit)
{
	return rather->from < hit->from &&
	       (rather->to > hit->from ||
		search_near(s->text, rather->to, hit->from, far_of(s, hit)));
}

static bool compared(const struct search *s, const struct hit *hit)
{
	for (size_t i = 0; i < s->rather.len; i++) {
		const struct hit *r = &s->rather.at[i];
		bool before = pack_is_rather(s->pack, r->phrase);

		if (before ? is_behind(s, r, hit)
			   : r->from >= hit->to &&
				     search_near(s->text, hit->to, r->from,
						 far_of(s, hit)))
			return true;
	}
	return false;
}

static bool denied(const struct search *s, const struct hit *hit)
{
	for (size_t i = 0; i < s->negations.len; i++)
		if (search_takes_back(s, &s->negations.at[i], hit,
				      far_of(s, hit), far_of(s, hit)))
			return true;
	return false;
}

/* A shorter phrase inside a longer one of another kind says nothing: "send it
 * back" holds "send it". */
static bool inside(const struct search *s, const struct hit *hit)
{
	for (size_t i = 0; i < s->choices.len; i++) {
		const struct hit *h = &s->choices.at[i];

		if (h->from <= hit->from && hit->to <= h->to &&
		    h->to - h->from > hit->to - hit->from)
			return true;
	}
	return false;
}

/* What is broken, or threatened, is another matter, whatever is wanted for it.
 * A phrase that only compares tells nothing: "instead of the". */
static bool tells_another(const struct search *s, const struct hit *cue)
{
	static const char *const others[] = {
		"damaged",         "wrong_item",   "missing_part",
		"quality",         "size",         "not_as_described",
		"claim_announced", "legal_threat", "review_threat",
		"review_bad",      "fraud",        "abuse"
	};
	const char *issue = issue_types[pack_cue(s->pack, cue->phrase)->issue];
	bool another = false;

	for (size_t i = 0; i < COUNT_OF(others); i++)
		another |= text_eq(issue, others[i]);
	for (size_t i = 0; another && i < s->rather.len; i++)
		another = s->rather.at[i].to <= cue->from ||
			  s->rather.at[i].from >= cue->to;
	return another && !denied(s, cue);
}

/* What is said of one thing in a clause goes on: "do not send a new one again".
 */
static bool goes_on(const struct search *s, const struct hit *before,
		    const struct hit *hit)
{
	return before &&
	       pack_choice(s->pack, before->phrase) ==
		       pack_choice(s->pack, hit->phrase) &&
	       (before->to >= hit->from ||
		search_near(s->text, before->to, hit->from, FAR));
}

/* Does what was said before take it back, or what stands around it? */
static bool taken_back(const struct search *s, const struct hit *before,
		       const struct hit *hit)
{
	return goes_on(s, before, hit) || denied(s, hit) || compared(s, hit);
}

/* -- a yes -- */

static bool is_yes(const struct search *s, const struct hit *hit)
{
	return text_eq(pack_choice(s->pack, hit->phrase), CHOICE_YES);
}

/* "Das ist ja schade" agrees to nothing. */
static bool opens_clause(const struct search *s, const struct hit *hit)
{
	return hit->from <= 1 || search_ends_clause(s->text->at[hit->from - 1]);
}

/* "Si" of a clause of its own is the Spanish yes, and no "if". */
static bool is_part_of(const struct search *s, const struct hit *condition,
		       const struct hit *yes)
{
	return yes->from <= condition->from && condition->to <= yes->to &&
	       (condition->to < yes->to || condition->from > yes->from ||
		yes->to + 1 >= s->text->len ||
		search_ends_clause(s->text->at[yes->to]));
}

/* "Yes, but when?", "yes, if it comes by Friday". */
static bool supposes(const struct search *s, const struct hit *yes)
{
	for (size_t i = 0; i < s->conditions.len; i++)
		if (!is_part_of(s, &s->conditions.at[i], yes))
			return true;
	return false;
}

static bool agrees(const struct search *s)
{
	for (size_t i = 0; !s->negations.len && i < s->choices.len; i++) {
		const struct hit *hit = &s->choices.at[i];

		if (is_yes(s, hit) && !inside(s, hit) && opens_clause(s, hit) &&
		    !supposes(s, hit))
			return true;
	}
	return false;
}

/* -- what is chosen -- */

/* Of what the choices name; *spoken: one was named at all. */
static const char *named(const struct search *s, bool *spoken)
{
	const struct hit *before = NULL;
	const char *chosen = "";

	for (size_t i = 0; i < s->choices.len; i++) {
		const struct hit *hit = &s->choices.at[i];
		const char *one = pack_choice(s->pack, hit->phrase);

		if (is_yes(s, hit) || inside(s, hit))
			continue;
		*spoken = true;
		if (taken_back(s, before, hit)) {
			before = hit;
			continue;
		}
		if (*chosen && one != chosen)
			return "";
		chosen = one;
	}
	return chosen;
}

const char *choice_of(const struct search *s)
{
	bool spoken = false;
	const char *chosen;

	for (size_t i = 0; i < s->cues.len; i++)
		if (tells_another(s, &s->cues.at[i]))
			return CHOICE_ANOTHER;
	chosen = named(s, &spoken);
	if (spoken)
		return *chosen ? chosen : CHOICE_UNCLEAR;
	return agrees(s) ? CHOICE_YES : "";
}
