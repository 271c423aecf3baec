/* attached_bytes_test.c - of the files that come with mails each has its own
 * bytes and its own letter of the scanner; nobody else says what was taken.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/photo_help.h"

/* What only the desk may say of it. */
static void a_reporter_cannot_say_that_a_file_was_taken(void **state)
{
	static const char line[] =
		"{\"kind\":\"file_in\",\"ref\":\"m1/1\",\"text_ref\":\"m1\","
		"\"size\":5,\"mime\":\"image/png\",\"evidence\":1,\"message\":"
		"1}\n";
	struct desk *d = photo_desk();
	struct delivery out;

	(void)state;
	put_mail("m1", ANN, "[damaged] look", NULL, 0);
	str_puts(&sent.lines, line);
	hand_in(d, &out);
	forget_sent();
	assert_string_equal(
		one_text(d, "SELECT refused || ' ' || (mime IS "
			    "NULL) || ' ' || coalesce(evidence, 0) FROM "
			    "files_in"),
		"4 1 0");
	desk_close(d);
}

static void a_file_without_its_text_or_its_bytes_is_refused(void **state)
{
	struct desk *d = photo_desk();
	struct delivery out;

	(void)state;
	put_file("m9", &lamp);
	hand_in(d, &out);
	assert_int_equal(out.quarantined, 1);
	forget_sent();
	put_mail("m1", ANN, "[damaged] look", &lamp, 1);
	str_cut(&sent.bytes, sent.bytes.len - 1);
	hand_in(d, &out);
	assert_int_equal(out.quarantined, 1);
	assert_int_equal(out.taken, 1);
	forget_sent();
	desk_close(d);
}

/* As it came, too, with one file. */
static void put_raw_mail(const char *ref, const struct file *file)
{
	put_mail(ref, ANN, "[damaged] look", NULL, 0);
	str_cut(&sent.lines, sent.lines.len - 2);
	str_puts(&sent.lines, ",\"raw\":\"TWFpbA==\"}\n");
	put_file(ref, file);
}

static void what_is_no_news_takes_its_letter_along(void **state)
{
	static const struct file ill =
		FILE_OF("ill.jpg", "image/jpeg", JPEG("ill"));
	struct desk *d = photo_desk();
	struct delivery out;

	(void)state;
	scanner = "/run/clamd";
	letters = "+!";
	put_raw_mail("m1", &lamp);
	hand_in(d, &out);
	put_raw_mail("m2", &ill);
	hand_in(d, &out);
	forget_sent();
	assert_int_equal(out.unchanged, 2);
	assert_string_equal(one_text(d, "SELECT group_concat(name || ' ' || "
					"coalesce(mime, refused), ', ') FROM "
					"files_in"),
			    "lamp.jpg image/jpeg, ill.jpg 6");
	ends_the_same(d);
}

/* Its bytes may be another buyer's. */
static void what_is_refused_takes_its_bytes_along(void **state)
{
	static const char *const bad[] = {
		"{\"kind\":\"file_in\",\"ref\":\"m0/1\",\"beside\":7}\n",
		"{\"kind\":\"evidence\",\"beside\":7}\n",
		"{\"kind\":\"nothing\",\"beside\":7}\n",
		"{\"kind\":\"order\",\"beside\":7,\"ref\":\"a long "
		"order's\"}\n",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct desk *d = photo_desk();
		struct delivery out;

		str_puts(&sent.lines, bad[i]);
		str_puts(&sent.bytes, "another");
		put_mail("m1", ANN, "[damaged] look", &lamp, 1);
		hand_in(d, &out);
		forget_sent();
		assert_int_equal(out.quarantined, 1);
		has_the_lamp(d);
		desk_close(d);
	}
}

static void after_bytes_that_did_not_come_no_file_has_any(void **state)
{
	static const struct file cut = { "cut.jpg", "image/jpeg", NULL, 9000,
					 false };
	struct desk *d = photo_desk();
	struct delivery out;

	(void)state;
	put_mail("m1", ANN, "[damaged] look", NULL, 0);
	put_file("m1", &cut);
	str_cut(&sent.lines, sent.lines.len - 2);
	str_puts(&sent.lines, ",\"beside\":9000}\n");
	put_file("m1", &lamp);
	hand_in(d, &out);
	forget_sent();
	assert_int_equal(out.quarantined, 2);
	assert_int_equal(one(d, "SELECT count(*) FROM evidence"), 0);
	desk_close(d);
}

static void a_delivery_with_bytes_of_no_record_is_refused(void **state)
{
	struct desk *d = photo_desk();
	struct delivery out;
	struct err err = { 0 };

	(void)state;
	put_mail("m1", ANN, "[damaged] look", &lamp, 1);
	str_putc(&sent.bytes, 'x');
	out = what_was_sent(d, "sync");
	assert_int_equal(desk_deliver(d, &out, &err), -1);
	forget_sent();
	assert_int_equal(one(d, "SELECT count(*) FROM messages"), 0);
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reporter_cannot_say_that_a_file_was_taken),
		cmocka_unit_test(
			a_file_without_its_text_or_its_bytes_is_refused),
		cmocka_unit_test(what_is_no_news_takes_its_letter_along),
		cmocka_unit_test(what_is_refused_takes_its_bytes_along),
		cmocka_unit_test(after_bytes_that_did_not_come_no_file_has_any),
		cmocka_unit_test(a_delivery_with_bytes_of_no_record_is_refused),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
