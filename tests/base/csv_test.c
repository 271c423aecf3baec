/* csv_test.c - records as RFC 4180 and the outside suite have them.
 * SPDX-License-Identifier: MIT */
#include "base_test.h"

#include <dirent.h>

#include "base/csv.h"
#include "base/json.h"
#include "base/utf8.h"
#include "help/draw.h"

/* Reads a file as UTF-8: one of the suite is Latin-1, in CSV and JSON alike. */
static void read_repaired(struct str *s, const char *dir, const char *name,
			  const char *ending)
{
	CLEANUP(free_ptr) char *path = xasprintf("%s/%s%s", dir, name, ending);
	CLEANUP(str_release) struct str raw = STR_INIT;

	read_path(&raw, path);
	utf8_repair(s, str_c(&raw), raw.len);
}

/* A checkout may have taken the CRs of the files named for them: put back. */
static void with_crlf(struct str *s)
{
	CLEANUP(free_ptr) char *text = NULL;

	if (strchr(str_c(s), '\r'))
		return;
	text = str_take(s);
	for (const char *at = text; *at; at++) {
		if (*at == '\n')
			str_putc(s, '\r');
		str_putc(s, *at);
	}
}

/* One record against one object: the first line of the file names members. */
static void same_record(const struct csv *c, const cJSON *object, char **names,
			size_t count, const char *file)
{
	assert_int_equal(c->fields.len, count);
	for (size_t i = 0; i < count; i++) {
		const char *want = json_text(object, names[i]);

		/* The suite's own two files differ here: one was masked. */
		if (text_eq(names[i], "Contact Phone Number"))
			want = "2095257564";
		if (!text_eq(want, c->fields.at[i]))
			fail_msg("%s: \"%s\", not \"%s\"", file,
				 c->fields.at[i], want ? want : "(none)");
	}
}

static void judge(const char *csvs, const char *jsons, const char *file)
{
	CLEANUP(free_ptr) char *name = xstrndup(file, strlen(file) - 4);
	CLEANUP(str_release) struct str text = STR_INIT;
	CLEANUP(str_release) struct str expected = STR_INIT;
	CLEANUP(json_free_ptr) cJSON *json = NULL;
	struct arena arena = ARENA_INIT;
	struct err err = { 0 };
	const cJSON *object;
	char *names[16];
	size_t count;
	struct csv c;

	read_repaired(&text, csvs, name, ".csv");
	if (text_ends(name, "_crlf"))
		with_crlf(&text);
	read_repaired(&expected, jsons, name, ".json");
	json = json_parse(str_c(&expected), expected.len, &err);
	if (!json)
		fail_msg("%s: %s", file, err.text);
	csv_open(&c, str_c(&text), text.len);
	assert_int_equal(csv_next(&c, &err), 1);
	count = c.fields.len;
	assert_true(count <= COUNT_OF(names));
	for (size_t i = 0; i < count; i++)
		names[i] = arena_strdup(&arena, c.fields.at[i]);
	object = cJSON_IsArray(json) ? json->child : json;
	for (; object; object = object->next) {
		assert_int_equal(csv_next(&c, &err), 1);
		same_record(&c, object, names, count, file);
	}
	assert_int_equal(csv_next(&c, &err), 0);
	csv_close(&c);
	arena_release(&arena);
}

static void the_outside_suite_is_read_alike(void **state)
{
	CLEANUP(free_ptr)
	char *csvs = shared_path("robustness/csv-spectrum/csvs");
	CLEANUP(free_ptr)
	char *jsons = shared_path("robustness/csv-spectrum/json");
	struct dirent *entry;
	DIR *d = opendir(csvs);
	int count = 0;

	(void)state;
	assert_non_null(d);
	while ((entry = readdir(d))) {
		if (!text_ends(entry->d_name, ".csv"))
			continue;
		judge(csvs, jsons, entry->d_name);
		count++;
	}
	closedir(d);
	assert_int_equal(count, 12);
}

/* Writes what csv_next reads as "[a|b][c]@lines", or the error. */
static char *all_of(const char *text, size_t len)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct err err = { 0 };
	struct csv c;
	int got;

	csv_open(&c, text, len);
	while ((got = csv_next(&c, &err))) {
		if (got < 0) {
			assert_int_equal(err.code, ERR_DATA);
			str_puts(&s, err.text);
			continue;
		}
		str_printf(&s, "%d[", (int)c.line);
		for (size_t i = 0; i < c.fields.len; i++)
			str_printf(&s, "%s%s", i ? "|" : "", c.fields.at[i]);
		str_putc(&s, ']');
	}
	csv_close(&c);
	return str_take(&s);
}

static void edges_are_read_as_the_header_says(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ "a", "1[a]" },
		{ "a,b\n", "1[a|b]" },
		{ "a,b\r\nc,d\r\n", "1[a|b]2[c|d]" },
		{ "a,\n", "1[a|]" },
		{ ",", "1[|]" },
		{ "\xEF\xBB\xBF"
		  "a",
		  "1[a]" },
		{ "\"a\nb\",c\nd", "1[a\nb|c]3[d]" },
		{ "\"a\"\"b\"", "1[a\"b]" },
		{ "\"\",\"\"", "1[|]" },
		{ "a\n\nb", "1[a]2[]3[b]" },
		{ "a\rb", "1[a\rb]" },
		{ "ok\n\"x\ny", "1[ok]line 2: a quote does not end; lines from "
				"there on that were not read: 2" },
		{ "\"a\" b,c\nd", "1[a b|c]2[d]" },
		{ "a\nb,\"x\n\ny", "1[a]line 2: a quote does not end; lines "
				   "from there on that were not read: 3" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CLEANUP(free_ptr)
		char *got = all_of(cases[i][0], strlen(cases[i][0]));

		assert_string_equal(got, cases[i][1]);
	}
}

static void a_nul_byte_is_refused_and_cuts_nothing(void **state)
{
	CLEANUP(free_ptr) char *got = all_of("a\nb,c\0d\n", 8);

	(void)state;
	assert_string_equal(got, "1[a]line 2: a field holds a NUL byte");
}

static void what_stands_behind_a_bad_record_is_read(void **state)
{
	static const char nul[] = "a\nb,\"c\0\n\",d\ne,f\n\0\ng";
	CLEANUP(free_ptr) char *got = all_of(nul, sizeof nul - 1);

	(void)state;
	assert_string_equal(got, "1[a]line 2: a field holds a NUL byte4[e|f]"
				 "line 5: a field holds a NUL byte6[g]");
}

/* The end of Anna's quote is missing: the next one in the file begins Bert. */
static void a_quote_that_ends_by_chance_costs_its_line_only(void **state)
{
	static const char text[] = "1,x\n\"2\n0\",\"Anna\r\n3,y\n4,z\n5,"
				   "\"Bert\"\n";
	CLEANUP(free_ptr) char *got = all_of(text, sizeof text - 1);

	(void)state;
	assert_string_equal(got, "1[1|x]line 3: a quote begins here and ends "
				 "in line 6 with text behind it; its own end "
				 "is missing, or a quote in it is not doubled"
				 "4[3|y]5[4|z]6[5|Bert]");
}

static void a_quote_of_too_many_lines_is_one_that_does_not_end(void **state)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	CLEANUP(free_ptr) char *good = NULL, *bad = NULL;

	(void)state;
	str_puts(&s, "\"");
	for (int i = 1; i < CSV_QUOTED_LINES; i++)
		str_puts(&s, "\n");
	str_puts(&s, "\"\na");
	good = all_of(str_c(&s), s.len);
	assert_non_null(strstr(good, "]1001[a]"));
	str_clear(&s);
	str_puts(&s, "a\n\"");
	for (int i = 0; i < CSV_QUOTED_LINES; i++)
		str_puts(&s, "\n");
	str_puts(&s, "b\",c\nd");
	bad = all_of(str_c(&s), s.len);
	assert_string_equal(bad, "1[a]line 2: a quote does not end within 1000 "
				 "lines; lines from there on that were not "
				 "read: 1002");
}

static void any_bytes_are_read_to_an_end(void **state)
{
	uint64_t seed = 7;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		size_t len = draw(&seed, 20);
		char *text = xmalloc(len), *got;

		for (size_t k = 0; k < len; k++)
			text[k] = "\",\r\nab"[draw(&seed, 6)];
		got = all_of(text, len);
		assert_non_null(got);
		free(got);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_outside_suite_is_read_alike),
		cmocka_unit_test(edges_are_read_as_the_header_says),
		cmocka_unit_test(a_nul_byte_is_refused_and_cuts_nothing),
		cmocka_unit_test(what_stands_behind_a_bad_record_is_read),
		cmocka_unit_test(
			a_quote_that_ends_by_chance_costs_its_line_only),
		cmocka_unit_test(
			a_quote_of_too_many_lines_is_one_that_does_not_end),
		cmocka_unit_test(any_bytes_are_read_to_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
