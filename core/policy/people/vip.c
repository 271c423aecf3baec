/* vip.c - see vip.h.
 * SPDX-License-Identifier: MIT */
#include "policy/people/vip.h"

#include "policy/rule/rule.h"

bool vip_reads(const struct vocabulary *facts, const struct condition *c)
{
	int fact = fact_find(facts, BUYER_VIP);

	return c && fact >= 0 && fact_set_has(condition_reads(c), fact);
}

void vip_read(struct vip *vip, const struct conf_node *root,
	      const struct vocabulary *facts, struct compiler *compiler,
	      struct arena *arena)
{
	const struct conf_node *g = conf_get(root, "vip");

	if (!g)
		return;
	if (!conf_is_group(g)) {
		conf_mistake(g, "write vip = { when = \"buyer_orders >= "
				"10\"; };");
		return;
	}
	vip->buyers = conf_words(g, "buyers", arena);
	vip->when = rule_condition(g, "when", compiler);
	if (!*vip->buyers && !conf_get(g, "when"))
		conf_mistake(g, "name them by when = \"buyer_orders >= 10\"; "
				"or buyers = [ \"6532451\" ];");
	if (fact_find(facts, BUYER_VIP) < 0)
		conf_mistake(g, "the fact is missing that says so; add "
				"{ name = \"" BUYER_VIP "\"; type = \"flag\"; "
				"help = \"a VIP\"; } to the list of facts");
	if (vip_reads(facts, vip->when)) {
		conf_mistake(conf_get(g, "when"),
			     "this is what \"" BUYER_VIP "\" means; say it by "
			     "other facts");
		vip->when = NULL;
	}
	conf_unknown(g, NULL);
}

bool vip_named(const struct vip *vip, const char *buyer_ref)
{
	return vip->buyers && *buyer_ref && words_have(vip->buyers, buyer_ref);
}

int vip_is(const struct vip *vip, const struct fact_values *v, bool named)
{
	return named ? 1 : vip->when ? condition_holds(vip->when, v) : 0;
}
