/* cost.c - see cost.h.
 * SPDX-License-Identifier: MIT */
#include "policy/cost.h"

#include <stdlib.h>

#include "policy/rule/fact.h"

struct asking {
	const struct costs *c;
	const struct rates *rates;
	const struct cost_case *in;
	const struct cost_shipping *shipping;
	const struct cost_platform *platform;
	const struct cost_matter *matter; /* NULL: nothing is said of it */
	struct money goods, resale; /* what they cost, and what it fetches */
	struct money sent;          /* of them, what is sent anew */
	struct err *err;
};

static const struct cost_shipping *shipping_of(const struct costs *c,
					       const char *country)
{
	for (size_t i = 0; i < c->shipping.len; i++) {
		const struct cost_shipping *s = &c->shipping.at[i];

		if (!*s->countries || words_have(s->countries, country))
			return s;
	}
	return NULL;
}

static const struct cost_platform *platform_of(const struct costs *c,
					       const char *platform)
{
	for (size_t i = 0; i < c->platforms.len; i++) {
		const struct cost_platform *p = &c->platforms.at[i];

		if (!*p->platform || text_eq(p->platform, platform))
			return p;
	}
	return NULL;
}

static const struct cost_matter *matter_of(const struct costs *c,
					   const struct cost_case *in)
{
	for (size_t i = 0; i < c->matters.len; i++) {
		const struct cost_matter *m = &c->matters.at[i];

		if ((m->severities == UINT32_MAX ||
		     m->severities & in->severity) &&
		    (!*m->platform || text_eq(m->platform, in->platform)) &&
		    (!m->disputed || in->disputed))
			return m;
	}
	return NULL;
}

/* Adds a part, in the order's currency; what is not given costs nothing. */
static int add(const struct asking *a, struct remedy_cost *r, const char *what,
	       struct money m)
{
	struct money here;

	if (!money_given(m) || !m.minor)
		return 0;
	if (rates_convert(a->rates, m, r->total.currency, a->in->now, &here,
			  a->err) ||
	    money_add(&r->total, r->total, here, a->err))
		return -1;
	r->parts[r->count++] = (struct cost_part){ what, here };
	return 0;
}

static struct money less(struct money m)
{
	m.minor = -m.minor;
	return m;
}

/* Money that goes back, and what the platform keeps of its fee all the same. */
static int add_back(const struct asking *a, struct remedy_cost *r,
		    struct money m)
{
	struct money fee = { 0 };

	if (a->platform && a->platform->fee_kept &&
	    share_part(m, a->platform->fee_kept, &fee, a->err))
		return -1;
	return add(a, r, "paid back", m) || add(a, r, "fee kept", fee) ? -1 : 0;
}

static int add_used(const struct asking *a, struct remedy_cost *r,
		    struct money of, int64_t points)
{
	struct money m = of;

	if (share_part(of, points, &m, a->err) ||
	    (a->c->used && share_part(m, a->c->used, &m, a->err)))
		return -1;
	return add(a, r, "when it is used", m);
}

static int add_code(const struct asking *a, struct remedy_cost *r)
{
	return money_given(a->in->code_sum)
		       ? add_used(a, r, a->in->code_sum, SHARE_ALL)
		       : add_used(a, r, a->in->total, a->in->code);
}

static int add_goods(const struct asking *a, struct remedy_cost *r,
		     bool express)
{
	struct money price = { 0 };

	if (a->shipping)
		price = express ? a->shipping->express : a->shipping->standard;
	return add(a, r, "goods", a->sent) || add(a, r, "shipping", price) ||
			       add(a, r, "handling", a->c->handling)
		       ? -1
		       : 0;
}

static int add_way_back(const struct asking *a, struct remedy_cost *r)
{
	return add(a, r, "way back",
		   a->shipping ? a->shipping->back : (struct money){ 0 }) ||
			       add(a, r, "goods back", less(a->resale))
		       ? -1
		       : 0;
}

static int add_kind(const struct asking *a, struct remedy_cost *r)
{
	const struct cost_case *in = a->in;

	switch (r->kind) {
	case COST_REFUND:
		return add_back(a, r, in->rest);
	case COST_PART:
		return add_back(a, r, in->part);
	case COST_RETURN:
		return add_back(a, r, in->rest) || add_way_back(a, r) ? -1 : 0;
	case COST_RESHIP:
	case COST_EXPRESS:
		return add_goods(a, r, r->kind == COST_EXPRESS);
	case COST_EXCHANGE: {
		struct money price = { 0 };

		if (a->shipping)
			price = a->shipping->standard;
		return add(a, r, "goods", a->goods) ||
				       add(a, r, "shipping", price) ||
				       add_way_back(a, r)
			       ? -1
			       : 0;
	}
	case COST_COUPON:
		return add_code(a, r);
	case COST_CREDIT:
		return add_used(a, r, in->rest, SHARE_ALL);
	default:
		return 0;
	}
}

static bool pays_back(enum cost_kind kind)
{
	return kind == COST_REFUND || kind == COST_PART ||
	       kind == COST_RETURN || kind == COST_CREDIT;
}

static bool is_meant(const struct cost_case *in, enum cost_kind kind)
{
	if (pays_back(kind) && in->rest.minor <= 0)
		return false;
	if (kind == COST_PART)
		return money_given(in->part);
	return kind != COST_COUPON || in->code || money_given(in->code_sum);
}

/* What does not put it right stands behind what does, however little it costs;
 * then the best first; what nobody here can do comes behind what costs as much.
 */
static int compare(const void *a, const void *b)
{
	const struct remedy_cost *x = a, *y = b;

	if (x->solves != y->solves)
		return x->solves ? -1 : 1;
	if (x->total.minor != y->total.minor)
		return x->total.minor < y->total.minor ? -1 : 1;
	return (int)y->possible - (int)x->possible;
}

/* What the matter itself costs, where this leaves it as it is. */
static int add_open(const struct asking *a, struct remedy_cost *r)
{
	const struct cost_matter *m = a->matter;
	struct money lost = { 0 };

	if (r->solves)
		return 0;
	if (m->loses && a->in->rest.minor > 0 &&
	    share_part(a->in->rest, m->loses, &lost, a->err))
		return -1;
	return add(a, r, "lost all the same", lost) ||
			       add(a, r, "fee of it", m->fee)
		       ? -1
		       : 0;
}

/* with_code: what the policy gives has a code beside it. */
static int weigh(const struct asking *a, enum cost_kind kind, bool with_code,
		 struct remedy_cost *r)
{
	const struct cost_case *in = a->in;

	*r = (struct remedy_cost){
		.kind = kind,
		.with_code = with_code,
		.possible =
			in->can[kind] && (!with_code || in->can[COST_COUPON]),
		.policy = in->gives && kind == in->given &&
			  with_code == in->given_code,
		.solves = !a->matter || a->matter->ways & (UINT32_C(1) << kind),
		.total = in->total
	};
	r->total.minor = 0;
	return add_kind(a, r) || (with_code && add_code(a, r)) ||
			       (a->platform && add(a, r, "harm there",
						   a->platform->harm[kind])) ||
			       add_open(a, r)
		       ? -1
		       : 0;
}

static int begin(struct asking *a)
{
	const struct cost_case *in = a->in;

	if (!money_given(in->total) || !money_given(in->rest))
		return err_set(a->err, ERR_DATA,
			       "what was paid for the order is not known");
	a->shipping = shipping_of(a->c, in->country);
	a->platform = platform_of(a->c, in->platform);
	a->matter = matter_of(a->c, in);
	if (share_part(in->total, a->c->goods, &a->goods, a->err) ||
	    share_part(a->goods, a->c->resale, &a->resale, a->err))
		return -1;
	a->sent = a->goods;
	return a->matter && a->matter->sends
		       ? share_part(a->goods, a->matter->sends, &a->sent,
				    a->err)
		       : 0;
}

int costs_of(const struct costs *c, const struct rates *rates,
	     const struct cost_case *in, struct remedy_cost out[COST_WAYS],
	     struct err *err)
{
	struct asking a = { .c = c, .rates = rates, .in = in, .err = err };
	int n = 0;

	if (!c->there)
		return 0;
	if (begin(&a))
		return -1;
	for (int kind = 0; kind < COST_KINDS; kind++)
		if (is_meant(in, (enum cost_kind)kind) &&
		    weigh(&a, (enum cost_kind)kind, false, &out[n++]))
			return -1;
	if (in->gives && in->given_code && is_meant(in, in->given) &&
	    weigh(&a, in->given, true, &out[n++]))
		return -1;
	qsort(out, (size_t)n, sizeof *out, compare);
	return n;
}
