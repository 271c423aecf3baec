/* upload_test.c - photos and videos through a ticket's own link (A42).
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/intake/evidence.h"
#include "desk/intake/upload.h"
#include "desk/loop_help.h"

#define BASE "https://help.example"

static struct arena arena;
static bool offered;
static int64_t valid_ms = 14 * DAY_MS;

static bool uploads(const struct brain *b, const char *platform,
		    struct upload_terms *out)
{
	(void)b, (void)platform;
	*out = (struct upload_terms){ .base = BASE,
				      .types = "image/jpeg image/png",
				      .scanner = "",
				      .bytes = 1000,
				      .files = 3,
				      .valid_ms = valid_ms };
	return offered;
}

/* A damaged lamp: the reply that asks for a photo left. */
static struct desk *asked_desk(void)
{
	struct desk *d;

	offered = true;
	d = loop_desk();
	test_brain.uploads = uploads;
	loop_mail(d, ANN, "h", "[damaged] the glass is broken");
	return d;
}

/* The last part of the link in the reply that waits. */
static const char *token(struct desk *d)
{
	const char *text = one_text(d, "SELECT text FROM actions WHERE verb = "
				       "'reply' ORDER BY id LIMIT 1");
	const char *at = strstr(text, "upload_link=" BASE "/u/");
	size_t len;

	assert_non_null(at);
	at += strlen("upload_link=" BASE "/u/");
	len = strcspn(at, " ");
	return arena_strndup(&arena, at, len);
}

static enum upload_is find(struct desk *d, const char *text,
			   struct upload_place *at)
{
	return upload_find(d, text, &arena, at);
}

static void take(struct desk *d, const char *text, const char *bytes)
{
	struct upload_place at;
	struct err err = { 0 };

	assert_int_equal(find(d, text, &at), UPLOAD_OPEN);
	must(upload_take(d, &at, "image/jpeg", "lamp.jpg", bytes, strlen(bytes),
			 &err),
	     &err);
}

static void a42_a_reply_has_a_link_of_its_ticket(void **state)
{
	struct desk *d = asked_desk();
	const char *text = token(d);
	struct upload_place at;

	(void)state;
	/* Letters alone: nothing that looks like a number of something. */
	assert_int_equal(strspn(text, "abcdefghijklmnop"), strlen(text));
	assert_int_equal(find(d, text, &at), UPLOAD_OPEN);
	assert_int_equal(at.ticket, 1);
	assert_string_equal(at.order_ref, "O1");
	ends_the_same(d);
}

static void a42_the_last_hour_of_a_link_is_a_whole_one(void **state)
{
	struct upload_place at;
	struct desk *d;
	const char *text;

	(void)state;
	valid_ms = HOUR_MS;
	offered = true;
	d = loop_desk();
	test_brain.uploads = uploads;
	/* A minute or two before a full hour. */
	now_ms += HOUR_MS - now_ms % HOUR_MS - 2 * MINUTE_MS;
	loop_mail(d, ANN, "h", "[damaged] the glass is broken");
	text = token(d);
	now_ms += 50 * MINUTE_MS;
	assert_int_equal(find(d, text, &at), UPLOAD_OPEN);
	now_ms += 2 * HOUR_MS;
	assert_int_equal(find(d, text, &at), UPLOAD_OVER);
	valid_ms = 14 * DAY_MS;
	desk_close(d);
}

static void a42_where_links_are_not_offered_there_is_none(void **state)
{
	struct desk *d;

	(void)state;
	offered = false;
	d = loop_desk();
	test_brain.uploads = uploads;
	loop_mail(d, ANN, "h", "[damaged] the glass is broken");
	assert_null(strstr(one_text(d, "SELECT text FROM actions WHERE verb = "
				       "'reply'"),
			   "upload_link"));
	ends_the_same(d);
}

static void a42_a_changed_link_is_none(void **state)
{
	struct desk *d = asked_desk();
	const char *text = token(d);
	char *other = arena_strdup(&arena, text);
	struct upload_place at;

	(void)state;
	for (size_t i = 0; text[i]; i++) {
		other[i] = text[i] == 'a' ? 'b' : 'a';
		assert_int_equal(find(d, other, &at), UPLOAD_WRONG);
		other[i] = text[i];
	}
	assert_int_equal(find(d, "", &at), UPLOAD_WRONG);
	assert_int_equal(find(d, text + 1, &at), UPLOAD_WRONG);
	assert_int_equal(find(d, arena_printf(&arena, "%sa", text), &at),
			 UPLOAD_WRONG);
	assert_int_equal(find(d, arena_printf(&arena, "%.47sZ", text), &at),
			 UPLOAD_WRONG);
	desk_close(d);
}

static void a42_a_link_ends(void **state)
{
	struct desk *d = asked_desk();
	const char *text = token(d);
	struct upload_place at;

	(void)state;
	now_ms += 14 * DAY_MS - HOUR_MS;
	assert_int_equal(find(d, text, &at), UPLOAD_OPEN);
	now_ms += 2 * HOUR_MS;
	assert_int_equal(find(d, text, &at), UPLOAD_OVER);
	now_ms -= 2 * DAY_MS;
	loop_close(d, 1, "packaging");
	assert_int_equal(find(d, text, &at), UPLOAD_OVER);
	desk_close(d);
}

static void a42_a_file_lands_on_the_ticket_and_its_playbook_goes_on(void **s)
{
	struct desk *d = asked_desk();
	CLEANUP(str_release) struct str bytes = STR_INIT;
	struct err err = { 0 };
	const char *text = token(d);

	(void)s;
	assert_string_equal(one_text(d, "SELECT step FROM tickets"),
			    "wait for the photo");
	take(d, text, "a photo of a lamp");
	assert_string_equal(one_text(d, "SELECT order_ref || ' ' || type || "
					"' ' || mime || ' ' || name FROM "
					"evidence"),
			    "O1 photo image/jpeg lamp.jpg");
	assert_int_equal(evidence_read(d, one(d, "SELECT id FROM evidence"),
				       &bytes, &err),
			 1);
	assert_string_equal(str_c(&bytes), "a photo of a lamp");
	assert_string_equal(one_text(d, "SELECT step FROM tickets"), "look");
	assert_int_equal(one(d, "SELECT count(*) FROM notes WHERE ticket = 1 "
				"AND text LIKE 'the buyer sent a photo, "
				"lamp.jpg (image/jpeg)%'"),
			 1);
	/* The question of the playbook tells of it. */
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause GLOB "
				"'accept:*'"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE cause GLOB "
				"'upload:*'"),
			 0);
	take(d, text, "another photo");
	assert_string_equal(one_text(d, "SELECT step FROM tickets"), "look");
	ends_the_same(d);
}

static void a42_without_a_playbook_that_waits_people_are_told(void **state)
{
	struct desk *d = asked_desk();
	const char *text = token(d);

	(void)state;
	must_do(d, "reply", "mia",
		"{\"ticket\":1,\"text\":\"I look into it\"}");
	take(d, text, "a photo");
	take(d, text, "a second one");
	assert_string_equal(one_text(d, "SELECT text FROM alerts WHERE cause = "
					"'upload:1'"),
			    "T-1: the buyer sent photos or a video; look at "
			    "them");
	assert_int_equal(one(d, "SELECT count FROM alerts WHERE cause = "
				"'upload:1'"),
			 2);
	ends_the_same(d);
}

/* The file is of the link's order, and who works on it now is told. */
static void a42_a_merged_ticket_has_its_link_still(void **state)
{
	struct desk *d = asked_desk();
	const char *text = token(d);

	(void)state;
	must_hear(d, "shop",
		  "{\"kind\":\"review\",\"ref\":\"W1\",\"stars\":1,\"text\":"
		  "\"bad\"}\n");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets WHERE order_ref "
				"IS NULL"),
			 1);
	run_sql(d, "UPDATE actions SET state = 11");
	must_do(d, "merge", "tom",
		"{\"ticket\":1,\"into\":2,\"force\":\"the same\"}");
	take(d, text, "a photo");
	assert_string_equal(one_text(d, "SELECT order_ref FROM evidence"),
			    "O1");
	assert_int_equal(one(d, "SELECT ticket FROM notes WHERE text LIKE "
				"'the buyer sent%'"),
			 2);
	assert_int_equal(one(d, "SELECT ticket FROM alerts WHERE cause = "
				"'upload:2'"),
			 2);
	desk_close(d);
}

static void a42_so_many_files_and_the_same_one_once(void **state)
{
	struct desk *d = asked_desk();
	const char *text = token(d);
	struct upload_place at;

	(void)state;
	take(d, text, "one");
	take(d, text, "one");
	assert_int_equal(one(d, "SELECT count(*) FROM evidence"), 1);
	take(d, text, "two");
	take(d, text, "three");
	assert_int_equal(find(d, text, &at), UPLOAD_FULL);
	ends_the_same(d);
}

static void a42_a_file_is_forgotten_with_the_order(void **state)
{
	struct desk *d = asked_desk();
	const char *text = token(d);
	CLEANUP(str_release) struct str bytes = STR_INIT;
	struct upload_place at;
	struct err err = { 0 };

	(void)state;
	take(d, text, "a photo of a lamp");
	loop_close(d, 1, "packaging");
	must_do(d, "erase", "eva", "{\"shop\":\"shop\",\"order\":\"O1\"}");
	assert_int_equal(evidence_read(d, one(d, "SELECT id FROM evidence"),
				       &bytes, &err),
			 0);
	assert_int_equal(one(d, "SELECT count(*) FROM evidence WHERE name IS "
				"NOT NULL"),
			 0);
	assert_int_equal(find(d, text, &at), UPLOAD_OVER);
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a42_a_reply_has_a_link_of_its_ticket),
		cmocka_unit_test(a42_where_links_are_not_offered_there_is_none),
		cmocka_unit_test(a42_a_changed_link_is_none),
		cmocka_unit_test(a42_the_last_hour_of_a_link_is_a_whole_one),
		cmocka_unit_test(a42_a_link_ends),
		cmocka_unit_test(
			a42_a_file_lands_on_the_ticket_and_its_playbook_goes_on),
		cmocka_unit_test(
			a42_without_a_playbook_that_waits_people_are_told),
		cmocka_unit_test(a42_so_many_files_and_the_same_one_once),
		cmocka_unit_test(a42_a_merged_ticket_has_its_link_still),
		cmocka_unit_test(a42_a_file_is_forgotten_with_the_order),
	};
	int rc = cmocka_run_group_tests(tests, shipped_load, shipped_unload);

	arena_release(&arena);
	return rc;
}
