/* cost.c - see cost.h.
 * SPDX-License-Identifier: MIT */
#include "policy/cost.h"

#include <stdlib.h>

#include "policy/rule/fact.h"

/* Of the policy file and of people. */
static const struct {
	const char *key, *word;
} kinds[COST_KINDS] = {
	[COST_REFUND] = { "refund", "refund" },
	[COST_PART] = { "part", "part of the money" },
	[COST_RETURN] = { "return", "return, then refund" },
	[COST_RESHIP] = { "reship", "reship" },
	[COST_EXPRESS] = { "express", "reship by express" },
	[COST_EXCHANGE] = { "exchange", "exchange" },
	[COST_COUPON] = { "coupon", "coupon" },
	[COST_CREDIT] = { "store_credit", "store credit" },
	[COST_NOTHING] = { "nothing", "nothing" },
};

const char *cost_word(enum cost_kind kind)
{
	return kinds[kind].word;
}

/* -- reading -- */

static void read_shipping(struct costs *c, const struct conf_node *g,
			  struct arena *arena)
{
	struct cost_shipping s = {
		.countries = conf_words(g, "countries", arena),
		.standard = conf_money(g, "standard"),
		.express = conf_money(g, "express"),
		.back = conf_money(g, "back"),
	};

	if (!money_given(s.standard) || !money_given(s.express) ||
	    !money_given(s.back))
		conf_mistake(g, "a price of shipping has standard, express and "
				"back, each an amount");
	conf_unknown(g, NULL);
	cost_shippings_push(&c->shipping, s);
}

static void read_platform(struct costs *c, const struct conf_node *g)
{
	struct cost_platform p = { .platform = conf_text(g, "platform", ""),
				   .fee_kept = share_percent(g, "fee_kept") };
	const struct conf_node *harm = conf_get(g, "harm");

	for (int i = 0; harm && i < COST_KINDS; i++)
		p.harm[i] = conf_money(harm, kinds[i].key);
	if (harm)
		conf_unknown(harm, NULL);
	conf_unknown(g, NULL);
	cost_platforms_push(&c->platforms, p);
}

void costs_read(struct costs *c, const struct conf_node *g, struct arena *arena)
{
	const struct conf_node *list;

	if (!g)
		return;
	c->there = true;
	c->goods = share_percent(g, "goods");
	c->resale = share_percent(g, "resale");
	c->used = share_percent(g, "used");
	c->handling = conf_money(g, "handling");
	if (!c->goods)
		conf_mistake(g, "\"goods\" is missing; add goods = \"35 %%\";, "
				"what goods cost of what is paid for them");
	list = conf_get(g, "shipping");
	for (int i = 0; i < conf_count(list); i++)
		read_shipping(c, conf_at(list, i), arena);
	list = conf_get(g, "platforms");
	for (int i = 0; i < conf_count(list); i++)
		read_platform(c, conf_at(list, i));
	conf_unknown(g, NULL);
}

void costs_release(struct costs *c)
{
	cost_shippings_release(&c->shipping);
	cost_platforms_release(&c->platforms);
}

/* -- asking -- */

struct asking {
	const struct costs *c;
	const struct rates *rates;
	const struct cost_case *in;
	const struct cost_shipping *shipping;
	const struct cost_platform *platform;
	struct money goods, resale; /* what they cost, and what it fetches */
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

static int add_goods(const struct asking *a, struct remedy_cost *r,
		     bool express)
{
	struct money price = { 0 };

	if (a->shipping)
		price = express ? a->shipping->express : a->shipping->standard;
	return add(a, r, "goods", a->goods) || add(a, r, "shipping", price) ||
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
		return add_used(a, r, in->total, in->code);
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
	return kind != COST_COUPON || in->code;
}

/* The best first; what nobody here can do comes behind what costs as much. */
static int compare(const void *a, const void *b)
{
	const struct remedy_cost *x = a, *y = b;

	if (x->total.minor != y->total.minor)
		return x->total.minor < y->total.minor ? -1 : 1;
	return (int)y->possible - (int)x->possible;
}

int costs_of(const struct costs *c, const struct rates *rates,
	     const struct cost_case *in, struct remedy_cost out[COST_KINDS],
	     struct err *err)
{
	struct asking a = { .c = c, .rates = rates, .in = in, .err = err };
	int n = 0;

	if (!c->there)
		return 0;
	if (!money_given(in->total) || !money_given(in->rest))
		return err_set(err, ERR_DATA,
			       "what was paid for the order is not known");
	a.shipping = shipping_of(c, in->country);
	a.platform = platform_of(c, in->platform);
	if (share_part(in->total, c->goods, &a.goods, err) ||
	    share_part(a.goods, c->resale, &a.resale, err))
		return -1;
	for (int kind = 0; kind < COST_KINDS; kind++) {
		struct remedy_cost *r = &out[n];

		if (!is_meant(in, (enum cost_kind)kind))
			continue;
		*r = (struct remedy_cost){ .kind = (enum cost_kind)kind,
					   .possible = in->can[kind],
					   .total = in->total };
		r->total.minor = 0;
		if (add_kind(&a, r) ||
		    (a.platform &&
		     add(&a, r, "harm there", a.platform->harm[kind])))
			return -1;
		n++;
	}
	qsort(out, (size_t)n, sizeof *out, compare);
	return n;
}
