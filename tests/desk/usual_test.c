/* usual_test.c - short words of a buyer are in the language of the thread, the
 * order or its country, by the packs that are built.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/desk_help.h"
#include "policy/by_packs.h"

/* An order in that language, to that country. */
static struct desk *desk_of(const char *lang, const char *country)
{
	struct desk *d = open_desk();
	CLEANUP(str_release) struct str line = STR_INIT;

	test_brain.classify = by_packs;
	str_printf(&line,
		   "{\"kind\":\"order\",\"ref\":\"O1\",\"name\":\"#1001\","
		   "\"status\":\"open\",\"placed\":\"2026-09-21T10:00:00Z\","
		   "\"buyer_ref\":\"B1\",\"email\":\"ann@example.com\","
		   "\"lang\":\"%s\",\"country\":\"%s\",\"total\":{\"amount\":"
		   "\"49.00\",\"currency\":\"USD\"}}\n",
		   lang, country);
	deliver_line(d, "shop", &line);
	return d;
}

static void writes(struct desk *d, const char *ref, const char *text)
{
	CLEANUP(str_release) struct str line = STR_INIT;

	put_mail_line(&line, (struct mail_line){ .ref = ref,
						 .thread = "h",
						 .from = "ann@example.com",
						 .subject = "#1001",
						 .text = text });
	deliver_line(d, "mail", &line);
}

static void is_in(struct desk *d, const char *lang)
{
	assert_string_equal(
		one_text(d, "SELECT coalesce(lang, '') FROM tickets"), lang);
}

static void few_words_are_in_the_language_of_the_order(void **state)
{
	static const struct {
		const char *text, *lang, *country, *is;
	} lines[] = {
		{ "Hello", "en", "US", "en" },
		{ "broken", "en", "US", "en" },
		{ "5521", "en", "US", "en" },
		{ "5521", "sv-SE", "US", "sv" },
		{ "5521", "", "SE", "sv" },
		{ "Hej", "", "SE", "sv" },
		{ "Hej", "sv", "US", "sv" },
		/* What is clear goes before. */
		{ "Kapot", "en", "US", "nl" },
		{ "Trasig", "en", "US", "sv" },
		{ "Wo bleibt denn mein Paket?", "en", "US", "de" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		struct desk *d = desk_of(lines[i].lang, lines[i].country);

		writes(d, "m1", lines[i].text);
		is_in(d, lines[i].is);
		ends_the_same(d);
	}
}

static void the_language_of_the_thread_goes_before_the_orders(void **state)
{
	struct desk *d = desk_of("en", "US");

	(void)state;
	writes(d, "m1", "Wo bleibt denn mein Paket? Es ist nicht da.");
	is_in(d, "de");
	writes(d, "m2", "5521");
	is_in(d, "de");
	ends_the_same(d);
}

/* And the same words are told of by the order's language. */
static void what_they_are_about_is_read_in_that_language(void **state)
{
	struct desk *d = desk_of("en", "US");

	(void)state;
	writes(d, "m1", "broken");
	assert_string_equal(one_text(d, "SELECT issue FROM tickets"),
			    "damaged");
	ends_the_same(d);
}

static void a_language_without_a_pack_is_not_the_orders(void **state)
{
	struct desk *d = desk_of("pl", "PL");

	(void)state;
	writes(d, "m1", "איפה החבילה שלי?");
	is_in(d, "he");
	assert_string_equal(one_text(d, "SELECT issue FROM tickets"), "other");
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(few_words_are_in_the_language_of_the_order),
		cmocka_unit_test(
			the_language_of_the_thread_goes_before_the_orders),
		cmocka_unit_test(what_they_are_about_is_read_in_that_language),
		cmocka_unit_test(a_language_without_a_pack_is_not_the_orders),
	};

	return cmocka_run_group_tests_name("usual", tests, by_packs_load,
					   by_packs_unload);
}
