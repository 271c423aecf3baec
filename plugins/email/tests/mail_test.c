/* mail_test.c - what mails say, however they are written; what is refused.
 * Every mail here is our own.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "../form.h"
#include "base/mem.h"

#define HEAD "From: Ann <ann@a.test>\nTo: shop@b.test\nSubject: Lamp\n"
#define PLAIN HEAD "Content-Type: text/plain; charset=utf-8\n\n"
#define SECONDS_MAX 10 /* for one mail, under a sanitizer on a busy machine */

static struct mail *read_text(const char *text)
{
	return mail_read(text, strlen(text));
}

static void assert_utf8(const struct mail *m)
{
	const char *const all[] = {
		m->message_id, m->in_reply_to, m->references, m->from_name,
		m->from_addr,  m->reply_to,    m->to_addr,    m->to,
		m->subject,    m->text,        m->reply,      m->html,
		m->notice,     m->failed_addr, m->failed_id,  m->failed_status
	};

	for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
		assert_true(g_utf8_validate(all[i], -1, NULL));
	for (size_t i = 0; i < m->files_count; i++) {
		assert_true(g_utf8_validate(m->files[i].name, -1, NULL));
		assert_true(g_utf8_validate(m->files[i].type, -1, NULL));
		assert_non_null(m->files[i].bytes);
	}
}

/* Reads a mail (frees the text) and holds it to the time and to UTF-8. */
static struct mail *read_soon(GString *s /* takes */)
{
	time_t start = time(NULL);
	struct mail *m = mail_read(s->str, s->len);

	assert_true(time(NULL) - start <= SECONDS_MAX);
	assert_utf8(m);
	g_string_free(s, TRUE);
	return m;
}

/* -- characters -- */

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

/* -- parts -- */

#define BOUND(type)                                             \
	HEAD "MIME-Version: 1.0\nContent-Type: multipart/" type \
	     "; boundary=b\n\n"
#define ALTERNATIVE                                            \
	BOUND("alternative")                                   \
	"--b\nContent-Type: text/plain\n\nThe plain words\n"   \
	"--b\nContent-Type: text/html\n\n<p>The <b>HTML</b>\n" \
	"--b--\n"
#define MIXED(name)                                                  \
	BOUND("mixed")                                               \
	"--b\nContent-Type: text/plain\n\nSee the photo\n"           \
	"--b\nContent-Type: image/jpeg\nContent-Transfer-Encoding: " \
	"base64\nContent-Disposition: attachment;\n filename" name   \
	"\n\naGVsbG8=\n"

static void of_alternatives_the_plain_one_is_the_text(void **state)
{
	struct mail *m = read_text(ALTERNATIVE);

	(void)state;
	assert_string_equal(m->reply, "The plain words");
	assert_non_null(strstr(m->html, "<b>HTML</b>"));
	assert_int_equal(m->files_count, 0);
	mail_free(m);
}

static void html_alone_becomes_plain_text(void **state)
{
	struct mail *m = read_text(
		HEAD "Content-Type: text/html; charset=utf-8\n\n<style>p{}"
		     "</style><p>One &amp; two<br>three</p><script>x()"
		     "</script><blockquote>Quoted</blockquote>\n");

	(void)state;
	assert_string_equal(m->reply, "One & two\nthree");
	assert_non_null(strstr(m->text, "> Quoted"));
	assert_null(strstr(m->text, "x()"));
	mail_free(m);
}

static void an_attachment_has_its_bytes_and_their_sum(void **state)
{
	struct mail *m = read_text(MIXED("=\"lamp.jpg\"") "--b--\n");

	(void)state;
	assert_string_equal(m->reply, "See the photo");
	assert_int_equal(m->files_count, 1);
	assert_string_equal(m->files[0].name, "lamp.jpg");
	assert_string_equal(m->files[0].type, "image/jpeg");
	assert_int_equal(m->files[0].size, 5);
	assert_memory_equal(m->files[0].bytes, "hello", 5);
	assert_string_equal(m->files[0].sha256,
			    "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e"
			    "73043362938b9824");
	mail_free(m);
}

static void a_missing_last_boundary_loses_nothing(void **state)
{
	struct mail *m = read_text(MIXED("=lamp.jpg"));

	(void)state;
	assert_int_equal(m->files_count, 1);
	assert_int_equal(m->files[0].size, 5);
	mail_free(m);
}

static void a_file_name_is_decoded_and_made_harmless(void **state)
{
	static const struct {
		const char *mail, *name;
	} rows[] = {
		{ MIXED("*=utf-8''%E7%81%AF.jpg"), "灯.jpg" },
		{ MIXED("*0*=utf-8''%E7%81%AF;\n filename*1=\"x.jpg\""),
		  "灯x.jpg" },
		{ MIXED("=\"=?utf-8?B?54Gv?=.jpg\""), "灯.jpg" },
		{ MIXED("=\"../../etc/passwd\""), "passwd" },
		{ MIXED("=\"C:\\\\x\\\\boot.ini\""), "boot.ini" },
		{ MIXED("*=utf-8''a%0D%0Ab.jpg"), "a b.jpg" },
		{ MIXED("*=utf-8''a%E2%80%AEgpj.exe"), "agpj.exe" },
		{ MIXED("=\"..\""), "" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct mail *m = read_text(rows[i].mail);

		assert_int_equal(m->files_count, 1);
		assert_string_equal(m->files[0].name, rows[i].name);
		mail_free(m);
	}
}

static void related_and_signed_mails_keep_text_and_files(void **state)
{
	struct mail *m = read_text(
		BOUND("related") "--b\nContent-Type: text/html\n\n<p>Look\n"
				 "--b\nContent-Type: image/png; name=i.png\n"
				 "Content-ID: <i>\n\nx\n--b--\n");

	(void)state;
	assert_string_equal(m->reply, "Look");
	assert_int_equal(m->files_count, 1);
	mail_free(m);
	m = read_text(BOUND("signed") "--b\n\nTrue words\n--b\nContent-Type: "
				      "application/pgp-signature\n\ns\n"
				      "--b--\n");
	assert_string_equal(m->reply, "True words");
	assert_int_equal(m->files_count, 1);
	mail_free(m);
}

static void a_mail_in_a_mail_is_a_file_and_not_the_senders_words(void **state)
{
	struct mail *m =
		read_text(BOUND("mixed") "--b\n\nSee below\n--b\nContent-Type: "
					 "message/rfc822\n\nSubject: inner\n\n"
					 "Other words\n--b--\n");

	(void)state;
	assert_string_equal(m->reply, "See below");
	assert_int_equal(m->files_count, 1);
	assert_string_equal(m->files[0].type, "message/rfc822");
	assert_string_equal(m->subject, "Lamp");
	mail_free(m);
}

/* -- bounds -- */

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

/* -- replies -- */

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

/* -- origin -- */

#define DSN                                                                \
	"From: MAILER-DAEMON@a.test\nReturn-Path: <>\nSubject: Returned\n" \
	"Content-Type: multipart/report; report-type=delivery-status; "    \
	"boundary=b\n\n--b\n\nSorry.\n--b\nContent-Type: "                 \
	"message/delivery-status\n\nReporting-MTA: dns; a.test\n\n"        \
	"Final-Recipient: rfc822; ann@a.test\nAction: %s\nStatus: %s\n\n"  \
	"--b\nContent-Type: message/rfc822\n\nMessage-ID: <ours@b.test>\n" \
	"Subject: Lamp\n\nx\n--b--\n"

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

/* -- composing -- */

static const struct hw_text_out answer = {
	.to_name = "Ann",
	.to_addr = "ann@a.test",
	.subject = "Re: Lamp",
	.text = "Dear Ann\n",
	.message_id = "1@b.test",
	.in_reply_to = "0@a.test",
	.references = "x@a.test 0@a.test",
	.automatic = 1,
};

static char *write_out(const struct hw_text_out *t, size_t *len,
		       const char **why)
{
	struct mail_out out = { .text = t,
				.from_name = "Shop",
				.from_addr = "shop@b.test",
				.date = { 1793577600000, HW_UTC, 0 } };

	return mail_write(&out, len, why);
}

static void assert_lines(const char *mail)
{
	for (const char *p = mail, *eol; *p; p = eol + 2) {
		eol = strstr(p, "\r\n");
		assert_non_null(eol);
		if (eol - p > 78)
			fail_msg("%.*s", (int)(eol - p), p);
		assert_null(memchr(p, '\n', (size_t)(eol - p)));
	}
}

static void what_is_written_is_read_back_in_every_language(void **state)
{
	static const char *const words[][3] = {
		{ "Ann", "Your lamp = a gift",
		  "From us.\nA long line: 123456789 "
		  "123456789 123456789 123456789 123456789 123456789 12\n.\n" },
		{ "Jörg Müller", "Ihre Lämpchen für draußen",
		  "Grüße aus Köln\n" },
		{ "王小明王小明王小明王小明王小明王小明",
		  "您的灯坏了，我们会马上给您寄一个新的，请放心等待几天好吗谢谢"
		  "您",
		  "您好，\n灯坏了。\n" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		struct hw_text_out t = answer;
		const char *why = NULL;
		size_t len = 0, len2 = 0;
		char *a, *b;
		struct mail *m;

		t.to_name = words[i][0];
		t.subject = words[i][1];
		t.text = words[i][2];
		a = write_out(&t, &len, &why);
		b = write_out(&t, &len2, &why);
		assert_non_null(a);
		assert_int_equal(len, len2);
		assert_memory_equal(a, b, len);
		assert_lines(a);
		m = mail_read(a, len);
		assert_string_equal(m->subject, t.subject);
		assert_string_equal(m->text, t.text);
		assert_string_equal(m->to_addr, "ann@a.test");
		assert_string_equal(m->from_name, "Shop");
		assert_string_equal(m->message_id, "1@b.test");
		assert_string_equal(m->in_reply_to, "0@a.test");
		assert_string_equal(m->references, "x@a.test 0@a.test");
		assert_int_equal(m->date.ms, 1793577600000);
		assert_int_equal(m->origin, HW_AUTO_REPLY);
		mail_free(m);
		free(a);
		free(b);
	}
}

static void a_value_that_would_write_a_header_is_refused(void **state)
{
	static const char *const bad[] = { "x\r\nBcc: e@a.test", "x\ny", "x\ry",
					   "\377" };
	size_t len;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		for (int k = 0; k < 6; k++) {
			struct hw_text_out t = answer;
			const char **field[] = {
				&t.subject,    &t.to_name,    &t.to_addr,
				&t.message_id, &t.references, &t.in_reply_to
			};
			const char *why = NULL;

			*field[k] = bad[i];
			assert_null(write_out(&t, &len, &why));
			assert_non_null(why);
		}
}

static void what_is_no_address_or_id_is_refused(void **state)
{
	static const char *const addresses[] = { "",         "ann",   "a@b@c",
						 "a@b, c@d", "<a@b>", "@b",
						 "a@" };
	size_t len;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(addresses); i++) {
		struct hw_text_out t = answer;
		const char *why = NULL;

		t.to_addr = addresses[i];
		assert_null(write_out(&t, &len, &why));
		assert_non_null(why);
	}
}

/* -- chance -- */

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

static int start(void **state)
{
	(void)state;
	return mail_start();
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
		cmocka_unit_test(of_alternatives_the_plain_one_is_the_text),
		cmocka_unit_test(html_alone_becomes_plain_text),
		cmocka_unit_test(an_attachment_has_its_bytes_and_their_sum),
		cmocka_unit_test(a_missing_last_boundary_loses_nothing),
		cmocka_unit_test(a_file_name_is_decoded_and_made_harmless),
		cmocka_unit_test(related_and_signed_mails_keep_text_and_files),
		cmocka_unit_test(
			a_mail_in_a_mail_is_a_file_and_not_the_senders_words),
		cmocka_unit_test(an_empty_file_is_a_mail_with_a_notice),
		cmocka_unit_test(
			a_part_without_content_is_an_empty_file_or_text),
		cmocka_unit_test(a_hundred_thousand_lines_are_read_in_time),
		cmocka_unit_test(ten_thousand_nested_parts_end_in_a_notice),
		cmocka_unit_test(more_than_a_thousand_parts_end_in_a_notice),
		cmocka_unit_test(a_header_of_a_mebibyte_is_cut_and_told),
		cmocka_unit_test(a_mail_beyond_32_mebibytes_is_cut_and_told),
		cmocka_unit_test(a_reply_is_without_quote_and_signature),
		cmocka_unit_test(the_origin_is_told_from_headers_then_words),
		cmocka_unit_test(a_report_tells_whom_what_and_for_how_long),
		cmocka_unit_test(
			what_is_written_is_read_back_in_every_language),
		cmocka_unit_test(a_value_that_would_write_a_header_is_refused),
		cmocka_unit_test(what_is_no_address_or_id_is_refused),
		cmocka_unit_test(two_thousand_damaged_mails_are_read_in_time),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
