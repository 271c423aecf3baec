/* set_test.c - what was put into a set is in it, once.
 * SPDX-License-Identifier: MIT */
#include "base/set.h"

#include "base/mem.h"
#include "base/vec.h"
#include "base_test.h"

#define MANY 20000

VEC(text_list, char *);

static void what_was_added_is_there_once(void **state)
{
	struct text_list texts = { 0 };
	struct text_set set = { 0 };

	(void)state;
	assert_false(text_set_has(&set, "0"));
	for (int i = 0; i < MANY; i++) {
		text_list_push(&texts, xasprintf("%d", i));
		assert_true(text_set_add(&set, texts.at[i]));
	}
	for (int i = 0; i < MANY; i++) {
		CLEANUP(free_ptr) char *same = xasprintf("%d", i);

		assert_true(text_set_has(&set, same));
		assert_false(text_set_add(&set, same));
	}
	assert_false(text_set_has(&set, "-1"));
	assert_int_equal(set.len, MANY);
	text_set_release(&set);
	for (int i = 0; i < MANY; i++)
		free(texts.at[i]);
	text_list_release(&texts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_added_is_there_once),
	};

	return cmocka_run_group_tests_name("set", tests, NULL, NULL);
}
