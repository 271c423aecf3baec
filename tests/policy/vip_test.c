/* vip_test.c - who is a VIP is said once, and everybody asks that.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/file.h"
#include "help/place.h"
#include "policy/people/vip.h"
#include "policy/shipped.h"

struct made {
	struct mistakes m;
	struct conf *conf;
	char *path;
};

static const struct conf_node *make(struct made *made, const char *text)
{
	struct err err = { 0 };

	*made = (struct made){ .path = in_scratch("vip.conf") };
	if (file_write(made->path, text, strlen(text), 0600, &err))
		fail_msg("%s", err.text);
	made->conf = conf_open(made->path, &made->m);
	assert_non_null(made->conf);
	return conf_root(made->conf);
}

static void end(struct made *made)
{
	conf_close(made->conf);
	mistakes_release(&made->m);
	free(made->path);
}

static void mistake_is(const struct made *made, const char *words)
{
	assert_int_equal(made->m.list.len, 1);
	if (!strstr(made->m.list.at[0], words))
		fail_msg("\"%s\" does not say \"%s\"", made->m.list.at[0],
			 words);
}

static int asks(const struct vip *vip, int64_t orders, const char *buyer)
{
	struct fact_values v = { .of = &policy->facts };

	if (orders >= 0)
		fact_set_number(&v, "buyer_orders", orders);
	return vip_is(vip, &v, vip_named(vip, buyer));
}

static void a_buyer_is_one_by_other_facts_or_by_name(void **state)
{
	struct vip vip = { 0 }, nobody = { 0 };
	struct made made;

	(void)state;
	vip_read(&vip,
		 make(&made, "vip = { when = \"buyer_orders >= 20\"; buyers = "
			     "[ \"71\", \"72\" ]; };\n"),
		 &policy->facts, policy->compiler, &arena);
	assert_int_equal(made.m.list.len, 0);
	assert_int_equal(asks(&vip, 20, "5"), 1);
	assert_int_equal(asks(&vip, 19, "5"), 0);
	assert_int_equal(asks(&vip, 1, "72"), 1);
	assert_int_equal(asks(&vip, 1, "7"), 0);
	/* Without an order nobody can tell, but of a name. */
	assert_int_equal(asks(&vip, -1, ""), -1);
	assert_int_equal(asks(&vip, -1, "71"), 1);
	assert_int_equal(asks(&nobody, 100, "71"), 0);
	end(&made);
}

static void what_is_said_wrongly_is_told(void **state)
{
	static const struct {
		const char *text, *words;
	} cases[] = {
		{ "vip = { };", "name them by when" },
		{ "vip = { when = \"buyer_vip\"; };", "by other facts" },
		{ "vip = { when = \"buyer_orders > 3\"; hours = 1; };",
		  "unknown key \"hours\"" },
		{ "vip = 1;", "write vip = {" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct vip vip = { 0 };
		struct made made;

		vip_read(&vip, make(&made, cases[i].text), &policy->facts,
			 policy->compiler, &arena);
		mistake_is(&made, cases[i].words);
		end(&made);
	}
}

/* From before there was one fact of it. */
static void a_tag_of_that_name_must_read_the_fact(void **state)
{
	const struct closing_with with = { .compiler = policy->compiler,
					   .facts = &policy->facts,
					   .periods = &policy->periods,
					   .calendars = &policy->calendars,
					   .templates = "",
					   .arena = &arena };
	struct closing c = { .review_task_at = 0 };
	struct made made;

	(void)state;
	make(&made, "tags = ( { name = \"vip\"; when = \"buyer_orders >= 10\"; "
		    "help = \"x\"; } );\n");
	closing_read(&c, made.conf, &with);
	mistake_is(&made, "write when = \"buyer_vip\" here");
	closing_release(&c);
	end(&made);
}

static void what_is_shipped_asks_the_one_fact(void **state)
{
	int tags = 0;

	(void)state;
	assert_non_null(policy->vip.when);
	assert_true(vip_reads(&policy->facts, policy->staff.key));
	for (size_t i = 0; i < policy->closing.tags.len; i++)
		if (text_eq(policy->closing.tags.at[i].name, "vip"))
			tags += vip_reads(&policy->facts,
					  policy->closing.tags.at[i].when);
	assert_int_equal(tags, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_buyer_is_one_by_other_facts_or_by_name),
		cmocka_unit_test(what_is_said_wrongly_is_told),
		cmocka_unit_test(a_tag_of_that_name_must_read_the_fact),
		cmocka_unit_test(what_is_shipped_asks_the_one_fact),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
