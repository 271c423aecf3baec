/* str_test.c - strings have a ceiling; words have neighbours.
 * SPDX-License-Identifier: MIT */
#include "base_test.h"

#include "base/vec.h"

VEC(int_vec, int);

static void a_string_grows_and_stays_terminated(void **state)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	(void)state;
	assert_string_equal(str_c(&s), "");
	for (int i = 0; i < 10000; i++) {
		str_putc(&s, (char)('a' + i % 26));
		assert_int_equal(strlen(s.at), s.len);
	}
	assert_int_equal(s.len, 10000);
	assert_false(s.bad);
	for (size_t i = 0; i < s.len; i++)
		assert_int_equal(s.at[i], 'a' + i % 26);
}

static void the_ceiling_changes_nothing_and_is_remembered(void **state)
{
	CLEANUP(str_release) struct str s = STR_LIMIT(8);

	(void)state;
	str_puts(&s, "1234");
	str_puts(&s, "5678"); /* would reach 8 */
	assert_true(s.bad);
	assert_string_equal(str_c(&s), "1234");
	str_putc(&s, '5');
	str_i64(&s, 6);
	str_printf(&s, "%d", 7);
	assert_string_equal(str_c(&s), "1234");
	str_clear(&s);
	assert_false(s.bad);
	str_puts(&s, "7654321");
	assert_false(s.bad);
	assert_int_equal(s.len, 7);
}

static void printing_past_the_ceiling_writes_nothing(void **state)
{
	CLEANUP(str_release) struct str s = STR_LIMIT(8);

	(void)state;
	str_puts(&s, "ab");
	str_printf(&s, "%s", "cdefgh");
	assert_true(s.bad);
	assert_string_equal(str_c(&s), "ab");
}

static void whole_numbers_are_written_to_the_last(void **state)
{
	static const struct {
		int64_t value;
		const char *text;
	} cases[] = { { 0, "0" },
		      { -1, "-1" },
		      { 1000, "1000" },
		      { INT64_MAX, "9223372036854775807" },
		      { INT64_MIN, "-9223372036854775808" } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CLEANUP(str_release) struct str s = STR_INIT;

		str_i64(&s, cases[i].value);
		assert_string_equal(str_c(&s), cases[i].text);
	}
}

static void taken_bytes_belong_to_the_taker(void **state)
{
	CLEANUP(str_release) struct str s = STR_LIMIT(100);
	char *taken;

	(void)state;
	str_puts(&s, "kept");
	taken = str_take(&s);
	assert_string_equal(taken, "kept");
	free(taken);
	assert_null(s.at);
	assert_int_equal(s.max, 100);
	taken = str_take(&s);
	assert_string_equal(taken, "");
	free(taken);
}

static void cutting_only_shortens(void **state)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	(void)state;
	str_cut(&s, 3);
	str_puts(&s, "abcdef");
	str_cut(&s, 9);
	assert_string_equal(str_c(&s), "abcdef");
	str_cut(&s, 2);
	assert_string_equal(str_c(&s), "ab");
	assert_int_equal(s.len, 2);
}

static void plain_text_is_compared_without_surprises(void **state)
{
	(void)state;
	assert_true(text_eq(NULL, NULL));
	assert_false(text_eq(NULL, ""));
	assert_false(text_eq("a", NULL));
	assert_true(text_eq("a", "a"));
	assert_true(text_starts("order", "or"));
	assert_false(text_starts("o", "or"));
	assert_true(text_ends("order", "der"));
	assert_false(text_ends("r", "der"));
	assert_true(text_blank(NULL));
	assert_true(text_blank(" \t\r\n"));
	assert_false(text_blank(" x"));
}

static void a_near_word_is_suggested_and_a_far_one_is_not(void **state)
{
	static const char *const words[] = { "serve", "export", "replay",
					     "reply", NULL };
	static const char *const two[] = { "ab", NULL };

	(void)state;
	assert_string_equal(text_nearest("serv", words), "serve");
	assert_string_equal(text_nearest("exprot", words), "export");
	assert_string_equal(text_nearest("replay", words), "replay");
	assert_string_equal(text_nearest("repl", words), "reply");
	assert_null(text_nearest("delete", words));
	/* One of three letters is a third, two are more. */
	assert_string_equal(text_nearest("abx", two), "ab");
	assert_null(text_nearest("axy", two));
	assert_null(text_nearest("", words));
}

static void an_overlong_word_gets_no_suggestion(void **state)
{
	static const char *const words[] = { "serve", NULL };
	char wrong[300];

	(void)state;
	memset(wrong, 's', sizeof wrong - 1);
	wrong[sizeof wrong - 1] = '\0';
	assert_null(text_nearest(wrong, words));
}

static void a_vector_keeps_what_is_pushed(void **state)
{
	struct int_vec v = { 0 };

	(void)state;
	for (int i = 0; i < 1000; i++)
		assert_int_equal(*int_vec_push(&v, i), i);
	assert_int_equal(v.len, 1000);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(v.at[i], i);
	int_vec_clear(&v);
	assert_int_equal(v.len, 0);
	int_vec_release(&v);
	assert_null(v.at);
}

static void what_is_fitted_keeps_all_and_may_grow_again(void **state)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct int_vec v = { 0 };

	(void)state;
	str_fit(&s);
	int_vec_fit(&v);
	assert_null(v.at);
	str_puts(&s, "abc");
	str_fit(&s);
	assert_int_equal(s.cap, 4);
	str_puts(&s, "def");
	assert_string_equal(str_c(&s), "abcdef");
	for (int i = 0; i < 9; i++)
		int_vec_push(&v, i);
	int_vec_fit(&v);
	assert_int_equal(v.cap, 9);
	int_vec_push(&v, 9);
	for (int i = 0; i < 10; i++)
		assert_int_equal(v.at[i], i);
	int_vec_release(&v);
}

static void an_arena_hands_out_zeroed_aligned_memory(void **state)
{
	struct arena a = ARENA_INIT;

	(void)state;
	for (size_t size = 1; size < 40000; size = size * 3 + 1) {
		char *p = arena_alloc(&a, size);

		assert_int_equal((uintptr_t)p % 16, 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xAA, size);
	}
	arena_release(&a);
	assert_null(a.first);
	assert_int_equal(a.used, 0);
}

static void a_cleared_arena_hands_out_clean_memory_again(void **state)
{
	struct arena a = ARENA_INIT;

	(void)state;
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 3000; i++) {
			char *p = arena_alloc(&a, 24);

			for (int k = 0; k < 24; k++)
				assert_int_equal(p[k], 0);
			memset(p, 0x55, 24);
		}
		arena_clear(&a);
		assert_int_equal(a.used, 0);
	}
	arena_release(&a);
}

static void arena_copies_are_whole_and_terminated(void **state)
{
	struct arena a = ARENA_INIT;
	char *copy;

	(void)state;
	assert_string_equal(arena_strdup(&a, "abc"), "abc");
	assert_string_equal(arena_strndup(&a, "abcdef", 3), "abc");
	assert_string_equal(arena_strndup(&a, "ab", 30), "ab");
	assert_string_equal(arena_printf(&a, "%d-%s", 4, "x"), "4-x");
	copy = arena_copy(&a, "a\0b", 3);
	assert_memory_equal(copy, "a\0b", 4);
	assert_string_equal(arena_copy(&a, NULL, 0), "");
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_string_grows_and_stays_terminated),
		cmocka_unit_test(the_ceiling_changes_nothing_and_is_remembered),
		cmocka_unit_test(printing_past_the_ceiling_writes_nothing),
		cmocka_unit_test(whole_numbers_are_written_to_the_last),
		cmocka_unit_test(taken_bytes_belong_to_the_taker),
		cmocka_unit_test(cutting_only_shortens),
		cmocka_unit_test(plain_text_is_compared_without_surprises),
		cmocka_unit_test(a_near_word_is_suggested_and_a_far_one_is_not),
		cmocka_unit_test(an_overlong_word_gets_no_suggestion),
		cmocka_unit_test(a_vector_keeps_what_is_pushed),
		cmocka_unit_test(what_is_fitted_keeps_all_and_may_grow_again),
		cmocka_unit_test(an_arena_hands_out_zeroed_aligned_memory),
		cmocka_unit_test(a_cleared_arena_hands_out_clean_memory_again),
		cmocka_unit_test(arena_copies_are_whole_and_terminated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
