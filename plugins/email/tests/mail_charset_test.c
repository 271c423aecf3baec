/* mail_charset_test.c - the charsets of texts and headers.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "mail_help.h"

static const struct {
	const char *charset, *bytes, *want;
} charset_rows[] = {
	{ "gb2312",
	  "\265\306\273\265\301\313\243\254\307\353\315\313\277\356\241\243\225"
	  "2\2026",
	  "灯坏了，请退款。𠀀" },
	{ "ISO-2022-JP", "\033$B%i%s%W$,2u$l$?\033(B", "ランプが壊れた" },
	{ "EUC-KR",
	  "\267\245\307\301\260\241 \260\355\300\345\263\265\276\356\277\344 "
	  "\214c",
	  "램프가 고장났어요 똠" },
	{ "KOI8-R", "\354\301\315\320\301 \322\301\332\302\311\324\301",
	  "Лампа разбита" },
	{ "iso-8859-1", "\223Lamp\224 costs \2005", "“Lamp” costs €5" },
	{ "", "L\303\244mpchen \347\201\257", "Lämpchen 灯" },
	{ "no-such-charset", "L\303\244mpchen", "Lämpchen" },
};

static void the_text_is_read_in_the_charset_that_senders_mean(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(charset_rows); i++) {
		const char *name = charset_rows[i].charset;
		char *mail = g_strdup_printf(
			HEAD "Content-Type: text/plain%s%s\n\n%s\n",
			*name ? "; charset=" : "", name, charset_rows[i].bytes);
		struct mail *m = read_text(mail);

		assert_string_equal(m->reply, charset_rows[i].want);
		mail_free(m);
		g_free(mail);
	}
}

static void an_encoded_word_may_be_split_inside_a_character(void **state)
{
	struct mail *m = read_text("From: a@a.test\n"
				   "Subject: =?utf-8?B?5w==?=\n"
				   " =?utf-8?B?ga/ms6E=?=\n\nx\n");

	(void)state;
	assert_string_equal(m->subject, "灯泡");
	mail_free(m);
}

static void raw_bytes_in_a_header_are_read(void **state)
{
	struct mail *m = read_text("From: Müller <m@a.test>\n"
				   "Subject: L\344mpchen\n\nx\n");

	(void)state;
	assert_string_equal(m->from_name, "Müller");
	assert_string_equal(m->subject, "Lämpchen");
	mail_free(m);
	m = read_text("From: a@a.test\nSubject: \265\306\273\265\301\313\n"
		      "Content-Type: text/plain; charset=gb2312\n\nx\n");
	assert_string_equal(m->subject, "灯坏了");
	mail_free(m);
}

static void nul_bytes_cut_nothing_off(void **state)
{
	static const char mail[] = PLAIN "before\0after\n";
	struct mail *m = mail_read(mail, sizeof mail - 1);

	(void)state;
	assert_non_null(strstr(m->text, "before"));
	assert_non_null(strstr(m->text, "after"));
	assert_true(*m->notice);
	mail_free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			the_text_is_read_in_the_charset_that_senders_mean),
		cmocka_unit_test(
			an_encoded_word_may_be_split_inside_a_character),
		cmocka_unit_test(raw_bytes_in_a_header_are_read),
		cmocka_unit_test(nul_bytes_cut_nothing_off),
	};

	return cmocka_run_group_tests(tests, start_mail, NULL);
}
