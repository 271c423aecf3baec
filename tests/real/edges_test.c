/* edges_test.c - the suites that break parsers, through the whole program:
 * JSONTestSuite, the UTF-8 tests and the big list of naughty strings, from the
 * shared data beside the repository (tests/base runs them on single rooms).
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <dirent.h>

#include "base/file.h"
#include "base/utf8.h"
#include "desk/config.h"
#include "desk/intake/intake.h"
#include "hw_plugin.h"
#include "model/codec.h"
#include "real/program.h"

/* -- JSONTestSuite -- */

struct suite {
	struct str raw;    /* each file as a line of its own */
	struct str inside; /* each as a member of a good record */
	int lines, y, n, i;
	int good; /* y and i that our rules accept */
};

/* Two rules of ours go further than RFC 8259: no name twice in one object and
 * no NUL, which a C string cannot hold. */
static bool ours(const struct str *text)
{
	struct err err = { 0 };
	cJSON *json = json_parse(str_c(text), text->len, &err);

	json_free(json);
	return json != NULL;
}

static void add_case(struct suite *s, const char *name, const char *text)
{
	CLEANUP(str_release) struct str file = STR_LIMIT((size_t)4 << 20);

	read_file(&file, text, name);
	while (file.len && file.at[file.len - 1] == '\n')
		str_cut(&file, file.len - 1);
	if (memchr(str_c(&file), '\n', file.len) || !file.len)
		return; /* no single line */
	s->lines++;
	s->y += *name == 'y';
	s->n += *name == 'n';
	s->i += *name == 'i';
	s->good += *name != 'n' && ours(&file);
	if (*name == 'n')
		assert_false(ours(&file));
	str_add(&s->raw, str_c(&file), file.len);
	str_putc(&s->raw, '\n');
	str_printf(&s->inside,
		   "{\"kind\":\"order\",\"ref\":\"%s\",\"placed\":"
		   "\"2026-01-01T00:00:00Z\",\"text\":\"x\",\"more\":",
		   name);
	str_add(&s->inside, str_c(&file), file.len);
	str_puts(&s->inside, "}\n");
}

static void read_suite(struct suite *s)
{
	CLEANUP(free_ptr)
	char *folder = path_join(shared, "JSONTestSuite/test_parsing");
	DIR *dir = opendir(folder);
	struct dirent *entry;

	*s = (struct suite){ .raw = STR_INIT, .inside = STR_INIT };
	assert_non_null(dir);
	while ((entry = readdir(dir)))
		if (text_ends(entry->d_name, ".json"))
			add_case(s, entry->d_name, folder);
	closedir(dir);
	print_message("# %d files are one line: y %d, n %d, i %d; %d are good "
		      "by our rules\n",
		      s->lines, s->y, s->n, s->i, s->good);
	assert_true(s->lines > 250);
	write_file("raw", &s->raw);
	write_file("inside", &s->inside);
}

static void suite_release(struct suite *s)
{
	str_release(&s->raw);
	str_release(&s->inside);
}

static int64_t lines_of(const char *name)
{
	CLEANUP(str_release) struct str s = STR_LIMIT((size_t)64 << 20);
	int64_t n = 0;

	read_file(&s, scratch, name);
	for (size_t i = 0; i < s.len; i++)
		n += s.at[i] == '\n';
	return n;
}

static void import_takes_exactly_the_good_json_of_the_suite(void **state)
{
	CLEANUP(free_ptr)
	char *raw =
		xasprintf("import --shop edges --new-shop '%s/raw'", scratch);
	CLEANUP(free_ptr)
	char *inside = xasprintf("import --shop edges --new-shop '%s/inside'",
				 scratch);
	CLEANUP(suite_release) struct suite s;

	(void)state;
	read_suite(&s);
	make_manifest("json");
	assert_int_equal(helloword("json", raw, NULL), 65);
	assert_int_equal(told("taken"), 0);
	assert_int_equal(told("refused"), s.lines);
	assert_int_equal(helloword("json", inside, NULL), 65);
	assert_int_equal(told("taken"), s.good);
	assert_int_equal(told("refused"), s.lines - s.good);
	assert_int_equal(told("quarantined"), 0);
	/* A sentence each, one of all, and two of members that are no field. */
	assert_int_equal(lines_of("err"), s.lines - s.good + 3);
}

static void classify_answers_every_line_of_the_suite(void **state)
{
	CLEANUP(free_ptr)
	char *raw = xasprintf("classify --batch '%s/raw'", scratch);
	CLEANUP(free_ptr)
	char *inside = xasprintf("classify --batch '%s/inside'", scratch);
	CLEANUP(suite_release) struct suite s;

	(void)state;
	read_suite(&s);
	assert_int_equal(helloword("", raw, NULL), 65);
	assert_int_equal(lines_of("out"), s.lines);
	assert_int_equal(helloword("", inside, NULL), 65);
	assert_int_equal(lines_of("out"), s.lines);
}

/* -- UTF-8 -- */

/* "num:valid:bytes" and "num:invalid:bytes" (lines of # are comments). Lines
 * whose bytes JSON itself forbids raw (controls) are left out. */
static void import_takes_exactly_the_valid_utf8(void **state)
{
	CLEANUP(free_ptr)
	char *args = xasprintf(
		"import --shop edges --new-shop '%s/utf8.ndjson'", scratch);
	CLEANUP(str_release) struct str file = STR_INIT, out = STR_INIT;
	int valid = 0, invalid = 0;

	(void)state;
	read_file(&file, shared, "utf8tests/utf8tests.bin");
	for (const char *at = str_c(&file), *end = at + file.len, *line;
	     at < end; at = line + 1) {
		const char *bytes;
		bool good;

		line = memchr(at, '\n', (size_t)(end - at));
		if (!line)
			break;
		if (*at == '#' ||
		    !(bytes = memchr(at, ':', (size_t)(line - at))))
			continue;
		good = strncmp(bytes, ":valid:", 7) == 0;
		if (!good && strncmp(bytes, ":invalid:", 9) != 0)
			continue;
		bytes += good ? 7 : 9;
		if (good && memchr(bytes, 0, (size_t)(line - bytes)))
			continue;
		str_printf(&out,
			   "{\"kind\":\"order\",\"ref\":\"U%d\",\"placed\":"
			   "\"2026-01-01T00:00:00Z\",\"buyer_name\":\"",
			   valid + invalid);
		for (; bytes < line; bytes++) {
			if (*bytes == '"' || *bytes == '\\')
				str_putc(&out, '\\');
			str_putc(&out, *bytes);
		}
		str_puts(&out, "\"}\n");
		good ? valid++ : invalid++;
	}
	write_file("utf8.ndjson", &out);
	print_message("# %d valid, %d invalid sequences\n", valid, invalid);
	assert_true(valid > 20 && invalid > 50);
	make_manifest("utf8");
	assert_int_equal(helloword("utf8", args, NULL), 65);
	assert_int_equal(told("taken"), valid);
	assert_int_equal(told("refused"), invalid);
}

/* -- naughty strings -- */

static cJSON *naughty(void)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct err err = { 0 };
	cJSON *list;

	read_file(&s, shared, "blns/blns.json");
	list = json_parse(str_c(&s), s.len, &err);
	if (!list)
		fail_msg("%s", err.text);
	return list;
}

#define HEAD "{\"kind\":\"order\""

/* An order whose every free text is the string. */
static void put_order(struct str *out, int n, const char *text)
{
	CLEANUP(str_release) struct str all = STR_INIT;
	CLEANUP(free_ptr) char *ref = xasprintf("N%d", n);
	struct hw_line line = { .ref = "1", .sku = text, .title = text };
	struct hw_order o = { .ref = ref,
			      .name = text,
			      .placed = { .ms = 1767225600000,
					  .basis = HW_UTC },
			      .buyer_ref = text,
			      .buyer_name = text,
			      .email = text,
			      .address = text,
			      .city = text,
			      .lines = { &line, 1, sizeof line } };

	/* With its shop, as `export` writes it. */
	record_put_json(&all, &order_kind, &o);
	assert_true(text_starts(str_c(&all), HEAD));
	str_puts(out, HEAD ",\"shop\":\"edges\"");
	str_puts(out, str_c(&all) + strlen(HEAD));
	str_putc(out, '\n');
}

static void naughty_strings_come_back_equal(void **state)
{
	CLEANUP(free_ptr)
	char *args = xasprintf(
		"import --shop edges --new-shop '%s/naughty.ndjson'", scratch);
	CLEANUP(str_release) struct str out = STR_INIT, back = STR_INIT;
	cJSON *list = naughty();
	const cJSON *text;
	int n = 0;

	(void)state;
	cJSON_ArrayForEach (text, list)
		put_order(&out, n++, text->valuestring);
	write_file("naughty.ndjson", &out);
	make_manifest("naughty");
	assert_int_equal(helloword("naughty", args, NULL), 0);
	assert_int_equal(told("taken"), n);
	assert_int_equal(helloword("naughty", "export order", NULL), 0);
	read_file(&back, scratch, "out");
	assert_int_equal(back.len, out.len);
	assert_memory_equal(back.at, out.at, out.len);
	print_message("# %d strings in 7 fields each\n", n);
	json_free(list);
}

static void say(struct desk *d, const char *kind, const char *key, int64_t id,
		const char *text, int want)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct jw w = JW_INIT(&s);
	struct command cmd = { .kind = kind, .by = "mia", .via = "cli" };
	struct err err = { 0 };

	jw_object(&w);
	jw_kv_i64(&w, key, id);
	jw_kv_text(&w, "text", text);
	jw_end(&w);
	cmd.json = str_c(&s);
	cmd.json_len = s.len;
	assert_int_equal(desk_do(d, &cmd, &err), want);
}

static void deliver_text(struct desk *d, int64_t shop, int n, const char *text)
{
	CLEANUP(free_ptr) char *ref = xasprintf("M%d", n);
	CLEANUP(str_release) struct str s = STR_INIT;
	struct hw_text_in in = { .ref = ref,
				 .channel = "message",
				 .thread = text,
				 .from_name = text,
				 .from_addr = text,
				 .subject = text,
				 .text = text,
				 .origin = HW_HUMAN };
	struct delivery out = { .instance = "shop",
				.via = "sync",
				.shop = shop };
	struct err err = { 0 };

	record_put_json(&s, &text_in_kind, &in);
	out.records = str_c(&s);
	out.records_len = s.len;
	must(desk_deliver(d, &out, &err), &err);
	assert_int_equal(out.quarantined, 0);
}

/* Finds the string by its own words, each taken as a word and nothing else. */
static bool found(struct desk *d, int64_t message, const char *text)
{
	CLEANUP(str_release) struct str query = STR_INIT;

	str_putc(&query, '"');
	for (const char *at = text; *at; at++) {
		if (*at == '"')
			str_putc(&query, '"');
		str_putc(&query, *at);
	}
	str_putc(&query, '"');
	return db_i64(desk_db(d), 0,
		      "SELECT 1 FROM messages_text WHERE messages_text MATCH "
		      "?1 AND rowid = ?2",
		      "si", str_c(&query), message) == 1;
}

static bool has_word(const char *text)
{
	for (; *text; text++)
		if ((*text >= '0' && *text <= '9') ||
		    ((*text | 32) >= 'a' && (*text | 32) <= 'z'))
			return true;
	return false;
}

static void naughty_messages_and_notes_are_kept_and_found(void **state)
{
	struct desk_options options = { .state = scratch, .path = ":memory:" };
	cJSON *list = naughty();
	struct err err = { 0 };
	struct desk *d;
	const cJSON *text;
	int64_t shop;
	int n = 0, blank = 0, searched = 0;

	(void)state;
	must(desk_open(&d, &options, &err), &err);
	must(shop_ensure(d, "shop", "shopify", 1, &shop, &err), &err);
	cJSON_ArrayForEach (text, list) {
		const char *t = text->valuestring;
		bool empty = text_blank(t);

		n++;
		deliver_text(d, shop, n, t);
		assert_int_equal(
			db_i64(desk_db(d), 0,
			       "SELECT coalesce(text, '') = ?2 AND "
			       "coalesce(subject, '') = ?2 FROM messages WHERE "
			       "id = ?1",
			       "is", (int64_t)n, t),
			1);
		say(d, "note", "ticket", 1, t, empty ? -1 : 0);
		if (!empty)
			assert_int_equal(db_i64(desk_db(d), 0,
						"SELECT text = ?1 FROM notes "
						"ORDER BY id DESC LIMIT 1",
						"s", t),
					 1);
		blank += empty;
		if (has_word(t)) {
			searched++;
			if (!found(d, n, t))
				fail_msg("string %d is not found", n);
		}
	}
	print_message("# %d messages and notes, %d blank, %d searched for\n", n,
		      blank, searched);
	json_free(list);
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			import_takes_exactly_the_good_json_of_the_suite),
		cmocka_unit_test(classify_answers_every_line_of_the_suite),
		cmocka_unit_test(import_takes_exactly_the_valid_utf8),
		cmocka_unit_test(naughty_strings_come_back_equal),
		cmocka_unit_test(naughty_messages_and_notes_are_kept_and_found),
	};
	int rc;

	if (!program_begin("hostile text", "data/robustness"))
		return 0;
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	program_end();
	return rc;
}
