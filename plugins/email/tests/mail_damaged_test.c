/* mail_damaged_test.c - mails that chance damaged.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "help/draw.h"
#include "mail_help.h"

static void mutate(GString *s, uint64_t *x)
{
	static const char *const bits[] = { "--b\n",      "\n\n", "=?",
					    "?=",         "\r",   "\xff",
					    "=?utf-7?B?", "<a ",  "charset=x" };

	for (uint64_t n = 1 + draw(x, 8); n; n--) {
		gssize at = (gssize)draw(x, s->len + 1);
		gssize left = (gssize)s->len - at;
		gssize some = left ? (gssize)draw(x, 40) % left : 0;

		switch (draw(x, 4)) {
		case 0:
			if (left)
				s->str[at] = (char)draw_any(x);
			break;
		case 1:
			g_string_erase(s, at, some);
			break;
		case 2:
			g_string_insert(s, at,
					bits[draw(x, G_N_ELEMENTS(bits))]);
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
	uint64_t x = seed;

	(void)state;
	print_message("# HW_SEED=%u\n", (unsigned)seed);
	for (int i = 0; i < 2000; i++) {
		GString *s = g_string_new(mails[draw(&x, G_N_ELEMENTS(mails))]);

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
