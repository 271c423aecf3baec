/* attached_again_test.c - files whose bytes stand in their own lines, of an
 * import and of what comes back from the quarantine.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/encode.h"
#include "base/file.h"
#include "desk/photo_help.h"

/* -- of an import -- */

/* A file of the mail "m1" with its bytes in its own line. */
static void put_within(int n, const void *bytes, size_t len)
{
	CLEANUP(str_release) struct str line = STR_LIMIT((size_t)80 << 20);

	str_printf(&line,
		   "{\"kind\":\"file_in\",\"ref\":\"m1/%d\",\"text_ref\":"
		   "\"m1\",\"bytes\":\"",
		   n);
	put_base64(&line, bytes, len);
	str_puts(&line, "\"}\n");
	str_add(&sent.lines, line.at, line.len);
}

static struct delivery import(struct desk *d, const char *via)
{
	struct err err = { 0 };
	struct delivery out = what_was_sent(d, via);

	must(desk_deliver(d, &out, &err), &err);
	forget_sent();
	assert_null(out.beside);
	return out;
}

/* The mail "m1" and a photo in its own line. */
static struct desk *handed_in(const char *via, const char *scans)
{
	struct desk *d = photo_desk();

	scanner = scans;
	put_mail("m1", ANN, "[damaged] look", NULL, 0);
	put_within(1, lamp.bytes, lamp.len);
	assert_int_equal(import(d, via).quarantined, 0);
	return d;
}

static void an_import_has_the_bytes_in_its_lines(void **state)
{
	struct desk *d = handed_in("import", "");

	(void)state;
	has_the_lamp(d);
	ends_the_same(d);
}

static void
a_file_before_its_text_has_its_bytes_when_it_comes_back(void **state)
{
	struct desk *d = photo_desk();
	struct err err = { 0 };

	(void)state;
	put_within(1, lamp.bytes, lamp.len);
	assert_int_equal(import(d, "import").quarantined, 1);
	assert_int_equal(quarantine_retry(d, 1, &err), -1);
	assert_non_null(strstr(err.text, "the text that it came with"));
	mail(d, "m1", ANN, "[damaged] look", NULL, 0);
	must(quarantine_retry(d, 1, &err), &err);
	has_the_lamp(d);
	ends_the_same(d);
}

static void bytes_that_are_none_stay_in_the_quarantine(void **state)
{
	struct desk *d = photo_desk();
	struct err err = { 0 };

	(void)state;
	put_mail("m1", ANN, "[damaged] look", NULL, 0);
	str_puts(&sent.lines,
		 "{\"kind\":\"file_in\",\"ref\":\"m1/1\",\"text_ref\":"
		 "\"m1\",\"bytes\":\"none!\"}\n");
	assert_int_equal(import(d, "import").quarantined, 1);
	assert_int_equal(quarantine_retry(d, 1, &err), -1);
	assert_non_null(strstr(err.text, "is no base 64"));
	assert_int_equal(one(d, "SELECT length(sealed) > 0 FROM quarantine"),
			 1);
	desk_close(d);
}

static void too_much_in_one_import_costs_only_itself(void **state)
{
	size_t len = (size_t)33 << 20;
	CLEANUP(free_ptr) char *large = xcalloc(1, len);
	struct desk *d = photo_desk();
	struct err err = { 0 };

	(void)state;
	sent.lines.max = (size_t)128 << 20;
	put_mail("m1", ANN, "[damaged] look", NULL, 0);
	put_within(1, large, len);
	put_within(2, large, len);
	put_within(3, lamp.bytes, lamp.len);
	assert_int_equal(import(d, "import").quarantined, 1);
	assert_int_equal(one(d, "SELECT evidence > 0 FROM files_in WHERE ref = "
				"'m1/3'"),
			 1);
	assert_non_null(strstr(one_text(d, "SELECT reason FROM quarantine"),
			       "is too much"));
	must(quarantine_retry(d, 1, &err), &err);
	assert_int_equal(one(d, "SELECT refused FROM files_in WHERE ref = "
				"'m1/2'"),
			 FILE_LARGE);
	ends_the_same(d);
}

static void nobody_else_has_and_no_scanner_has_seen_them(void **state)
{
	struct desk *d = handed_in("sync", "");

	(void)state;
	assert_int_equal(one(d, "SELECT refused FROM files_in"), FILE_OTHER);
	desk_close(d);
	d = handed_in("import", "/run/clamd");
	assert_int_equal(one(d, "SELECT refused FROM files_in"), FILE_UNSEEN);
	ends_the_same(d);
}

/* -- what comes back from the quarantine -- */

/* A line of the mail "m1", which is there, goes to the quarantine. */
static struct desk *with_refused(const char *line)
{
	struct desk *d = photo_desk();
	struct delivery out;

	put_mail("m1", ANN, "[damaged] look", &lamp, 1);
	str_puts(&sent.lines, line);
	hand_in(d, &out);
	forget_sent();
	assert_int_equal(out.quarantined, 1);
	return d;
}

static void bytes_that_nobody_took_are_not_believed_later(void **state)
{
	static const char *const files[] = {
		"{\"name\":\"../../helloword.db\",\"subject\":\"order:1:O1\","
		"\"size\":5}",
		"{\"name\":\"00000000000000000000000000000000000000000000000000"
		"00000000000000\",\"subject\":\"order:1:O1\",\"size\":5}",
		"{\"size\":-2}",
		"{}",
		"5",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		CLEANUP(free_ptr)
		char *line = xasprintf("{\"kind\":\"file_in\",\"ref\":\"m1/2\","
				       "\"text_ref\":\"m1\",\"mime\":"
				       "\"image/png\",\"file\":%s}\n",
				       files[i]);
		struct desk *d = with_refused(line);
		struct err err = { 0 };

		assert_int_equal(quarantine_retry(d, 1, &err), -1);
		assert_non_null(strstr(err.text, "not a reporter's to give"));
		assert_int_equal(one(d, "SELECT count(*) FROM files_in"), 1);
		desk_close(d);
	}
}

/* What the photo of "m1" is called, as if it were that matter's, in a line that
 * is refused once: the second there. */
static struct desk *with_its_name(const char *subject)
{
	struct desk *d = with_refused("{\"kind\":\"file_in\"}\n");
	CLEANUP(free_ptr)
	char *line = xasprintf(
		"{\"kind\":\"file_in\",\"ref\":\"m1/2\",\"text_ref\":\"m1\","
		"\"mime\":\"image/png\",\"file\":{\"name\":\"%s\",\"subject\":"
		"\"%s\",\"size\":%lld}}\n",
		one_text(d, "SELECT name FROM files"), subject,
		(long long)one(d, "SELECT size FROM files"));
	struct delivery out;

	str_puts(&sent.lines, line);
	hand_in(d, &out);
	forget_sent();
	return d;
}

static void what_was_erased_with_its_buyer_is_told_so(void **state)
{
	struct desk *d = with_its_name("order:1:O1");
	struct err err = { 0 };

	(void)state;
	loop_close(d, 1, "packaging");
	must_do(d, "erase", "eva", "{\"shop\":\"shop\",\"order\":\"O1\"}");
	assert_int_equal(quarantine_retry(d, 2, &err), -1);
	assert_non_null(strstr(err.text, "were erased with their buyer"));
	desk_close(d);
}

static void what_the_disk_does_not_give_is_nobodys_lie(void **state)
{
	struct desk *d = with_its_name("order:1:O1");
	const char *name = one_text(d, "SELECT name FROM files");
	CLEANUP(free_ptr)
	char *path =
		xasprintf("%s/evidence/%.2s/%s", desk_state(d), name, name);
	struct err err = { 0 };

	(void)state;
	must(file_remove(path, &err), &err);
	must(dir_make(path, 0700, &err), &err);
	assert_int_equal(quarantine_retry(d, 2, &err), -1);
	assert_non_null(strstr(err.text, "Is a directory"));
	assert_null(strstr(err.text, "not a reporter's"));
	desk_close(d);
}

/* The name of what was stored for another one's order. */
static void nor_those_of_another_matter(void **state)
{
	struct desk *d = with_its_name("order:1:O9");
	struct err err = { 0 };

	(void)state;
	assert_int_equal(quarantine_retry(d, 2, &err), -1);
	assert_int_equal(one(d, "SELECT count(*) FROM files_in"), 1);
	desk_close(d);
}

static void what_was_not_taken_says_no_more_than_that(void **state)
{
	struct desk *d = with_refused(
		"{\"kind\":\"file_in\",\"ref\":\"m1/2\",\"text_ref\":\"m1\","
		"\"name\":\"a\\nb\",\"mime\":\"image/png\",\"evidence\":1,"
		"\"refused\":\"many\",\"beside\":9}\n");
	struct err err = { 0 };

	(void)state;
	must(quarantine_retry(d, 1, &err), &err);
	assert_string_equal(
		one_text(d, "SELECT name || ' ' || refused || ' ' || (mime IS "
			    "NULL) || ' ' || coalesce(evidence, 0) FROM "
			    "files_in WHERE ref = 'm1/2'"),
		"a b 3 1 0");
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_import_has_the_bytes_in_its_lines),
		cmocka_unit_test(
			a_file_before_its_text_has_its_bytes_when_it_comes_back),
		cmocka_unit_test(bytes_that_are_none_stay_in_the_quarantine),
		cmocka_unit_test(too_much_in_one_import_costs_only_itself),
		cmocka_unit_test(nobody_else_has_and_no_scanner_has_seen_them),
		cmocka_unit_test(bytes_that_nobody_took_are_not_believed_later),
		cmocka_unit_test(what_was_erased_with_its_buyer_is_told_so),
		cmocka_unit_test(what_the_disk_does_not_give_is_nobodys_lie),
		cmocka_unit_test(nor_those_of_another_matter),
		cmocka_unit_test(what_was_not_taken_says_no_more_than_that),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
