/* assign_test.c - who of the manifest gets a new ticket.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "host/answers.h"
#include "model/records.h"

static struct agent_entry agents[] = {
	{ .name = "mia", .role = "agent", .skills = "", .languages = "" },
	{ .name = "tom", .role = "agent", .skills = "", .languages = "" },
	{ .name = "ada", .role = "auditor", .skills = "", .languages = "" },
};

static struct arena arena = ARENA_INIT;

static const char *who_gets_it(size_t from, const struct load *loads,
			       size_t count)
{
	struct manifest m = { .agents = { .at = agents + from,
					  .len = COUNT_OF(agents) - from } };
	struct brain_of b = { .manifest = &m };
	const struct matter about = { .issue = "quality", .lang = "en" };
	struct assigned to;

	b.brain.arg = &b;
	answers_of_manifest(&b.brain);
	b.brain.work.assign(&b.brain, &about, "shop", TIER_BLUE, loads, count,
			    &arena, &to);
	return to.agent;
}

/* The desk's rows stand as agents came, the manifest's as it is written. */
static void loads_are_found_by_name(void **state)
{
	static const struct load loads[] = { { "tom", 0, 0 }, { "mia", 3, 0 } };

	(void)state;
	assert_string_equal(who_gets_it(0, loads, 2), "tom");
}

static void who_left_the_manifest_gets_nothing(void **state)
{
	static const struct load loads[] = { { "mia", 0, 0 }, { "tom", 5, 0 } };

	(void)state;
	assert_string_equal(who_gets_it(1, loads, 2), "tom");
	assert_string_equal(who_gets_it(2, loads, 2), "");
}

static void who_is_new_has_nothing_to_do_yet(void **state)
{
	static const struct load loads[] = { { "mia", 1, 0 } };

	(void)state;
	assert_string_equal(who_gets_it(0, loads, 1), "tom");
}

/* -- who speaks for a shop -- */

static struct instance boxes[] = {
	{ .name = "info", .channel = "email", .is_channel = true, .shops = "" },
	{ .name = "lamps-mail",
	  .channel = "email",
	  .is_channel = true,
	  .shops = "lamps chairs" },
	{ .name = "phone", .channel = "sms", .is_channel = true, .shops = "" },
	{ .name = "lamps", .channel = "", .shops = "" },
};

static const char *speaks(const char *channel, const char *shop)
{
	struct instance *list[] = { &boxes[1], &boxes[0], &boxes[2],
				    &boxes[3] };
	struct manifest m = { .instances = list, .count = COUNT_OF(list) };
	struct brain_of b = { .manifest = &m };

	b.brain.arg = &b;
	answers_of_manifest(&b.brain);
	return b.brain.speaks_for(&b.brain, channel, shop);
}

static void a_shop_speaks_by_the_mailbox_that_names_it(void **state)
{
	(void)state;
	assert_string_equal(speaks("email", "chairs"), "lamps-mail");
	assert_string_equal(speaks("email", "lamps"), "lamps-mail");
	/* Whom nobody names, not by another one's. */
	assert_string_equal(speaks("email", "beds"), "info");
	boxes[0].shops = "tables";
	assert_string_equal(speaks("email", "beds"), "lamps-mail");
	boxes[0].shops = "";
	assert_string_equal(speaks("sms", "lamps"), "phone");
	assert_string_equal(speaks("fax", "lamps"), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(loads_are_found_by_name),
		cmocka_unit_test(who_left_the_manifest_gets_nothing),
		cmocka_unit_test(who_is_new_has_nothing_to_do_yet),
		cmocka_unit_test(a_shop_speaks_by_the_mailbox_that_names_it),
	};

	int rc = cmocka_run_group_tests_name("assign", tests, NULL, NULL);

	arena_release(&arena);
	return rc;
}
