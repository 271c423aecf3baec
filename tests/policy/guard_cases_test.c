/* guard_cases_test.c - the forms in which languages write amounts, days, names,
 * numbers, addresses and what was left unfilled.
 *
 * guard.cases: the rule, whether the text breaks or passes it, the language,
 * the facts (or -), the text; parted by tabs. Each form stands there right and
 * wrong. SPDX-License-Identifier: MIT */
#include "base/base_test.h"

#include <stdio.h>

#include "policy/guarded.h"

#define COLUMNS 5

static int cases, wrong;

/* Its columns; false for what is no case. */
static bool part(char *line, char *out[COLUMNS])
{
	for (int i = 0; i < COLUMNS; i++) {
		out[i] = line;
		line += strcspn(line, i + 1 < COLUMNS ? "\t" : "\n");
		if (i + 1 < COLUMNS && !*line)
			return false;
		*line++ = '\0';
	}
	return true;
}

static void judge_case(char *column[COLUMNS])
{
	CLEANUP(guard_hits_release) struct guard_hits hits = { 0 };
	CLEANUP(json_free_ptr) cJSON *line = cJSON_CreateObject();
	bool breaks = text_eq(column[1], "breaks");
	struct err err = { 0 };

	cJSON_AddStringToObject(line, "text", column[4]);
	cJSON_AddStringToObject(line, "lang", column[2]);
	cJSON_AddStringToObject(line, "platform", "ebay");
	cJSON_AddBoolToObject(line, "public",
			      text_eq(column[0], "personal_data_public"));
	if (!text_eq(column[3], "-"))
		cJSON_AddItemToObject(
			line, "facts",
			json_parse(column[3], strlen(column[3]), &err));
	guarded_judge(line, &hits);
	cases++;
	if (guarded_has(&hits, column[0]) == breaks)
		return;
	wrong++;
	print_message("# %s should %s: %s: %s\n", column[0],
		      breaks ? "stop" : "let pass", column[2], column[4]);
}

static void each_form_is_read_as_its_language_means_it(void **state)
{
	FILE *in = fopen("tests/policy/guard.cases", "re");
	char *line = NULL, *column[COLUMNS];
	size_t cap = 0;

	(void)state;
	assert_non_null(in);
	while (getline(&line, &cap, in) > 0) {
		assert_true(part(line, column));
		judge_case(column);
	}
	free(line);
	fclose(in);
	print_message("# %d cases\n", cases);
	assert_true(cases > 1500);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_form_is_read_as_its_language_means_it),
	};

	return cmocka_run_group_tests_name("guard_cases", tests, guarded_load,
					   guarded_unload);
}
