/* attached_test.c - photos that come with a mail: what is kept of them.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/photo_help.h"

static void a42_a_photo_of_a_mail_is_evidence_of_its_order(void **state)
{
	struct desk *d = photo_desk();

	(void)state;
	assert_int_equal(
		mail(d, "m1", ANN, "[damaged] it is broken", &lamp, 1).taken,
		2);
	assert_string_equal(one_text(d, "SELECT order_ref || ' ' || type || "
					"' ' || mime FROM evidence WHERE "
					"type = 'photo'"),
			    "O1 photo image/jpeg");
	assert_string_equal(one_text(d, "SELECT name || ' ' || mime || ' ' || "
					"message FROM files_in"),
			    "lamp.jpg image/jpeg 1");
	has_the_lamp(d);
	assert_string_equal(one_text(d, "SELECT subject FROM files"),
			    "order:1:O1");
	ends_the_same(d);
}

static void what_it_is_is_told_by_its_bytes(void **state)
{
	static char large[40001] = JPEG("light");
	static const struct file files[] = {
		FILE_OF("liar.jpg", "image/jpeg", "MZ a program"),
		FILE_OF("true.exe", "application/x-msdownload", JPEG("true")),
		{ "large.jpg", "image/jpeg", large, sizeof large, false },
		{ "cut.jpg", "image/jpeg", NULL, 2000, false },
		{ "huge.jpg", "image/jpeg", NULL, 9000000, false },
		{ "empty.jpg", "image/jpeg", NULL, 0, false },
	};
	struct desk *d = photo_desk();

	(void)state;
	memcpy(large + sizeof large - 2, "\xFF\xD9", 2);
	mail(d, "m1", ANN, "[damaged] look", files, COUNT_OF(files));
	assert_string_equal(
		one_text(d, "SELECT group_concat(name || ' ' || "
			    "coalesce(mime, refused), ', ') FROM (SELECT * "
			    "FROM files_in ORDER BY id)"),
		"liar.jpg 1, true.exe image/jpeg, large.jpg 2, cut.jpg 4, "
		"huge.jpg 2, empty.jpg 1");
	assert_int_equal(one(d, "SELECT count(*) FROM evidence"), 1);
	ends_the_same(d);
}

#define PNG_HEAD "\x89PNG\r\n\x1a\n\x00\x00\x00\x0DIHDR"

static void what_is_cut_off_is_told_as_damaged(void **state)
{
	static const struct file files[] = {
		FILE_OF("half.jpg", "image/jpeg",
			"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x01"),
		FILE_OF("half.png", "image/png", PNG_HEAD "\x00\x00"),
		FILE_OF("half.mp4", "video/mp4",
			"\x00\x00\x00\x18"
			"ftypisom\x00\x00\x02\x00isomiso2"
			"\x00\x00\x10\x00mdat"),
		FILE_OF("none.jpg", "image/jpeg", "MZ a program"),
		FILE_OF("short.jpg", "image/jpeg", "\xFF\xD8"),
	};
	struct desk *d = photo_desk();

	(void)state;
	mail(d, "m1", ANN, "[damaged] look", files, COUNT_OF(files));
	assert_string_equal(
		one_text(d, "SELECT group_concat(name || ' ' || refused, ', ') "
			    "FROM files_in"),
		"half.jpg 7, half.png 7, half.mp4 7, none.jpg 1, short.jpg 1");
	ends_the_same(d);
}

static void without_uploads_conf_nothing_is_taken(void **state)
{
	struct desk *d = photo_desk();

	(void)state;
	offered = false;
	mail(d, "m1", ANN, "[damaged] look", &lamp, 1);
	assert_int_equal(one(d, "SELECT refused FROM files_in"), FILE_OTHER);
	assert_int_equal(one(d, "SELECT count(*) FROM evidence"), 0);
	ends_the_same(d);
}

static void so_many_of_a_matter_and_no_more(void **state)
{
	static const struct file files[] = {
		FILE_OF("1.jpg", "image/jpeg", JPEG("1")),
		FILE_OF("2.jpg", "image/jpeg", JPEG("2")),
		FILE_OF("3.jpg", "image/jpeg", JPEG("3")),
		FILE_OF("4.jpg", "image/jpeg", JPEG("4")),
	};
	struct desk *d = photo_desk();

	(void)state;
	mail(d, "m1", ANN, "[damaged] look", files, 2);
	mail(d, "m2", ANN, "[damaged] and more", files + 1, 3);
	/* The second photo again is no other one. */
	assert_int_equal(one(d, "SELECT count(*) FROM files_in WHERE "
				"evidence > 0"),
			 4);
	assert_string_equal(one_text(d, "SELECT name FROM files_in WHERE "
					"refused = 3"),
			    "4.jpg");
	ends_the_same(d);
}

static void what_the_matter_has_already_takes_no_room(void **state)
{
	static const struct file files[] = {
		FILE_OF("1.jpg", "image/jpeg", JPEG("1")),
		FILE_OF("2.jpg", "image/jpeg", JPEG("2")),
		FILE_OF("3.jpg", "image/jpeg", JPEG("3")),
		FILE_OF("once more.jpg", "image/jpeg", JPEG("3")),
	};
	struct desk *d = photo_desk();

	(void)state;
	assert_int_equal(
		mail(d, "m1", ANN, "[damaged] look", files, 4).unchanged, 1);
	mail(d, "m2", ANN, "[damaged] as I said", files, 1);
	assert_int_equal(one(d, "SELECT count(*) FROM files_in WHERE refused "
				"IS NULL"),
			 4);
	assert_int_equal(one(d, "SELECT count(*) FROM files_in"), 4);
	ends_the_same(d);
}

static void its_size_is_that_of_its_bytes(void **state)
{
	struct desk *d = photo_desk();
	struct delivery out;
	CLEANUP(free_ptr)
	char *line =
		xasprintf("{\"kind\":\"file_in\",\"ref\":\"m1/1\","
			  "\"text_ref\":\"m1\",\"size\":5,\"beside\":%d}\n",
			  (int)lamp.len);

	(void)state;
	put_mail("m1", ANN, "[damaged] look", NULL, 0);
	str_puts(&sent.lines, line);
	str_add(&sent.bytes, lamp.bytes, lamp.len);
	hand_in(d, &out);
	forget_sent();
	assert_int_equal(one(d, "SELECT size FROM files_in"), lamp.len);
	ends_the_same(d);
}

static void the_same_mail_again_stores_nothing(void **state)
{
	static const struct file twice[] = {
		FILE_OF("lamp.jpg", "image/jpeg", JPEG("light")),
		FILE_OF("again.jpg", "image/jpeg", JPEG("light")),
	};
	struct desk *d = photo_desk();
	struct delivery out;

	(void)state;
	put_mail("m1", ANN, "[damaged] look", twice, 2);
	hand_in(d, &out);
	assert_int_equal(out.taken, 2);
	assert_int_equal(out.unchanged, 1); /* twice in one mail is once */
	hand_in(d, &out);
	forget_sent();
	assert_int_equal(out.taken, 0);
	assert_int_equal(out.unchanged, 3);
	assert_int_equal(out.quarantined, 0);
	assert_int_equal(one(d, "SELECT count(*) FROM files"), 1);
	ends_the_same(d);
}

static void a_stranger_fills_no_disk(void **state)
{
	struct desk *d = photo_desk();

	(void)state;
	assert_int_equal(
		mail(d, "m1", "eve@evil.example", "buy my shoes", &lamp, 1)
			.quarantined,
		0);
	assert_int_equal(one(d, "SELECT count(*) FROM messages"), 1);
	assert_int_equal(one(d, "SELECT count(*) FROM files_in"), 0);
	assert_int_equal(one(d, "SELECT count(*) FROM files"), 0);
	ends_the_same(d);
}

static void a_hostile_name_is_one_line(void **state)
{
	static const struct file bad =
		FILE_OF("a\r\n\x1b[2Jb.jpg", "image/jpeg\n", JPEG("light"));
	struct desk *d = photo_desk();

	(void)state;
	mail(d, "m1", ANN, "[damaged] look", &bad, 1);
	assert_string_equal(one_text(d, "SELECT name || type FROM files_in"),
			    "a   [2Jb.jpgimage/jpeg ");
	ends_the_same(d);
}

static void files_of_our_own_reply_are_no_news(void **state)
{
	struct desk *d = photo_desk();
	struct delivery out;
	CLEANUP(str_release) struct str at = STR_INIT;

	(void)state;
	mail(d, "m1", ANN, "[damaged] it is broken", NULL, 0);
	send_reply(d);
	now_ms += MINUTE_MS;
	instant_put(&at, now_ms);
	put_mail_line(&sent.lines,
		      (struct mail_line){ .ref = "own1",
					  .thread = "t",
					  .from = "help@shop.example",
					  .message_id = one_text(
						  d, "SELECT message_id FROM "
						     "actions WHERE message_id "
						     "IS NOT NULL"),
					  .text = "send a photo",
					  .at = str_c(&at),
					  .origin = "own" });
	put_file("own1", &lamp);
	hand_in(d, &out);
	forget_sent();
	assert_int_equal(out.taken, 0);
	assert_int_equal(out.quarantined, 0);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a42_a_photo_of_a_mail_is_evidence_of_its_order),
		cmocka_unit_test(what_it_is_is_told_by_its_bytes),
		cmocka_unit_test(what_is_cut_off_is_told_as_damaged),
		cmocka_unit_test(without_uploads_conf_nothing_is_taken),
		cmocka_unit_test(so_many_of_a_matter_and_no_more),
		cmocka_unit_test(what_the_matter_has_already_takes_no_room),
		cmocka_unit_test(its_size_is_that_of_its_bytes),
		cmocka_unit_test(the_same_mail_again_stores_nothing),
		cmocka_unit_test(a_stranger_fills_no_disk),
		cmocka_unit_test(a_hostile_name_is_one_line),
		cmocka_unit_test(files_of_our_own_reply_are_no_news),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
