/* decide.c - see decide.h.
 * SPDX-License-Identifier: MIT */
#include "policy/rule/decide.h"

#include <string.h>

/* Of each kind of effect the first rule that fires wins; the most urgent tier
 * does. True when something of this one is done. */
static bool take_effects(struct decision *d, const struct rule *r)
{
	const struct {
		bool wants;
		const struct rule **whose;
	} effects[] = {
		{ *r->reply || *r->playbook, &d->reply },
		{ r->refund.given || r->matrix, &d->refund },
		{ r->coupon.given || r->matrix, &d->coupon },
	};
	bool taken = false;

	for (size_t i = 0; i < COUNT_OF(effects); i++)
		if (effects[i].wants && !*effects[i].whose) {
			*effects[i].whose = r;
			taken = true;
		}
	/* A playbook writes to the buyer itself: it takes the reply's place. */
	if (*r->playbook && d->reply == r)
		d->playbook = r;
	if (r->tier && (!d->tier || r->tier < d->tier->tier)) {
		d->tier = r;
		taken = true;
	}
	return taken;
}

/* Is it known that the shop does no such thing? */
static bool cannot(const struct fact_values *v, const char *fact)
{
	int i = fact_find(v->of, fact);

	return i >= 0 && v->at[i].known && !v->at[i].number;
}

const char *policy_beyond(bool refund, bool reship, bool coupon,
			  const struct fact_values *v)
{
	if (refund && cannot(v, "can_refund"))
		return "the shop cannot give money back (can_refund)";
	if (reship && cannot(v, "can_reship"))
		return "the shop cannot send goods again (can_reship)";
	if (coupon && !refund && !reship && cannot(v, "can_coupon"))
		return "the shop makes no codes (can_coupon)";
	return NULL;
}

static const char *beyond_shop(const struct rule *r,
			       const struct matrix_row *row,
			       const struct fact_values *v)
{
	return row ? policy_beyond(row->least.given, *row->reship,
				   matrix_code(row), v)
		   : policy_beyond(r->refund.given, false, r->coupon.given, v);
}

/* Of a rule that gives what the matrix says, that must be told as well. */
static enum answer ask(const struct policy *p, const struct rule *r,
		       const struct fact_values *v, struct arena *arena,
		       const char **why)
{
	enum answer answer = rule_ask(r, v, arena, why);
	const struct matrix_row *row = NULL;
	const char *beyond;
	int levels[AXES];

	if (answer != ANSWER_FIRES)
		return answer;
	if (r->matrix &&
	    !(row = matrix_find(&p->matrix, v, arena, levels, why)))
		return ANSWER_HELD;
	beyond = beyond_shop(r, row, v);
	if (!beyond)
		return ANSWER_FIRES;
	*why = beyond;
	return ANSWER_HELD;
}

static void decide_one(const struct policy *p, const struct rule *r,
		       const struct fact_values *v, struct arena *arena,
		       struct decision *out)
{
	const char *why;

	switch (ask(p, r, v, arena, &why)) {
	case ANSWER_FIRES:
		if (take_effects(out, r) && out->fired_count < DECISION_MAX)
			out->fired[out->fired_count++] = r;
		else if (out->also_count < DECISION_MAX)
			out->also[out->also_count++] = r;
		break;
	case ANSWER_HELD:
		if (out->held_count < DECISION_MAX)
			out->held[out->held_count++] = (struct held){ r, why };
		break;
	case ANSWER_NO:
		break;
	}
}

void policy_decide(const struct policy *p, const char *trigger,
		   const struct fact_values *v, struct arena *arena,
		   struct decision *out)
{
	unsigned bit = trigger_bit(trigger);

	*out = (struct decision){ .fired_count = 0 };
	for (size_t i = 0; i < p->rules.len; i++)
		if (p->rules.at[i].triggers & bit)
			decide_one(p, &p->rules.at[i], v, arena, out);
}

bool policy_listens(const struct policy *p, const char *trigger)
{
	unsigned bit = trigger_bit(trigger);

	for (size_t i = 0; i < p->rules.len; i++)
		if (p->rules.at[i].triggers & bit)
			return true;
	return false;
}

const struct tier_rule *policy_tier(const struct policy *p, const char *issue,
				    int raised)
{
	const struct tier_rule *best = NULL, *rest = NULL, *up = NULL;

	for (size_t i = 0; i < p->tiers.len; i++) {
		const struct tier_rule *t = &p->tiers.at[i];

		if (t->tier == raised && !up)
			up = t;
		if (text_eq(t->issues, "*"))
			rest = rest ? rest : t;
		else if (words_have(t->issues, issue) &&
			 (!best || t->tier < best->tier))
			best = t;
	}
	best = best ? best : rest;
	return up && best && up->tier < best->tier ? up : best;
}

static bool same_word(const char *rule, const char *word)
{
	return text_eq(rule, "*") || strcasecmp(rule, word) == 0;
}

int64_t policy_still(const struct policy *p, const char *carrier,
		     const char *status, const char *country)
{
	for (size_t i = 0; i < p->stills.len; i++)
		if (same_word(p->stills.at[i].carrier, carrier) &&
		    same_word(p->stills.at[i].status, status) &&
		    same_word(p->stills.at[i].country, country))
			return p->stills.at[i].limit_ms;
	return 0;
}

const char *policy_guide(const struct policy *p, const char *sku)
{
	for (size_t i = 0; i < p->guides.len; i++) {
		const struct guide *g = &p->guides.at[i];
		size_t len = strlen(g->sku);

		if (text_eq(g->sku, sku) ||
		    (text_ends(g->sku, "*") &&
		     strncmp(g->sku, sku, len - 1) == 0))
			return g->link;
	}
	return "";
}
