/* over_parcel_test.c - a parcel that turned up, and goods that work again, end
 * the matter in every language of the packs; what came broken, or is only
 * hoped, promised or heard to come, does not. Nothing was learnt from these.
 * SPDX-License-Identifier: MIT */
#include "base/base_test.h"

#include "policy/built_packs.h"

struct line {
	const char *lang, *text;
};

static const struct line overs[] = {
	{ "en", "it arrived after all" },
	{ "en", "found it at the neighbour's" },
	{ "en", "works now, thanks" },
	{ "en", "The parcel was with my neighbour all along, sorry." },
	{ "en", "My package finally arrived today, thank you." },
	{ "en", "It was in the parcel locker. All good." },
	{ "de", "Es ist doch noch angekommen" },
	{ "de", "Das Paket lag beim Nachbarn, danke" },
	{ "de", "Geht jetzt, danke" },
	{ "de", "Das Paket ist heute endlich gekommen, vielen Dank" },
	{ "de", "Die Nachbarin hatte es angenommen, alles gut" },
	{ "es", "Al final ha llegado" },
	{ "es", "Lo tenía el vecino, gracias" },
	{ "es", "Ya funciona, gracias" },
	{ "es", "El paquete ha llegado hoy por fin, gracias" },
	{ "es", "Lo encontré en casa del vecino" },
	{ "fr", "Il est arrivé finalement" },
	{ "fr", "Je l'ai retrouvé chez la voisine" },
	{ "fr", "Ça marche maintenant, merci" },
	{ "fr", "Le colis est enfin arrivé aujourd'hui, merci" },
	{ "fr", "Le colis était chez le voisin, merci" },
	{ "it", "Alla fine è arrivato" },
	{ "it", "L'ho trovato dal vicino" },
	{ "it", "Ora funziona, grazie" },
	{ "it", "Il pacco è finalmente arrivato oggi, grazie" },
	{ "it", "Il pacco era dal vicino, grazie" },
	{ "pt", "Afinal chegou" },
	{ "pt", "Encontrei-o em casa do vizinho" },
	{ "pt", "Já funciona, obrigado" },
	{ "pt", "A encomenda chegou finalmente hoje, obrigada" },
	{ "pt", "A encomenda estava com o vizinho, obrigada" },
	{ "nl", "Het is toch nog aangekomen" },
	{ "nl", "Het pakket lag bij de buren, bedankt" },
	{ "nl", "Hij doet het nu, bedankt" },
	{ "nl", "Het pakket is vandaag eindelijk aangekomen, dank u" },
	{ "nl", "Ik heb het bij de buurman gevonden" },
	{ "pl", "Jednak dotarła" },
	{ "pl", "Paczka była u sąsiada, dziękuję" },
	{ "pl", "Już działa, dziękuję" },
	{ "pl", "Paczka dzisiaj w końcu dotarła, dziękuję" },
	{ "pl", "Znalazłam ją u sąsiadki" },
	{ "sv", "Det kom fram till slut" },
	{ "sv", "Paketet var hos grannen, tack" },
	{ "sv", "Det fungerar nu, tack" },
	{ "sv", "Paketet kom äntligen idag, tack" },
	{ "sv", "Jag hittade det hos grannen" },
	{ "ja", "結局届きました" },
	{ "ja", "隣の家に届いていました。ありがとうございます" },
	{ "ja", "使えるようになりました。ありがとうございます" },
	{ "ja", "今日やっと荷物が届きました。ありがとうございました" },
	{ "ja", "宅配ボックスに入っていました。お騒がせしました" },
	{ "ko", "결국 도착했어요" },
	{ "ko", "옆집에 있었어요. 감사합니다" },
	{ "ko", "이제 잘 작동해요. 감사합니다" },
	{ "ko", "오늘 드디어 택배가 도착했습니다. 감사합니다" },
	{ "ko", "이웃이 대신 받아 뒀더라고요. 감사합니다" },
	{ "zh", "最后还是到了" },
	{ "zh", "在邻居家找到了，谢谢" },
	{ "zh", "现在能用了，谢谢" },
	{ "zh", "包裹今天终于到了，谢谢" },
	{ "zh", "邻居帮我代收了，谢谢" },
};

static const struct line others[] = {
	{ "en", "it arrived broken" },
	{ "en", "it arrived after all, but it is broken" },
	{ "en", "It arrived after all, but the wrong colour." },
	{ "en", "my neighbour does not have it" },
	{ "en", "I asked at the neighbour's, it was not there" },
	{ "en", "it has not arrived after all" },
	{ "en", "I hope it finally arrives today" },
	{ "en", "It works now and then, then it goes dark" },
	{ "de", "Es ist doch noch angekommen, aber kaputt" },
	{ "de", "Beim Nachbarn war es nicht" },
	{ "de", "Es ist immer noch nicht gekommen" },
	{ "de", "Hoffentlich kommt es heute endlich" },
	{ "es", "Al final ha llegado, pero roto" },
	{ "es", "El vecino no lo tiene" },
	{ "es", "Todavía no ha llegado" },
	{ "fr", "Il est finalement arrivé, mais cassé" },
	{ "fr", "Le voisin ne l'a pas" },
	{ "fr", "Il n'est toujours pas arrivé" },
	{ "it", "Alla fine è arrivato, ma rotto" },
	{ "it", "Il vicino non ce l'ha" },
	{ "it", "Non è ancora arrivato" },
	{ "pt", "Afinal chegou, mas partido" },
	{ "pt", "O vizinho não o tem" },
	{ "pt", "Ainda não chegou" },
	{ "nl", "Het is toch nog aangekomen, maar kapot" },
	{ "nl", "Bij de buren ligt het niet" },
	{ "nl", "Het is nog steeds niet aangekomen" },
	{ "pl", "Jednak dotarła, ale uszkodzona" },
	{ "pl", "U sąsiada jej nie ma" },
	{ "pl", "Nadal nie dotarła" },
	{ "sv", "Det kom fram till slut, men trasigt" },
	{ "sv", "Grannen har det inte" },
	{ "sv", "Det har fortfarande inte kommit" },
	{ "ja", "結局届きましたが、壊れていました" },
	{ "ja", "隣の家には届いていませんでした" },
	{ "ja", "まだ届いていません" },
	{ "ko", "결국 도착했는데 깨져 있어요" },
	{ "ko", "옆집에도 없었어요" },
	{ "ko", "아직 도착하지 않았어요" },
	{ "zh", "最后还是到了，但是坏了" },
	{ "zh", "邻居家也没有" },
	{ "zh", "还没到" },
	/* It came, and that is not all. */
	{ "en", "It finally arrived, but one shade is missing" },
	{ "en", "It finally arrived and it is the wrong one" },
	{ "en", "It finally arrived yesterday, three weeks late. I expect a "
		"discount." },
	{ "en", "Is it working now? I cannot tell." },
	{ "en", "The lamp is not working now" },
	{ "en", "The package was with my neighbour but opened and empty" },
	{ "en", "My money is here now?" },
	{ "en", "The first parcel has just arrived, the second one has not." },
	{ "en", "It finally came and I want to return it." },
	{ "en", "The wrong lamp is here now, what shall I do?" },
	{ "de", "Es ist endlich angekommen, aber die Hälfte fehlt" },
	{ "de", "Heute angekommen, leider das falsche Modell" },
	{ "de", "Es geht jetzt gar nicht mehr" },
	{ "de", "Das geht jetzt zu weit" },
	{ "de", "Das Paket war beim Nachbarn, aber leer" },
	{ "de", "Endlich da, aber ich will es zurückgeben" },
	{ "de", "Die Lampe funktioniert jetzt nicht mehr" },
	{ "es", "Por fin ha llegado, pero falta una pieza" },
	{ "es", "Llegó hoy pero es otro modelo" },
	{ "fr", "Enfin reçu mais il manque une pièce" },
	{ "fr", "Le colis était chez le voisin, ouvert et vide" },
	{ "fr", "Trouvé chez vous moins cher" },
	{ "it", "Finalmente arrivato ma manca un pezzo" },
	{ "it", "È arrivato oggi il modello sbagliato" },
	{ "pt", "Chegou hoje mas falta uma peça" },
	{ "pt", "Finalmente chegou mas está partido" },
	{ "nl", "Eindelijk aangekomen maar er ontbreekt een deel" },
	{ "nl", "Vandaag aangekomen, verkeerde kleur" },
	{ "pl", "W końcu dotarła, ale brakuje części" },
	{ "pl", "Dzisiaj dotarła zła lampa" },
	{ "sv", "Kom äntligen men det saknas en del" },
	{ "sv", "Kom idag, fel färg" },
	{ "sv", "Budet kom idag men ringde inte på" },
	{ "ja", "荷物が届きましたが、部品が足りません" },
	{ "ja", "荷物が届きましたが違う色でした" },
	{ "ja", "宅配ボックスに入っていましたが、中が空でした" },
	{ "ko", "택배가 도착했는데 부품이 없어요" },
	{ "ko", "오늘 도착했는데 색이 달라요" },
	{ "ko", "드디어 도착했지만 반품하고 싶어요" },
	{ "zh", "还是到了，但是少了一个灯泡" },
	{ "zh", "今天收到了，颜色不对" },
	{ "zh", "邻居代收了，可是盒子是空的" },
	/* Of what the buyer was told, or asks. */
	{ "en", "The carrier says it was left with my neighbour." },
	{ "de", "Laut DHL liegt es beim Nachbarn." },
	{ "es", "El transportista dice que lo tiene el vecino." },
	{ "fr", "Le transporteur dit qu'il est chez le voisin." },
	{ "it", "Il corriere dice che è dal vicino." },
	{ "pt", "A transportadora diz que está com o vizinho." },
	{ "nl", "Volgens de bezorger ligt het bij de buren." },
	{ "pl", "Kurier mówi, że paczka jest u sąsiada." },
	{ "sv", "Enligt budet ligger det hos grannen." },
	{ "ja", "運送会社は隣の家に届けたと言っています" },
	{ "ko", "기사님은 옆집에 맡겼다고 해요" },
	{ "zh", "快递说放在邻居家" },
};

static size_t misread(const struct line *lines, size_t count, bool over)
{
	struct arena arena = ARENA_INIT;
	size_t wrong = 0;

	for (size_t i = 0; i < count; i++) {
		struct guess g;

		classify(&packs, lines[i].text, lines[i].lang, &arena, &g);
		if (g.over == over && (!over || g.confidence >= 30))
			continue;
		wrong++;
		print_error("%s %s: %s %d%s\n", lines[i].lang, lines[i].text,
			    g.issue, (int)g.confidence, g.over ? ", over" : "");
	}
	arena_release(&arena);
	return wrong;
}

static void what_turned_up_or_works_again_is_over(void **state)
{
	(void)state;
	assert_int_equal(misread(overs, COUNT_OF(overs), true), 0);
}

static void what_came_broken_or_is_only_said_to_come_is_not(void **state)
{
	(void)state;
	assert_int_equal(misread(others, COUNT_OF(others), false), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_turned_up_or_works_again_is_over),
		cmocka_unit_test(
			what_came_broken_or_is_only_said_to_come_is_not),
	};

	return cmocka_run_group_tests_name("over_parcel", tests, packs_load,
					   packs_unload);
}
