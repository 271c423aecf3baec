/* guard_model_test.c - what the guard has learnt: its bytes, its score, and how
 * it decides beside words.
 * SPDX-License-Identifier: MIT */
#include "base/base_test.h"

#include "policy/built_packs.h"
#include "policy/guard/guard_grams.h"
#include "policy/guard/guard_learnt.h"
#include "policy/guard/guard_learnt_own.h"
#include "policy/guarded.h"

/* What the pack of a language brings: a copy, to be damaged. */
static void learnt_of(const char *lang, struct str *out)
{
	size_t len, at = 0;
	const char *blob = pack_blob(pack_for(&packs, lang), &len);

	while (at + 8 < len && !guard_model_here(blob + at, len - at))
		at++;
	assert_true(at + 8 < len);
	str_add(out, blob + at, len - at);
}

static void refused(const struct str *s, size_t len)
{
	struct guard_model m;
	struct err err = { 0 };

	assert_int_equal(guard_model_open(&m, str_c(s), len, &err), -1);
	assert_int_equal(err.code, ERR_DATA);
}

/* It is refused while a byte is another one. */
static void refused_with(struct str *s, size_t at, char byte)
{
	char was = s->at[at];

	s->at[at] = byte;
	refused(s, s->len);
	s->at[at] = was;
}

static void what_was_learnt_is_read_whole_or_refused(void **state)
{
	CLEANUP(str_release) struct str s = STR_LIMIT(1 << 22);
	struct guard_model m;
	struct err err = { 0 };
	size_t constant;

	(void)state;
	learnt_of("en", &s);
	for (size_t len = 0; len < s.len; len += len < 128 ? 1 : 977)
		refused(&s, len);
	assert_int_equal(guard_model_open(&m, str_c(&s), s.len, &err), 0);
	for (int i = 0; i < GUARD_SETS; i++) {
		assert_non_null(m.set[i].constant);
		constant = (size_t)((const char *)m.set[i].constant - s.at);
		/* A name more than the model has, and none. */
		refused_with(&s, constant - 4, s.at[constant - 4] + 1);
		refused_with(&s, constant - 4, 0);
		/* Beyond every score. */
		refused_with(&s, constant + 3, 0x7f);
		/* Longer than all that follows. */
		refused_with(&s, constant - 5, 0x7f);
	}
	refused_with(&s, 4, GUARD_SETS + 1);
	refused_with(&s, 4, GUARD_SETS - 1);
	str_putc(&s, 'x');
	refused(&s, s.len);
}

static void a_set_of_other_names_is_not_used(void **state)
{
	CLEANUP(str_release) struct str s = STR_LIMIT(1 << 22);
	struct guard_model m;
	struct err err = { 0 };

	(void)state;
	learnt_of("en", &s);
	assert_int_equal(guard_model_open(&m, str_c(&s), s.len, &err), 0);
	/* One view's alone is no set. */
	s.at[m.set[GUARD_RULES].model[GUARD_LETTERS].names - s.at] ^= 1;
	refused(&s, s.len);
	s.at[m.set[GUARD_RULES].model[GUARD_MEANT].names - s.at] ^= 1;
	assert_int_equal(guard_model_open(&m, str_c(&s), s.len, &err), 0);
	assert_null(m.set[GUARD_RULES].constant);
	assert_non_null(m.set[GUARD_REMEDIES].constant);
}

static void each_kind_of_pieces_has_buckets_of_its_own(void **state)
{
	CLEANUP(letters_release) struct letters plain = { 0 };
	CLEANUP(gram_list_release) struct gram_list pieces = { 0 };
	size_t n[GUARD_KINDS] = { 0 };
	const char *text = "one two three";

	(void)state;
	letters_put_plain(&plain, text, strlen(text));
	guard_grams_of(&plain, &pieces);
	for (size_t i = 0; i < pieces.len; i++) {
		int k = 0;

		assert_true(!i || pieces.at[i] > pieces.at[i - 1]);
		while (pieces.at[i] >= guard_kind_from[GUARD_LETTERS][k + 1])
			k++;
		n[k]++;
	}
	assert_true(n[GUARD_RUN] > 10);
	assert_int_equal(n[GUARD_PAIR], 3); /* neighbours, and one and three */
	assert_int_equal(n[GUARD_WORD], 3);
	assert_int_equal(n[GUARD_THREE], 1);
}

/* Where a script has no blanks, what stands between two marks is no word. */
static void there_are_no_pairs_of_words_without_blanks(void **state)
{
	CLEANUP(letters_release) struct letters plain = { 0 };
	CLEANUP(gram_list_release) struct gram_list pieces = { 0 };
	const uint32_t *from = guard_kind_from[GUARD_LETTERS];
	const char *text = "\u8acb\u522a\u9664\uff0c\u8b1d\u8b1d\uff0c"
			   "\u518d\u898b\u3002";

	(void)state;
	letters_put_plain(&plain, text, strlen(text));
	guard_grams_of(&plain, &pieces);
	assert_true(pieces.len > 0);
	for (size_t i = 0; i < pieces.len; i++)
		assert_true(pieces.at[i] < from[GUARD_PAIR] ||
			    pieces.at[i] >= from[GUARD_WORD]);
}

/* -- how it is said -- */

/* What an English text is by one kind of pieces. */
static void said(const char *text, enum guard_meant_kind kind,
		 struct gram_list *out)
{
	const uint32_t *from = guard_kind_from[GUARD_MEANT];
	const struct guard_model *m = guard_model_for(guard, "en");
	CLEANUP(gram_list_release) struct gram_list all = { 0 };
	struct guard_text t = { .text = text,
				.lang = "en",
				.platform = "ebay",
				.channel = "message" };

	guard_meanings(guard, &t, &m->lexicon, &all);
	for (size_t i = 0; i < all.len; i++)
		if (all.at[i] >= from[kind] && all.at[i] < from[kind + 1])
			gram_list_push(out, all.at[i]);
}

static bool alike(const char *a, const char *b, enum guard_meant_kind kind)
{
	CLEANUP(gram_list_release) struct gram_list one = { 0 }, two = { 0 };

	said(a, kind, &one);
	said(b, kind, &two);
	assert_true(one.len && two.len);
	if (one.len != two.len)
		return false;
	for (size_t i = 0; i < one.len; i++)
		if (one.at[i] != two.at[i])
			return false;
	return true;
}

static void what_follows_what_counts(void **state)
{
	const char *a = "We write you a review.", *b = "You write we a review.";

	(void)state;
	assert_true(alike(a, b, GUARD_MEANING));
	assert_false(alike(a, b, GUARD_NEXT));
	assert_true(alike(a, a, GUARD_NEXT));
}

/* What was done, and what is asked for beside it; but neither within one
 * sentence nor over one that stands between. */
static void what_the_sentence_before_says_counts(void **state)
{
	const char *told = "We refund you. You write a review.";
	const char *apart = "We refund you. Hello page. You write a review.";
	CLEANUP(gram_list_release) struct gram_list one = { 0 };

	(void)state;
	assert_true(alike(told, told, GUARD_ACROSS));
	assert_false(alike(told, apart, GUARD_ACROSS));
	said("We refund you and you write a review.", GUARD_ACROSS, &one);
	assert_int_equal(one.len, 0);
}

/* A line that says nothing parts no sentences. */
static void blank_lines_do_not_part_sentences(void **state)
{
	(void)state;
	assert_true(alike("We refund you.\nYou write a review.",
			  "We refund you.\n\n\nYou write a review.",
			  GUARD_ACROSS));
}

static void a_question_is_not_what_is_stated(void **state)
{
	const char *stated = "You read the page.",
		   *asked = "You read the page?";

	(void)state;
	assert_true(alike(stated, asked, GUARD_MEANING));
	assert_false(alike(stated, asked, GUARD_NEXT));
	assert_true(alike(asked, "You read the page\uff1f", GUARD_NEXT));
}

/* The mark that ends the sentence before is not one of the next. */
static void marks_stay_in_their_sentence(void **state)
{
	const char *first = "You read the page? Please do so.";
	const char *second = "You read the page. Please do so?";

	(void)state;
	assert_true(alike(first, second, GUARD_MEANING));
	assert_false(alike(first, second, GUARD_NEXT));
}

static void each_thing_that_is_no_word_is_a_mark(void **state)
{
	static const char *const marked[] = { "You read, the page.",
					      "You read the page!",
					      "You \u201cread\u201d the page.",
					      "You read the page...",
					      "You read the page\u2026",
					      "You read: the page.",
					      "You read the (page).",
					      "You read the 12 page.",
					      "You read the $ page." };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(marked); i++)
		assert_false(
			alike("You read the page.", marked[i], GUARD_NEXT));
}

/* -- what is stopped -- */

static bool stops(const char *text, const char *lang, const char *platform,
		  const struct guard_facts *facts, struct guard_hits *hits)
{
	struct guard_text t = { .text = text,
				.lang = lang,
				.platform = platform,
				.channel = "message",
				.facts = facts };

	guard_hits_clear(hits);
	guard_judge(guard, &t, hits);
	return hits->len > 0;
}

/* The sentence between two others, or its telling words, is what is
 * marked, and nothing of the letter around it. */
static void the_sentence_that_tells_is_marked(void **state)
{
	CLEANUP(guard_hits_release) struct guard_hits hits = { 0 };
	const char *text =
		"Thank you for your message, Ann.\n\n"
		"The new lid left our warehouse this morning.\n"
		"You are a stupid liar, learn to read before you write.\n"
		"The tracking number follows by mail.\n\nKind regards";
	const char *at = strstr(text, "You are");

	(void)state;
	assert_true(stops(text, "en", "shopify", NULL, &hits));
	for (size_t i = 0; i < hits.len; i++) {
		assert_string_equal(hits.at[i].rule->name, "tone");
		assert_true(hits.at[i].from >= (size_t)(at - text));
		assert_true(hits.at[i].to <=
			    (size_t)(strstr(text, "\nThe tracking") - text));
	}
}

static void what_may_be_promised_allows_what_is_told(void **state)
{
	CLEANUP(guard_hits_release) struct guard_hits hits = { 0 };
	const char *text = "We will refund you the price of the lamp.";
	struct guard_facts f = { .may_promise = "replacement" };

	(void)state;
	assert_true(stops(text, "en", "shopify", &f, &hits));
	assert_string_equal(hits.at[0].rule->name, "over_promise");
	f.may_promise = "refund";
	assert_false(stops(text, "en", "shopify", &f, &hits));
}

/* Is it stopped for what it promises, and what would have allowed it? */
static bool promises(const char *text, const char *lang, const char *behind,
		     const char *may)
{
	CLEANUP(guard_hits_release) struct guard_hits hits = { 0 };
	struct guard_facts f = { .may_promise = behind };

	stops(text, lang, "shopify", &f, &hits);
	for (size_t i = 0; i < hits.len; i++)
		if (hits.at[i].may)
			return words_have(hits.at[i].may, may);
	return false;
}

static const char *const kinds[] = { "refund", "reship", "coupon", "return" };
static const struct {
	const char *lang, *text[COUNT_OF(kinds)];
} promised[] = {
	{ "en",
	  { "We refund you 20 EUR today.", "We are sending you a replacement.",
	    "We give you a coupon of 10 EUR.",
	    "You get a return label from us." } },
	{ "de",
	  { "Wir erstatten Ihnen heute 20 EUR.", "Wir schicken Ihnen Ersatz.",
	    "Wir schenken Ihnen einen Gutschein über 10 EUR.",
	    "Wir senden Ihnen ein Rücksendeetikett." } },
	{ "fr",
	  { "Nous vous remboursons 20 EUR.",
	    "Nous vous envoyons un nouveau produit.",
	    "Nous vous offrons un bon d'achat de 10 EUR.",
	    "Nous vous envoyons une étiquette de retour." } },
	{ "es",
	  { "Le devolvemos 20 EUR.", "Le enviamos uno nuevo.",
	    "Le damos un cupón de 10 EUR.",
	    "Le enviamos una etiqueta de devolución." } },
	{ "it",
	  { "Le rimborsiamo 20 EUR.", "Le inviamo un nuovo prodotto.",
	    "Le diamo un buono da 10 EUR.",
	    "Le inviamo un'etichetta di reso." } },
	{ "nl",
	  { "Wij betalen u 20 EUR terug.", "Wij sturen u een nieuw exemplaar.",
	    "U krijgt van ons een kortingscode.",
	    "Wij sturen u een retourlabel." } },
	{ "pl",
	  { "Zwracamy Panu 20 EUR.", "Wyślemy Panu nowy egzemplarz.",
	    "Damy Panu kupon na 10 EUR.", "Wyślemy Panu etykietę zwrotną." } },
	{ "pt",
	  { "Reembolsamos 20 EUR.", "Enviamos-lhe um novo.",
	    "Damos-lhe um vale de 10 EUR.",
	    "Enviamos-lhe a etiqueta de devolução." } },
	{ "sv",
	  { "Vi betalar tillbaka 20 EUR.", "Vi skickar en ny till dig.",
	    "Du får ett presentkort på 10 EUR.",
	    "Vi skickar en returetikett." } },
	{ "ja",
	  { "20ユーロを返金いたします。", "代替品をお送りします。",
	    "クーポンをお送りします。", "返品ラベルをお送りします。" } },
	{ "ko",
	  { "20유로를 환불해 드리겠습니다.", "새 제품을 보내 드리겠습니다.",
	    "쿠폰을 보내 드리겠습니다.", "반품 라벨을 보내 드리겠습니다." } },
	{ "zh-CN",
	  { "我们退您20欧元。", "我们给您补发一件。", "我们送您一张优惠券。",
	    "我们给您发退货标签。" } },
};

static void what_nothing_stands_behind_is_found_in_every_language(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(promised); i++)
		for (size_t k = 0; k < COUNT_OF(kinds); k++) {
			const char *text = promised[i].text[k];

			if (!promises(text, promised[i].lang, "", kinds[k]))
				fail_msg("not found: %s", text);
			if (promises(text, promised[i].lang, kinds[k],
				     kinds[k]) ||
			    promises(text, promised[i].lang, NULL, kinds[k]))
				fail_msg("stopped all the same: %s", text);
		}
}

/* A pack that has learnt nothing, or none: signs decide by themselves. */
static void without_a_pack_the_signs_decide(void **state)
{
	CLEANUP(guard_hits_release) struct guard_hits hits = { 0 };
	const struct pack_list none = { 0 };
	const struct guard_facts f = { .may_promise = "" };

	(void)state;
	guard_learn(guard, &none);
	assert_true(stops("Please delete your review.", "en", "shopify", NULL,
			  &hits));
	assert_true(stops("We refund you 20 EUR today.", "en", "shopify", &f,
			  &hits));
	guard_learn(guard, &packs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_learnt_is_read_whole_or_refused),
		cmocka_unit_test(a_set_of_other_names_is_not_used),
		cmocka_unit_test(each_kind_of_pieces_has_buckets_of_its_own),
		cmocka_unit_test(there_are_no_pairs_of_words_without_blanks),
		cmocka_unit_test(what_follows_what_counts),
		cmocka_unit_test(what_the_sentence_before_says_counts),
		cmocka_unit_test(blank_lines_do_not_part_sentences),
		cmocka_unit_test(a_question_is_not_what_is_stated),
		cmocka_unit_test(marks_stay_in_their_sentence),
		cmocka_unit_test(each_thing_that_is_no_word_is_a_mark),
		cmocka_unit_test(the_sentence_that_tells_is_marked),
		cmocka_unit_test(what_may_be_promised_allows_what_is_told),
		cmocka_unit_test(
			what_nothing_stands_behind_is_found_in_every_language),
		cmocka_unit_test(without_a_pack_the_signs_decide),
	};

	return cmocka_run_group_tests_name("guard_model", tests, guarded_load,
					   guarded_unload);
}
