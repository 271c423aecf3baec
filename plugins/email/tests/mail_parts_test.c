/* mail_parts_test.c - what is text and what is a file in the tree of parts.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "mail_help.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_alternatives_the_plain_one_is_the_text),
		cmocka_unit_test(html_alone_becomes_plain_text),
		cmocka_unit_test(an_attachment_has_its_bytes_and_their_sum),
		cmocka_unit_test(a_missing_last_boundary_loses_nothing),
		cmocka_unit_test(a_file_name_is_decoded_and_made_harmless),
		cmocka_unit_test(related_and_signed_mails_keep_text_and_files),
		cmocka_unit_test(
			a_mail_in_a_mail_is_a_file_and_not_the_senders_words),
	};

	return cmocka_run_group_tests(tests, start_mail, NULL);
}
