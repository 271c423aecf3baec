/* guard_promise_test.c - what is no promise leaves, though nothing stands
 * behind it.
 * SPDX-License-Identifier: MIT */
#include "base/base_test.h"

#include "policy/guarded.h"

static void judge(const char *text, const char *lang, const char *behind,
		  struct guard_hits *hits)
{
	struct guard_facts f = { .may_promise = behind };
	struct guard_text t = { .text = text,
				.lang = lang,
				.platform = "shopify",
				.channel = "message",
				.facts = &f };

	guard_judge(guard, &t, hits);
}

static void passes(const char *text, const char *lang, const char *behind)
{
	CLEANUP(guard_hits_release) struct guard_hits hits = { 0 };

	judge(text, lang, behind, &hits);
	if (hits.len)
		fail_msg("%s stops: %s (at \"%.*s\")", hits.at[0].rule->name,
			 text, (int)(hits.at[0].to - hits.at[0].from),
			 text + hits.at[0].from);
}

#define TEXTS_MAX 8

/* A question about a voucher, what the buyer asked or wishes, a refusal, what
 * something depends on, a paper that is sent once more. */
static const struct {
	const char *lang, *text[TEXTS_MAX];
} harmless[] = {
	{ "en",
	  { "Did you use the voucher at the checkout?",
	    "Did you pay with store credit or by card?",
	    "You asked for a refund of 20 EUR; we look into it.",
	    "You wrote: \"I want my money back.\"",
	    "We cannot give you a discount on this order.",
	    "Whether you get a refund depends on what the bank says.",
	    "I send it again to your mail: the invoice." } },
	{ "de",
	  { "Haben Sie den Gutschein an der Kasse eingegeben?",
	    "Haben Sie einen Gutschein benutzt?",
	    "Sie fragen nach der Erstattung von 20 EUR: wir prüfen.",
	    "Sie schrieben: „Ich will mein Geld zurück.“",
	    "Einen Rabatt können wir Ihnen nicht geben.",
	    "Ob die Erstattung von 20 EUR geht, entscheidet die Bank.",
	    "Ich sende Ihnen die Rechnung noch einmal zu." } },
	{ "fr",
	  { "Avez-vous utilisé un bon d'achat lors du paiement ?",
	    "Le coupon a-t-il été accepté ?",
	    "Vous demandez un remboursement de 20 EUR : nous regardons.",
	    "Vous avez écrit : « Je veux un remboursement complet. »",
	    "Nous ne pouvons pas vous rembourser cette commande.",
	    "Le remboursement de 20 EUR dépend de la banque.",
	    "Nous vous renvoyons la facture par mail." } },
	{ "es",
	  { "¿Usó un vale al pagar?", "¿Tenía usted un cupón?",
	    "Usted nos pide un reembolso de 20 EUR; lo miramos.",
	    "Usted escribió: «Quiero un reembolso completo.»",
	    "No podemos ofrecerle un descuento.",
	    "El reembolso de 20 EUR depende del banco.",
	    "Le enviamos de nuevo la factura." } },
	{ "it",
	  { "Ha usato un buono alla cassa?", "Aveva un coupon?",
	    "Lei ci chiede un rimborso di 20 EUR; stiamo verificando.",
	    "Lei ha scritto: «Voglio il rimborso completo.»",
	    "Non possiamo farle uno sconto.",
	    "Il rimborso di 20 EUR dipende dalla banca.",
	    "Le spediamo di nuovo la fattura per posta." } },
	{ "nl",
	  { "Heeft u een kortingscode gebruikt bij het afrekenen?",
	    "Had u een cadeaubon?",
	    "U vraagt om een terugbetaling van 20 EUR; wij kijken.",
	    "U schreef: \"Ik wil mijn geld terug.\"",
	    "Wij kunnen u geen korting van 10 EUR geven.",
	    "Of de terugbetaling van 20 EUR kan, hangt af van de bank.",
	    "Ik stuur de factuur opnieuw toe." } },
	{ "pl",
	  { "Czy kupon zadziałał przy kasie?",
	    "Czy wpisał Pan rabat na stronie kasy?",
	    "Pyta Pan o zwrot kwoty 20 EUR; sprawdzamy to.",
	    "Napisał Pan: „Chcę zwrot pieniędzy.”",
	    "Nie możemy dać Panu rabatu.",
	    "Zwrot kwoty 20 EUR zależy od banku.",
	    "Wysyłamy ponownie fakturę na Pana adres." } },
	{ "pt",
	  { "Usou um vale ao pagar?", "Tinha um cupão?",
	    "O senhor perguntou pelo reembolso de 20 EUR; vamos ver.",
	    "O senhor escreveu: \"Quero o dinheiro de volta.\"",
	    "Não podemos dar-lhe um desconto.",
	    "O reembolso de 20 EUR depende do banco.",
	    "Reenviamos a fatura por correio." } },
	{ "sv",
	  { "Använde du ett presentkort i kassan?", "Hade du en rabattkod?",
	    "Du frågar om återbetalning på 20 EUR; vi undersöker det.",
	    "Du skrev: \"Jag vill ha pengarna tillbaka.\"",
	    "Vi kan inte ge dig en rabattkod.",
	    "Återbetalning på 20 EUR beror på banken.",
	    "Jag skickar den igen till din mejl: fakturan." } },
	{ "ja",
	  { "クーポンはご利用になりましたか。",
	    "クーポンコードは入力されましたか。",
	    "20ユーロを返金とのお問い合わせ、確認中です。",
	    "「全額返金してください」とお書きでした。",
	    "値引きはできかねます。",
	    "全額返金となるかどうかは銀行の判断によります。",
	    "請求書を再送いたします。" } },
	{ "ko",
	  { "결제하실 때 쿠폰을 사용하셨나요?", "할인 코드를 입력하셨나요?",
	    "20유로 전액 환불을 문의하셨는데, 확인하고 있습니다.",
	    "\"전액 환불해 주세요\"라고 하셨습니다.",
	    "할인해 드릴 수 없습니다.",
	    "전액 환불 여부는 은행에서 결정하는 일입니다.",
	    "영수증을 메일로 다시 보내 드리겠습니다." } },
	{ "zh-CN",
	  { "您付款时用了优惠券吗？", "您用的是那张优惠券吗？",
	    "您问20欧元能否退给您，我们正在核实。",
	    "您写道：“请给我全额退款。”", "我们不能给您打折。",
	    "能不能全额退款取决于银行。", "发票我们重新发到您的邮箱。" } },
};

static void what_is_no_promise_passes_in_every_language(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(harmless); i++)
		for (size_t k = 0; k < TEXTS_MAX && harmless[i].text[k]; k++)
			passes(harmless[i].text[k], harmless[i].lang, "");
}

static void stops(const char *text, const char *lang)
{
	CLEANUP(guard_hits_release) struct guard_hits hits = { 0 };

	judge(text, lang, "", &hits);
	if (!hits.len || !hits.at[0].may)
		fail_msg("not found: %s", text);
}

/* A clause that reports or refuses says nothing of the one beside it. */
static void a_promise_beside_what_was_asked_or_refused_is_found(void **state)
{
	(void)state;
	passes("You asked whether we refund you 20 EUR.", "en", "");
	stops("As you asked, we refund you 20 EUR.", "en");
	stops("We cannot repair it, so we will refund you 20 EUR.", "en");
	passes("Sie fragen, ob wir Ihnen 20 EUR erstatten.", "de", "");
	passes("Sie fragten, ob eine volle Erstattung kommt.", "de", "");
	stops("Wie Sie sagen, ist sie kaputt, wir erstatten den Preis.", "de");
	stops("您来信要求了，我们退您20欧元。", "zh-CN");
	stops("我们不能修理，所以退您20欧元。", "zh-CN");
}

static void an_exchange_is_behind_the_label_that_goes_with_it(void **state)
{
	CLEANUP(guard_hits_release) struct guard_hits hits = { 0 };
	const char *text = "For the exchange you get a return label.";

	(void)state;
	passes(text, "en", "exchange");
	judge(text, "en", "", &hits);
	assert_int_equal(hits.len, 1);
	assert_true(words_have(hits.at[0].may, "exchange"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_no_promise_passes_in_every_language),
		cmocka_unit_test(
			a_promise_beside_what_was_asked_or_refused_is_found),
		cmocka_unit_test(
			an_exchange_is_behind_the_label_that_goes_with_it),
	};

	return cmocka_run_group_tests_name("guard_promise", tests, guarded_load,
					   guarded_unload);
}
