/* cause_first_test.c - a review, a claim or a lawyer told beside what went
 * wrong stands beside it, and what went wrong decides; a remedy that is not
 * wanted, or only asked about, tells nothing. In every language of the packs.
 * Nothing was learnt from these. SPDX-License-Identifier: MIT */
#include "base/base_test.h"

#include "policy/built_packs.h"

static struct arena arena;

struct threatened {
	const char *lang, *issue, *also, *text;
};

/* One of the issues by bars. */
static bool among(const char *bars, const char *issue)
{
	size_t n = strlen(issue);

	for (const char *at = bars; (at = strstr(at, issue)); at += n)
		if ((at == bars || at[-1] == '|') && (at[n] == '|' || !at[n]))
			return true;
	return false;
}

static const struct threatened causes[] = {
	{ "en", "late", "claim_announced",
	  "The parcel is two weeks late and if it does not come I open a "
	  "chargeback" },
	{ "en", "quality", "review_bad",
	  "The lamp is poor quality and I already left a one star review" },
	{ "en", "damaged", "legal_threat",
	  "The vase arrived broken and you will hear from my lawyer" },
	{ "en", "wrong_item", "review_threat",
	  "You sent the wrong item, answer me or I will leave a negative "
	  "review" },
	{ "en", "not_received", "claim_announced",
	  "My order never arrived. I will open a PayPal case tomorrow." },
	{ "en", "missing_part", "review_threat",
	  "Two parts are missing. Fix it or I leave a bad review." },

	{ "de", "late", "claim_announced",
	  "Das Paket ist seit zwei Wochen überfällig, ich eröffne einen "
	  "PayPal-Fall" },
	{ "de", "quality", "review_bad",
	  "Die Lampe funktioniert nicht und ich habe schon eine schlechte "
	  "Bewertung abgegeben" },
	{ "de", "damaged", "legal_threat",
	  "Die Vase kam zerbrochen an, ich schalte meinen Anwalt ein" },
	{ "de", "wrong_item", "review_threat",
	  "Sie haben den falschen Artikel geschickt, sonst schreibe ich eine "
	  "negative Bewertung" },
	{ "de", "not_received", "claim_announced",
	  "Die Bestellung ist nie angekommen. Ich mache eine Rückbuchung." },
	{ "de", "missing_part", "review_threat",
	  "Es fehlen Teile. Ich werde eine schlechte Bewertung schreiben." },

	{ "es", "late|not_received", "claim_announced",
	  "El paquete lleva dos semanas de retraso y voy a abrir una disputa "
	  "en PayPal" },
	{ "es", "quality", "review_bad",
	  "La lámpara es de mala calidad y ya he dejado una mala reseña" },
	{ "es", "damaged", "legal_threat",
	  "El jarrón llegó roto y voy a hablar con mi abogado" },
	{ "es", "wrong_item", "review_threat",
	  "Me enviaron el producto equivocado, voy a poner una mala reseña" },
	{ "es", "not_received", "claim_announced",
	  "Mi pedido no ha llegado. Voy a abrir una disputa en PayPal." },
	{ "es", "missing_part", "review_threat",
	  "Faltan piezas. Si no responden pondré una mala reseña." },

	{ "fr", "late", "claim_announced",
	  "Le colis a deux semaines de retard, je vais ouvrir un litige "
	  "PayPal" },
	{ "fr", "quality", "review_bad",
	  "La lampe est de mauvaise qualité et j'ai laissé un mauvais avis" },
	{ "fr", "damaged", "legal_threat",
	  "Le vase est arrivé cassé et je vais saisir mon avocat" },
	{ "fr", "wrong_item", "review_threat",
	  "Vous m'avez envoyé le mauvais article, je vais laisser un avis "
	  "négatif" },
	{ "fr", "not_received", "claim_announced",
	  "Je n'ai jamais reçu ma commande. Je vais ouvrir un litige PayPal." },
	{ "fr", "missing_part", "review_threat",
	  "Il manque des pièces. Je vais laisser un avis négatif." },

	{ "it", "late", "claim_announced",
	  "Il pacco è in ritardo di due settimane, apro una contestazione "
	  "PayPal" },
	{ "it", "quality", "review_bad",
	  "La lampada è di pessima qualità e ho già lasciato una recensione "
	  "negativa" },
	{ "it", "damaged", "legal_threat",
	  "Il vaso è arrivato rotto e mi rivolgo al mio avvocato" },
	{ "it", "wrong_item", "review_threat",
	  "Mi avete mandato l'articolo sbagliato, lascerò una recensione "
	  "negativa" },
	{ "it", "not_received", "claim_announced",
	  "Il mio ordine non è mai arrivato. Apro una contestazione PayPal." },
	{ "it", "missing_part", "review_threat",
	  "Mancano dei pezzi. Lascerò una recensione negativa." },

	{ "pt", "late", "claim_announced",
	  "A encomenda está duas semanas atrasada e vou abrir uma disputa no "
	  "PayPal" },
	{ "pt", "quality", "review_bad",
	  "O candeeiro é de má qualidade e já deixei uma avaliação negativa" },
	{ "pt", "damaged", "legal_threat",
	  "O vaso chegou partido e vou falar com o meu advogado" },
	{ "pt", "wrong_item", "review_threat",
	  "Enviaram o produto errado, vou deixar uma avaliação negativa" },
	{ "pt", "not_received", "claim_announced",
	  "A minha encomenda nunca chegou. Vou abrir uma disputa no PayPal." },
	{ "pt", "missing_part", "review_threat",
	  "Faltam peças. Vou deixar uma avaliação negativa." },

	{ "nl", "late", "claim_announced",
	  "Het pakket is twee weken te laat en ik open een PayPal-geschil" },
	{ "nl", "quality", "review_bad",
	  "De lamp is van slechte kwaliteit en ik heb al een slechte review "
	  "geplaatst" },
	{ "nl", "damaged", "legal_threat",
	  "De vaas is kapot aangekomen en ik schakel mijn advocaat in" },
	{ "nl", "wrong_item", "review_threat",
	  "Jullie stuurden het verkeerde artikel, anders plaats ik een "
	  "slechte review" },
	{ "nl", "not_received", "claim_announced",
	  "Mijn bestelling is nooit aangekomen. Ik open een PayPal-geschil." },
	{ "nl", "missing_part", "review_threat",
	  "Er ontbreken onderdelen. Ik ga een slechte review schrijven." },

	{ "pl", "late", "claim_announced",
	  "Paczka jest spóźniona o dwa tygodnie, otwieram spór w PayPal" },
	{ "pl", "quality", "review_bad",
	  "Lampa jest złej jakości i już wystawiłem negatywną opinię" },
	{ "pl", "damaged", "legal_threat",
	  "Wazon przyszedł stłuczony, kieruję sprawę do prawnika" },
	{ "pl", "wrong_item", "review_threat",
	  "Przysłaliście zły produkt, wystawię negatywną opinię" },
	{ "pl", "not_received", "claim_announced",
	  "Zamówienie nie dotarło. Otwieram spór w PayPal." },
	{ "pl", "missing_part", "review_threat",
	  "Brakuje części. Wystawię negatywną opinię." },

	{ "sv", "late", "claim_announced",
	  "Paketet är två veckor försenat och jag öppnar ett PayPal-ärende" },
	{ "sv", "quality", "review_bad",
	  "Lampan är av dålig kvalitet och jag har redan lämnat en dålig "
	  "recension" },
	{ "sv", "damaged", "legal_threat",
	  "Vasen kom fram trasig och jag kontaktar min advokat" },
	{ "sv", "wrong_item", "review_threat",
	  "Ni skickade fel vara, annars lämnar jag en dålig recension" },
	{ "sv", "not_received", "claim_announced",
	  "Min beställning har aldrig kommit. Jag öppnar ett PayPal-ärende." },
	{ "sv", "missing_part", "review_threat",
	  "Det saknas delar. Jag kommer att skriva en dålig recension." },

	{ "ja", "late", "claim_announced",
	  "荷物が二週間も遅れています。PayPalに異議を申し立てます。" },
	{ "ja", "quality", "review_bad",
	  "ランプの品質が悪いので、低評価のレビューを書きました。" },
	{ "ja", "damaged", "legal_threat",
	  "花瓶が割れて届きました。弁護士に相談します。" },
	{ "ja", "wrong_item", "review_threat",
	  "違う商品が届きました。対応がなければ低評価をつけます。" },
	{ "ja", "not_received", "claim_announced",
	  "注文した商品が届きません。チャージバックします。" },
	{ "ja", "missing_part", "review_threat",
	  "部品が足りません。悪いレビューを書きます。" },

	{ "ko", "late", "claim_announced",
	  "배송이 2주나 늦어지고 있어요. 페이팔 분쟁을 신청하겠습니다." },
	{ "ko", "quality", "review_bad",
	  "램프 품질이 너무 나빠서 이미 별점 1점 리뷰를 남겼어요." },
	{ "ko", "damaged", "legal_threat",
	  "꽃병이 깨져서 왔어요. 변호사와 상담하겠습니다." },
	{ "ko", "wrong_item", "review_threat",
	  "다른 상품이 왔어요. 해결 안 해 주면 나쁜 리뷰를 남기겠습니다." },
	{ "ko", "not_received", "claim_announced",
	  "주문한 물건을 못 받았어요. 카드사에 차지백 신청할게요." },
	{ "ko", "missing_part", "review_threat",
	  "부품이 빠져 있어요. 나쁜 리뷰를 남기겠습니다." },

	{ "zh", "quality|damaged", "review_threat", "商品是坏的，我要给差评" },
	{ "zh", "late|not_received", "claim_announced",
	  "包裹晚了两个星期，再不到我就去PayPal开争议" },
	{ "zh", "quality", "review_bad", "灯的质量很差，我已经给了差评" },
	{ "zh", "damaged", "legal_threat", "花瓶到的时候碎了，我要找律师" },
	{ "zh", "wrong_item", "review_threat",
	  "你们发错货了，不处理我就给差评" },
	{ "zh", "missing_part", "review_threat", "少了两个零件，我要给差评" },
};

static void what_went_wrong_goes_before_what_is_threatened(void **state)
{
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(causes); i++) {
		struct guess g;

		classify(&packs, causes[i].text, causes[i].lang, &arena, &g);
		if (among(causes[i].issue, g.issue) &&
		    words_have(g.also, causes[i].also))
			continue;
		print_message("# %s: %s, also \"%s\", %d %%, %s\n",
			      causes[i].text, g.issue, g.also,
			      (int)g.confidence, g.cues);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

static void a_threat_alone_is_the_matter(void **state)
{
	static const struct threatened alone[] = {
		{ "en", "claim_announced", "",
		  "I open a chargeback tomorrow." },
		{ "de", "legal_threat", "", "Sie hören von meinem Anwalt." },
		{ "fr", "claim_announced", "",
		  "Je vais ouvrir un litige PayPal." },
		{ "zh", "review_threat", "", "我要给差评" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(alone); i++) {
		struct guess g;

		classify(&packs, alone[i].text, alone[i].lang, &arena, &g);
		assert_string_equal(g.issue, alone[i].issue);
	}
}

struct line {
	const char *lang, *text;
};

static void are_told(const struct line *lines, size_t n, const char *issues)
{
	int wrong = 0;

	for (size_t i = 0; i < n; i++) {
		struct guess g;

		classify(&packs, lines[i].text, lines[i].lang, &arena, &g);
		if (among(issues, g.issue) && !strstr(g.also, "refund"))
			continue;
		print_message("# %s: %s, also \"%s\", %d %%, %s\n",
			      lines[i].text, g.issue, g.also, (int)g.confidence,
			      g.cues);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

static void who_wants_no_money_wants_what_they_say(void **state)
{
	static const struct line lines[] = {
		{ "en", "I don't want a refund, I just want to know when it "
			"arrives" },
		{ "de",
		  "Ich will kein Geld zurück, ich möchte nur wissen, wann "
		  "es ankommt" },
		{ "es", "No quiero un reembolso, solo quiero saber cuándo "
			"llega" },
		{ "fr", "Je ne veux pas de remboursement, je veux juste savoir "
			"quand ça arrive" },
		{ "it", "Non voglio un rimborso, voglio solo sapere quando "
			"arriva" },
		{ "pt", "Não quero reembolso, só quero saber quando chega" },
		{ "nl", "Ik wil geen geld terug, ik wil alleen weten wanneer "
			"het komt" },
		{ "pl", "Nie chcę zwrotu pieniędzy, chcę tylko wiedzieć, kiedy "
			"przyjdzie" },
		{ "sv", "Jag vill inte ha pengarna tillbaka, jag vill bara "
			"veta när det kommer" },
		{ "ja",
		  "返金してほしいわけではありません。いつ届くか知りたいだけで"
		  "す" },
		{ "ko", "환불을 원하지 않아요, 언제 도착하는지만 알고 싶어요" },
		{ "zh", "我不想退款，只想知道什么时候到" },
	};

	(void)state;
	are_told(lines, COUNT_OF(lines), "order_status");
}

static void money_that_is_asked_about_for_a_case_is_a_question(void **state)
{
	static const struct line lines[] = {
		{ "en", "If it is not here by Friday will you refund me?" },
		{ "de", "Wenn es bis Freitag nicht da ist, erstatten Sie mir "
			"dann das Geld?" },
		{ "es", "Si no llega antes del viernes, ¿me devuelven el "
			"dinero?" },
		{ "fr", "Si ce n'est pas là vendredi, vous me remboursez ?" },
		{ "it", "Se non arriva entro venerdì mi rimborsate?" },
		{ "pt", "Se não chegar até sexta, vocês me reembolsam?" },
		{ "nl", "Als het er vrijdag niet is, krijg ik dan mijn geld "
			"terug?" },
		{ "pl", "Jeśli nie przyjdzie do piątku, zwrócicie mi "
			"pieniądze?" },
		{ "sv", "Om det inte är här på fredag, får jag pengarna "
			"tillbaka?" },
		{ "ja", "金曜日までに届かなかったら、返金してもらえますか？" },
		{ "ko", "금요일까지 안 오면 환불해 주시나요?" },
		{ "zh", "如果周五还没到，你们会退款吗？" },
	};

	(void)state;
	are_told(lines, COUNT_OF(lines), "product_question");
}

/* What is demanded for a case is demanded, and what happened goes on. */
static void what_is_demanded_or_happened_is_no_question(void **state)
{
	static const struct threatened lines[] = {
		{ "en", "late|cancel_request", "cancel_request",
		  "If it isn't here by Friday please cancel my order." },
		{ "en", "late", "",
		  "My parcel is two weeks late. If it is not here by Friday "
		  "will you refund me?" },
		{ "en", "claim_announced", "",
		  "If it does not come by Friday I open a chargeback, is that "
		  "clear?" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		struct guess g;

		classify(&packs, lines[i].text, lines[i].lang, &arena, &g);
		if (!among(lines[i].issue, g.issue) ||
		    (*lines[i].also && !text_eq(g.issue, lines[i].also) &&
		     !words_have(g.also, lines[i].also)))
			fail_msg("%s: %s, also \"%s\", %s", lines[i].text,
				 g.issue, g.also, g.cues);
	}
}

/* What comes unless money goes back is threatened with, and takes no money
 * back; the number of an order behind it is no matter. */
static void what_comes_without_money_is_a_threat(void **state)
{
	static const struct threatened lines[] = {
		{ "en", "review_threat", "",
		  "If you do not refund me I will leave a one star review. "
		  "Order 1014" },
		{ "en", "legal_threat", "",
		  "If you do not refund me I will call a lawyer. My order is "
		  "1014." },
		{ "en", "claim_announced", "",
		  "If you do not refund me I will open a chargeback. Order "
		  "1014" },
		{ "de", "review_threat", "",
		  "Wenn ich keine Erstattung bekomme schreibe ich eine "
		  "schlechte "
		  "Bewertung. Bestellung 1014" },
		{ "es", "review_threat", "",
		  "Si no me devuelven el dinero voy a poner una mala reseña. "
		  "Pedido 1014" },
		{ "fr", "review_threat", "",
		  "Si vous ne me remboursez pas je vais laisser un avis "
		  "négatif. "
		  "Commande 1014" },
		{ "it", "review_threat", "",
		  "Se non mi rimborsate lascerò una recensione negativa. "
		  "Ordine "
		  "1014" },
		{ "pt", "review_threat", "",
		  "Se não me reembolsarem vou deixar uma avaliação negativa. "
		  "Pedido 1014" },
		{ "nl", "review_threat", "",
		  "Als ik geen terugbetaling krijg plaats ik een slechte "
		  "review. "
		  "Bestelling 1014" },
		{ "pl", "review_threat", "",
		  "Jeśli nie dostanę zwrotu pieniędzy wystawię negatywną "
		  "opinię. "
		  "Zamówienie 1014" },
		{ "sv", "review_threat", "",
		  "Om jag inte får pengarna tillbaka skriver jag en dålig "
		  "recension. Order 1014" },
		{ "ja", "review_threat", "",
		  "返金しないなら低評価のレビューを書きます。注文1014" },
		{ "ko", "review_threat", "",
		  "환불해 주지 않으면 별점 1점 리뷰를 남기겠습니다. 주문번호 "
		  "1014" },
		{ "zh", "review_threat", "", "不退款我就给差评。订单1014" },
	};
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		struct guess g;

		classify(&packs, lines[i].text, lines[i].lang, &arena, &g);
		if (text_eq(g.issue, lines[i].issue))
			continue;
		print_message("# %s: %s, also \"%s\", %d %%, %s\n",
			      lines[i].text, g.issue, g.also, (int)g.confidence,
			      g.cues);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			what_went_wrong_goes_before_what_is_threatened),
		cmocka_unit_test(a_threat_alone_is_the_matter),
		cmocka_unit_test(who_wants_no_money_wants_what_they_say),
		cmocka_unit_test(
			money_that_is_asked_about_for_a_case_is_a_question),
		cmocka_unit_test(what_is_demanded_or_happened_is_no_question),
		cmocka_unit_test(what_comes_without_money_is_a_threat),
	};
	int failed = cmocka_run_group_tests_name("cause_first", tests,
						 packs_load, packs_unload);

	arena_release(&arena);
	return failed;
}
