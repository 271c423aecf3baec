/* attached_test.c - photos that come with a mail.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/encode.h"
#include "base/file.h"
#include "base/when.h"
#include "desk/evidence.h"
#include "desk/intake.h"
#include "desk/loop_help.h"
#include "model/records.h"

#define ANN "ann@example.com"

static bool offered;
static const char *scanner, *letters;

static bool uploads(const struct brain *b, const char *platform,
		    struct upload_terms *out)
{
	(void)b, (void)platform;
	*out = (struct upload_terms){ .base = "",
				      .types = "image/jpeg image/png",
				      .scanner = scanner,
				      .bytes = 40000,
				      .files = 3,
				      .valid_ms = DAY_MS };
	return offered;
}

static struct desk *begun(void)
{
	struct desk *d;

	offered = true;
	scanner = "";
	letters = NULL;
	d = loop_desk();
	test_brain.uploads = uploads;
	return d;
}

/* -- a mail and its files -- */

/* As a phone makes it, with a light of its own. */
#define JPEG(light)                                                            \
	"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" \
	"\xFF\xDA\x00\x04\x01\x02" light "\xFF\xD9"

struct file {
	const char *name, *type, *bytes; /* bytes NULL: not read */
	size_t len;
	bool within;
};
#define FILE_OF(name, type, bytes)                         \
	{                                                  \
		name, type, bytes, sizeof bytes - 1, false \
	}

static struct {
	struct str lines, bytes;
	int files;
} sent = { STR_INIT, STR_INIT, 0 };

static void put_file(const char *ref, const struct file *f)
{
	struct jw w = JW_INIT(&sent.lines);
	CLEANUP(free_ptr) char *own = xasprintf("%s/%d", ref, ++sent.files);
	CLEANUP(str_release) struct str at = STR_INIT;

	instant_put(&at, now_ms);
	jw_object(&w);
	jw_kv_text(&w, "kind", "file_in");
	jw_kv_text(&w, "ref", own);
	jw_kv_text(&w, "text_ref", ref);
	jw_kv_text(&w, "name", f->name);
	jw_kv_text(&w, "type", f->type);
	jw_kv_i64(&w, "size", (int64_t)f->len);
	jw_kv_text(&w, "at", str_c(&at));
	if (f->within)
		jw_kv_bool(&w, "within", true);
	if (f->bytes) {
		jw_kv_i64(&w, "beside", (int64_t)f->len);
		str_add(&sent.bytes, f->bytes, f->len);
	}
	jw_end(&w);
	str_putc(&sent.lines, '\n');
}

/* One mail, as a worker hands it in. */
static void put_mail(const char *ref, const char *from, const char *text,
		     const struct file *files, size_t count)
{
	CLEANUP(str_release) struct str at = STR_INIT;

	now_ms += MINUTE_MS;
	instant_put(&at, now_ms);
	sent.files = 0;
	put_mail_line(&sent.lines, (struct mail_line){ .ref = ref,
						       .thread = "t",
						       .from = from,
						       .subject = "a question",
						       .text = text,
						       .at = str_c(&at) });
	for (size_t i = 0; i < count; i++)
		put_file(ref, &files[i]);
}

static void hand_in(struct desk *d, struct delivery *out)
{
	struct err err = { 0 };

	*out = (struct delivery){
		.instance = "mail",
		.via = "sync",
		.shop = one(d, "SELECT id FROM shops WHERE label = 'mail'"),
		.records = str_c(&sent.lines),
		.records_len = sent.lines.len,
		.beside = str_c(&sent.bytes),
		.beside_len = sent.bytes.len,
		.scanned = letters
	};
	must(desk_deliver(d, out, &err), &err);
}

static void forget_sent(void)
{
	str_release(&sent.lines);
	str_release(&sent.bytes);
	sent.lines = sent.bytes = (struct str)STR_INIT;
}

static struct delivery mail(struct desk *d, const char *ref, const char *from,
			    const char *text, const struct file *files,
			    size_t count)
{
	struct delivery out;

	put_mail(ref, from, text, files, count);
	hand_in(d, &out);
	forget_sent();
	return out;
}

static const struct file lamp =
	FILE_OF("lamp.jpg", "image/jpeg", JPEG("light"));

/* -- what is kept -- */

static void a42_a_photo_of_a_mail_is_evidence_of_its_order(void **state)
{
	struct desk *d = begun();
	CLEANUP(str_release) struct str bytes = STR_INIT;
	struct err err = { 0 };

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
	assert_int_equal(evidence_read(d,
				       one(d, "SELECT evidence FROM files_in"),
				       &bytes, &err),
			 1);
	assert_int_equal(bytes.len, lamp.len);
	assert_memory_equal(bytes.at, lamp.bytes, lamp.len);
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
	struct desk *d = begun();

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
	struct desk *d = begun();

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
	struct desk *d = begun();

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
	struct desk *d = begun();

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
	struct desk *d = begun();

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
	struct desk *d = begun();
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
	struct desk *d = begun();
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
	struct desk *d = begun();

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
	struct desk *d = begun();

	(void)state;
	mail(d, "m1", ANN, "[damaged] look", &bad, 1);
	assert_string_equal(one_text(d, "SELECT name || type FROM files_in"),
			    "a   [2Jb.jpgimage/jpeg ");
	ends_the_same(d);
}

/* What only the desk may say of it. */
static void a_reporter_cannot_say_that_a_file_was_taken(void **state)
{
	static const char line[] =
		"{\"kind\":\"file_in\",\"ref\":\"m1/1\",\"text_ref\":\"m1\","
		"\"size\":5,\"mime\":\"image/png\",\"evidence\":1,\"message\":"
		"1}\n";
	struct desk *d = begun();
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
	struct desk *d = begun();
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
	struct delivery out = { .instance = "mail", .via = via };

	out.shop = one(d, "SELECT id FROM shops WHERE label = 'mail'");
	out.records = str_c(&sent.lines);
	out.records_len = sent.lines.len;
	must(desk_deliver(d, &out, &err), &err);
	forget_sent();
	assert_null(out.beside);
	return out;
}

/* The mail "m1" and a photo in its own line. */
static struct desk *handed_in(const char *via, const char *scans)
{
	struct desk *d = begun();

	scanner = scans;
	put_mail("m1", ANN, "[damaged] look", NULL, 0);
	put_within(1, lamp.bytes, lamp.len);
	assert_int_equal(import(d, via).quarantined, 0);
	return d;
}

/* The only file that there is. */
static void has_the_lamp(struct desk *d)
{
	CLEANUP(str_release) struct str bytes = STR_INIT;
	struct err err = { 0 };

	assert_int_equal(evidence_read(d,
				       one(d, "SELECT evidence FROM files_in"),
				       &bytes, &err),
			 1);
	assert_int_equal(bytes.len, lamp.len);
	assert_memory_equal(bytes.at, lamp.bytes, lamp.len);
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
	struct desk *d = begun();
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
	struct desk *d = begun();
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
	struct desk *d = begun();
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
	struct desk *d = begun();
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

/* What the photo of "m1" is called, in a line that is refused once. */
static struct desk *with_its_own_name(void)
{
	struct desk *d = with_refused("{\"kind\":\"file_in\"}\n");
	CLEANUP(free_ptr)
	char *line = xasprintf(
		"{\"kind\":\"file_in\",\"ref\":\"m1/2\",\"text_ref\":\"m1\","
		"\"mime\":\"image/png\",\"file\":{\"name\":\"%s\",\"subject\":"
		"\"order:1:O1\",\"size\":%lld}}\n",
		one_text(d, "SELECT name FROM files"),
		(long long)one(d, "SELECT size FROM files"));
	struct delivery out;

	str_puts(&sent.lines, line);
	hand_in(d, &out);
	forget_sent();
	return d;
}

static void what_was_erased_with_its_buyer_is_told_so(void **state)
{
	struct desk *d = with_its_own_name();
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
	struct desk *d = with_its_own_name();
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
	struct desk *d = with_refused("{\"kind\":\"file_in\"}\n");
	CLEANUP(free_ptr)
	char *line = xasprintf(
		"{\"kind\":\"file_in\",\"ref\":\"m1/2\",\"text_ref\":\"m1\","
		"\"mime\":\"image/png\",\"file\":{\"name\":\"%s\",\"subject\":"
		"\"order:1:O9\",\"size\":%lld}}\n",
		one_text(d, "SELECT name FROM files"),
		(long long)one(d, "SELECT size FROM files"));
	struct delivery out;
	struct err err = { 0 };

	(void)state;
	str_puts(&sent.lines, line);
	hand_in(d, &out);
	forget_sent();
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

/* -- each has its own bytes, and its own letter -- */

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
	struct desk *d = begun();
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
		struct desk *d = begun();
		CLEANUP(str_release) struct str bytes = STR_INIT;
		struct err err = { 0 };
		struct delivery out;

		str_puts(&sent.lines, bad[i]);
		str_puts(&sent.bytes, "another");
		put_mail("m1", ANN, "[damaged] look", &lamp, 1);
		hand_in(d, &out);
		forget_sent();
		assert_int_equal(out.quarantined, 1);
		assert_int_equal(
			evidence_read(d,
				      one(d, "SELECT evidence FROM files_in"),
				      &bytes, &err),
			1);
		assert_int_equal(bytes.len, lamp.len);
		assert_memory_equal(bytes.at, lamp.bytes, lamp.len);
		desk_close(d);
	}
}

static void after_bytes_that_did_not_come_no_file_has_any(void **state)
{
	static const struct file cut = { "cut.jpg", "image/jpeg", NULL, 9000,
					 false };
	struct desk *d = begun();
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
	struct desk *d = begun();
	struct delivery out = { .instance = "mail", .via = "sync" };
	struct err err = { 0 };

	(void)state;
	put_mail("m1", ANN, "[damaged] look", &lamp, 1);
	str_putc(&sent.bytes, 'x');
	out.shop = one(d, "SELECT id FROM shops WHERE label = 'mail'");
	out.records = str_c(&sent.lines);
	out.records_len = sent.lines.len;
	out.beside = str_c(&sent.bytes);
	out.beside_len = sent.bytes.len;
	assert_int_equal(desk_deliver(d, &out, &err), -1);
	forget_sent();
	assert_int_equal(one(d, "SELECT count(*) FROM messages"), 0);
	desk_close(d);
}

static void a_photo_is_forgotten_with_its_buyer(void **state)
{
	struct desk *d = begun();
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
	struct desk *d = begun();

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
	struct desk *d = begun();
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

static void files_of_our_own_reply_are_no_news(void **state)
{
	struct desk *d = begun();
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

/* -- what follows -- */

static void a42_a_photo_with_the_first_mail_is_not_asked_for(void **state)
{
	struct desk *d = begun();

	(void)state;
	mail(d, "m1", ANN, "[damaged] it is broken, see the photo", &lamp, 1);
	assert_string_equal(one_text(d, "SELECT step FROM tickets"), "look");
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE verb = "
				"'reply' AND state = 2"),
			 0);
	ends_the_same(d);
}

static const char *where(struct desk *d)
{
	return one_text(d, "SELECT playbook || ': ' || step FROM tickets");
}

/* By words that nobody can tell anything from, too. */
static void a_photo_answers_the_question_for_it(void **state)
{
	struct desk *d = begun();

	(void)state;
	mail(d, "m1", ANN, "[damaged] it is broken", NULL, 0);
	assert_string_equal(where(d), "damaged: wait for the photo");
	send_reply(d);
	mail(d, "m2", ANN, "[other] see here", &lamp, 1);
	assert_string_equal(where(d), "damaged: look");
	ends_the_same(d);
}

static void a_photo_with_words_about_another_matter_is_no_answer(void **state)
{
	struct desk *d = begun();

	(void)state;
	mail(d, "m1", ANN, "[damaged] it is broken", NULL, 0);
	send_reply(d);
	mail(d, "m2", ANN, "[invoice] the receipt, please", &lamp, 1);
	assert_string_equal(where(d), "damaged: stopped");
	assert_string_equal(one_text(d, "SELECT template_id FROM actions WHERE "
					"state = 2"),
			    "invoice.coming");
	ends_the_same(d);
}

/* Under its own subject, the thread's. */
static void a_photo_of_what_was_merged_is_not_asked_for_again(void **state)
{
	struct desk *d = begun();

	(void)state;
	mail(d, "m1", "bob@example.com", "[invoice] my order #1001", &lamp, 1);
	loop_mail(d, ANN, "h", "[invoice] too dear");
	assert_int_equal(one(d, "SELECT count(*) FROM files WHERE subject GLOB "
				"'thread:*'"),
			 1);
	must_do(d, "merge", "tom",
		"{\"ticket\":1,\"into\":2,\"force\":\"the same\"}");
	loop_mail(d, ANN, "h", "[damaged] it is broken");
	assert_string_equal(one_text(d, "SELECT playbook || ': ' || step FROM "
					"tickets WHERE id = 2"),
			    "damaged: look");
	ends_the_same(d);
}

/* Nor does it say a size; but the matter that it is about has it, and what the
 * buyer writes of that then belongs there. */
static void a_photo_of_a_fault_answers_in_the_matter_of_the_fault(void **state)
{
	struct desk *d = begun();

	(void)state;
	mail(d, "m1", ANN, "[size] too small", NULL, 0);
	assert_string_equal(where(d), "size: wait for the size");
	send_reply(d);
	mail(d, "m2", ANN, "[damaged] kwam kapot aan", &lamp, 1);
	assert_string_equal(where(d), "damaged: look");
	assert_string_equal(one_text(d, "SELECT issue || ' ' || also FROM "
					"tickets"),
			    "size damaged");
	mail(d, "m3", ANN, "[damaged] did you see the photo", NULL, 0);
	assert_string_equal(where(d), "damaged: look");
	ends_the_same(d);
}

static void a_photo_with_the_first_mail_says_no_size(void **state)
{
	struct desk *d = begun();

	(void)state;
	mail(d, "m1", ANN, "[size] too small", &lamp, 1);
	assert_string_equal(where(d), "size: wait for the size");
	assert_string_equal(one_text(d, "SELECT template_id FROM actions WHERE "
					"state = 2"),
			    "size.exchange");
	send_reply(d);
	mail(d, "m2", ANN, "[exchange_request] L, please", NULL, 0);
	assert_string_equal(where(d), "size: in stock");
	ends_the_same(d);
}

/* The shipped one, which asks whatever is there, and whose first answer leads
 * to a second question. */
static bool asks_twice(const struct brain *b, const char *playbook,
		       const char *after, const struct matter *m,
		       struct arena *arena, struct play *out)
{
	struct matter unseen = *m;

	unseen.has_photo = FLAG_NO;
	if (!shipped.brain.play(b, playbook, after, &unseen, arena, out))
		return false;
	if (!text_eq(after, "wait for the photo"))
		return true;
	out->count = 0;
	out->accept = "";
	out->wait = "wait once more";
	out->wait_at = m->now + DAY_MS;
	return true;
}

static const struct file two[] = {
	FILE_OF("1.jpg", "image/jpeg", JPEG("1")),
	FILE_OF("2.jpg", "image/jpeg", JPEG("2")),
};

static void one_mail_answers_one_question(void **state)
{
	struct desk *d = begun();

	(void)state;
	test_brain.play = asks_twice;
	mail(d, "m1", ANN, "[damaged] it is broken", NULL, 0);
	send_reply(d);
	mail(d, "m2", ANN, "[damaged] here you are", two, 2);
	assert_string_equal(one_text(d, "SELECT step FROM tickets"),
			    "wait once more");
	mail(d, "m3", ANN, "[damaged] and here", &lamp, 1);
	assert_string_equal(one_text(d, "SELECT step FROM tickets"), "look");
	ends_the_same(d);
}

static void and_so_does_the_first_of_all(void **state)
{
	struct desk *d = begun();

	(void)state;
	test_brain.play = asks_twice;
	mail(d, "m1", ANN, "[damaged] it is broken", two, 2);
	assert_string_equal(one_text(d, "SELECT step FROM tickets"),
			    "wait once more");
	ends_the_same(d);
}

static void a_logo_is_no_photo_of_the_goods(void **state)
{
	static const struct file logo = { "image001.jpg", "image/jpeg",
					  JPEG("logo"), sizeof JPEG("logo") - 1,
					  true };
	struct desk *d = begun();

	(void)state;
	mail(d, "m1", ANN, "[damaged] it is broken", &logo, 1);
	assert_string_equal(one_text(d, "SELECT step FROM tickets"),
			    "wait for the photo");
	assert_int_equal(one(d, "SELECT evidence > 0 FROM files_in"), 1);
	ends_the_same(d);
}

static void what_was_not_taken_answers_nothing(void **state)
{
	static const struct file bad =
		FILE_OF("liar.jpg", "image/jpeg", "MZ a program");
	struct desk *d = begun();

	(void)state;
	mail(d, "m1", ANN, "[damaged] it is broken", &bad, 1);
	assert_string_equal(one_text(d, "SELECT step FROM tickets"),
			    "wait for the photo");
	ends_the_same(d);
}

/* Nothing is asked, so no reply takes its place. */
static void a_welcome_goes_when_a_fault_is_shown_at_once(void **state)
{
	struct desk *d = begun();

	(void)state;
	must_hear(d, "shop",
		  "{\"kind\":\"order\",\"ref\":\"O1\",\"name\":\"#1001\","
		  "\"status\":\"open\",\"placed\":\"2026-09-21T10:00:00Z\","
		  "\"buyer_ref\":\"B1\",\"email\":\"ann@example.com\","
		  "\"lang\":\"en\",\"total\":{\"amount\":\"180.00\","
		  "\"currency\":\"USD\"},\"lines\":[{\"ref\":\"L1\","
		  "\"sku\":\"LAMP-7\",\"quantity\":1}]}\n"
		  "{\"kind\":\"shipment\",\"ref\":\"S1\",\"order_ref\":"
		  "\"O1\",\"carrier\":\"DHL\",\"tracking\":\"3318810025\","
		  "\"status\":\"shipped\",\"shipped\":"
		  "\"2026-09-21T12:00:00Z\"}\n");
	assert_string_equal(one_text(d, "SELECT template_id FROM actions WHERE "
					"state = 2"),
			    "care.first_order");
	mail(d, "m1", ANN, "[damaged] it is broken", &lamp, 1);
	assert_string_equal(one_text(d, "SELECT playbook || ': ' || step FROM "
					"tickets"),
			    "damaged: look");
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE state = 2"),
			 0);
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
		cmocka_unit_test(a_reporter_cannot_say_that_a_file_was_taken),
		cmocka_unit_test(
			a_file_without_its_text_or_its_bytes_is_refused),
		cmocka_unit_test(an_import_has_the_bytes_in_its_lines),
		cmocka_unit_test(
			a_file_before_its_text_has_its_bytes_when_it_comes_back),
		cmocka_unit_test(bytes_that_are_none_stay_in_the_quarantine),
		cmocka_unit_test(too_much_in_one_import_costs_only_itself),
		cmocka_unit_test(nobody_else_has_and_no_scanner_has_seen_them),
		cmocka_unit_test(bytes_that_nobody_took_are_not_believed_later),
		cmocka_unit_test(nor_those_of_another_matter),
		cmocka_unit_test(what_was_erased_with_its_buyer_is_told_so),
		cmocka_unit_test(what_the_disk_does_not_give_is_nobodys_lie),
		cmocka_unit_test(what_was_not_taken_says_no_more_than_that),
		cmocka_unit_test(what_is_no_news_takes_its_letter_along),
		cmocka_unit_test(what_is_refused_takes_its_bytes_along),
		cmocka_unit_test(after_bytes_that_did_not_come_no_file_has_any),
		cmocka_unit_test(a_delivery_with_bytes_of_no_record_is_refused),
		cmocka_unit_test(a_photo_is_forgotten_with_its_buyer),
		cmocka_unit_test(of_a_conversation_without_an_order_too),
		cmocka_unit_test(
			what_was_forgotten_does_not_come_back_with_a_file),
		cmocka_unit_test(files_of_our_own_reply_are_no_news),
		cmocka_unit_test(
			a42_a_photo_with_the_first_mail_is_not_asked_for),
		cmocka_unit_test(a_photo_answers_the_question_for_it),
		cmocka_unit_test(a_welcome_goes_when_a_fault_is_shown_at_once),
		cmocka_unit_test(
			a_photo_with_words_about_another_matter_is_no_answer),
		cmocka_unit_test(
			a_photo_of_a_fault_answers_in_the_matter_of_the_fault),
		cmocka_unit_test(a_photo_with_the_first_mail_says_no_size),
		cmocka_unit_test(
			a_photo_of_what_was_merged_is_not_asked_for_again),
		cmocka_unit_test(one_mail_answers_one_question),
		cmocka_unit_test(and_so_does_the_first_of_all),
		cmocka_unit_test(a_logo_is_no_photo_of_the_goods),
		cmocka_unit_test(what_was_not_taken_answers_nothing),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
