/* mail_write_test.c - what is composed, and what is refused.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "mail_help.h"

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

/* Writes it twice, the same, and reads it. */
static void comes_back(const struct hw_text_out *t)
{
	const char *why = NULL;
	size_t len = 0, len2 = 0;
	char *a = write_out(t, &len, &why), *b = write_out(t, &len2, &why);
	struct mail *m;

	assert_non_null(a);
	assert_int_equal(len, len2);
	assert_memory_equal(a, b, len);
	assert_lines(a);
	m = mail_read(a, len);
	assert_string_equal(m->subject, t->subject);
	assert_string_equal(m->text, t->text);
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

		t.to_name = words[i][0];
		t.subject = words[i][1];
		t.text = words[i][2];
		comes_back(&t);
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

/* -- files -- */

static char big[200000];
static const struct hw_file proof = { .name = "proof-of-delivery-1.pdf",
				      .type = "application/pdf",
				      .bytes = big,
				      .len = sizeof big,
				      .sha256 = "" };

static char *write_with(const struct hw_file *f, size_t *len, const char **why)
{
	const struct hw_file *files[] = { f };
	struct mail_out out = { .text = &answer,
				.from_name = "Shop",
				.from_addr = "shop@b.test",
				.date = { 1793577600000, HW_UTC, 0 },
				.files = files,
				.file_count = 1 };

	return mail_write(&out, len, why);
}

static void a_file_comes_back_as_it_was_beside_the_text(void **state)
{
	const char *why = NULL;
	size_t len = 0, len2 = 0;
	char *a, *b;
	struct mail *m;

	(void)state;
	for (size_t i = 0; i < sizeof big; i++)
		big[i] = (char)(i * 31 + i / 256);
	a = write_with(&proof, &len, &why);
	b = write_with(&proof, &len2, &why);
	assert_non_null(a);
	assert_int_equal(len, len2);
	assert_memory_equal(a, b, len);
	assert_lines(a);
	m = mail_read(a, len);
	assert_string_equal(m->text, answer.text);
	assert_int_equal(m->files_count, 1);
	assert_string_equal(m->files[0].name, proof.name);
	assert_string_equal(m->files[0].type, proof.type);
	assert_int_equal(m->files[0].size, sizeof big);
	assert_memory_equal(m->files[0].bytes, big, sizeof big);
	mail_free(m);
	free(a);
	free(b);
}

static void a_name_that_could_write_headers_is_refused(void **state)
{
	static const char *const names[] = { "a\r\nBcc: x@y.test", "../a.pdf",
					     "a\".pdf", "", ".a" };
	static const char *const types[] = { "application", "a/b/c",
					     "text/html\r\nX: y" };
	const char *why;
	size_t len;

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct hw_file f = proof;

		f.name = names[i];
		why = NULL;
		assert_null(write_with(&f, &len, &why));
		assert_non_null(why);
	}
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		struct hw_file f = proof;

		f.type = types[i];
		why = NULL;
		assert_null(write_with(&f, &len, &why));
		assert_non_null(why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_comes_back_as_it_was_beside_the_text),
		cmocka_unit_test(a_name_that_could_write_headers_is_refused),
		cmocka_unit_test(
			what_is_written_is_read_back_in_every_language),
		cmocka_unit_test(a_value_that_would_write_a_header_is_refused),
		cmocka_unit_test(what_is_no_address_or_id_is_refused),
	};

	return cmocka_run_group_tests(tests, start_mail, NULL);
}
