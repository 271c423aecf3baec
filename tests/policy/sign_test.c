/* sign_test.c - signs of trouble as policy/risk.conf and policy/words.conf say
 * them: weights, words in twelve languages, and what is wrong in such a file.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/file.h"
#include "help/place.h"
#include "policy/shipped.h"

/* -- a file of our own -- */

struct made {
	struct mistakes m;
	struct conf *conf;
	char *path;
};

static void make(struct made *made, const char *text)
{
	struct err err = { 0 };

	*made = (struct made){ .path = in_scratch("made.conf") };
	if (file_write(made->path, text, strlen(text), 0600, &err))
		fail_msg("%s", err.text);
	made->conf = conf_open(made->path, &made->m);
	assert_non_null(made->conf);
}

static void end(struct made *made)
{
	conf_close(made->conf);
	mistakes_release(&made->m);
	free(made->path);
}

/* One mistake, with these words, or none (NULL). */
static void must_say(const struct made *made, const char *text,
		     const char *words)
{
	if (made->m.list.len != (words != NULL))
		fail_msg("%zu mistakes in %s: %s", made->m.list.len, text,
			 made->m.list.len ? made->m.list.at[0] : "");
	if (words && !strstr(made->m.list.at[0], words))
		fail_msg("%s does not say %s", made->m.list.at[0], words);
}

/* -- risk -- */

static int64_t score(const struct risk *r, const char **signs)
{
	struct fact_values v = { .of = &policy->facts };

	fact_set_number(&v, "buyer_orders", 1);
	fact_set_number(&v, "order_total", 60000);
	fact_set_number(&v, "disputed", 1);
	return risk_score(r, RISK_ORDER, &v, &arena, signs);
}

static void a6_a_seller_changes_signs_and_weights_in_a_file(void **state)
{
	struct risk r = { .there = false };
	struct made made;
	const char *signs;

	(void)state;
	assert_int_equal(score(&policy->risk, &signs), 100);
	assert_string_equal(signs, "dear first order 25, very dear order 15, "
				   "dispute open 60");
	make(&made, "alert_at = 7; signs = ( { name = \"dispute\"; of = "
		    "\"order\"; weight = 7; when = \"disputed\"; }, { name = "
		    "\"unknown\"; of = \"order\"; weight = 50; when = "
		    "\"cancelled\"; }, { name = \"not cancelled\"; of = "
		    "\"order\"; weight = 50; when = \"not cancelled\"; } );");
	risk_read(&r, made.conf, policy->compiler, &policy->facts);
	assert_int_equal(made.m.list.len, 0);
	assert_int_equal(r.alert_at, 7);
	assert_int_equal(score(&r, &signs), 7);
	assert_string_equal(signs, "dispute 7");
	risk_release(&r);
	end(&made);
}

/* What a buyer writes says nothing of an order of whom nobody wrote. */
static void a6_a_message_shows_the_signs_of_its_order_too(void **state)
{
	struct fact_values v = { .of = &policy->facts };
	const char *signs;

	(void)state;
	fact_set_also(&v, "review_threat");
	fact_set_word(&v, "issue", "damaged");
	fact_set_number(&v, "disputed", 1);
	assert_int_equal(
		risk_score(&policy->risk, RISK_ORDER, &v, &arena, &signs), 60);
	assert_int_equal(
		risk_score(&policy->risk, RISK_MESSAGE, &v, &arena, &signs),
		100);
	assert_non_null(strstr(signs, "review threatened or written 50"));
}

#define SIGN                                                           \
	"alert_at = 60; signs = ( { name = \"late\"; of = \"order\"; " \
	"weight = 20; when = "

static void a6_a_wrong_file_is_told_with_its_line(void **state)
{
	static const struct {
		const char *text, *says;
	} files[] = {
		{ SIGN "\"late_by > '0 s'\"; } );", NULL },
		{ "signs = ( );", "\"alert_at\" is missing" },
		{ "alert_at = 101; signs = ( );", "from 1 to 100" },
		{ SIGN "\"late_bye > '0 s'\"; } );", "late_by" },
		{ SIGN "\"late_by > 'soon'\"; } );", "late_by" },
		{ SIGN "\"late_by > '0 s'\"; wait = 3; } );", "\"wait\"" },
		{ "alert_at = 60; signs = ( { name = \"late\"; of = "
		  "\"order\"; when = \"disputed\"; } );",
		  "add weight = 20;" },
		{ "alert_at = 60; signs = ( { name = \"late\"; weight = 3; "
		  "when = \"disputed\"; } );",
		  "add of = \"order\";" },
		{ SIGN "\"disputed\"; }, { name = \"late\"; of = \"order\"; "
		       "weight = 3; when = \"paid\"; } );",
		  "names are unique" },
		{ SIGN "\"disputed\"; examples = ( { disputed = true; shows = "
		       "false; } ); } );",
		  "sign \"late\" shows here" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		struct risk r = { .there = false };
		struct made made;

		make(&made, files[i].text);
		risk_read(&r, made.conf, policy->compiler, &policy->facts);
		must_say(&made, files[i].text, files[i].says);
		risk_release(&r);
		end(&made);
	}
}

/* -- words -- */

static const char *marked(const char *text, const char *lang)
{
	CLEANUP(mark_places_release) struct mark_places places = { 0 };
	CLEANUP(str_release) struct str s = STR_INIT;

	watch_find(&policy->watch, text, lang, &places);
	watch_mark(&places, text, &s);
	return arena_strdup(&arena, str_c(&s));
}

static void a10_each_language_has_words_that_are_found_and_marked(void **state)
{
	static const struct {
		const char *lang, *text, *marked;
	} texts[] = {
		{ "en", "Total WASTE of money!!",
		  "Total **WASTE of money**!!" },
		{ "de", "Nie wieder, das ist Schrott.",
		  "**Nie wieder**, das ist **Schrott**." },
		{ "es", "Calidad pésima, una estafa",
		  "Calidad **pésima**, una **estafa**" },
		{ "fr", "Quelle arnaque, à fuir",
		  "Quelle **arnaque**, **à fuir**" },
		{ "it", "Soldi buttati.", "**Soldi buttati**." },
		{ "pt", "É um lixo", "É um **lixo**" },
		{ "nl", "Weggegooid geld", "**Weggegooid geld**" },
		{ "pl", "Nie polecam, strata pieniędzy",
		  "**Nie polecam**, **strata pieniędzy**" },
		{ "sv", "Köp inte! Skräp.", "**Köp inte**! **Skräp**." },
		{ "ja", "これは最悪です", "これは**最悪**です" },
		{ "ko", "정말 최악이에요", "정말 **최악**이에요" },
		{ "zh", "质量太差了，不推荐", "质量**太差**了，**不推荐**" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		assert_string_equal(marked(texts[i].text, texts[i].lang),
				    texts[i].marked);
}

static void a10_a_word_counts_in_texts_of_its_language(void **state)
{
	(void)state;
	/* "bluff" is Swedish here, "usel" too. */
	assert_string_equal(marked("what a bluff", "en"), "what a bluff");
	assert_string_equal(marked("vilken bluff", "sv"), "vilken **bluff**");
	assert_string_equal(marked("vilken bluff", "sv-SE"),
			    "vilken **bluff**");
	assert_string_equal(marked("vilken bluff", ""), "vilken **bluff**");
}

static void a10_a_word_is_a_whole_one_unless_it_may_go_on(void **state)
{
	(void)state;
	assert_string_equal(marked("the junkyard", "en"), "the junkyard");
	assert_string_equal(marked("the junk, yes", "en"), "the **junk**, yes");
	assert_string_equal(marked("catastrophique", "fr"),
			    "**catastrophique**");
}

static void a10_what_nobody_watches_for_stays_as_it_is(void **state)
{
	static const char *const texts[] = { "", "Where is my parcel?",
					     "a **star** of theirs",
					     "two\nlines" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		assert_string_equal(marked(texts[i], "en"), texts[i]);
}

#define LIST "watch = ( { name = \"bad\"; lang = \"en\"; words = "

static void a10_a_wrong_list_is_told_with_its_line(void **state)
{
	static const struct {
		const char *text, *says;
	} files[] = {
		{ LIST "[ \"junk\", \"rip off\" ]; } );", NULL },
		{ "watch = ( );", NULL },
		{ LIST "[ ]; } );", "\"words\" is missing" },
		{ LIST "[ \"\" ]; } );", "two letters or more" },
		{ LIST "[ \"*\" ]; } );", "two letters or more" },
		{ LIST "[ \"1 star\" ]; } );", "write it in letters" },
		{ LIST "[ \"junk\" ]; word = 3; } );", "\"word\"" },
		{ "watch = ( { name = \"bad\"; lang = \"English\"; words = [ "
		  "\"junk\" ]; } );",
		  "is no language" },
		{ "watch = ( \"junk\" );", "an entry of watch is" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		struct watch_list w = { .phrases = NULL };
		struct made made;

		make(&made, files[i].text);
		watch_read(&w, made.conf);
		must_say(&made, files[i].text, files[i].says);
		watch_release(&w);
		end(&made);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a6_a_seller_changes_signs_and_weights_in_a_file),
		cmocka_unit_test(a6_a_message_shows_the_signs_of_its_order_too),
		cmocka_unit_test(a6_a_wrong_file_is_told_with_its_line),
		cmocka_unit_test(
			a10_each_language_has_words_that_are_found_and_marked),
		cmocka_unit_test(a10_a_word_counts_in_texts_of_its_language),
		cmocka_unit_test(a10_a_word_is_a_whole_one_unless_it_may_go_on),
		cmocka_unit_test(a10_what_nobody_watches_for_stays_as_it_is),
		cmocka_unit_test(a10_a_wrong_list_is_told_with_its_line),
	};

	return cmocka_run_group_tests_name("sign", tests, shipped_load,
					   shipped_unload);
}
