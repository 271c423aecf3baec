/* guard_templates_test.c - A68: no reply that a pack proposes is stopped by the
 * guard, on any platform.
 * SPDX-License-Identifier: MIT */
#include "base/base_test.h"

#include "policy/built_packs.h"
#include "policy/guarded.h"
#include "policy/shipped.h"
#include "policy/words/template.h"

static const struct value values[] = {
	{ .name = "buyer_name", .text = "Ann Smith" },
	{ .name = "order", .text = "#1001" },
	{ .name = "item", .text = "Lamp" },
	{ .name = "shop_name", .text = "Lampshop" },
	{ .name = "carrier", .text = "DHL" },
	{ .name = "tracking", .text = "00340434161094042557" },
	{ .name = "tracking_link",
	  .text = "https://www.dhl.com/?id=00340434161094042557" },
	{ .name = "amount", .type = VALUE_MONEY, .money = { 1250, "USD" } },
	{ .name = "order_date",
	  .type = VALUE_DATE,
	  .instant = INT64_C(1795000000000) },
	{ .name = "eta",
	  .type = VALUE_DATE,
	  .instant = INT64_C(1795000000000) },
	{ .name = "status_date",
	  .type = VALUE_DATE,
	  .instant = INT64_C(1795000000000) },
	{ .name = "opens_buyer",
	  .type = VALUE_MOMENT,
	  .text = "America/New_York",
	  .instant = INT64_C(1795000000000) },
	{ .name = "opens_shop",
	  .type = VALUE_MOMENT,
	  .text = "Europe/Berlin",
	  .instant = INT64_C(1795000000000) },
	{ .name = "promise_date",
	  .type = VALUE_DATE,
	  .instant = INT64_C(1795000000000) },
};

static const struct guard_facts facts = { .order = "#1001",
					  .refund_percent = "10 %",
					  .name = "Ann Smith",
					  .amount = "12.50",
					  .currency = "USD",
					  .tracking = "00340434161094042557" };

/* from: the first of the platforms; 1 leaves out amazon. */
static int judge(const char *lang, const char *id, const char *text,
		 size_t from)
{
	static const char *const platforms[] = { "amazon", "ebay", "wish",
						 "shopify", "email" };
	int stopped = 0;

	for (size_t i = from; i < COUNT_OF(platforms); i++) {
		CLEANUP(guard_hits_release) struct guard_hits hits = { 0 };
		struct guard_text t = { .text = text,
					.lang = lang,
					.platform = platforms[i],
					.channel = "message",
					.facts = &facts };

		guard_judge(guard, &t, &hits);
		for (size_t k = 0; k < hits.len; k++)
			print_message("# %s %s on %s: %s at \"%.*s\"\n", lang,
				      id, platforms[i], hits.at[k].rule->name,
				      (int)(hits.at[k].to - hits.at[k].from),
				      text + hits.at[k].from);
		stopped += hits.len > 0;
	}
	return stopped;
}

static void a68_no_template_is_stopped(void **state)
{
	CLEANUP(free_ptr) char *ids = xstrdup(policy->templates.templates);
	char *save = NULL;
	int all = 0, stopped = 0;

	(void)state;
	for (char *id = strtok_r(ids, " ", &save); id;
	     id = strtok_r(NULL, " ", &save))
		for (size_t i = 0; i < packs.len; i++) {
			const char *subject, *text;
			struct err err = { 0 };

			if (pack_render(packs.at[i], id, values,
					COUNT_OF(values), &arena, &subject,
					&text, &err))
				fail_msg("%s", err.text);
			all++;
			stopped += judge(pack_tag(packs.at[i]), id, text, 0);
		}
	print_message("# %d texts\n", all);
	assert_true(all >= 12 * 20);
	assert_int_equal(stopped, 0);
}

static const char *value_of(const struct piece *p)
{
	static const struct {
		const char *name, *text;
	} texts[] = {
		{ "buyer_name", "Ann Smith" },
		{ "order", "#1001" },
		{ "amount", "12.50 USD" },
		{ "tracking", "00340434161094042557" },
		{ "tracking_link", "https://www.dhl.com/?id=1" },
	};

	for (size_t i = 0; i < COUNT_OF(texts); i++)
		if (strlen(texts[i].name) == p->len &&
		    memcmp(texts[i].name, p->at, p->len) == 0)
			return texts[i].text;
	return "Lamp";
}

/* Of a text as it stands, whatever is known. */
static void fill(const struct template *t, struct str *out, bool *coupon)
{
	for (size_t i = 0; i < t->pieces.len; i++) {
		const struct piece *p = &t->pieces.at[i];

		*coupon |= p->type == PIECE_VALUE && p->len == 6 &&
			   memcmp(p->at, "coupon", 6) == 0;
		if (p->type == PIECE_TEXT)
			str_add(out, p->at, p->len);
		else if (p->type == PIECE_VALUE)
			str_puts(out, value_of(p));
		else if (p->part)
			fill(p->part, out, coupon);
	}
}

/* Amazon forbids coupons, so that texts with one are stopped there. */
static void a68_no_variant_is_stopped(void **state)
{
	CLEANUP(free_ptr) char *ids = xstrdup(policy->templates.templates);
	char *save = NULL;
	int all = 0, stopped = 0;

	(void)state;
	for (char *id = strtok_r(ids, " ", &save); id;
	     id = strtok_r(NULL, " ", &save))
		for (size_t i = 0; i < packs.len; i++) {
			const struct template *t = template_find(
				pack_templates(packs.at[i]), id, strlen(id));

			assert_non_null(t);
			for (size_t k = 0; k < t->variants.len; k++) {
				CLEANUP(str_release) struct str text = STR_INIT;
				bool coupon = false;

				fill(t->variants.at[k], &text, &coupon);
				all++;
				stopped += judge(pack_tag(packs.at[i]),
						 t->variants.at[k]->id,
						 str_c(&text), coupon);
			}
		}
	print_message("# %d variants\n", all);
	assert_true(all >= 12 * 10);
	assert_int_equal(stopped, 0);
}

static int load(void **state)
{
	return shipped_load(state) || guarded_load(state);
}

static int unload(void **state)
{
	shipped_unload(state);
	return guarded_unload(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a68_no_template_is_stopped),
		cmocka_unit_test(a68_no_variant_is_stopped),
	};

	return cmocka_run_group_tests_name("guard_templates", tests, load,
					   unload);
}
