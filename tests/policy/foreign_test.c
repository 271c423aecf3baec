/* foreign_test.c - at least 50 languages that no pack speaks are known by one
 * sentence, by the library and beside the packs (foreign_lines.h).
 * SPDX-License-Identifier: MIT */
#include "base/base_test.h"

#include "policy/built_packs.h"
#include "policy/foreign_lines.h"
#include "text/foreign.h"

static void at_least_50_languages_are_known_by_one_sentence(void **state)
{
	struct arena arena = ARENA_INIT;
	int alone = 0, beside = 0;

	(void)state;
	for (size_t i = 0; i < foreign_line_count; i++) {
		const char *text = foreign_lines[i].text;
		struct guess g;

		classify(&packs, text, NULL, &arena, &g);
		alone += text_eq(foreign_language(text, strlen(text)),
				 foreign_lines[i].lang);
		beside += text_eq(g.lang, foreign_lines[i].lang);
	}
	print_message("# %zu languages: %d by the library, %d beside the "
		      "packs\n",
		      foreign_line_count, alone, beside);
	assert_true(alone >= 55);
	assert_true(beside >= 50);
	arena_release(&arena);
}

/* No pack speaks it, so nobody says what it is about. */
static void a_foreign_text_is_left_to_a_person(void **state)
{
	struct arena arena = ARENA_INIT;
	struct guess g;

	(void)state;
	classify(&packs,
		 "Pakettini ei ole vielä saapunut, missä tilaukseni on?", NULL,
		 &arena, &g);
	assert_string_equal(g.lang, "fi");
	assert_string_equal(g.issue, "other");
	assert_int_equal(g.confidence, 0);
	arena_release(&arena);
}

static void what_tells_nothing_is_in_no_language(void **state)
{
	(void)state;
	assert_string_equal(foreign_language("", 0), "");
	assert_string_equal(foreign_language("12345", 5), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			at_least_50_languages_are_known_by_one_sentence),
		cmocka_unit_test(a_foreign_text_is_left_to_a_person),
		cmocka_unit_test(what_tells_nothing_is_in_no_language),
	};

	return cmocka_run_group_tests_name("foreign", tests, packs_load,
					   packs_unload);
}
