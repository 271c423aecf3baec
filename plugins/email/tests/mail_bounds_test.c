/* mail_bounds_test.c - empty, huge and deep mails are read in time.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "mail_help.h"

static void an_empty_file_is_a_mail_with_a_notice(void **state)
{
	struct mail *m = mail_read(NULL, 0);

	(void)state;
	assert_string_equal(m->text, "");
	assert_true(*m->notice);
	mail_free(m);
	m = mail_read("", 0);
	assert_true(*m->notice);
	mail_free(m);
}

static void a_part_without_content_is_an_empty_file_or_text(void **state)
{
	struct mail *m =
		read_text(BOUND("mixed") "--b\nContent-Type: text/html\n\n--b\n"
					 "Content-Type: image/png\n\n--b--\n");

	(void)state;
	assert_int_equal(m->files_count, 1);
	assert_int_equal(m->files[0].size, 0);
	mail_free(m);
	m = read_text(HEAD "Content-Type: text/html\n\n");
	assert_string_equal(m->text, "");
	mail_free(m);
}

static void a_hundred_thousand_lines_are_read_in_time(void **state)
{
	static const char *const lines[] = { "The lamp\n",        "From: x\n",
					     "> On 1 x wrote:\n", "--\n",
					     "On 1 x wrote:\n",   "\n" };

	(void)state;
	for (size_t k = 0; k < G_N_ELEMENTS(lines); k++) {
		GString *s = g_string_new(PLAIN "First line\n");
		struct mail *m;

		for (int i = 0; i < 100000; i++)
			g_string_append(s, lines[k]);
		m = read_soon(s);
		assert_true(g_str_has_prefix(m->text, "First line\n"));
		assert_true(g_str_has_prefix(m->reply, "First line"));
		mail_free(m);
	}
}

static void ten_thousand_nested_parts_end_in_a_notice(void **state)
{
	GString *s = g_string_new(HEAD);
	struct mail *m;

	(void)state;
	for (int i = 0; i < 10000; i++)
		g_string_append_printf(s,
				       "Content-Type: multipart/mixed; "
				       "boundary=b%d\n\n--b%d\n",
				       i, i);
	g_string_append(s, "\ninside\n");
	m = read_soon(s);
	assert_string_equal(m->subject, "Lamp");
	assert_true(*m->notice);
	mail_free(m);
	s = g_string_new(HEAD "Content-Type: text/html\n\n");
	for (int i = 0; i < 10000; i++)
		g_string_append(s, "<div><a href=http://a.test>");
	g_string_append(s, "inside\n");
	m = read_soon(s);
	assert_non_null(strstr(m->text, "inside"));
	assert_true(*m->notice);
	mail_free(m);
}

static void more_than_a_thousand_parts_end_in_a_notice(void **state)
{
	GString *s = g_string_new(BOUND("mixed"));
	struct mail *m;

	(void)state;
	for (int i = 0; i < 3000; i++)
		g_string_append(s, "--b\nContent-Type: image/png\n\nx\n");
	m = read_soon(s);
	assert_in_range(m->files_count, 900, MAIL_PARTS_MAX);
	assert_true(*m->notice);
	mail_free(m);
}

static void a_header_of_a_mebibyte_is_cut_and_told(void **state)
{
	GString *s = g_string_new("From: ann@a.test\nSubject: ");
	struct mail *m;

	(void)state;
	for (int i = 0; i < 1 << 20; i++)
		g_string_append_c(s, 'x');
	g_string_append(s, "\n\nThe words\n");
	m = read_soon(s);
	assert_string_equal(m->from_addr, "ann@a.test");
	assert_true(strlen(m->subject) <= MAIL_FIELD_MAX);
	assert_true(*m->notice);
	mail_free(m);
}

static void a_mail_beyond_32_mebibytes_is_cut_and_told(void **state)
{
	GString *s = g_string_new(PLAIN "First\n");
	gsize front = s->len;
	struct mail *m;

	(void)state;
	g_string_set_size(s, MAIL_BYTES_MAX + 10);
	memset(s->str + front, 'x', s->len - front);
	m = read_soon(s);
	assert_true(g_str_has_prefix(m->text, "First\n"));
	assert_non_null(strstr(m->notice, "32 MiB"));
	mail_free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_file_is_a_mail_with_a_notice),
		cmocka_unit_test(
			a_part_without_content_is_an_empty_file_or_text),
		cmocka_unit_test(a_hundred_thousand_lines_are_read_in_time),
		cmocka_unit_test(ten_thousand_nested_parts_end_in_a_notice),
		cmocka_unit_test(more_than_a_thousand_parts_end_in_a_notice),
		cmocka_unit_test(a_header_of_a_mebibyte_is_cut_and_told),
		cmocka_unit_test(a_mail_beyond_32_mebibytes_is_cut_and_told),
	};

	return cmocka_run_group_tests(tests, start_mail, NULL);
}
