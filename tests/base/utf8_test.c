/* utf8_test.c - UTF-8 is refused, repaired and cut where Unicode says.
 * SPDX-License-Identifier: MIT */
#include "base_test.h"

#include "base/utf8.h"
#include "help/draw.h"

static int hex_digit(char c)
{
	const char *digits = "0123456789abcdef";
	const char *at = strchr(digits, c | 32);

	return c && at ? (int)(at - digits) : -1;
}

/* Hexadecimal with blanks; "nothing" is nothing. */
static void unhex(struct str *s, const char *text, size_t len)
{
	int high = -1;

	if (memmem(text, len, "nothing", 7))
		return;
	for (size_t i = 0; i < len; i++) {
		int v = hex_digit(text[i]);

		if (v < 0)
			continue;
		if (high < 0) {
			high = v;
			continue;
		}
		str_putc(s, (char)(high << 4 | v));
		high = -1;
	}
	assert_int_equal(high, -1);
}

/* The n-th field of a line that is split by colons. */
static const char *field(const char *line, const char *end, int n, size_t *len)
{
	const char *stop;

	while (n-- > 0) {
		line = memchr(line, ':', (size_t)(end - line));
		assert_non_null(line);
		line++;
	}
	stop = memchr(line, ':', (size_t)(end - line));
	*len = (size_t)((stop ? stop : end) - line);
	return line;
}

static bool field_is(const char *line, const char *end, const char *word)
{
	size_t len;
	const char *at = field(line, end, 1, &len);

	for (; len && *at == ' '; at++)
		len--;
	return len == strlen(word) && memcmp(at, word, len) == 0;
}

static void judge_line(const char *line, const char *end, int count[2])
{
	CLEANUP(str_release) struct str in = STR_INIT;
	CLEANUP(str_release) struct str want = STR_INIT;
	CLEANUP(str_release) struct str got = STR_INIT;
	size_t len;
	const char *at;
	bool bad = field_is(line, end, "invalid hex");

	at = field(line, end, 2, &len);
	if (field_is(line, end, "valid"))
		str_add(&in, at, len);
	else
		unhex(&in, at, len);
	if (bad) {
		at = field(line, end, 4, &len);
		unhex(&want, at, len);
	} else {
		str_add(&want, in.at, in.len);
	}
	count[bad]++;
	if ((utf8_check(str_c(&in), in.len) >= 0) != bad)
		fail_msg("wrong verdict: %.*s", (int)(end - line), line);
	utf8_repair(&got, str_c(&in), in.len);
	/* The suite keeps NUL, which is well-formed; utf8_repair may not. */
	if (memchr(str_c(&in), '\0', in.len))
		return;
	if (got.len != want.len || memcmp(str_c(&got), str_c(&want), got.len))
		fail_msg("repaired otherwise: %.*s", (int)(end - line), line);
}

static void the_outside_suite_is_judged_and_repaired_alike(void **state)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	int count[2] = { 0 };
	const char *end;

	(void)state;
	read_shared(&s, "robustness/utf8tests/utf8tests.txt");
	for (const char *at = s.at; *at; at = end + 1) {
		end = strchr(at, '\n');
		assert_non_null(end);
		if (end > at && *at != '#' && *at != '\r')
			judge_line(at, end[-1] == '\r' ? end - 1 : end, count);
	}
	assert_true(count[0] > 50);
	assert_true(count[1] > 100);
}

static void every_naughty_string_is_valid_and_left_alone(void **state)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	CLEANUP(str_release) struct str got = STR_INIT;

	(void)state;
	read_shared(&s, "robustness/blns/blns.txt");
	assert_int_equal(utf8_check(s.at, s.len), -1);
	utf8_repair(&got, s.at, s.len);
	assert_int_equal(got.len, s.len);
	assert_memory_equal(got.at, s.at, s.len);
}

static void every_code_point_survives_a_round_trip(void **state)
{
	(void)state;
	for (uint32_t c = 1; c <= 0x10FFFF; c++) {
		CLEANUP(str_release) struct str s = STR_INIT;
		const char *at;

		if (c >= 0xD800 && c <= 0xDFFF)
			continue;
		utf8_put(&s, c);
		at = s.at;
		if (utf8_check(s.at, s.len) != -1 ||
		    utf8_next(&at, s.at + s.len) != c || at != s.at + s.len)
			fail_msg("U+%04X", c);
	}
}

static void what_is_no_character_is_put_as_a_replacement(void **state)
{
	static const uint32_t none[] = { 0xD800, 0xDFFF, 0x110000, UINT32_MAX };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(none); i++) {
		CLEANUP(str_release) struct str s = STR_INIT;

		utf8_put(&s, none[i]);
		assert_string_equal(str_c(&s), "\xEF\xBF\xBD");
	}
}

static void the_first_bad_byte_is_named(void **state)
{
	(void)state;
	assert_int_equal(utf8_check("", 0), -1);
	assert_int_equal(utf8_check("a\xC3\xA9\xFFz", 5), 3);
	assert_int_equal(utf8_check("abc\xE2\x82", 5), 3);
	assert_int_equal(utf8_check("\xC0\x80", 2), 0);
	assert_int_equal(utf8_check("\xED\xA0\x80", 3), 0);
	assert_int_equal(utf8_check("\xF4\x90\x80\x80", 4), 0);
}

static void repair_leaves_no_nul(void **state)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	(void)state;
	utf8_repair(&s, "a\0b", 3);
	assert_string_equal(str_c(&s), "a\xEF\xBF\xBD"
				       "b");
}

static void any_bytes_come_out_of_repair_well_formed(void **state)
{
	uint64_t seed = 1;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		CLEANUP(str_release) struct str s = STR_INIT;
		char in[16];

		for (size_t i = 0; i < sizeof in; i++) {
			uint64_t d = draw_any(&seed);

			in[i] = (char)(d & 256 ? d | 0x80 : d);
		}
		utf8_repair(&s, in, sizeof in);
		assert_int_equal(utf8_check(s.at, s.len), -1);
	}
}

static void a_prefix_never_cuts_a_character(void **state)
{
	static const char text[] = "aé語😀z";

	(void)state;
	for (size_t max = 0; max <= sizeof text; max++) {
		size_t n = utf8_prefix(text, sizeof text - 1, max);

		assert_true(n <= max && max - n < 4);
		assert_int_equal(utf8_check(text, n), -1);
	}
	assert_int_equal(utf8_prefix(text, sizeof text - 1, 5), 3);
	assert_int_equal(utf8_prefix(text, sizeof text - 1, 6), 6);
	assert_int_equal(utf8_count(text, sizeof text - 1), 5);
}

static void scripts_without_blanks_are_known(void **state)
{
	static const uint32_t yes[] = { 0x4E00,  0x3042, 0x30A2, 0xAC00,
					0x20000, 0x3005, 0xFF71, 0x3131 };
	static const uint32_t no[] = { 'a',    0xE9,   0x0416, 0x05D0,
				       0x0E01, 0xFF21, 0x1F600 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(yes); i++)
		assert_true(utf8_is_cjk(yes[i]));
	for (size_t i = 0; i < COUNT_OF(no); i++)
		assert_false(utf8_is_cjk(no[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			the_outside_suite_is_judged_and_repaired_alike),
		cmocka_unit_test(every_naughty_string_is_valid_and_left_alone),
		cmocka_unit_test(every_code_point_survives_a_round_trip),
		cmocka_unit_test(what_is_no_character_is_put_as_a_replacement),
		cmocka_unit_test(the_first_bad_byte_is_named),
		cmocka_unit_test(repair_leaves_no_nul),
		cmocka_unit_test(any_bytes_come_out_of_repair_well_formed),
		cmocka_unit_test(a_prefix_never_cuts_a_character),
		cmocka_unit_test(scripts_without_blanks_are_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
