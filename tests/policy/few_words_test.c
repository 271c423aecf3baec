/* few_words_test.c - who writes one word is understood: thanks, and the matter
 * that one word tells, in every language of the packs. One word of a longer
 * text tells nothing by itself. Nothing was learnt from these.
 * SPDX-License-Identifier: MIT */
#include "base/base_test.h"

#include "policy/built_packs.h"

static struct arena arena;

/* By bars; "issue=words" where it is no thanks. */
struct words {
	const char *lang, *list;
};

static struct guess guess_of(const char *text, const char *lang)
{
	struct guess g;

	classify(&packs, text, lang, &arena, &g);
	return g;
}

static void is_told(const char *text, const char *lang, const char *issue)
{
	struct guess g = guess_of(text, lang);

	if (!text_eq(g.issue, issue) || *g.also || g.confidence < 60)
		fail_msg("%s \"%s\": %s, also \"%s\", %d %%; not %s",
			 lang ? lang : "-", text, g.issue, g.also,
			 (int)g.confidence, issue);
}

/* As it stands, with a mark behind it, above what it answers. */
static void is_told_however_written(const char *text, const char *lang,
				    const char *issue)
{
	static const char *const behind[] = { "", "!", ".\n", " 😊",
					      "!\n\n> Your parcel is late.\n" };

	for (size_t i = 0; i < COUNT_OF(behind); i++) {
		CLEANUP(free_ptr)
		char *one = xasprintf("%s%s", text, behind[i]);

		is_told(one, lang, issue);
	}
}

static void thanks_in_a_word_are_thanks(void **state)
{
	static const struct words thanks[] = {
		{ "en",
		  "Thanks|thank you|Ok thanks|Ok, thanks|Everything fine, "
		  "thanks|Thanks a lot|thx|Great, thank you|Cheers|"
		  "Thanks again" },
		{ "de", "Danke|Danke schön|Vielen Dank|Ok danke|Super, danke|"
			"Alles gut, danke|Alles klar, danke|Herzlichen Dank|"
			"Dankeschön|DANKE" },
		{ "es", "Gracias|Muchas gracias|Ok, gracias|Vale, gracias|"
			"Todo bien, gracias|Perfecto, gracias|Mil gracias|"
			"Muy amable|gracias por todo" },
		{ "fr", "Merci|Merci beaucoup|Ok merci|D'accord, merci|"
			"Parfait, merci|Tout va bien, merci|Merci à vous|"
			"Un grand merci|Merci encore" },
		{ "it", "Grazie|Grazie mille|Ok grazie|Perfetto, grazie|"
			"Tutto bene, grazie|Va bene, grazie|Mille grazie|"
			"Vi ringrazio|Grazie a voi" },
		{ "pt", "Obrigado|Obrigada|Muito obrigado|Ok, obrigada|"
			"Tudo bem, obrigado|Perfeito, obrigada|Valeu|"
			"Obrigado por tudo|Obg" },
		{ "nl", "Bedankt|Dankjewel|Dank u wel|Ok bedankt|"
			"Alles goed, bedankt|Prima, bedankt|Hartelijk dank|"
			"Dank je|Top, bedankt" },
		{ "pl", "Dziękuję|Dzięki|Dziękuję bardzo|Ok, dziękuję|"
			"Wszystko dobrze, dziękuję|Super, dzięki|"
			"Wielkie dzięki|dziekuje|Bardzo dziękuję" },
		{ "sv", "Tack|Tack så mycket|Tusen tack|Ok tack|"
			"Allt bra, tack|Perfekt, tack|Stort tack|Tackar|"
			"Tack för allt" },
		{ "ja",
		  "ありがとう|ありがとうございます|ありがとうございました|"
		  "どうもありがとう|どうも|感謝します|助かりました|"
		  "了解です、ありがとうございます|有難うございます" },
		{ "ko", "감사합니다|고맙습니다|감사해요|고마워요|네 감사합니다|"
			"정말 감사합니다|알겠습니다, 감사합니다|감사|땡큐" },
		{ "zh", "谢谢|多谢|感谢|谢谢你们|好的谢谢|好的，谢谢|"
			"非常感谢|收到，谢谢|谢谢您" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(thanks); i++) {
		CLEANUP(free_ptr) char *list = xstrdup(thanks[i].list);
		char *save = NULL;

		for (char *w = strtok_r(list, "|", &save); w;
		     w = strtok_r(NULL, "|", &save))
			is_told_however_written(w, thanks[i].lang, "thanks");
	}
}

static void the_plainest_thanks_need_no_language(void **state)
{
	static const char *const thanks[] = {
		"Thanks!",      "Thanks",
		"Ok thanks",    "Danke!",
		"Gracias",      "Bedankt",
		"Tack",         "Dziękuję",
		"Obrigado",     "Thanks!\n\n> quoted",
		"Merci !",      "谢谢",
		"ありがとう",   "감사합니다",
		"Grazie mille", "Everything fine, thanks"
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(thanks); i++)
		is_told(thanks[i], NULL, "thanks");
}

static void a_matter_in_a_word_is_told(void **state)
{
	static const struct words matters[] = {
		{ "en", "refund_request=refund|refund_request=Refund please|"
			"cancel_request=cancel|return_request=return|"
			"exchange_request=replacement|damaged=broken|"
			"fraud=Scam|invoice=invoice|human_wanted=human|"
			"quality=defective" },
		{ "de", "refund_request=Geld zurück|refund_request=Erstattung|"
			"cancel_request=Stornieren|return_request=Retoure|"
			"exchange_request=Umtausch|damaged=kaputt|"
			"fraud=Betrug|invoice=Rechnung|quality=defekt" },
		{ "es", "refund_request=Reembolso|cancel_request=Cancelar|"
			"return_request=devolución|exchange_request=cambio|"
			"damaged=roto|fraud=Estafa|invoice=factura|"
			"quality=defectuoso" },
		{ "fr", "refund_request=Remboursement|cancel_request=Annuler|"
			"return_request=retour|exchange_request=échange|"
			"damaged=cassé|fraud=Arnaque|invoice=facture|"
			"quality=défectueux" },
		{ "it", "refund_request=Rimborso|cancel_request=Annullare|"
			"return_request=reso|exchange_request=sostituzione|"
			"damaged=rotto|fraud=Truffa|invoice=fattura|"
			"quality=difettoso" },
		{ "pt", "refund_request=Reembolso|cancel_request=Cancelar|"
			"return_request=devolução|exchange_request=troca|"
			"damaged=quebrado|fraud=Burla|invoice=fatura|"
			"quality=não funciona" },
		{ "nl", "refund_request=Geld terug|cancel_request=Annuleren|"
			"return_request=retour|exchange_request=ruilen|"
			"damaged=kapot|fraud=Oplichting|invoice=factuur|"
			"quality=defect" },
		{ "pl",
		  "refund_request=Zwrot pieniędzy|cancel_request=Anulować|"
		  "return_request=zwrot towaru|exchange_request=wymiana|"
		  "damaged=uszkodzone|fraud=Oszustwo|invoice=faktura|"
		  "quality=nie działa" },
		{ "sv", "refund_request=Återbetalning|cancel_request=Avbeställ|"
			"return_request=retur|exchange_request=byte|"
			"damaged=trasig|fraud=Bedrägeri|invoice=faktura|"
			"quality=defekt" },
		{ "ja", "refund_request=返金|cancel_request=キャンセル|"
			"return_request=返品|exchange_request=交換|"
			"damaged=壊れた|fraud=詐欺|invoice=領収書|"
			"quality=不良品" },
		{ "ko", "refund_request=환불|cancel_request=취소|"
			"return_request=반품|exchange_request=교환|"
			"damaged=파손|fraud=사기|invoice=영수증|quality=불량" },
		{ "zh",
		  "refund_request=退款|cancel_request=取消|"
		  "return_request=退货|exchange_request=换货|damaged=坏了|"
		  "fraud=骗子|invoice=发票|quality=质量差" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(matters); i++) {
		CLEANUP(free_ptr) char *list = xstrdup(matters[i].list);
		char *save = NULL;

		for (char *w = strtok_r(list, "|", &save); w;
		     w = strtok_r(NULL, "|", &save)) {
			char *text = strchr(w, '=');

			*text++ = '\0';
			is_told_however_written(text, matters[i].lang, w);
		}
	}
}

static void a_matter_with_thanks_is_the_matter(void **state)
{
	(void)state;
	is_told("Refund please. Thanks!", "en", "refund_request");
	is_told("Geld zurück. Danke", "de", "refund_request");
	is_told("Reembolso. Gracias", "es", "refund_request");
	is_told("退款，谢谢", "zh", "refund_request");
}

/* A word that stands beside others is no more than before. */
static void the_word_of_a_longer_text_counts_not(void **state)
{
	static const char *const longer[] = {
		"Where is my parcel? Thanks!",
		"Refund or not, where is my parcel? Thanks",
		"The lamp is broken. Thanks",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(longer); i++) {
		struct guess g = guess_of(longer[i], "en");

		assert_null(strstr(g.cues, "\"thanks\""));
		assert_string_not_equal(g.issue, "thanks");
	}
	assert_string_equal(guess_of("no refund", "en").issue, "other");
	assert_string_equal(guess_of("Ok", "en").issue, "other");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(thanks_in_a_word_are_thanks),
		cmocka_unit_test(the_plainest_thanks_need_no_language),
		cmocka_unit_test(a_matter_in_a_word_is_told),
		cmocka_unit_test(a_matter_with_thanks_is_the_matter),
		cmocka_unit_test(the_word_of_a_longer_text_counts_not),
	};
	int failed = cmocka_run_group_tests_name("few_words", tests, packs_load,
						 packs_unload);

	arena_release(&arena);
	return failed;
}
