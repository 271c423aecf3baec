/* guard_lexicon_test.c - which words mean what: found as they are written, and
 * no byte of a damaged pack is trusted.
 * SPDX-License-Identifier: MIT */
#include "base/base_test.h"

#include "base/str.h"
#include "policy/guard/guard_lexicon.h"

/* -- bytes as packc makes them -- */

static void put(struct str *s, uint32_t n, int bytes)
{
	for (; bytes; bytes--, n >>= 8)
		str_putc(s, (char)(n & 0xFF));
}

struct entry {
	const char *text;
	uint32_t meaning;
	bool whole;
};

/* In the order of their bytes. */
static const struct entry words[] = {
	{ "bewert", 0, false },      { "gut", 1, true },
	{ "gut gemacht", 2, false }, { "not", 3, true },
	{ "note", 0, false },        { "\u597d\u8a55", 0, false },
};
static const char *const names[] = { "review", "good", "praise", "need" };

static void build(struct str *out)
{
	CLEANUP(str_release) struct str body = STR_INIT;
	CLEANUP(str_release) struct str text = STR_INIT;

	put(&body, COUNT_OF(names), 4);
	put(&body, COUNT_OF(words), 4);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		put(&body, guard_lexicon_name(names[i], strlen(names[i])), 4);
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		put(&body, (uint32_t)text.len, 2);
		put(&body, words[i].meaning, 2);
		put(&body, (uint32_t)strlen(words[i].text), 1);
		put(&body, words[i].whole, 1);
		str_puts(&text, words[i].text);
	}
	str_add(&body, str_c(&text), text.len);
	put(out, (uint32_t)body.len, 4);
	str_add(out, str_c(&body), body.len);
}

static int opened(struct guard_lexicon *l, const struct str *s, size_t len)
{
	const uint8_t *at = (const uint8_t *)str_c(s);
	struct err err = { 0 };
	int rc = guard_lexicon_open(l, &at, &len, &err);

	if (rc)
		assert_int_equal(err.code, ERR_DATA);
	else
		assert_int_equal(len, 0);
	return rc;
}

/* -- finding -- */

static void note(void *arg, size_t letter, uint32_t name)
{
	struct str *s = arg;

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (guard_lexicon_name(names[i], strlen(names[i])) == name)
			str_printf(s, "%s@%zu ", names[i], letter);
}

static void finds(const char *text, const char *what)
{
	CLEANUP(str_release) struct str bytes = STR_INIT;
	CLEANUP(str_release) struct str found = STR_INIT;
	CLEANUP(letters_release) struct letters plain = { 0 };
	struct guard_lexicon l;

	build(&bytes);
	assert_int_equal(opened(&l, &bytes, bytes.len), 0);
	letters_put_plain(&plain, text, strlen(text));
	guard_lexicon_find(&l, &plain, note, &found);
	assert_string_equal(str_c(&found), what);
}

static void a_word_goes_on_unless_it_ends(void **state)
{
	(void)state;
	finds("Bewertungen", "review@1 ");
	finds("GUT", "good@1 ");
	finds("Gute", "");
	finds("die Note, nicht Not", "review@5 need@16 ");
}

static void a_word_begins_where_words_do(void **state)
{
	(void)state;
	finds("unbewertet", "");
	finds("(bewertet)", "review@1 ");
}

static void what_parts_words_is_a_blank(void **state)
{
	(void)state;
	finds("gut - gemacht!", "good@1 praise@1 ");
	finds("gut.\nGemachtes", "good@1 praise@1 ");
}

static void without_blanks_it_is_found_anywhere(void **state)
{
	(void)state;
	finds("\u8acb\u7d66\u597d\u8a55\u5427", "review@3 ");
}

static void nothing_is_found_in_nothing(void **state)
{
	(void)state;
	finds("", "");
	finds("?!", "");
}

/* -- damaged -- */

static void each_byte_is_looked_at(void **state)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct guard_lexicon l;
	size_t first;

	(void)state;
	build(&s);
	first = 12 + 4 * COUNT_OF(names);
	for (size_t len = 0; len < s.len; len++)
		assert_int_equal(opened(&l, &s, len), -1);
	s.at[first + 1] = 0x7f; /* begins behind the text */
	assert_int_equal(opened(&l, &s, s.len), -1);
	s.at[first + 1] = 0;
	s.at[first + 2] = COUNT_OF(names); /* means what is not there */
	assert_int_equal(opened(&l, &s, s.len), -1);
	s.at[first + 2] = 0;
	s.at[first + 4] = 0; /* of no letter */
	assert_int_equal(opened(&l, &s, s.len), -1);
	s.at[first + 4] = 6;
	s.at[11] = 1; /* more words than bytes */
	assert_int_equal(opened(&l, &s, s.len), -1);
	s.at[11] = 0;
	assert_int_equal(opened(&l, &s, s.len), 0);
}

/* Words in another order are missed, and nothing worse. */
static void words_in_disorder_do_no_harm(void **state)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	CLEANUP(str_release) struct str found = STR_INIT;
	CLEANUP(letters_release) struct letters plain = { 0 };
	const char *text = "gut gemacht, Bewertung und Note \u597d\u8a55";
	struct guard_lexicon l;
	size_t first = 12 + 4 * COUNT_OF(names);

	(void)state;
	build(&s);
	letters_put_plain(&plain, text, strlen(text));
	for (size_t i = 0; i < COUNT_OF(words); i++)
		for (size_t k = 0; k < COUNT_OF(words); k++) {
			memcpy(s.at + first + LEXICON_WORD_SIZE * i,
			       s.at + first + LEXICON_WORD_SIZE * k,
			       LEXICON_WORD_SIZE);
			assert_int_equal(opened(&l, &s, s.len), 0);
			guard_lexicon_find(&l, &plain, note, &found);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_word_goes_on_unless_it_ends),
		cmocka_unit_test(a_word_begins_where_words_do),
		cmocka_unit_test(what_parts_words_is_a_blank),
		cmocka_unit_test(without_blanks_it_is_found_anywhere),
		cmocka_unit_test(nothing_is_found_in_nothing),
		cmocka_unit_test(each_byte_is_looked_at),
		cmocka_unit_test(words_in_disorder_do_no_harm),
	};

	return cmocka_run_group_tests_name("guard_lexicon", tests, NULL, NULL);
}
