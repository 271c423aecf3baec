/* figures_test.c - the figures that the mission names stand in one place each,
 * as it names them.
 * SPDX-License-Identifier: MIT */
#include "base/base_test.h"

#include "base/file.h"
#include "base/when.h"
#include "help/place.h"
#include "policy/built_packs.h"
#include "policy/foreign_lines.h"
#include "policy/shipped.h"
#include "text/foreign.h"

static bool is_asked(const char *name)
{
	for (size_t i = 0; i < policy->tiers.len; i++)
		if (policy->tiers.at[i].period &&
		    text_eq(policy->tiers.at[i].period->name, name))
			return true;
	for (size_t i = 0; i < policy->channels.len; i++)
		if (text_eq(policy->channels.at[i].period->name, name))
			return true;
	for (size_t i = 0; i < policy->playbooks.len; i++) {
		const struct playbook *b = &policy->playbooks.at[i];

		for (size_t k = 0; k < b->steps.len; k++)
			if (text_eq(b->steps.at[k].promise, name) ||
			    text_eq(b->steps.at[k].period.name, name))
				return true;
	}
	/* Where a platform tells none: the desk itself. */
	return text_eq(name, "dispute");
}

/* A203: no figure stands there for nothing. */
static void a203_every_period_is_asked_by_somebody(void **state)
{
	(void)state;
	for (size_t i = 0; i < policy->periods.list.len; i++)
		if (!is_asked(policy->periods.list.at[i].name))
			fail_msg("nobody asks for the period %s",
				 policy->periods.list.at[i].name);
}

static const struct rule *rule_called(const char *name)
{
	for (size_t i = 0; i < policy->rules.len; i++)
		if (text_eq(policy->rules.at[i].name, name))
			return &policy->rules.at[i];
	return NULL;
}

/* Those that no pack speaks are told by a sentence each. */
static size_t languages_known(void)
{
	size_t n = packs.len;

	for (size_t i = 0; i < foreign_line_count; i++) {
		const char *text = foreign_lines[i].text;

		n += text_eq(foreign_language(text, strlen(text)),
			     foreign_lines[i].lang);
	}
	return n;
}

/* A204: 12 languages of texts, over 50 that are known, three tiers, less than
 * 20 USD refunded directly, three routes of alerts. */
static void a204_the_counts_are_as_the_mission_names_them(void **state)
{
	static const char *const tags[] = { "de", "en", "es",    "fr",
					    "it", "ja", "ko",    "nl",
					    "pl", "pt", "zh-CN", "sv" };
	static const char *const routes[] = { "plugins/email.so",
					      "plugins/sms.so",
					      "plugins/push.so" };
	const struct rule *small = rule_called("small quality refund");
	bool tiers[4] = { false }; /* 1 red, 2 yellow, 3 blue */

	(void)state;
	assert_int_equal(packs.len, COUNT_OF(tags));
	for (size_t i = 0; i < COUNT_OF(tags); i++)
		assert_non_null(pack_for(&packs, tags[i]));
	assert_true(languages_known() > 50);
	for (size_t i = 0; i < policy->tiers.len; i++)
		tiers[policy->tiers.at[i].tier] = true;
	assert_true(tiers[1] && tiers[2] && tiers[3]);
	assert_non_null(small);
	assert_non_null(strstr(small->when, "order_total < '20.00 USD'"));
	assert_true(small->refund.whole);
	/* Beside the list of alerts in the desk itself. */
	for (size_t i = 0; i < COUNT_OF(routes); i++) {
		CLEANUP(free_ptr) char *path = built(routes[i]);

		assert_true(file_exists(path));
	}
}

#define MONDAY_9 INT64_C(1796025600000) /* 2026-11-30T08:00:00Z */

/* A52: each pack says it in its own words, with both clocks. */
static void a52_every_pack_names_the_opening_in_both_zones(void **state)
{
	const struct value both[] = {
		{ .name = "opens_shop",
		  .type = VALUE_MOMENT,
		  .text = "Europe/Berlin",
		  .instant = MONDAY_9 },
		{ .name = "opens_buyer",
		  .type = VALUE_MOMENT,
		  .text = "America/New_York",
		  .instant = MONDAY_9 },
	};

	(void)state;
	for (size_t i = 0; i < packs.len; i++) {
		const struct pack *p = packs.at[i];
		const char *subject, *text;
		struct err err = { 0 };

		for (size_t n = 1; n <= COUNT_OF(both); n++) {
			if (pack_render(p, "out_of_hours.receipt", both, n,
					&arena, &subject, &text, &err))
				fail_msg("%s: %s", pack_tag(p), err.text);
			/* 9 at ours, 3 at theirs, on the 30th. */
			if (!strstr(text, "30") || !strchr(text, '9') ||
			    !strstr(text, "+1"))
				fail_msg("%s: %s", pack_tag(p), text);
			if (n == 2 &&
			    (!strchr(text, '3') ||
			     !(strstr(text, "-5") || strstr(text, "\xe2\x88\x92"
								  "5"))))
				fail_msg("%s: %s", pack_tag(p), text);
		}
		print_message("# %s: %s\n", pack_tag(p), text);
	}
}

static int load(void **state)
{
	return shipped_load(state) || packs_load(state) ? -1 : 0;
}

static int unload(void **state)
{
	return packs_unload(state) || shipped_unload(state) ? -1 : 0;
}

/* A52: wherever the shop knows how people are addressed it knows their clock.
 */
#define ETIQUETTE "etiquette/"

static void a52_every_country_with_an_etiquette_has_a_clock(void **state)
{
	int n = 0;

	(void)state;
	for (size_t i = 0; i < policy->files.len; i++) {
		const char *name = policy->files.at[i].name;
		char country[3] = "";
		struct zone *z = NULL;

		if (!text_starts(name, ETIQUETTE))
			continue;
		memcpy(country, name + strlen(ETIQUETTE), 2);
		n++;
		if (!calendars_of_country(&policy->calendars, country) &&
		    !(z = zone_of_country(country)))
			fail_msg("nobody knows the clock of %s", country);
		zone_close(z);
	}
	assert_true(n >= 40);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a203_every_period_is_asked_by_somebody),
		cmocka_unit_test(a204_the_counts_are_as_the_mission_names_them),
		cmocka_unit_test(
			a52_every_pack_names_the_opening_in_both_zones),
		cmocka_unit_test(
			a52_every_country_with_an_etiquette_has_a_clock),
	};

	return cmocka_run_group_tests_name("figures", tests, load, unload);
}
