/* guarded.c - see guarded.h.
 * SPDX-License-Identifier: MIT */
#include "policy/guarded.h"

#include "base/base_test.h"

#include "policy/built_packs.h"

struct guard_policy *guard;
static struct mistakes mistakes;

int guarded_load(void **state)
{
	guard = guard_load("policy", NULL, &mistakes);
	guard_learn(guard, &packs);
	if (!packs.len && packs_load(state))
		return -1;
	for (size_t i = 0; i < mistakes.list.len; i++)
		print_message("# %s\n", mistakes.list.at[i]);
	return mistakes.list.len ? -1 : 0;
}

int guarded_unload(void **state)
{
	guard_free(guard);
	mistakes_release(&mistakes);
	return packs_unload(state);
}

static const char *text_of(const cJSON *line, const char *name)
{
	const char *text = json_text(line, name);

	return text ? text : "";
}

void guarded_judge(const cJSON *line, struct guard_hits *out)
{
	CLEANUP(str_release) struct str may = STR_INIT;
	const cJSON *told = json_get(line, "facts"), *one;
	struct guard_facts f = { .order = json_text(told, "order"),
				 .name = json_text(told, "name"),
				 .tracking = json_text(told, "tracking"),
				 .amount = json_text(told, "amount"),
				 .currency = json_text(told, "currency"),
				 .percent = json_text(told, "percent"),
				 .refund_percent =
					 json_text(told, "refund_percent"),
				 .coupon = json_text(told, "coupon"),
				 .coupon_currency =
					 json_text(told, "coupon_currency"),
				 .alone = json_bool(told, "alone", false),
				 .date = json_text(told, "date") };
	struct guard_text t = { .text = text_of(line, "text"),
				.lang = text_of(line, "lang"),
				.platform = text_of(line, "platform"),
				.channel = text_of(line, "channel"),
				.is_public = json_bool(line, "public", false),
				.facts = told ? &f : NULL };

	cJSON_ArrayForEach (one, json_get(told, "may_promise"))
		str_printf(&may, "%s%s", may.len ? " " : "", one->valuestring);
	if (json_get(told, "may_promise"))
		f.may_promise = str_c(&may);
	guard_judge(guard, &t, out);
}

bool guarded_has(const struct guard_hits *h, const char *rule)
{
	for (size_t i = 0; i < h->len; i++)
		if (text_eq(h->at[i].rule->name, rule))
			return true;
	return false;
}
