/* simulate_cost.c - what was given away, and would be.
 * SPDX-License-Identifier: MIT */
#include "desk/simulate/simulate_own.h"

static const char *const verbs[] = { "refund", "coupon", "reship" };

static int verb_index(const char *verb)
{
	for (int i = 0; i < (int)COUNT_OF(verbs); i++)
		if (text_eq(verbs[i], verb))
			return i;
	return -1;
}

static struct tried_cost *cost_of(struct trial *t, const struct effect *e,
				  struct money m)
{
	struct tried_cost new = { .automatic = e->automatic };

	snprintf(new.verb, sizeof new.verb, "%s", e->verb);
	memcpy(new.currency, m.currency, sizeof new.currency);
	for (size_t i = 0; i < t->costs.len; i++)
		if (text_eq(t->costs.at[i].verb, new.verb) &&
		    text_eq(t->costs.at[i].currency, new.currency) &&
		    t->costs.at[i].automatic == new.automatic)
			return &t->costs.at[i];
	return tried_costs_push(&t->costs, new);
}

/* A coupon of a percentage is worth that much of its order. */
static struct money worth(const struct effect *e, const struct matter *m)
{
	struct money sum = m->order_total;

	if (money_given(e->amount) || !text_ends(e->what, " %"))
		return e->amount;
	sum.minor = sum.minor / 100 * strtoll(e->what, NULL, 10) +
		    sum.minor % 100 * strtoll(e->what, NULL, 10) / 100;
	return sum;
}

/* A second one of its kind is not proposed for an order. */
void try_costs(struct trying *t, enum side side, int64_t ticket,
	       const struct matter *m, const struct effects *e)
{
	struct ticket_tally *tally = tally_of(t, ticket);

	for (int i = 0; tally && i < e->count; i++) {
		int verb = verb_index(e->at[i].verb);
		uint32_t bit = verb < 0 ? 0 : UINT32_C(1) << (2 * verb + side);
		struct money sum = worth(&e->at[i], m);
		struct tried_cost *c;

		if (!bit || tally->given & bit ||
		    (money_given(sum) && sum.minor <= 0))
			continue;
		tally->given |= bit;
		c = cost_of(t->out, &e->at[i], sum);
		c->count[side]++;
		c->minor[side] += sum.minor;
	}
}
