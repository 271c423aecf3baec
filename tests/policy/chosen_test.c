/* chosen_test.c - which of what was offered a buyer chooses is understood in
 * every language of the packs: the money, the goods once more, or to wait. What
 * is denied, compared, or said for two of them chooses none. The phrases were
 * written without these.
 * SPDX-License-Identifier: MIT */
#include "base/base_test.h"

#include "policy/built_packs.h"
#include "policy/chosen_none.h"

static const struct chosen_line refunds[] = {
	{ "en", "I'd rather have my money" },
	{ "en", "then the refund please" },
	{ "en", "keep it, I want my money back" },
	{ "en", "Please refund me." },
	{ "en", "I'd rather have the money than a new lamp" },
	{ "en", "I don't want a new one, I want my money back" },
	{ "en", "It still has not arrived. I would like a full refund." },
	{ "en", "No need for a replacement. Just my money, please." },
	{ "de", "Dann bitte das Geld zurück" },
	{ "de", "Ich hätte lieber mein Geld" },
	{ "de", "Bitte erstatten Sie mir den Betrag" },
	{ "de", "Lieber das Geld als eine neue Lampe" },
	{ "de", "Keine neue Lampe bitte, sondern die Erstattung" },
	{ "de", "Behalten Sie die Lampe, ich möchte mein Geld" },
	{ "es", "Prefiero que me devuelvan el dinero" },
	{ "es", "Entonces el reembolso, por favor" },
	{ "es", "No quiero otra lámpara, quiero mi dinero" },
	{ "es", "El reembolso en vez de una nueva lámpara" },
	{ "fr", "Je préfère être remboursé" },
	{ "fr", "Alors le remboursement, s'il vous plaît" },
	{ "fr", "Remboursez-moi" },
	{ "fr", "Je ne veux pas une nouvelle lampe, rendez-moi mon argent" },
	{ "fr", "Le remboursement plutôt qu'une nouvelle lampe" },
	{ "it", "Preferisco il rimborso" },
	{ "it", "Allora ridatemi i soldi, per favore" },
	{ "it", "Non voglio una nuova lampada, voglio i miei soldi" },
	{ "it", "Il rimborso invece di una nuova lampada" },
	{ "pt", "Prefiro o reembolso" },
	{ "pt", "Então devolvam-me o dinheiro, por favor" },
	{ "pt", "Não quero um novo, quero o meu dinheiro" },
	{ "pt", "O reembolso em vez de um novo candeeiro" },
	{ "nl", "Doe mij dan maar de terugbetaling" },
	{ "nl", "Ik heb liever mijn geld terug" },
	{ "nl", "Geen nieuwe lamp, ik wil mijn geld terug" },
	{ "nl", "Terugbetaling in plaats van een nieuwe lamp graag" },
	{ "pl", "Wolę zwrot pieniędzy" },
	{ "pl", "W takim razie proszę o zwrot" },
	{ "pl", "Nie chcę nowej lampy, proszę oddać pieniądze" },
	{ "pl", "Pieniądze zamiast nowej lampy" },
	{ "sv", "Då vill jag ha pengarna tillbaka" },
	{ "sv", "Jag föredrar återbetalning" },
	{ "sv", "Jag vill inte ha en ny lampa, jag vill ha mina pengar" },
	{ "sv", "Återbetalning i stället för en ny lampa" },
	{ "ja", "では返金をお願いします" },
	{ "ja", "返金のほうがいいです" },
	{ "ja", "新しいものより返金でお願いします" },
	{ "ja", "再送は不要です。返金してください" },
	{ "ko", "그럼 환불해 주세요" },
	{ "ko", "환불로 부탁드립니다" },
	{ "ko", "새 제품보다 환불이 좋아요" },
	{ "ko", "다시 보내지 않으셔도 돼요. 환불 부탁드려요" },
	{ "zh", "那就退款吧" },
	{ "zh", "我要退款" },
	{ "zh", "不要再寄一个新的，把钱退给我" },
	{ "zh", "比起新的我宁愿退款" },
};

static const struct chosen_line reships[] = {
	{ "en", "Please send it again." },
	{ "en", "I prefer a new lamp." },
	{ "en", "No refund please, send me another one" },
	{ "en", "A new one instead of the refund" },
	{ "en", "Please resend the order, I still need it" },
	{ "en", "I don't want a refund, just send the order once more" },
	{ "de", "Bitte schicken Sie die Lampe noch einmal" },
	{ "de", "Ich nehme lieber eine neue Lampe" },
	{ "de", "Keine Erstattung, bitte erneut zusenden" },
	{ "de", "Eine neue Lampe statt der Erstattung bitte" },
	{ "de", "Ersatz bitte" },
	{ "es", "Por favor, envíenlo otra vez" },
	{ "es", "Prefiero una nueva lámpara" },
	{ "es", "No quiero el reembolso, reenvíenlo" },
	{ "fr", "Renvoyez-la moi, s'il vous plaît" },
	{ "fr", "Je préfère une nouvelle lampe" },
	{ "fr", "Pas de remboursement, un nouvel envoi s'il vous plaît" },
	{ "it", "Speditela di nuovo, per favore" },
	{ "it", "Preferisco una nuova lampada" },
	{ "it", "Niente rimborso, rispeditemela" },
	{ "pt", "Enviem outra vez, por favor" },
	{ "pt", "Prefiro um novo candeeiro" },
	{ "pt", "Não quero o reembolso, reenviem por favor" },
	{ "nl", "Stuur hem alstublieft opnieuw" },
	{ "nl", "Ik heb liever een nieuwe lamp" },
	{ "nl", "Geen terugbetaling, graag een nieuwe zending" },
	{ "pl", "Proszę wysłać jeszcze raz" },
	{ "pl", "Wolę nową lampę" },
	{ "pl", "Nie chcę zwrotu, proszę o ponowną wysyłkę" },
	{ "sv", "Skicka den igen, tack" },
	{ "sv", "Jag vill hellre ha en ny lampa" },
	{ "sv", "Ingen återbetalning, skicka en ny lampa" },
	{ "ja", "もう一度送ってください" },
	{ "ja", "新しいランプのほうがいいです" },
	{ "ja", "返金ではなく、再送をお願いします" },
	{ "ko", "다시 보내 주세요" },
	{ "ko", "새 제품으로 받고 싶어요" },
	{ "ko", "환불 말고 다시 보내 주세요" },
	{ "zh", "请再发一次" },
	{ "zh", "我更想要一个新的" },
	{ "zh", "不要退款，请重新发货" },
};

static const struct chosen_line waits[] = {
	{ "en", "I'll wait a little longer" },
	{ "de", "Ich warte noch ein paar Tage" },
	{ "es", "Prefiero esperar unos días más" },
	{ "fr", "Je préfère attendre encore un peu" },
	{ "it", "Preferisco aspettare ancora qualche giorno" },
	{ "pt", "Prefiro esperar mais uns dias" },
	{ "nl", "Ik wacht nog een paar dagen" },
	{ "pl", "Poczekam jeszcze kilka dni" },
	{ "sv", "Jag väntar gärna några dagar till" },
	{ "ja", "もう少し待ちます" },
	{ "ko", "조금 더 기다릴게요" },
	{ "zh", "我再等几天吧" },
};

static const struct chosen_line agreed[] = {
	{ "en", "Yes, that would be fine." },
	{ "en", "Yes please" },
	{ "en", "Ok, thank you" },
	{ "de", "Ja, gerne." },
	{ "de", "Einverstanden, vielen Dank" },
	{ "es", "Sí, por favor" },
	{ "es", "De acuerdo, gracias" },
	{ "fr", "Oui, merci" },
	{ "fr", "Ça me va" },
	{ "it", "Sì, grazie" },
	{ "it", "Va bene" },
	{ "pt", "Sim, por favor" },
	{ "pt", "Está bem, obrigado" },
	{ "nl", "Ja graag" },
	{ "nl", "Akkoord" },
	{ "pl", "Tak, proszę" },
	{ "pl", "Zgadzam się" },
	{ "sv", "Ja tack" },
	{ "sv", "Det går bra" },
	{ "ja", "はい、それでお願いします" },
	{ "ja", "承知しました" },
	{ "ko", "네, 그렇게 해 주세요" },
	{ "ko", "좋아요" },
	{ "zh", "好的，谢谢" },
	{ "zh", "可以" },
};

static const struct chosen_line not_agreed[] = {
	{ "en", "No, thanks" },
	{ "en", "When?" },
	{ "en", "Yes, but when will I get it?" },
	{ "en", "That is not fine." },
	{ "en", "Can you say yes to anything?" },
	{ "de", "Nein, danke" },
	{ "de", "Wann?" },
	{ "de", "Das ist ja schade" },
	{ "de", "Ja, wenn es schnell geht" },
	{ "es", "No, gracias" },
	{ "es", "¿Cuándo?" },
	{ "fr", "Non merci" },
	{ "it", "No, grazie" },
	{ "pt", "Não, obrigado" },
	{ "nl", "Nee, bedankt" },
	{ "pl", "Nie, dziękuję" },
	{ "sv", "Nej tack" },
	{ "ja", "いいえ、結構です" },
	{ "ko", "아니요, 괜찮아요" },
	{ "zh", "不用了，谢谢" },
	{ "zh", "什么时候？" },
};

static size_t misread(const struct chosen_line *lines, size_t count,
		      const char *chosen)
{
	struct arena arena = ARENA_INIT;
	size_t wrong = 0;

	for (size_t i = 0; i < count; i++) {
		struct guess g;

		classify(&packs, lines[i].text, lines[i].lang, &arena, &g);
		if (text_eq(g.chosen, chosen) && !g.over)
			continue;
		wrong++;
		print_error("%s %s: \"%s\"%s\n", lines[i].lang, lines[i].text,
			    g.chosen, g.over ? ", over" : "");
	}
	arena_release(&arena);
	return wrong;
}

static void who_wants_the_money_is_understood(void **state)
{
	(void)state;
	assert_int_equal(misread(refunds, COUNT_OF(refunds), "refund"), 0);
}

static void and_who_wants_the_goods_once_more(void **state)
{
	(void)state;
	assert_int_equal(misread(reships, COUNT_OF(reships), "reship"), 0);
}

static void and_who_would_rather_wait(void **state)
{
	(void)state;
	assert_int_equal(misread(waits, COUNT_OF(waits), "wait"), 0);
}

static void and_who_agrees_and_names_nothing(void **state)
{
	(void)state;
	assert_int_equal(misread(agreed, COUNT_OF(agreed), "yes"), 0);
}

static void who_thanks_refuses_or_asks_agrees_to_nothing(void **state)
{
	struct arena arena = ARENA_INIT;
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(not_agreed); i++) {
		struct guess g;

		classify(&packs, not_agreed[i].text, not_agreed[i].lang, &arena,
			 &g);
		if (!text_eq(g.chosen, "yes"))
			continue;
		wrong++;
		print_error("%s %s\n", not_agreed[i].lang, not_agreed[i].text);
	}
	arena_release(&arena);
	assert_int_equal(wrong, 0);
}

static void who_says_neither_both_or_another_matter_chooses_none(void **state)
{
	struct arena arena = ARENA_INIT;
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < chosen_none_count; i++) {
		struct guess g;

		classify(&packs, chosen_none[i].text, chosen_none[i].lang,
			 &arena, &g);
		if (!text_eq(g.chosen, "refund") &&
		    !text_eq(g.chosen, "reship"))
			continue;
		wrong++;
		print_error("%s %s: \"%s\"\n", chosen_none[i].lang,
			    chosen_none[i].text, g.chosen);
	}
	arena_release(&arena);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_wants_the_money_is_understood),
		cmocka_unit_test(and_who_wants_the_goods_once_more),
		cmocka_unit_test(and_who_would_rather_wait),
		cmocka_unit_test(and_who_agrees_and_names_nothing),
		cmocka_unit_test(who_thanks_refuses_or_asks_agrees_to_nothing),
		cmocka_unit_test(
			who_says_neither_both_or_another_matter_chooses_none),
	};

	return cmocka_run_group_tests_name("chosen", tests, packs_load,
					   packs_unload);
}
