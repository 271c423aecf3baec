/* conf_test.c - what a configuration file is told before it is used.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "help/place.h"
#include "policy/conf/conf.h"

static struct mistakes mistakes;
static char *path, *other;

static void write_to(const char *at, const char *text)
{
	struct err err = { 0 };

	if (file_write(at, text, strlen(text), 0600, &err))
		fail_msg("%s", err.text);
}

static int start(void **state)
{
	const char *dir = scratch_dir();

	(void)state;
	path = xasprintf("%s/conf-%d.conf", dir, (int)getpid());
	other = xasprintf("%s/conf-%d-more.conf", dir, (int)getpid());
	return 0;
}

static int end(void **state)
{
	(void)state;
	unlink(path);
	unlink(other);
	free(path);
	free(other);
	mistakes_release(&mistakes);
	mistakes = (struct mistakes){ 0 };
	return 0;
}

/* The file, with what it was told in `mistakes`. */
static struct conf *written(const char *text)
{
	write_to(path, text);
	return conf_open(path, &mistakes);
}

static void told(size_t i, int line, const char *words)
{
	CLEANUP(free_ptr) char *at = xasprintf("%s:%d: ", path, line);

	assert_true(mistakes.list.len > i);
	if (!text_starts(mistakes.list.at[i], at) ||
	    !strstr(mistakes.list.at[i], words))
		fail_msg("told: %s", mistakes.list.at[i]);
}

/* libconfig would read the other file unscanned, and no hash would cover it. */
static void a_file_that_includes_another_is_refused(void **state)
{
	CLEANUP(free_ptr)
	char *text = xasprintf("a = 1;\n  @include \"%s\"\nb = 1.5;\n", other);
	struct conf *c;

	(void)state;
	write_to(other, "limit = 4294967298;\n");
	c = written(text);
	assert_int_equal(mistakes.list.len, 2);
	told(0, 2, "@include is not read");
	told(0, 2, "write the settings of that file here");
	told(1, 3, "1.5 is a fraction");
	assert_null(conf_get(conf_root(c), "limit"));
	conf_close(c);
}

static void the_word_include_in_a_text_or_comment_harms_nobody(void **state)
{
	struct conf *c = written("# @include \"x\"\n/* \n@include \"x\" */\n"
				 "// @include \"x\"\na = \"@include\";\n");

	(void)state;
	assert_int_equal(mistakes.list.len, 0);
	assert_string_equal(conf_text(conf_root(c), "a", ""), "@include");
	conf_close(c);
}

static void a_number_that_libconfig_would_cut_is_told(void **state)
{
	struct conf *c = written("a = 1;\nb = 4294967298;\n"
				 "c = -2147483648;\nd = 0x1FFFFFFFF;\n");

	(void)state;
	assert_int_equal(mistakes.list.len, 2);
	told(0, 2, "4294967298 is larger than 2147483647; write it as text");
	told(1, 4, "0x1FFFFFFFF");
	conf_close(c);
}

static void a_text_that_is_not_utf8_is_told_with_its_line(void **state)
{
	(void)state;
	assert_null(written("a = 1;\nb = \"\xff\";\n"));
	assert_int_equal(mistakes.list.len, 1);
	told(0, 2, "save the file as UTF-8");
}

static void a_byte_order_mark_is_told(void **state)
{
	(void)state;
	assert_null(written("\xEF\xBB\xBF"
			    "a = 1;\n"));
	told(0, 1, "byte order mark");
}

static void a_missing_semicolon_is_told_with_its_line(void **state)
{
	(void)state;
	assert_null(written("a = 1;\nb = {\nc = \"x;\n};\n"));
	assert_int_equal(mistakes.list.len, 1);
	assert_non_null(strstr(mistakes.list.at[0], "look for a missing ;"));
	assert_non_null(strstr(mistakes.list.at[0], "first in line 3"));
}

/* The numbers of the last line stand in no text for whoever scans only. */
static void a_missing_quote_is_told_alone(void **state)
{
	(void)state;
	assert_null(written("a = \"x;\nb = \"2 h\";\nc = \"9.00 USD\";\n"));
	assert_int_equal(mistakes.list.len, 1);
	assert_non_null(strstr(mistakes.list.at[0], "first in line 1"));
}

static void
a_file_that_is_done_with_keeps_its_path_its_bytes_till_they_are_kept_and_its_hash(
	void **state)
{
	const char *text = "a = \"x\";\n";
	struct hash before, after;
	struct conf *c;

	(void)state;
	c = written(text);
	assert_non_null(c);
	assert_string_equal(conf_text(conf_root(c), "a", ""), "x");
	before = conf_hash(c);
	conf_done(c);
	after = conf_hash(c);
	assert_null(conf_get(conf_root(c), "a"));
	assert_string_equal(conf_path(c), path);
	assert_string_equal(str_c(conf_bytes(c)), text);
	assert_memory_equal(before.at, after.at, sizeof before.at);
	conf_kept(c);
	after = conf_hash(c);
	assert_int_equal(conf_bytes(c)->len, 0);
	assert_memory_equal(before.at, after.at, sizeof before.at);
	conf_close(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_file_that_includes_another_is_refused, start, end),
		cmocka_unit_test_setup_teardown(
			the_word_include_in_a_text_or_comment_harms_nobody,
			start, end),
		cmocka_unit_test_setup_teardown(
			a_number_that_libconfig_would_cut_is_told, start, end),
		cmocka_unit_test_setup_teardown(
			a_text_that_is_not_utf8_is_told_with_its_line, start,
			end),
		cmocka_unit_test_setup_teardown(a_byte_order_mark_is_told,
						start, end),
		cmocka_unit_test_setup_teardown(
			a_missing_semicolon_is_told_with_its_line, start, end),
		cmocka_unit_test_setup_teardown(a_missing_quote_is_told_alone,
						start, end),
		cmocka_unit_test_setup_teardown(
			a_file_that_is_done_with_keeps_its_path_its_bytes_till_they_are_kept_and_its_hash,
			start, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
