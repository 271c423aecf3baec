/* reading.c - see reading.h.
 * SPDX-License-Identifier: MIT */
#include "policy/pack/reading.h"

#include "base/json.h"
#include "base/utf8.h"
#include "policy/pack/beside.h"
#include "policy/pack/choice.h"
#include "policy/pack/search.h"
#include "policy/rule/fact.h"
#include "text/model.h"

#define PRIOR_OF_ONE (MODEL_ONE / 5) /* of one unit of weight */
#define WEIGHT_MAX 12                /* that counts, of an issue */

/* -- negation -- */

#define WHOLE_CLAUSE 200 /* words: all that are near */

/* Who needs nothing any more takes that back up to the end of the clause: "Ich
 * behalte die Lampe nicht". Without blanks the verb ends a clause, and what
 * stands behind it belongs to the next. */
static bool taken_back_behind(const struct search *s, const struct hit *hit)
{
	if (utf8_is_cjk(s->text->at[hit->from]))
		return false;
	for (size_t i = 0; i < s->negations.len; i++) {
		const struct hit *n = &s->negations.at[i];

		if (n->from >= hit->to &&
		    search_near(s->text, hit->to, n->from, WHOLE_CLAUSE))
			return true;
	}
	return false;
}

/* Of a remedy the negation stands further off: "I do not want to cancel". */
static bool negated(const struct search *s, const struct hit *hit,
		    const struct cue *cue)
{
	int issue = cue->issue;
	bool no_blanks = utf8_is_cjk(s->text->at[hit->from]);
	size_t far = no_blanks ? 2 : issue_remedy(issue) ? 3 : 1;
	size_t far_behind = issue_remedy(issue) ? 3 : 1;

	for (size_t i = 0; i < s->negations.len; i++)
		if (search_takes_back(s, &s->negations.at[i], hit, far,
				      far_behind))
			return true;
	return cue->over && taken_back_behind(s, hit);
}

/* -- what would be -- */

/* "If it does not come" is supposed itself; a threat for that case is one, in a
 * question too. */
static bool can_suppose(const struct search *s, const struct hit *h,
			const struct hit *hit)
{
	const struct cue *cue = pack_cue(s->pack, h->phrase);
	const struct cue *other = pack_cue(s->pack, hit->phrase);

	if (!cue->supposes || !cue->asked)
		return cue->supposes && h->to <= hit->from;
	return h->from <= hit->from && !other->supposes &&
	       !issue_threat(other->issue);
}

static bool supposed(const struct search *s, const struct hit *hit)
{
	for (size_t i = 0; i < s->cues.len; i++) {
		const struct hit *h = &s->cues.at[i];

		if (can_suppose(s, h, hit) &&
		    hit->from < search_supposed_to(s->text, h->to))
			return true;
	}
	return false;
}

/* Neither asked for nor near a word that makes it depend on something. A
 * proposal that stays costs less than one that a buyer waits for in vain. */
static bool is_fact(const struct search *s, const struct hit *hit)
{
	for (size_t i = 0; i < s->conditions.len; i++) {
		const struct hit *c = &s->conditions.at[i];

		if (c->from < hit->to + SUPPOSED_MAX &&
		    hit->from < c->to + SUPPOSED_MAX)
			return false;
	}
	return !search_asked(s->text, hit->to);
}

/* -- the cues of a text -- */

static void remark(struct reading *out, const struct hit *hit, int issue,
		   int32_t weight)
{
	uint32_t n = 0;

	while (n + 1 < out->clauses.len &&
	       out->clauses.at[n].letters <= hit->from)
		n++;
	remark_list_push(&out->remarks, (struct remark){ n, issue, weight });
}

/* What decides by itself (verdict.c) is no part of what is learnt with: long
 * texts were told worse for it. */
static void take(struct reading *out, const struct cue *cue)
{
	if (cue->whole)
		out->alone[cue->issue] += cue->weight;
	else if (!cue->asked)
		out->weight[cue->issue] += cue->weight;
	if (out->cues.len)
		str_putc(&out->cues, ',');
	json_quote(&out->cues, cue->phrase, strlen(cue->phrase));
}

/* Two matters may be one that is neither: "refund, still not?" asks where it
 * is. */
static bool tells_one(const struct reading *r)
{
	size_t n = 0;

	for (int i = 0; issue_types[i]; i++)
		n += r->alone[i] && !text_eq(issue_types[i], "thanks");
	return n < 2;
}

/* Each phrase counts once, however often it stands there. */
static bool taken(const struct search *s, const bool *done, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (done[k] && s->cues.at[k].phrase == s->cues.at[i].phrase)
			return true;
	return false;
}

static void weigh(const struct search *s, struct reading *out)
{
	CLEANUP(free_ptr) bool *done = xcalloc(s->cues.len + 1, sizeof *done);

	for (size_t i = 0; i < s->cues.len; i++) {
		const struct hit *hit = &s->cues.at[i];
		const struct cue *cue = pack_cue(s->pack, hit->phrase);

		if (taken(s, done, i))
			continue;
		done[i] = !supposed(s, hit) &&
			  (cue->always || !negated(s, hit, cue));
		if (!done[i]) {
			out->denied[cue->issue] += cue->weight;
			remark(out, hit, cue->issue, -cue->weight);
			continue;
		}
		take(out, cue);
		out->whole |= cue->whole;
		out->over |= cue->over && is_fact(s, hit);
		if (!cue->whole && !cue->asked)
			remark(out, hit, cue->issue, cue->weight);
		if (cue->supposes && search_asked(s->text, hit->to))
			*(cue->asked ? &out->asks_case : &out->asks) = true;
	}
}

/* -- the pieces -- */

/* "broken" behind "not" is another word, with another meaning to learn: the
 * word that follows a negation is marked, of a script without blanks the two
 * letters. A longer reach, and whole clauses, were tried: they cost more than
 * they bring. */
static void mark_denied(const struct search *s, struct letters *text)
{
	for (size_t k = 0; k < s->negations.len; k++) {
		const struct hit *n = &s->negations.at[k];
		size_t i = n->to, end;

		if (pack_negates_before(s->pack, n->phrase))
			continue;
		i += i < text->len && text->at[i] == ' ';
		end = i < text->len && utf8_is_cjk(text->at[i]) ? i + 2
								: text->len;
		for (; i < end && i < text->len; i++) {
			if (letter_is_blank(text->at[i]) ||
			    search_ends_clause(text->at[i]))
				break;
			text->at[i] |= LETTER_DENIED;
		}
	}
}

#define PIECES 4 /* of a letter, mostly */

static void pieces_of(const struct search *s, struct reading *out)
{
	CLEANUP(letters_release) struct letters marked = { 0 };

	letters_reserve(&marked, s->text->len);
	gram_list_reserve(&out->pieces, PIECES * s->text->len);
	gram_list_reserve(&out->grams, PIECES * s->text->len);
	for (size_t i = 0; i < s->text->len; i++)
		letters_push(&marked, s->text->at[i]);
	mark_denied(s, &marked);
	grams_by_clause(&marked, &out->grams, &out->pieces, &out->clauses);
}

void reading_of(const struct pack *p, const struct letters *plain,
		struct reading *out)
{
	struct search s = SEARCH_INIT;

	search_phrases(&s, p, plain);
	pieces_of(&s, out);
	weigh(&s, out);
	out->whole &= tells_one(out);
	out->chosen = choice_of(&s);
	out->said = s.said;
	search_release(&s);
}

void reading_release(struct reading *r)
{
	gram_list_release(&r->grams);
	gram_list_release(&r->pieces);
	clause_list_release(&r->clauses);
	remark_list_release(&r->remarks);
	str_release(&r->cues);
}

int32_t reading_prior(const struct reading *r, int issue)
{
	int32_t weight = r->weight[issue];

	return (weight < WEIGHT_MAX ? weight : WEIGHT_MAX) * PRIOR_OF_ONE;
}

bool reading_denies(const struct reading *r, int issue)
{
	return r->denied[issue] && !r->weight[issue];
}
