/* danger_test.c - the words by which buyers tell of a danger to people, as
 * policy/dangers.conf has them in twelve languages.
 *
 * tests/messages/danger/LANG.dev.tsv are to work with. LANG.held.tsv were not
 * looked at while the words were written, though by the same writer: their
 * first figure was .958 found, and .993 of what was found right. Five more
 * dangers and near-misses a language, written after that to be harder, had .883
 * and .898; they stand in LANG.dev.tsv since, and the words were mended by
 * both. So what is printed below says that nothing was lost, not how many of
 * another writer's are found.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "policy/shipped.h"

static bool tells(const char *text, const char *lang)
{
	CLEANUP(str_release) struct str told = STR_INIT;

	dangers_find(&policy->dangers, text, lang, &told);
	return told.len > 0;
}

static const char *told(const char *text)
{
	static struct str all = STR_INIT;

	str_clear(&all);
	dangers_find(&policy->dangers, text, "en", &all);
	return str_c(&all);
}

/* -- how many are found -- */

struct figure {
	int told, found, near, wrong;
};

static void count_line(struct figure *f, const char *lang, char *line)
{
	char *text = strchr(line, '\t');
	bool is, danger;

	assert_non_null(text);
	*text++ = '\0';
	text[strcspn(text, "\n")] = '\0';
	danger = text_eq(line, "danger");
	assert_true(danger || text_eq(line, "near"));
	is = tells(text, lang);
	f->told += danger;
	f->found += danger && is;
	f->near += !danger;
	f->wrong += !danger && is;
	if (is != danger)
		print_message("# %s %s: %s\n", lang,
			      danger ? "not found" : "wrong", text);
}

static void count_file(struct figure *f, const char *lang, const char *set)
{
	CLEANUP(free_ptr)
	char *path = xasprintf("tests/messages/danger/%s.%s.tsv", lang, set);
	FILE *in = fopen(path, "re");
	char *line = NULL;
	size_t room = 0;

	if (!in)
		fail_msg("%s is not there", path);
	while (getline(&line, &room, in) > 0)
		count_line(f, lang, line);
	free(line);
	fclose(in);
}

static void measure(const char *set)
{
	static const char *const langs[] = {
		"de", "en", "es", "fr", "it", "ja",
		"ko", "nl", "pl", "pt", "sv", "zh"
	};
	struct figure all = { 0 };

	for (size_t i = 0; i < COUNT_OF(langs); i++) {
		struct figure f = { 0 };

		count_file(&f, langs[i], set);
		assert_true(f.told >= 10 && f.near >= 10);
		all.told += f.told;
		all.found += f.found;
		all.near += f.near;
		all.wrong += f.wrong;
	}
	print_message("# %s: %d of 1000 found, %d of 1000 found rightly (%d of "
		      "%d; %d of %d near-misses)\n",
		      set, all.found * 1000 / all.told,
		      all.found * 1000 / (all.found + all.wrong), all.found,
		      all.told, all.wrong, all.near);
	assert_true(all.found * 100 >= all.told * 95);
	assert_true(all.found * 100 >= (all.found + all.wrong) * 95);
}

static void dangers_are_found_in_twelve_languages(void **state)
{
	(void)state;
	measure("dev");
}

static void and_in_lines_that_nobody_fitted_the_words_to(void **state)
{
	(void)state;
	measure("held");
}

/* -- what takes them back -- */

static void the_words_that_told_it_are_said(void **state)
{
	(void)state;
	assert_string_equal(told("It caught fire! My son got an electric "
				 "shock, and it CAUGHT FIRE again."),
			    "fire: \"caught fire\"; electric shock: "
			    "\"electric shock\"");
	assert_string_equal(told("It arrived late."), "");
}

static void what_is_denied_only_counts_for_its_clause(void **state)
{
	(void)state;
	assert_string_equal(told("It has not exploded"), "");
	assert_string_equal(told("Nobody was hurt"), "");
	assert_string_equal(told("Nobody was hurt, but it exploded"),
			    "explosion: \"exploded\"");
	assert_string_equal(told("It did not work. It exploded"),
			    "explosion: \"exploded\"");
}

static void what_is_only_supposed_is_no_danger(void **state)
{
	(void)state;
	assert_string_equal(told("What if it exploded?"), "");
	assert_string_equal(told("Is it a fire hazard?"), "");
	assert_string_equal(told("Is it broken? It exploded"),
			    "explosion: \"exploded\"");
}

static void a_word_beside_another_needs_it_in_its_sentence(void **state)
{
	(void)state;
	assert_string_equal(told("I cut my finger on it"), "injury: \"cut\"");
	assert_string_equal(told("The cable was cut. It lay in my hand"), "");
	assert_string_equal(told("Please cut the price, I cannot afford that "
				 "many of these lovely things, they are in my "
				 "hands"),
			    "");
}

static void other_meanings_are_no_danger(void **state)
{
	(void)state;
	assert_string_equal(told("the smoke detector is on the wall, and the "
				 "price exploded"),
			    "");
	assert_string_equal(told("the smoke alarm rang, the lamp exploded"),
			    "explosion: \"exploded\"");
}

static void words_count_in_their_language_only(void **state)
{
	(void)state;
	assert_true(tells("Es hat einen Stromschlag gegeben", "de-AT"));
	assert_false(tells("Es hat einen Stromschlag gegeben", "sv"));
	assert_false(tells("It exploded", ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dangers_are_found_in_twelve_languages),
		cmocka_unit_test(and_in_lines_that_nobody_fitted_the_words_to),
		cmocka_unit_test(the_words_that_told_it_are_said),
		cmocka_unit_test(what_is_denied_only_counts_for_its_clause),
		cmocka_unit_test(what_is_only_supposed_is_no_danger),
		cmocka_unit_test(
			a_word_beside_another_needs_it_in_its_sentence),
		cmocka_unit_test(other_meanings_are_no_danger),
		cmocka_unit_test(words_count_in_their_language_only),
	};

	return cmocka_run_group_tests_name("danger", tests, shipped_load,
					   shipped_unload);
}
