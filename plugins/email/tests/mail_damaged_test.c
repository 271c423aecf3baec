/* mail_damaged_test.c - mails that chance damaged.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "mail_help.h"

static uint32_t next(uint32_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 17;
	*x ^= *x << 5;
	return *x;
}

static void mutate(GString *s, uint32_t *x)
{
	static const char *const bits[] = { "--b\n",      "\n\n", "=?",
					    "?=",         "\r",   "\xff",
					    "=?utf-7?B?", "<a ",  "charset=x" };

	for (uint32_t n = 1 + next(x) % 8; n; n--) {
		gssize at = (gssize)(next(x) % (s->len + 1));
		gssize left = (gssize)s->len - at;
		gssize some = left ? (gssize)(next(x) % 40) % left : 0;

		switch (next(x) % 4) {
		case 0:
			if (left)
				s->str[at] = (char)next(x);
			break;
		case 1:
			g_string_erase(s, at, some);
			break;
		case 2:
			g_string_insert(s, at,
					bits[next(x) % G_N_ELEMENTS(bits)]);
			break;
		default:
			g_string_insert_c(s, at, '\0');
		}
	}
}

static void two_thousand_damaged_mails_are_read_in_time(void **state)
{
	static const char *const mails[] = {
		ALTERNATIVE, MIXED("*0*=utf-8''%E7%81%AF;\n filename*1=\"x\""),
		DSN, BOUND("report") "--b\n\nx\n",
		"Subject: =?gb2312?B?tcY=?=\nDate: Mon, 2 Nov 2026 10:00 "
		"+0100\n"
		"References: <a@b> <c@d>\nContent-Type: text/html\n\n"
		"<p>a<blockquote>b</blockquote><a href=http://a.test>c</a>\n"
	};
	const char *told = getenv("HW_SEED");
	uint32_t seed = told ? (uint32_t)strtoul(told, NULL, 10)
			     : (uint32_t)time(NULL) | 1;
	uint32_t x = seed;

	(void)state;
	print_message("# HW_SEED=%u\n", (unsigned)seed);
	for (int i = 0; i < 2000; i++) {
		GString *s =
			g_string_new(mails[next(&x) % G_N_ELEMENTS(mails)]);

		mutate(s, &x);
		mail_free(read_soon(s));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_thousand_damaged_mails_are_read_in_time),
	};

	return cmocka_run_group_tests(tests, start_mail, NULL);
}
