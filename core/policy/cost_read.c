/* cost_read.c - costs of compensation.conf, and every mistake in them.
 * SPDX-License-Identifier: MIT */
#include "policy/matrix.h"

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

const char *cost_key(enum cost_kind kind)
{
	return kinds[kind].key;
}

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
		p.harm[i] = conf_money(harm, cost_key((enum cost_kind)i));
	if (harm)
		conf_unknown(harm, NULL);
	conf_unknown(g, NULL);
	cost_platforms_push(&c->platforms, p);
}

/* -- what puts a matter right -- */

static uint32_t way_bit(const struct conf_node *node, const char *word)
{
	const char *names[COST_KINDS + 1] = { NULL };
	const char *near;

	for (int i = 0; i < COST_KINDS; i++) {
		names[i] = cost_key((enum cost_kind)i);
		if (text_eq(names[i], word))
			return UINT32_C(1) << i;
	}
	near = text_nearest(word, names);
	conf_mistake(node, "\"%.40s\" is no way to put a matter right%s%s%s",
		     word, near ? "; did you mean \"" : "", near ? near : "",
		     near ? "\"?" : "");
	return 0;
}

static uint32_t read_ways(const struct conf_node *g)
{
	const struct conf_node *node = conf_get(g, "ways");
	const char *self = conf_self_text(node);
	uint32_t bits = self ? way_bit(node, self) : 0;

	if (!node)
		conf_mistake(g, "\"ways\" is missing; say which ways put it "
				"right, [] for none");
	for (int i = 0; node && !self && i < conf_count(node); i++) {
		const char *word = conf_self_text(conf_at(node, i));

		if (word)
			bits |= way_bit(node, word);
	}
	return bits;
}

static void read_matter(struct matrix *m, const struct conf_node *g)
{
	struct cost_matter one = {
		.platform = conf_text(g, "platform", ""),
		.severities = matrix_levels(m, g, AXIS_SEVERITY),
		.disputed = conf_flag(g, "disputed", false),
		.ways = read_ways(g),
		.sends = share_percent(g, "sends"),
		.loses = share_percent(g, "loses"),
		.fee = conf_money(g, "fee"),
	};

	conf_unknown(g, NULL);
	cost_matters_push(&m->costs.matters, one);
}

void costs_read(struct matrix *m, const struct conf_node *g,
		struct arena *arena)
{
	struct costs *c = &m->costs;
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
	list = conf_get(g, "matters");
	for (int i = 0; i < conf_count(list); i++)
		read_matter(m, conf_at(list, i));
	conf_unknown(g, NULL);
}

void costs_release(struct costs *c)
{
	cost_shippings_release(&c->shipping);
	cost_platforms_release(&c->platforms);
	cost_matters_release(&c->matters);
}
