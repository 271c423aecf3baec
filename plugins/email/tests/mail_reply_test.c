/* mail_reply_test.c - what of a reply its sender wrote.
 * SPDX-License-Identifier: MIT */
#include "mail_help.h"

static const struct {
	const char *text, *reply;
} reply_rows[] = {
	{ "Broken.\n\nOn Mon, 2 Nov 2026, Shop <s@b.test> wrote:\n> Hi\n",
	  "Broken." },
	{ "Kaputt.\n\nAm 02.11.2026 schrieb Shop <s@b.test>:\n> Hallo\n",
	  "Kaputt." },
	{ "坏了。\n\n在 2026年11月2日，Shop <s@b.test> 写道：\n> 你好\n",
	  "坏了。" },
	{ "Cassé.\n\nLe 2 nov. 2026, Shop <s@b.test> a écrit :\n> Salut\n",
	  "Cassé." },
	{ "Roto.\n\nEl 2 nov 2026, Shop <s@b.test> escribió:\n> Hola\n",
	  "Roto." },
	{ "壊れた。\n\n2026年11月2日 Shop <s@b.test>:\n> はい\n", "壊れた。" },
	{ "Broken.\n\nFrom: Shop\nSent: Monday\nTo: Ann\nSubject: Lamp\n\n"
	  "Hello\n",
	  "Broken." },
	{ "Kaputt.\n\nVon: Shop\nGesendet: Montag\nAn: Ann\nBetreff: Lampe\n"
	  "\nHallo\n",
	  "Kaputt." },
	{ "坏了。\n\n发件人：Shop\n发送时间：今天\n收件人：Ann\n主题：灯\n\n"
	  "你好\n",
	  "坏了。" },
	{ "Broken.\n\n-----Original Message-----\nHello\n", "Broken." },
	{ "On 1 Nov, Shop <s@b.test> wrote:\n> Which one?\n\nThe red one.\n",
	  "The red one." },
	{ "> Which?\nRed.\n> How many?\nTwo.\n", "Red.\n\nTwo." },
	{ "Broken.\n\n-- \nAnn\n+49 1\n", "Broken." },
	{ "Broken.\n\nSent from my iPhone\n", "Broken." },
	{ "Kaputt.\n\nVon meinem iPhone gesendet\n", "Kaputt." },
	{ "I paid on 2 Nov.\nNothing came.\n",
	  "I paid on 2 Nov.\nNothing came." },
	{ "> only a quote\n", "> only a quote" },
};

static void a_reply_is_without_quote_and_signature(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(reply_rows); i++) {
		char *got = reply_of(reply_rows[i].text);

		assert_string_equal(got, reply_rows[i].reply);
		g_free(got);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reply_is_without_quote_and_signature),
	};

	return cmocka_run_group_tests(tests, start_mail, NULL);
}
