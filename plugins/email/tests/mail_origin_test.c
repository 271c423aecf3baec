/* mail_origin_test.c - whether a person, a program or a list wrote.
 * SPDX-License-Identifier: MIT */
#include "mail_help.h"

static const struct {
	const char *mail;
	int32_t origin;
} origin_rows[] = {
	{ PLAIN "My mail was not delivered, 550 5.1.1.\n", HW_HUMAN },
	{ "From: ann@a.test\nSubject: parcel could not be delivered\n\nx\n",
	  HW_HUMAN },
	{ "From: MAILER-DAEMON@a.test\nSubject: failure notice\n\n"
	  "<ann@a.test>: 550 5.1.1 no such user\n",
	  HW_BOUNCE },
	{ "From: mail@a.test\nX-Failed-Recipients: ann@a.test\n\nx\n",
	  HW_BOUNCE },
	{ HEAD "Auto-Submitted: auto-replied\n\nI am away\n", HW_AUTO_REPLY },
	{ "From: a@a.test\nSubject: Abwesenheitsnotiz: Urlaub\n\nx\n",
	  HW_AUTO_REPLY },
	{ "From: a@a.test\nSubject: =?utf-8?B?6Ieq5Yqo5Zue5aSN?=\n\nx\n",
	  HW_AUTO_REPLY },
	{ HEAD "Auto-Submitted: no\n\nx\n", HW_HUMAN },
	{ HEAD "List-Unsubscribe: <mailto:u@a.test>\n\nNews\n", HW_LIST },
	{ HEAD "Precedence: bulk\n\nNews\n", HW_LIST },
};

static void the_origin_is_told_from_headers_then_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(origin_rows); i++) {
		struct mail *m = read_text(origin_rows[i].mail);

		if (m->origin != origin_rows[i].origin)
			fail_msg("row %zu: origin %d", i, (int)m->origin);
		mail_free(m);
	}
}

static void a_report_tells_whom_what_and_for_how_long(void **state)
{
	static const struct {
		const char *action, *status;
		int32_t origin, for_good;
	} rows[] = { { "failed", "5.1.1", HW_BOUNCE, 1 },
		     { "delayed", "4.4.1", HW_BOUNCE, 0 },
		     { "expired", "", HW_BOUNCE, 1 },
		     { "delivered", "2.0.0", HW_AUTO_REPLY, 0 } };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		char *s = g_strdup_printf(DSN, rows[i].action, rows[i].status);
		struct mail *m = read_text(s);

		assert_int_equal(m->origin, rows[i].origin);
		if (m->origin == HW_BOUNCE) {
			assert_string_equal(m->failed_addr, "ann@a.test");
			assert_string_equal(m->failed_id, "ours@b.test");
			assert_string_equal(m->failed_status, rows[i].status);
			assert_int_equal(m->failed_for_good, rows[i].for_good);
		}
		mail_free(m);
		g_free(s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_origin_is_told_from_headers_then_words),
		cmocka_unit_test(a_report_tells_whom_what_and_for_how_long),
	};

	return cmocka_run_group_tests(tests, start_mail, NULL);
}
