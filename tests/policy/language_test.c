/* language_test.c - in which language a few words are: of a language that no
 * pack speaks they are in none, and what is not clear is in that which is usual
 * for its buyer.
 *
 * The lines of tests/messages/short/foreign.tsv were written before anything
 * was tried on them.
 * SPDX-License-Identifier: MIT */
#include "base/base_test.h"

#include "base/file.h"
#include "help/must.h"
#include "policy/built_packs.h"

#define LINES_MAX ((size_t)1 << 20)
#define LATIN_MISSED 5 /* of the lines in Latin letters, as measured */

static struct arena arena;

static struct guess guess_usual(const char *text, const char *lang,
				const char *usual)
{
	struct guess g;

	classify_usual(&packs, text, lang, usual, &arena, &g);
	return g;
}

struct line {
	const char *lang, *text;
};
VEC(line_list, struct line);

static void foreign_lines(struct line_list *out)
{
	CLEANUP(str_release) struct str bytes = STR_LIMIT(LINES_MAX);
	struct err err = { 0 };
	char *save = NULL;

	must(file_read(&bytes, "tests/messages/short/foreign.tsv", LINES_MAX,
		       &err),
	     &err);
	for (char *line =
		     strtok_r(arena_strdup(&arena, str_c(&bytes)), "\n", &save);
	     line; line = strtok_r(NULL, "\n", &save)) {
		char *tab = strchr(line, '\t');

		assert_non_null(tab);
		*tab = '\0';
		line_list_push(out, (struct line){ line, tab + 1 });
	}
}

static bool in_latin(const char *text)
{
	CLEANUP(letters_release) struct letters heard = { 0 };
	struct script_count c;
	struct scripts latin;

	scripts_of("en", &latin);
	letters_put(&heard, text, strlen(text));
	script_count(&heard, &c);
	return script_covers(&c, &latin) * 2 > c.all;
}

static bool given_a_pack(const struct guess *g)
{
	return *g->lang && pack_for(&packs, g->lang);
}

/* Whatever the buyer usually writes, and however few the words. */
static void a_text_in_letters_of_no_pack_is_given_none(void **state)
{
	CLEANUP(line_list_release) struct line_list lines = { 0 };
	int n = 0;

	(void)state;
	foreign_lines(&lines);
	for (size_t i = 0; i < lines.len; i++) {
		struct guess g = guess_usual(lines.at[i].text, NULL, "pl fr");

		if (in_latin(lines.at[i].text))
			continue;
		n++;
		if (given_a_pack(&g) || !text_eq(g.issue, "other") ||
		    g.confidence)
			fail_msg("%s: %s, %s, %d %%", lines.at[i].text, g.lang,
				 g.issue, (int)g.confidence);
	}
	assert_true(n >= 50);
}

static void few_words_in_50_languages_are_hardly_ever_given_a_pack(void **state)
{
	CLEANUP(line_list_release) struct line_list lines = { 0 };
	int right = 0, wrong = 0, langs = 0, other = 0;

	(void)state;
	foreign_lines(&lines);
	for (size_t i = 0; i < lines.len; i++) {
		struct guess g = guess_usual(lines.at[i].text, NULL, "");

		langs += !i || !text_eq(lines.at[i].lang, lines.at[i - 1].lang);
		right += text_eq(g.lang, lines.at[i].lang);
		if (given_a_pack(&g)) {
			print_message("# %s: %s\n", lines.at[i].text, g.lang);
			wrong++;
			continue;
		}
		other += !text_eq(g.issue, "other") || g.confidence;
	}
	print_message("# %zu lines in %d languages: %d right, %d in a pack's\n",
		      lines.len, langs, right, wrong);
	assert_true(langs >= 50);
	assert_int_equal(other, 0);
	assert_true(wrong <= LATIN_MISSED);
	assert_true(right * 100 >= (int)lines.len * 75);
}

static void one_word_of_a_pack_is_in_its_language(void **state)
{
	static const struct line lines[] = {
		{ "en", "broken" }, { "sv", "Trasig" },     { "es", "Roto" },
		{ "de", "kaputt" }, { "nl", "Kapot" },      { "fr", "Cassé" },
		{ "it", "Rotto!" }, { "pl", "uszkodzony" }, { "zh", "破了" },
		{ "ja", "壊れた" }, { "ko", "깨졌어요" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		struct guess g = guess_usual(lines[i].text, NULL, "");

		if (!text_eq(g.lang, lines[i].lang))
			fail_msg("%s: \"%s\"", lines[i].text, g.lang);
	}
}

/* As the desk asks: the thread's, the order's, the country's. */
static void what_is_not_clear_is_in_the_usual_language(void **state)
{
	static const struct {
		const char *text, *usual, *lang;
	} lines[] = {
		{ "Hello", "en-US", "en" },
		{ "broken", "en", "en" },
		{ "5521", "en und-US", "en" },
		{ "5521", "sv en", "sv" },
		{ "5521", "und-SE", "sv" },
		{ "5521", "und-AT", "de" },
		{ "👍", "pt-BR", "pt" },
		{ "Hej", "sv", "sv" },
		{ "Hej", "fr und-SE", "sv" },
		{ "ok", "fr", "fr" },
		{ "Terve", "fi", "fi" },
		/* One language is not enough for some, and none is known of
		 * others. */
		{ "5521", "und-BE", "" },
		{ "5521", "und-ZZ", "" },
		{ "5521", "", "" },
		/* What is clear stays. */
		{ "Kapot", "en und-US", "nl" },
		{ "where is my parcel", "es", "en" },
		{ "Wo bleibt denn mein Paket?", "en", "de" },
		{ "退款", "en", "zh" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		struct guess g =
			guess_usual(lines[i].text, NULL, lines[i].usual);

		if (!text_eq(g.lang, lines[i].lang))
			fail_msg("%s, usually %s: \"%s\"", lines[i].text,
				 lines[i].usual, g.lang);
	}
}

static void what_is_in_doubt_is_in_none(void **state)
{
	static const char *const texts[] = {
		"Hello", "5521", "ok", "👍", "test", "asdf qwer zxcv"
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct guess g = guess_usual(texts[i], NULL, "");

		if (*g.lang || !text_eq(g.issue, "other") || g.confidence)
			fail_msg("%s: \"%s\", %s, %d %%", texts[i], g.lang,
				 g.issue, (int)g.confidence);
	}
}

/* A shop tells in which language it was shown. */
static void a_given_language_in_other_letters_is_not_believed(void **state)
{
	struct guess g = guess_usual("where is my parcel", "zh-CN", "");

	(void)state;
	assert_string_equal(g.lang, "en");
	assert_string_equal(g.issue, "order_status");
	assert_string_equal(guess_usual("我的包裹在哪里？", "en", "").lang,
			    "zh");
	assert_string_equal(guess_usual("Где моя посылка?", "en", "").lang,
			    "ru");
	assert_string_equal(guess_usual("OK", "zh-CN", "").lang, "zh");
	assert_string_equal(
		guess_usual("DHL Express 3318810025 没收到", "zh-CN", "").lang,
		"zh");
}

static void nobodys_words_are_about_nothing(void **state)
{
	static const char *const texts[] = {
		"asdf qwer zxcv",
		"asdf qwer zxcv uiop hjkl vbnm",
	};
	static const char *const langs[] = { "de", "en", "fr", "pl", NULL };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		for (size_t k = 0; k < COUNT_OF(langs); k++) {
			struct guess g = guess_usual(texts[i], langs[k], "");

			if (!text_eq(g.issue, "other") || g.confidence)
				fail_msg("%s (%s): %s, %d %%", texts[i],
					 langs[k] ? langs[k] : "open", g.issue,
					 (int)g.confidence);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_in_letters_of_no_pack_is_given_none),
		cmocka_unit_test(
			few_words_in_50_languages_are_hardly_ever_given_a_pack),
		cmocka_unit_test(one_word_of_a_pack_is_in_its_language),
		cmocka_unit_test(what_is_not_clear_is_in_the_usual_language),
		cmocka_unit_test(what_is_in_doubt_is_in_none),
		cmocka_unit_test(
			a_given_language_in_other_letters_is_not_believed),
		cmocka_unit_test(nobodys_words_are_about_nothing),
	};
	int failed = cmocka_run_group_tests_name("language", tests, packs_load,
						 packs_unload);

	arena_release(&arena);
	return failed;
}
