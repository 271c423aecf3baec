/* json_test.c - JSON to the letter of RFC 8259, and out again.
 * SPDX-License-Identifier: MIT */
#include "base_test.h"

#include <dirent.h>

#include "base/json.h"
#include "base/utf8.h"
#include "help/draw.h"

/* -- the outside suite -- */

/* Files that must be accepted but hold what json_parse alone refuses: a name
 * that stands twice, and \u0000. */
static const char *const only_checked[] = {
	"y_object_duplicated_key.json",
	"y_object_duplicated_key_and_value.json",
	"y_object_escaped_null_in_key.json",
	"y_string_null_escape.json",
};

static bool parse_refuses(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(only_checked); i++)
		if (text_eq(name, only_checked[i]))
			return true;
	return false;
}

static void judge_file(const char *dir, const char *name, int count[3])
{
	CLEANUP(free_ptr) char *path = path_join(dir, name);
	CLEANUP(str_release) struct str s = STR_INIT;
	CLEANUP(json_free_ptr) cJSON *json = NULL;
	struct err err = { 0 };
	int checked;

	read_path(&s, path);
	checked = json_check(str_c(&s), s.len, &err);
	json = json_parse(str_c(&s), s.len, &err);
	if (checked)
		assert_null(json);
	if (checked && !text_starts(err.text, "JSON: "))
		fail_msg("%s: no words: %s", name, err.text);
	switch (*name) {
	case 'y':
		if (checked || !json != parse_refuses(name))
			fail_msg("%s: %s", name, err.text);
		count[0]++;
		break;
	case 'n':
		if (!checked)
			fail_msg("%s is accepted", name);
		count[1]++;
		break;
	default: /* either verdict, but no crash */
		count[2]++;
	}
}

static void the_outside_suite_is_judged_alike(void **state)
{
	CLEANUP(free_ptr)
	char *dir = shared_path("robustness/JSONTestSuite/test_parsing");
	int count[3] = { 0 };
	struct dirent *entry;
	DIR *d = opendir(dir);

	(void)state;
	assert_non_null(d);
	while ((entry = readdir(d)))
		if (text_ends(entry->d_name, ".json"))
			judge_file(dir, entry->d_name, count);
	closedir(d);
	assert_int_equal(count[0], 95);
	assert_int_equal(count[1], 188);
	assert_int_equal(count[2], 35);
}

/* A cut or changed file of the suite must never crash or be read past. */
static void no_damage_to_the_text_crashes(void **state)
{
	static const char text[] =
		"{\"a\":[1,-2.5e+3,true,null,\"x\\u00e9\\ud83d\\ude00\\n\"],"
		"\"b\":{\"c\":{}},\"d\":\"\xC3\xA9\"}";
	uint64_t seed = 2;

	(void)state;
	for (size_t len = 0; len < sizeof text - 1; len++) {
		char *cut = xmalloc(len); /* so that a sanitizer sees the end */
		struct err err = { 0 };

		memcpy(cut, text, len);
		assert_int_equal(json_check(cut, len, &err), -1);
		free(cut);
	}
	for (int i = 0; i < 50000; i++) {
		struct err err = { 0 };
		char copy[sizeof text];
		cJSON *json;

		memcpy(copy, text, sizeof text);
		copy[draw_any(&seed) % (sizeof text - 1)] =
			(char)draw_any(&seed);
		json = json_parse(copy, sizeof text - 1, &err);
		assert_true(json || err.code == ERR_DATA);
		json_free(json);
	}
}

/* -- limits -- */

static cJSON *parse(const char *text, struct err *err)
{
	return json_parse(text, strlen(text), err);
}

static void nesting_ends_at_the_limit(void **state)
{
	struct err err = { 0 };
	char text[2 * (JSON_DEPTH_MAX + 1)];
	size_t n = JSON_DEPTH_MAX;

	(void)state;
	memset(text, '[', n);
	memset(text + n, ']', n);
	assert_int_equal(json_check(text, 2 * n, &err), 0);
	n++;
	memset(text, '[', n);
	memset(text + n, ']', n);
	assert_refused(json_check(text, 2 * n, &err), err, ERR_DATA);
	assert_non_null(strstr(err.text, "nested too deeply"));
	assert_non_null(strstr(err.text, "byte 64"));
}

static void a_name_that_stands_twice_is_named(void **state)
{
	CLEANUP(str_release) struct str many = STR_INIT;
	struct err err = { 0 };

	(void)state;
	assert_null(
		parse("[{\"x\":[{\"total\":1,\"b\":2,\"total\":3}]}]", &err));
	assert_non_null(strstr(err.text, "\"total\""));
	/* The same name by another spelling. */
	assert_null(parse("{\"a\":1,\"\\u0061\":2}", &err));
	str_putc(&many, '{');
	for (int i = 0; i < 1000; i++)
		str_printf(&many, "\"k%d\":0,", i);
	str_puts(&many, "\"k7\":1}");
	assert_null(parse(str_c(&many), &err));
	assert_non_null(strstr(err.text, "\"k7\""));
}

static void equal_names_in_different_objects_are_fine(void **state)
{
	struct err err = { 0 };
	cJSON *json = parse("{\"a\":{\"a\":1},\"b\":[{\"a\":1},{\"a\":1}],"
			    "\"A\":2}",
			    &err);

	(void)state;
	assert_non_null(json);
	json_free(json);
}

static void an_escaped_nul_is_refused_and_its_look_alike_is_not(void **state)
{
	struct err err = { 0 };
	cJSON *json;

	(void)state;
	assert_null(parse("{\"to\":\"a\\u0000b\"}", &err));
	assert_non_null(strstr(err.text, "\\u0000"));
	assert_null(parse("{\"a\\\\\\u0000\":1}", &err));
	json = parse("{\"to\":\"a\\\\u0000b\"}", &err);
	assert_non_null(json);
	assert_string_equal(json_text(json, "to"), "a\\u0000b");
	json_free(json);
}

static void the_byte_where_it_went_wrong_is_named(void **state)
{
	static const struct {
		const char *text, *said;
	} cases[] = {
		{ "", "the text ends too early at byte 0" },
		{ "\xEF\xBB\xBF{}", "expected a value at byte 0" },
		{ "{} x", "something follows the value at byte 3" },
		{ "[1,]", "expected a value at byte 3" },
		{ "{\"a\" 1}", "expected a colon at byte 5" },
		{ "[\"\\ud800\"]", "lone high surrogate at byte 3" },
		{ "[\"\\udc00\"]", "lone low surrogate at byte 3" },
		{ "[\"a\xFF\"]", "not UTF-8 at byte 3" },
		{ "[01]", "expected a comma or the end at byte 2" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct err err = { 0 };

		assert_refused(
			json_check(cases[i].text, strlen(cases[i].text), &err),
			err, ERR_DATA);
		if (!strstr(err.text, cases[i].said))
			fail_msg("%s, not: %s", err.text, cases[i].said);
	}
}

/* -- reading -- */

static void whole_numbers_are_read_exactly_or_not_at_all(void **state)
{
	static const struct {
		const char *text;
		int64_t want; /* -7: refused */
	} cases[] = {
		{ "{\"n\":0}", 0 },
		{ "{\"n\":-12}", -12 },
		{ "{\"n\":1e3}", 1000 },
		{ "{\"n\":1.0}", 1 },
		{ "{\"n\":9007199254740991}", INT64_C(9007199254740991) },
		{ "{\"n\":-9007199254740991}", INT64_C(-9007199254740991) },
		{ "{\"n\":9007199254740993}", -7 },
		{ "{\"n\":-9007199254740993}", -7 },
		{ "{\"n\":1e400}", -7 },
		{ "{\"n\":1.5}", -7 },
		{ "{\"n\":\"1\"}", -7 },
		{ "{\"N\":1}", -7 },
		{ "[1]", -7 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct err err = { 0 };
		CLEANUP(json_free_ptr) cJSON *json = parse(cases[i].text, &err);

		assert_non_null(json);
		assert_int_equal(json_i64(json, "n", -7), cases[i].want);
	}
}

static void members_of_another_type_are_absent(void **state)
{
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *json =
		parse("{\"t\":\"x\",\"b\":true,\"n\":1,\"z\":null}", &err);

	(void)state;
	assert_string_equal(json_text(json, "t"), "x");
	assert_null(json_text(json, "n"));
	assert_null(json_text(json, "T"));
	assert_null(json_text(NULL, "t"));
	assert_true(json_bool(json, "b", false));
	assert_true(json_bool(json, "t", true));
	assert_non_null(json_get(json, "z"));
	assert_null(json_get(json, "none"));
}

/* RFC 6901 section 5. */
static void pointers_reach_what_the_rfc_says(void **state)
{
	static const struct {
		const char *pointer;
		int64_t want; /* -1: nothing there */
	} cases[] = {
		{ "/foo/1", 11 },   { "/", 0 },
		{ "/a~1b", 1 },     { "/c%d", 2 },
		{ "/m~0n", 8 },     { "/ ", 7 },
		{ "/k\"l", 6 },     { "/foo/2", -1 },
		{ "/foo/01", -1 },  { "/foo/ 1", -1 },
		{ "/foo/+1", -1 },  { "/foo/-1", -1 },
		{ "/foo/-", -1 },   { "/foo/", -1 },
		{ "foo", -1 },      { "/foo/4294967297", -1 },
		{ "/foo/1/x", -1 },
	};
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *json = parse("{\"foo\":[10,11],\"\":0,\"a/b\":1,\"c%d\":2,"
			    "\"k\\\"l\":6,\" \":7,\"m~n\":8}",
			    &err);

	(void)state;
	assert_ptr_equal(json_pointer(json, ""), json);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		int64_t got = -1;

		json_as_i64(json_pointer(json, cases[i].pointer), &got);
		if (got != cases[i].want)
			fail_msg("%s gives %d", cases[i].pointer, (int)got);
	}
}

static bool add_up(const cJSON *value, void *arg)
{
	int64_t n = 0, *sum = arg;

	assert_true(json_as_i64(value, &n));
	*sum = *sum * 10 + n;
	return n != 9;
}

static void a_star_visits_every_item_in_order(void **state)
{
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *json = parse("{\"o\":[{\"i\":[{\"n\":1},{\"n\":2}]},{\"i\":[]},"
			    "{\"i\":[{\"n\":3},{\"x\":0}]}],"
			    "\"s\":[4,9,5],\"m\":{\"*\":6}}",
			    &err);
	int64_t sum = 0;

	(void)state;
	assert_int_equal(json_pointer_each(json, "/o/*/i/*/n", add_up, &sum),
			 3);
	assert_int_equal(sum, 123);
	sum = 0;
	assert_int_equal(json_pointer_each(json, "/s/*", add_up, &sum), 2);
	assert_int_equal(sum, 49);
	sum = 0;
	assert_int_equal(json_pointer_each(json, "/m/*", add_up, &sum), 1);
	assert_int_equal(json_pointer_each(json, "/none/*", add_up, &sum), 0);
	assert_int_equal(json_pointer_each(json, "s", add_up, &sum), 0);
}

/* -- writing -- */

static void the_writer_sets_commas_and_nothing_else(void **state)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct jw w = JW_INIT(&s);

	(void)state;
	jw_object(&w);
	jw_kv_text(&w, "a", "x");
	jw_kv_text(&w, "none", NULL);
	jw_key(&w, "list"), jw_array(&w);
	jw_i64(&w, -1), jw_bool(&w, true), jw_null(&w);
	jw_object(&w), jw_end(&w);
	jw_array(&w), jw_text(&w, "in"), jw_end(&w);
	jw_raw(&w, "{\"r\":1}", 7);
	jw_end(&w);
	jw_kv_bool(&w, "b", false);
	jw_kv_i64(&w, "n", INT64_MIN);
	jw_end(&w);
	assert_string_equal(str_c(&s),
			    "{\"a\":\"x\",\"none\":null,\"list\":[-1,true,"
			    "null,{},[\"in\"],{\"r\":1}],\"b\":false,"
			    "\"n\":-9223372036854775808}");
}

static void the_writer_reaches_the_depth_the_reader_takes(void **state)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct jw w = JW_INIT(&s);
	struct err err = { 0 };

	(void)state;
	for (int i = 0; i < JSON_DEPTH_MAX; i++) {
		jw_array(&w);
		jw_i64(&w, i);
	}
	jw_i64(&w, 1);
	for (int i = 0; i < JSON_DEPTH_MAX; i++)
		jw_end(&w);
	assert_false(s.bad);
	assert_int_equal(json_check(s.at, s.len, &err), 0);
	assert_non_null(strstr(s.at, "63,1]]"));
}

static void the_writer_marks_what_is_too_deep(void **state)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct jw w = JW_INIT(&s);

	(void)state;
	for (int i = 0; i <= JSON_DEPTH_MAX; i++)
		jw_array(&w);
	assert_true(s.bad);
}

static void round_trip(const cJSON *item)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct err err = { 0 };
	cJSON *back;

	json_quote(&s, item->valuestring, strlen(item->valuestring));
	back = json_parse(str_c(&s), s.len, &err);
	if (!back)
		fail_msg("%s: %s", err.text, str_c(&s));
	assert_string_equal(back->valuestring, item->valuestring);
	json_free(back);
}

static void every_naughty_string_survives_quoting(void **state)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	CLEANUP(json_free_ptr) cJSON *list = NULL;
	struct err err = { 0 };
	const cJSON *item;
	int count = 0;

	(void)state;
	read_shared(&s, "robustness/blns/blns.json");
	list = json_parse(s.at, s.len, &err);
	if (!list)
		fail_msg("%s", err.text);
	cJSON_ArrayForEach (item, list) {
		assert_true(cJSON_IsString(item));
		round_trip(item);
		count++;
	}
	assert_true(count > 400);
}

static void every_control_byte_is_escaped(void **state)
{
	(void)state;
	for (char c = 1; c < 0x20; c++) {
		CLEANUP(str_release) struct str s = STR_INIT;
		struct err err = { 0 };
		cJSON *back;

		json_quote(&s, &c, 1);
		back = json_parse(s.at, s.len, &err);
		assert_non_null(back);
		assert_int_equal(back->valuestring[0], c);
		json_free(back);
	}
}

/* Each byte at each place of texts of each length: the same answer as one byte
 * after the other. */
static void what_must_be_escaped_is_found_wherever_it_stands(void **state)
{
	char text[24];

	(void)state;
	for (size_t len = 0; len <= sizeof text; len++)
		for (size_t at = 0; at < len; at++)
			for (int c = 0; c < 256; c++) {
				bool plain = c >= 0x20 && c != '"' && c != '\\';

				memset(text, at % 2 ? 0xff : '!', len);
				text[at] = (char)c;
				assert_int_equal(json_plain(text, len),
						 plain ? len : at);
				if (at + 1 < len)
					text[at + 1] = '"';
				assert_int_equal(json_plain(text, len),
						 !plain         ? at
						 : at + 1 < len ? at + 1
								: len);
			}
}

static void a_million_values_are_too_many(void **state)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct err err = { 0 };

	(void)state;
	str_putc(&s, '[');
	for (int i = 0; i < 1000000 - 2; i++)
		str_puts(&s, "1,");
	str_puts(&s, "1]");
	assert_int_equal(json_check(str_c(&s), s.len, &err), 0);
	str_cut(&s, s.len - 1);
	str_puts(&s, ",1]");
	assert_int_equal(json_check(str_c(&s), s.len, &err), -1);
	assert_non_null(strstr(err.text, "too many values"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_outside_suite_is_judged_alike),
		cmocka_unit_test(no_damage_to_the_text_crashes),
		cmocka_unit_test(nesting_ends_at_the_limit),
		cmocka_unit_test(a_name_that_stands_twice_is_named),
		cmocka_unit_test(equal_names_in_different_objects_are_fine),
		cmocka_unit_test(
			an_escaped_nul_is_refused_and_its_look_alike_is_not),
		cmocka_unit_test(the_byte_where_it_went_wrong_is_named),
		cmocka_unit_test(whole_numbers_are_read_exactly_or_not_at_all),
		cmocka_unit_test(members_of_another_type_are_absent),
		cmocka_unit_test(pointers_reach_what_the_rfc_says),
		cmocka_unit_test(a_star_visits_every_item_in_order),
		cmocka_unit_test(the_writer_sets_commas_and_nothing_else),
		cmocka_unit_test(the_writer_reaches_the_depth_the_reader_takes),
		cmocka_unit_test(the_writer_marks_what_is_too_deep),
		cmocka_unit_test(every_naughty_string_survives_quoting),
		cmocka_unit_test(every_control_byte_is_escaped),
		cmocka_unit_test(
			what_must_be_escaped_is_found_wherever_it_stands),
		cmocka_unit_test(a_million_values_are_too_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
