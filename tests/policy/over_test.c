/* over_test.c - who needs nothing any more is understood in every language of
 * the packs, and who only says thanks, or wants something for it, is not taken
 * for one. Nothing was learnt from these.
 * SPDX-License-Identifier: MIT */
#include "base/base_test.h"

#include "policy/built_packs.h"

struct line {
	const char *lang, *text;
};

static const struct line overs[] = {
	{ "en", "I changed my mind, I keep the lamp" },
	{ "en", "Changed my mind, I'm keeping it after all" },
	{ "en", "forget the return, we're keeping it" },
	{ "en", "No need to send it back any more, I'll keep it." },
	{ "en", "It's solved, thanks" },
	{ "en", "solved, thanks" },
	{ "en", "Found it after all, it was behind the shed" },
	{ "en", "It arrived after all, all good" },
	{ "en", "arrived, all good" },
	{ "en", "You can ignore my last message, the parcel came today" },
	{ "en", "no return needed any more" },
	{ "en",
	  "Please cancel the return request, I prefer to keep the jacket" },
	{ "en", "I don't need anything anymore, the problem is gone" },
	{ "en", "I decided to keep the lamp" },
	{ "en", "we'll keep the chair after all, no refund needed" },
	{ "de", "Ich habe es mir anders überlegt, ich behalte die Lampe" },
	{ "de", "Hat sich erledigt, danke" },
	{ "de", "Retoure nicht mehr nötig, ich behalte sie doch" },
	{ "de", "Ist doch noch angekommen, alles gut" },
	{ "de", "Habe es gefunden, lag beim Nachbarn" },
	{ "de", "Problem gelöst" },
	{ "de", "Wir behalten den Stuhl nun doch" },
	{ "de", "Bitte stornieren Sie die Rücksendung, ich möchte die Jacke "
		"behalten" },
	{ "de", "angekommen, alles bestens" },
	{ "es", "He cambiado de opinión, me quedo la lámpara" },
	{ "es", "Ya está solucionado, gracias" },
	{ "es", "Al final me lo quedo, no hace falta devolverlo" },
	{ "es", "Ya llegó, todo bien" },
	{ "es", "Lo encontré, lo tenía el vecino" },
	{ "es", "Cancelen la devolución, me lo quedo" },
	{ "fr", "J'ai changé d'avis, je garde la lampe" },
	{ "fr", "C'est réglé, merci" },
	{ "fr", "Finalement je le garde, plus besoin de retour" },
	{ "fr", "Il est finalement arrivé, tout va bien" },
	{ "fr", "Je l'ai retrouvé chez le voisin" },
	{ "fr", "Annulez le retour, je garde la veste" },
	{ "it", "Ho cambiato idea, tengo la lampada" },
	{ "it", "Risolto, grazie" },
	{ "it", "Alla fine lo tengo, non serve più il reso" },
	{ "it", "È arrivato alla fine, tutto bene" },
	{ "it", "L'ho trovato, era dal vicino" },
	{ "it", "Annullate il reso, tengo la giacca" },
	{ "pt", "Mudei de ideia, vou ficar com o candeeiro" },
	{ "pt", "Já está resolvido, obrigado" },
	{ "pt", "Afinal fico com ele, já não preciso devolver" },
	{ "pt", "Afinal chegou, tudo bem" },
	{ "pt", "Encontrei, estava no vizinho" },
	{ "pt", "Cancele a devolução, vou ficar com o casaco" },
	{ "nl", "Ik heb me bedacht, ik hou de lamp" },
	{ "nl", "Is opgelost, bedankt" },
	{ "nl", "Ik hou hem toch, retour niet meer nodig" },
	{ "nl", "Toch nog aangekomen, alles goed" },
	{ "nl", "Gevonden, lag bij de buren" },
	{ "nl", "Annuleer de retour, ik wil de jas houden" },
	{ "pl", "Zmieniłem zdanie, zatrzymuję lampę" },
	{ "pl", "Sprawa rozwiązana, dziękuję" },
	{ "pl", "Jednak zostawiam sobie, zwrot już niepotrzebny" },
	{ "pl", "Jednak doszło, wszystko w porządku" },
	{ "pl", "Znalazłam, była u sąsiada" },
	{ "pl", "Proszę anulować zwrot, jednak zatrzymam kurtkę" },
	{ "sv", "Jag har ändrat mig, jag behåller lampan" },
	{ "sv", "Det är löst, tack" },
	{ "sv", "Jag behåller den ändå, ingen retur behövs längre" },
	{ "sv", "Den kom fram till slut, allt är bra" },
	{ "sv", "Hittade det, låg hos grannen" },
	{ "sv", "Avbryt returen, jag vill behålla jackan" },
	{ "ja", "気が変わりました、ランプはこのまま使います" },
	{ "ja", "解決しました、ありがとう" },
	{ "ja", "やっぱり返品はやめて、手元に置いておきます" },
	{ "ja", "やっと届きました、大丈夫です" },
	{ "ja", "見つかりました、隣の家にありました" },
	{ "ja", "返品をキャンセルしてください、ジャケットはそのまま使います" },
	{ "ko", "생각이 바뀌었어요, 스탠드는 그냥 쓸게요" },
	{ "ko", "해결됐어요, 감사합니다" },
	{ "ko", "그냥 쓰기로 했어요, 반품 안 해도 돼요" },
	{ "ko", "드디어 도착했어요, 괜찮아요" },
	{ "ko", "찾았어요, 옆집에 있었네요" },
	{ "ko", "반품 취소해 주세요, 재킷 그냥 가질게요" },
	{ "zh", "我改主意了，灯我留下了" },
	{ "zh", "已经解决了，谢谢" },
	{ "zh", "还是留着吧，不退了" },
	{ "zh", "终于收到了，没问题" },
	{ "zh", "找到了，在邻居家" },
	{ "zh", "请取消退货，外套我想留着" },
};

static const struct line others[] = {
	{ "en", "I changed my mind, I don't want the lamp any more" },
	{ "en", "Thank you for looking into it so quickly" },
	{ "en", "I'd keep it if you gave me 20 % back" },
	{ "en", "It is not solved at all" },
	{ "en", "It still has not turned up" },
	{ "de",
	  "Ich habe es mir anders überlegt, ich will die Lampe nicht mehr" },
	{ "de", "Vielen Dank für die schnelle Antwort" },
	{ "de", "Ich behalte es nur, wenn Sie mir 20 % erstatten" },
	{ "de", "Das Problem ist nicht gelöst" },
	{ "de", "Es ist immer noch nicht aufgetaucht" },
	{ "es", "He cambiado de opinión, ya no quiero la lámpara" },
	{ "es", "Muchas gracias por su rápida respuesta" },
	{ "es", "Me lo quedo solo si me devuelven un 20 %" },
	{ "es", "El problema no está resuelto" },
	{ "es", "Todavía no ha aparecido" },
	{ "fr", "J'ai changé d'avis, je ne veux plus de la lampe" },
	{ "fr", "Merci beaucoup pour votre réponse rapide" },
	{ "fr", "Je le garde seulement si vous me remboursez 20 %" },
	{ "fr", "Le problème n'est pas résolu" },
	{ "fr", "Il n'est toujours pas arrivé" },
	{ "it", "Ho cambiato idea, non voglio più la lampada" },
	{ "it", "Grazie mille per la rapida risposta" },
	{ "it", "Lo tengo solo se mi rimborsate il 20 %" },
	{ "it", "Il problema non è risolto" },
	{ "it", "Non è ancora arrivato" },
	{ "pt", "Mudei de ideia, já não quero o candeeiro" },
	{ "pt", "Muito obrigado pela resposta rápida" },
	{ "pt", "Só fico com ele se me devolverem 20 %" },
	{ "pt", "O problema não está resolvido" },
	{ "pt", "Ainda não apareceu" },
	{ "nl", "Ik heb me bedacht, ik wil de lamp niet meer" },
	{ "nl", "Hartelijk dank voor uw snelle antwoord" },
	{ "nl", "Ik hou hem alleen als ik 20 % terugkrijg" },
	{ "nl", "Het probleem is niet opgelost" },
	{ "nl", "Het is nog steeds niet gevonden" },
	{ "pl", "Zmieniłem zdanie, nie chcę już lampy" },
	{ "pl", "Bardzo dziękuję za szybką odpowiedź" },
	{ "pl", "Zatrzymam tylko, jeśli zwrócicie 20 %" },
	{ "pl", "Problem nie jest rozwiązany" },
	{ "pl", "Nadal się nie znalazło" },
	{ "sv", "Jag har ändrat mig, jag vill inte ha lampan längre" },
	{ "sv", "Tack så mycket för det snabba svaret" },
	{ "sv", "Jag behåller den bara om jag får 20 % tillbaka" },
	{ "sv", "Problemet är inte löst" },
	{ "sv", "Den har fortfarande inte dykt upp" },
	{ "ja", "気が変わりました、ランプはもういりません" },
	{ "ja", "迅速なご返信ありがとうございます" },
	{ "ja", "20%返金してもらえるならこのまま使います" },
	{ "ja", "まだ解決していません" },
	{ "ja", "まだ見つかりません" },
	{ "ko", "마음이 바뀌었어요, 램프 이제 안 살래요" },
	{ "ko", "빠른 답변 감사합니다" },
	{ "ko", "20% 환불해 주시면 그냥 쓸게요" },
	{ "ko", "아직 해결되지 않았어요" },
	{ "ko", "아직도 못 찾았어요" },
	{ "zh", "我改主意了，不想要这个灯了" },
	{ "zh", "谢谢你们这么快回复" },
	{ "zh", "退20%的话我就留着" },
	{ "zh", "问题还没有解决" },
	{ "zh", "到现在还没找到" },
};

static size_t misread(const struct line *lines, size_t count, bool over)
{
	struct arena arena = ARENA_INIT;
	size_t wrong = 0;

	for (size_t i = 0; i < count; i++) {
		struct guess g;

		classify(&packs, lines[i].text, lines[i].lang, &arena, &g);
		if (g.over == over && (!over || text_eq(g.issue, "thanks")))
			continue;
		wrong++;
		print_error("%s %s %s%s\n", lines[i].lang, lines[i].text,
			    g.issue, g.over ? ", over" : "");
	}
	arena_release(&arena);
	return wrong;
}

static void who_needs_nothing_any_more_is_understood(void **state)
{
	(void)state;
	assert_int_equal(misread(overs, COUNT_OF(overs), true), 0);
}

static void thanks_and_conditions_are_none(void **state)
{
	(void)state;
	assert_int_equal(misread(others, COUNT_OF(others), false), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_needs_nothing_any_more_is_understood),
		cmocka_unit_test(thanks_and_conditions_are_none),
	};

	return cmocka_run_group_tests_name("over", tests, packs_load,
					   packs_unload);
}
