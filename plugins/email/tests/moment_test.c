/* moment_test.c - when the server got a mail.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../page.h"

static void an_internal_date_is_the_moment_it_names(void **state)
{
	static const struct {
		const char *text;
		gint64 ms;
	} rows[] = {
		{ " 7-Jul-1996 02:44:25 -0700", 836732665000 },
		{ "24-Nov-2026 10:59:30 +0100", 1795514370000 },
		{ "24-Nov-2026 09:59:30 +0000", 1795514370000 },
		{ "24-Nov-2026 15:29:30 +0530", 1795514370000 },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_int_equal(email_internal_date(rows[i].text), rows[i].ms);
}

static void what_is_no_internal_date_is_no_moment(void **state)
{
	static const char *const rows[] = {
		"",
		"24",
		"24-",
		"24-Nov",
		"31-Feb-2026 10:59:30 +0100",
		"24-Nov-2026",
		"24-Nov-2026 25:59:30 +0100",
		"24-Nov-2026 10:59:30",
		"24-Nov-2026 10:59:30 +99999",
		"24-Nov-2026 10:59:30 +9223372036854775807",
		"4294967320-Nov-2026 10:59:30 +0100",
		"24-Nov-4294969322 10:59:30 +0100",
		"24-Nov-1013 10:59:30 +0100",
		"31-Dec-1969 23:59:59 +0000",
		" 1-Jan-1970 00:00:00 +1400",
		"31-Dec-9999 23:59:59 -0100",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (email_internal_date(rows[i]))
			fail_msg("%s", rows[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_internal_date_is_the_moment_it_names),
		cmocka_unit_test(what_is_no_internal_date_is_no_moment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
