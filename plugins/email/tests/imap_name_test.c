/* imap_name_test.c - names of folders and strings as a command quotes them.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../imap_own.h"

static void a_folder_is_named_in_modified_utf_7(void **state)
{
	static const struct {
		const char *name, *want;
	} rows[] = {
		{ "INBOX", "\"INBOX\"" },
		{ "Sent Items", "\"Sent Items\"" },
		{ "A & B", "\"A &- B\"" },
		{ "\"a\\b\"", "\"\\\"a\\\\b\\\"\"" },
		{ "Entwürfe", "\"Entw&APw-rfe\"" },
		/* [source: RFC 3501 5.1.3] */
		{ "~peter/mail/台北/日本語",
		  "\"~peter/mail/&U,BTFw-/&ZeVnLIqe-\"" },
		{ "灯💡", "\"&cG,YPdyh-\"" },
		{ "ü&ü", "\"&APw-&-&APw-\"" },
		{ "", "\"\"" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		GString *out = g_string_new(NULL);

		imap_put_folder(out, rows[i].name);
		assert_string_equal(out->str, rows[i].want);
		g_string_free(out, TRUE);
	}
}

static void a_name_as_the_server_told_it_is_only_quoted(void **state)
{
	GString *out = g_string_new(NULL);

	(void)state;
	imap_put_quoted(out, "Entw&APw-rfe \"x\" \\");
	assert_string_equal(out->str, "\"Entw&APw-rfe \\\"x\\\" \\\\\"");
	g_string_free(out, TRUE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_folder_is_named_in_modified_utf_7),
		cmocka_unit_test(a_name_as_the_server_told_it_is_only_quoted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
