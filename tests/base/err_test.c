/* err_test.c - errors speak, keep their code and never break their text.
 * SPDX-License-Identifier: MIT */
#include "base_test.h"

#include <errno.h>

#include "base/utf8.h"

static void an_error_returns_minus_one_and_keeps_its_code(void **state)
{
	struct err err = { 0 };

	(void)state;
	assert_int_equal(err_set(&err, ERR_DATA, "line %d", 7), -1);
	assert_int_equal(err.code, ERR_DATA);
	assert_string_equal(err.text, "line 7");
}

static void context_goes_in_front_and_keeps_the_code(void **state)
{
	struct err err = { 0 };

	(void)state;
	err_set(&err, ERR_RETRY, "no answer");
	assert_int_equal(err_context(&err, "carrier %s", "acme"), -1);
	assert_string_equal(err.text, "carrier acme: no answer");
	assert_int_equal(err.code, ERR_RETRY);
}

static void a_system_error_is_named_in_words(void **state)
{
	struct err err = { 0 };

	(void)state;
	errno = ENOENT;
	assert_int_equal(err_errno(&err, ERR_SYSTEM, "%s", "a"), -1);
	assert_string_equal(err.text, "a: No such file or directory");
}

/* Every phase of two- and three-byte characters against the buffer's end. */
static void long_text_is_cut_between_characters(void **state)
{
	(void)state;
	for (int lead = 0; lead < 4; lead++) {
		for (int wide = 0; wide < 2; wide++) {
			CLEANUP(str_release) struct str s = STR_INIT;
			struct err err = { 0 };

			for (int i = 0; i < lead; i++)
				str_putc(&s, 'x');
			for (int i = 0; i < 400; i++)
				str_puts(&s, wide ? "語" : "é");
			err_set(&err, ERR_DATA, "%s", str_c(&s));
			assert_int_equal(utf8_check(err.text, strlen(err.text)),
					 -1);
			assert_true(text_ends(err.text, "…"));
			assert_true(strlen(err.text) >= 390);
		}
	}
}

static void whatever_is_quoted_it_stays_one_line(void **state)
{
	struct err err = { 0 };

	(void)state;
	err_set(&err, ERR_DATA, "\"%s\" is none", "a\nb\x01\xff\xe5\x8c\x7f");
	assert_string_equal(err.text, "\"a b ??? \" is none");
	err_context(&err, "%.2s", "a\xc3\xa9");
	assert_string_equal(err.text, "a?: \"a b ??? \" is none");
}

static void text_that_just_fits_is_not_cut(void **state)
{
	struct err err = { 0 };
	char text[sizeof err.text];

	(void)state;
	memset(text, 'a', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	err_set(&err, ERR_DATA, "%s", text);
	assert_string_equal(err.text, text);
	err_set(&err, ERR_DATA, "%sb", text);
	assert_true(text_ends(err.text, "a…"));
}

static void context_of_a_full_text_stays_well_formed(void **state)
{
	struct err err = { 0 };
	char text[sizeof err.text];

	(void)state;
	memset(text, 'a', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	err_set(&err, ERR_DATA, "é%s", text);
	for (int i = 0; i < 10; i++)
		err_context(&err, "é%d", i);
	assert_true(text_starts(err.text, "é9: é8: "));
	assert_true(text_ends(err.text, "…"));
	assert_int_equal(utf8_check(err.text, strlen(err.text)), -1);
}

static void every_code_has_its_exit_status(void **state)
{
	(void)state;
	assert_int_equal(err_exit(ERR_NONE), 0);
	assert_int_equal(err_exit(ERR_FAILED), 1);
	assert_int_equal(err_exit(ERR_FOUND), 3);
	assert_int_equal(err_exit(ERR_USAGE), 64);
	assert_int_equal(err_exit(ERR_DATA), 65);
	assert_int_equal(err_exit(ERR_NO_DESK), 69);
	assert_int_equal(err_exit(ERR_BUG), 70);
	assert_int_equal(err_exit(ERR_SYSTEM), 71);
	assert_int_equal(err_exit(ERR_RETRY), 75);
	assert_int_equal(err_exit(ERR_DENIED), 77);
	assert_int_equal(err_exit(ERR_CONFIG), 78);
	assert_int_equal(err_exit((enum err_code)999), 70);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_error_returns_minus_one_and_keeps_its_code),
		cmocka_unit_test(context_goes_in_front_and_keeps_the_code),
		cmocka_unit_test(a_system_error_is_named_in_words),
		cmocka_unit_test(long_text_is_cut_between_characters),
		cmocka_unit_test(whatever_is_quoted_it_stays_one_line),
		cmocka_unit_test(text_that_just_fits_is_not_cut),
		cmocka_unit_test(context_of_a_full_text_stays_well_formed),
		cmocka_unit_test(every_code_has_its_exit_status),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
