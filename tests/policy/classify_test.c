/* classify_test.c - what does not count: what is denied, what is only asked
 * about, what was written before; and what a text is told to be in.
 * SPDX-License-Identifier: MIT */
#include "base/base_test.h"

#include <time.h>

#include "policy/built_packs.h"

static struct arena arena;

static struct guess guess_of(const char *text, const char *lang)
{
	struct guess g;

	classify(&packs, text, lang, &arena, &g);
	return g;
}

struct line {
	const char *lang, *text;
};

static void what_is_denied_is_not_told(void **state)
{
	static const struct line damaged[] = {
		{ "en", "The lamp is not broken at all." },
		{ "en", "It isn't damaged." },
		{ "de", "Die Lampe ist nicht kaputt." },
		{ "es", "La lámpara no está rota." },
		{ "fr", "La lampe n'est pas cassée." },
		{ "it", "La lampada non è rotta." },
		{ "pt", "A lâmpada não está quebrada." },
		{ "nl", "De lamp is niet kapot." },
		{ "pl", "Lampa nie jest uszkodzona." },
		{ "sv", "Lampan är inte trasig." },
		{ "ja", "ランプは壊れていません。" },
		{ "ko", "램프는 안 깨졌어요." },
		{ "ko", "램프는 깨지지 않았어요." },
		{ "zh", "灯没有破损" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(damaged); i++) {
		struct guess g = guess_of(damaged[i].text, damaged[i].lang);

		if (!text_eq(g.issue, "other") || *g.also || g.confidence)
			fail_msg("%s: %s, also \"%s\", %d %%", damaged[i].text,
				 g.issue, g.also, (int)g.confidence);
	}
	assert_string_equal(
		guess_of("The parcel is not damaged, but the colour is wrong.",
			 "en")
			.issue,
		"wrong_item");
}

static void a_remedy_that_is_not_wanted_is_not_told(void **state)
{
	static const struct line cancel[] = {
		{ "en", "I do not want to cancel my order" },
		{ "de", "Ich möchte die Bestellung nicht stornieren." },
		{ "fr", "Je ne veux pas annuler ma commande" },
		{ "es", "No quiero cancelar mi pedido" },
		{ "it", "Non voglio annullare il mio ordine" },
		{ "zh", "我不想取消订单" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cancel); i++) {
		struct guess g = guess_of(cancel[i].text, cancel[i].lang);

		if (text_eq(g.issue, "cancel_request"))
			fail_msg("%s: %d %%", cancel[i].text,
				 (int)g.confidence);
	}
}

static void what_is_only_supposed_is_a_question(void **state)
{
	static const struct line supposed[] = {
		{ "en", "What happens if the lamp arrives broken?" },
		{ "de", "Was passiert, wenn die Lampe kaputt ankommt?" },
		{ "es", "¿Qué pasa si la lámpara llega rota?" },
		{ "fr", "Que se passe-t-il si la lampe arrive cassée ?" },
		{ "it", "Cosa succede se la lampada arriva rotta?" },
		{ "pt", "O que acontece se a lâmpada chegar quebrada?" },
		{ "nl", "Wat gebeurt er als de lamp kapot aankomt?" },
		{ "pl", "Co się stanie, jeśli lampa przyjdzie uszkodzona?" },
		{ "sv", "Vad händer om lampan kommer trasig?" },
		{ "ja", "もしランプが壊れて届いたらどうなりますか？" },
		{ "ko", "만약 램프가 깨져서 오면 어떻게 되나요?" },
		{ "zh", "如果灯到的时候碎了怎么办？" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(supposed); i++) {
		struct guess g = guess_of(supposed[i].text, supposed[i].lang);

		if (!text_eq(g.issue, "product_question") || *g.also)
			fail_msg("%s: %s, also \"%s\", %d %%", supposed[i].text,
				 g.issue, g.also, (int)g.confidence);
	}
}

/* The same answer to the letter as without. */
static void quoted_history_and_signatures_do_not_count(void **state)
{
	static const char own[] = "Where is my parcel? It should have been "
				  "here last week.\n";
	static const char *const behind[] = {
		"> it is broken, I want a refund\n",
		"On Monday Ann wrote:\nit is broken, I want a refund",
		"-----Original Message-----\nit is broken, I want a refund",
		"-- \nBroken Lamps & Refunds Ltd",
	};
	struct guess plain = guess_of(own, "en");

	(void)state;
	for (size_t i = 0; i < COUNT_OF(behind); i++) {
		CLEANUP(free_ptr)
		char *text = xasprintf("%s%s", own, behind[i]);
		struct guess g = guess_of(text, "en");

		assert_string_equal(g.issue, plain.issue);
		assert_string_equal(g.also, plain.also);
		assert_string_equal(g.cues, plain.cues);
		assert_int_equal(g.confidence, plain.confidence);
	}
}

static void what_says_nothing_is_left_to_a_person(void **state)
{
	static const char *const texts[] = {
		"",          "Hello", "qwertz",
		"asdfghjkl", "???",   "\n> my lamp is broken"
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct guess g = guess_of(texts[i], NULL);

		if (!text_eq(g.issue, "other") || g.confidence)
			fail_msg("\"%s\": %s, %d %%", texts[i], g.issue,
				 (int)g.confidence);
	}
}

/* A cue is told as it stands in the pack, and stands in the text. */
static void cues_are_words_of_the_text(void **state)
{
	struct guess g = guess_of("My parcel has not arrived and I want a "
				  "refund.",
				  NULL);

	(void)state;
	assert_string_equal(g.issue, "not_received");
	assert_non_null(strstr(g.also, "refund_request"));
	assert_non_null(strstr(g.cues, "\"has not arrived\""));
	assert_non_null(strstr(g.cues, "refund"));
	assert_null(strstr(g.cues, "broken"));
}

static void short_texts_are_told_by_the_packs_own_words(void **state)
{
	static const struct line lines[] = {
		{ "de", "paket nicht da" },
		{ "zh", "退款" },
		{ "en", "where is my parcel" },
		{ "sv", "var är mitt paket" },
		{ "sv", "den är trasig" },
		{ "sv", "jag vill ha pengarna tillbaka" },
		{ "es", "dónde está mi paquete" },
		{ "es", "no funciona" },
		{ "es", "quiero mi dinero" },
		{ "fr", "colis pas reçu" },
		{ "it", "dov'è il mio pacco" },
		{ "pt", "cadê meu pedido" },
		{ "nl", "waar blijft mijn pakket" },
		{ "pl", "gdzie jest moja paczka" },
		{ "ja", "届いてない" },
		{ "ko", "환불해 주세요" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		struct guess g = guess_of(lines[i].text, NULL);

		if (!text_eq(g.lang, lines[i].lang))
			fail_msg("%s: %s", lines[i].text, g.lang);
	}
}

static void a_given_language_wins(void **state)
{
	(void)state;
	assert_string_equal(guess_of("where is my parcel", "de").lang, "de");
}

/* A phrase of a cause ("another colour") stands in many a short request. */
static void what_the_model_is_sure_of_goes_before_a_phrase(void **state)
{
	static const struct line exchange[] = {
		{ "pl", "Czy mogę wymienić na inny kolor?" },
		{ "pl", "Zamiast zwrotu wolałabym wymianę, czy to możliwe?" },
		{ "pl", "mozna zamienic na inny kolor?" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(exchange); i++)
		if (!text_eq(guess_of(exchange[i].text, exchange[i].lang).issue,
			     "exchange_request"))
			fail_msg("%s: %s", exchange[i].text,
				 guess_of(exchange[i].text, exchange[i].lang)
					 .issue);
}

/* Each phrase is held against each, and each line against each mark of quoted
 * history: that must not grow with what one buyer writes, for the desk takes in
 * nothing else meanwhile. In time of this processor, with much room for a slow
 * one: it was 10 s for the first and 5 s for the last. */
static void the_same_words_a_thousand_times_cost_little(void **state)
{
	static const struct line lines[] = {
		{ "en", "not broken " },
		{ "en", "what if it is broken, " },
		{ "ko", "안 깨졌어요 " },
		{ "en", "\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		CLEANUP(str_release) struct str text = STR_INIT;
		clock_t began = clock();

		while (text.len < 4000000)
			str_puts(&text, lines[i].text);
		guess_of(str_c(&text), lines[i].lang);
		if (clock() - began > 2 * CLOCKS_PER_SEC)
			fail_msg("%s: %g s", lines[i].text,
				 (double)(clock() - began) / CLOCKS_PER_SEC);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_denied_is_not_told),
		cmocka_unit_test(a_remedy_that_is_not_wanted_is_not_told),
		cmocka_unit_test(what_is_only_supposed_is_a_question),
		cmocka_unit_test(quoted_history_and_signatures_do_not_count),
		cmocka_unit_test(what_says_nothing_is_left_to_a_person),
		cmocka_unit_test(cues_are_words_of_the_text),
		cmocka_unit_test(short_texts_are_told_by_the_packs_own_words),
		cmocka_unit_test(a_given_language_wins),
		cmocka_unit_test(
			what_the_model_is_sure_of_goes_before_a_phrase),
		cmocka_unit_test(the_same_words_a_thousand_times_cost_little),
	};
	int failed = cmocka_run_group_tests_name("classify", tests, packs_load,
						 packs_unload);

	arena_release(&arena);
	return failed;
}
