/* attached_erase_test.c - a photo that came with a mail is forgotten with its
 * buyer.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/intake/evidence.h"
#include "desk/photo_help.h"

static void a_photo_is_forgotten_with_its_buyer(void **state)
{
	struct desk *d = photo_desk();
	CLEANUP(str_release) struct str bytes = STR_INIT;
	struct err err = { 0 };

	(void)state;
	mail(d, "m1", ANN, "[damaged] look", &lamp, 1);
	loop_close(d, 1, "packaging");
	must_do(d, "erase", "eva", "{\"shop\":\"shop\",\"order\":\"O1\"}");
	assert_int_equal(evidence_read(d,
				       one(d, "SELECT evidence FROM files_in"),
				       &bytes, &err),
			 0);
	assert_int_equal(one(d, "SELECT count(*) FROM files_in WHERE name IS "
				"NOT NULL"),
			 0);
	assert_int_equal(one(d, "SELECT count(*) FROM files"), 0);
	desk_close(d);
}

static void of_a_conversation_without_an_order_too(void **state)
{
	struct desk *d = photo_desk();

	(void)state;
	mail(d, "m1", "bob@example.com", "[damaged] my order #1001", &lamp, 1);
	assert_int_equal(one(d, "SELECT count(*) FROM tickets WHERE order_ref "
				"IS NULL"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM files WHERE subject GLOB "
				"'thread:*'"),
			 1);
	replays_the_same(d);
	loop_close(d, 1, "packaging");
	must_do(d, "erase", "eva", "{\"ticket\":1}");
	assert_int_equal(one(d, "SELECT count(*) FROM files_in WHERE name IS "
				"NOT NULL OR type IS NOT NULL"),
			 0);
	assert_int_equal(one(d, "SELECT count(*) FROM files"), 0);
	desk_close(d);
}

/* Mails of before, that this desk had not seen yet. */
static void what_was_forgotten_does_not_come_back_with_a_file(void **state)
{
	struct desk *d = photo_desk();
	struct delivery out;
	int64_t before;

	(void)state;
	mail(d, "m1", ANN, "[damaged] look", NULL, 0);
	before = now_ms;
	loop_close(d, 1, "packaging");
	pass(d, HOUR_MS);
	must_do(d, "erase", "eva", "{\"shop\":\"shop\",\"order\":\"O1\"}");
	pass(d, HOUR_MS);
	now_ms = before;
	put_mail("m0", ANN, "[damaged] look", &lamp, 1);
	pass(d, 3 * HOUR_MS);
	hand_in(d, &out);
	forget_sent();
	assert_int_equal(out.taken, 0);
	assert_int_equal(out.quarantined, 0);
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_photo_is_forgotten_with_its_buyer),
		cmocka_unit_test(of_a_conversation_without_an_order_too),
		cmocka_unit_test(
			what_was_forgotten_does_not_come_back_with_a_file),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
