/* policy.c - what this world's desk is configured with.
 * SPDX-License-Identifier: MIT */
#include "year/world.h"

#include "help/fake_brain.h"
#include "year/seller.h"

/* -- the policy: the small one or the shipped one, with the classes and limits
 * of this world -- */

static struct world *here; /* whose brain it is */

static const struct shop_truth *shop_called(const struct world *w,
					    const char *name)
{
	for (int n = 0; n < w->shops; n++)
		if (text_eq(w->shop[n].name, name))
			return &w->shop[n];
	return NULL;
}

static bool verb_of(const struct brain *b, const char *instance,
		    const char *name, struct verb_facts *out)
{
	const struct shop_truth *s = shop_called(here, instance);

	(void)b;
	if (s && text_eq(name, "refund"))
		*out = (struct verb_facts){ .effect_class = s->effect_class,
					    .money = true,
					    .lag_ms = s->lag_ms,
					    .key_life_ms = s->key_life_ms };
	else if (!s && text_eq(name, "reply"))
		*out = (struct verb_facts){ .effect_class = 'C',
					    .lag_ms = MINUTE_MS };
	else
		return false;
	return true;
}

static void limits_of(const struct brain *b, const char *instance,
		      struct shop_limits *out)
{
	(void)b;
	*out = text_eq(instance, here->shop[0].name)
		       ? here->limits
		       : (struct shop_limits){ 0 };
}

static const char *tells(const struct brain *b, size_t i)
{
	const struct world *w = here;

	(void)b;
	return i < (size_t)w->shops    ? w->shop[i].name
	       : i == (size_t)w->shops ? "mail"
				       : NULL;
}

void open_brain(struct world *w)
{
	w->brain = fake_brain();
	here = w;
	if (w->seller)
		seller_brain(w);
	w->brain.verb = verb_of;
	w->brain.shop_limits = limits_of;
	w->brain.tells = tells;
	fake_effects = "auto";
	fake_undo = one_in(w, 2) ? 10 * MINUTE_MS : 0;
	fake_rule_limits = (struct limits){ 0 };
	w->limits = (struct shop_limits){ .per_hour = { 9000, "USD" },
					  .per_day = { 30000, "USD" },
					  .count_per_hour = 6 };
}

/* -- instances, as a manifest and a descriptor would make them -- */

static const char descriptor[] =
	"{\"effects\":[{\"what\":\"order\",\"where\":\"/order\"},"
	"{\"what\":\"amount\",\"where\":\"/amount\"},{\"what\":\"currency\","
	"\"where\":\"/currency\"},{\"what\":\"key\",\"where\":\"/key\"},"
	"{\"what\":\"only\",\"where\":\": order amount currency note key\"}],"
	"\"not_done\":[{\"http\":422,\"code\":\"refused\",\"final\":true},"
	"{\"http\":429,\"code\":\"*\"},{\"http\":409,\"code\":\"burnt\","
	"\"new_key\":true}]}";

struct instance *make_instance(struct world *w, int lane)
{
	struct instance *in = instance_new();
	bool shop = lane != MAILBOX;
	const char c = shop ? w->shop[lane].effect_class : (char)'C';
	struct err err = { 0 };

	in->name = shop ? w->shop[lane].name : "mail";
	in->plugin = shop ? "shopify" : "email";
	in->effects = "auto";
	in->is_marketplace = shop;
	in->is_channel = !shop;
	in->channel = "email";
	in->has_find = true;
	in->descriptor = json_parse(descriptor, strlen(descriptor), &err);
	if (!in->descriptor)
		broken(w, "%s", err.text);
	verb_list_push(&in->verbs,
		       (struct verb_info){
			       .name = shop ? "refund" : "reply",
			       .effect_class = c,
			       .money = shop,
			       .effects = json_get(in->descriptor, "effects"),
			       .not_done = json_get(in->descriptor, "not_done"),
			       .code_at = "/code" });
	return in;
}
