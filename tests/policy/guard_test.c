/* guard_test.c - what the guard stops, what it lets through, and what it says
 * of it.
 * SPDX-License-Identifier: MIT */
#include "base/base_test.h"

#include <sys/stat.h>
#include <unistd.h>

#include "help/place.h"
#include "policy/guarded.h"

static struct guard_hits hits;

static void judge_as(const char *text, const char *lang, const char *platform,
		     bool is_public, const struct guard_facts *facts)
{
	struct guard_text t = { .text = text,
				.lang = lang,
				.platform = platform,
				.channel = "message",
				.is_public = is_public,
				.facts = facts };

	guard_hits_clear(&hits);
	guard_judge(guard, &t, &hits);
}

static void stops(const char *rule, const char *lang, const char *text)
{
	judge_as(text, lang, "amazon", false, NULL);
	if (!guarded_has(&hits, rule))
		fail_msg("%s lets through: %s", rule, text);
}

static void lets(const char *lang, const char *text)
{
	judge_as(text, lang, "amazon", false, NULL);
	if (hits.len)
		fail_msg("%s stops: %s", hits.at[0].rule->name, text);
}

static int forget(void **state)
{
	(void)state;
	guard_hits_release(&hits);
	return 0;
}

/* -- rules -- */

static void a67_nobody_is_asked_to_change_a_review(void **state)
{
	(void)state;
	stops("review_manipulation", "en",
	      "Could you please delete your review?");
	stops("review_manipulation", "de",
	      "Bitte l\u00f6schen Sie Ihre Bewertung.");
	stops("review_manipulation", "es",
	      "Por favor, elimine su rese\u00f1a.");
	stops("review_manipulation", "fr", "Merci de supprimer votre avis.");
	stops("review_manipulation", "it",
	      "Pu\u00f2 cancellare la sua recensione?");
	stops("review_manipulation", "pt",
	      "Pode apagar a sua avalia\u00e7\u00e3o?");
	stops("review_manipulation", "nl",
	      "Kunt u uw beoordeling verwijderen?");
	stops("review_manipulation", "pl",
	      "Prosz\u0119 usun\u0105\u0107 swoj\u0105 opini\u0119.");
	stops("review_manipulation", "sv", "Kan du ta bort ditt omd\u00f6me?");
	stops("review_manipulation", "ja",
	      "\u30ec\u30d3\u30e5\u30fc\u3092\u524a\u9664\u3057\u3066\u304f"
	      "\u3060"
	      "\u3055\u3044\u3002");
	stops("review_manipulation", "ko",
	      "\ub9ac\ubdf0\ub97c \uc0ad\uc81c\ud574 \uc8fc\uc138\uc694.");
	stops("review_manipulation", "zh-CN",
	      "\u8bf7\u60a8\u5220\u9664\u5dee\u8bc4\u3002");
}

static void a_disguise_does_not_help(void **state)
{
	(void)state;
	stops("review_manipulation", "en", "Please remove your r e v i e w.");
	stops("review_manipulation", "en", "Please remove your r3view now.");
	stops("review_manipulation", "en", "Please remove your re\u200bview.");
	stops("review_manipulation", "en",
	      "Please remove your \uff52\uff45\uff56\uff49\uff45\uff57.");
	stops("review_manipulation", "en",
	      "Please remove your r\u0435vi\u0435w."); /* Cyrillic */
	stops("off_platform", "en", "Write to ann (at) example dot com.");
	stops("off_platform", "en",
	      "Call oh seven seven double oh nine double oh one two six.");
}

static void denials_quotations_and_other_meanings_pass(void **state)
{
	(void)state;
	lets("en", "We never ask anybody to change a review.");
	lets("en", "You wrote \"I will delete my review for a refund\"; the "
		   "lamp is on its way whatever you write.");
	lets("en", "Please never pay outside of Amazon, by bank transfer or "
		   "PayPal.");
	lets("en", "You can follow it at https://www.ups.com/track?n=1.");
	lets("de", "Garantieren k\u00f6nnen wir das nicht.");
}

static void a_rule_is_of_its_platforms(void **state)
{
	const char *text = "Write to us at help@example.com.";

	(void)state;
	judge_as(text, "en", "ebay", false, NULL);
	assert_true(guarded_has(&hits, "off_platform"));
	judge_as(text, "en", "shopify", false, NULL);
	assert_false(guarded_has(&hits, "off_platform"));
}

static void what_is_personal_stays_private(void **state)
{
	const char *text = "Your order 113-4482910-7719234 is on its way.";

	(void)state;
	judge_as(text, "en", "amazon", true, NULL);
	assert_true(guarded_has(&hits, "personal_data_public"));
	judge_as(text, "en", "amazon", false, NULL);
	assert_false(guarded_has(&hits, "personal_data_public"));
}

static void no_placeholder_leaves(void **state)
{
	static const char *const left[] = {
		"Hello {{name}}, thanks.",
		"Hello [CUSTOMER], thanks.",
		"Hello <name>, thanks.",
		"Hello ${name}, thanks.",
		"Hello %NAME%, thanks.",
		"Hello \u3010name\u3011, thanks.",
		"Hello undefined, thanks.",
		"It arrives on DD/MM/YYYY.",
		"We refunded ____ to you.",
		"Hello (your name), thanks.",
		"Hello *|FNAME|*, thank you.",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(left); i++)
		stops("unresolved", "en", left[i]);
	lets("en", "An empty cart gives {} and [] in the export.");
	lets("en", "Press [F5] and then [Esc].");
}

static void it_says_where_in_the_text_as_it_was_given(void **state)
{
	const char *text =
		"Hi! Please \uff44\uff45\uff4c\uff45\uff54\uff45 your "
		"re\u200bview.";

	(void)state;
	judge_as(text, "en", "amazon", false, NULL);
	assert_int_equal(hits.len, 1);
	assert_int_equal(hits.at[0].from, strstr(text, "\uff44") - text);
	assert_int_equal(hits.at[0].to, strlen(text) - 1);
	assert_true(*hits.at[0].rule->source && *hits.at[0].rule->date);
}

/* -- facts -- */

static void against(const struct guard_facts *f, const char *lang,
		    const char *text)
{
	judge_as(text, lang, "shopify", false, f);
	if (!guarded_has(&hits, "wrong_fact"))
		fail_msg("agrees with the facts: %s", text);
}

static void agrees(const struct guard_facts *f, const char *lang,
		   const char *text)
{
	judge_as(text, lang, "shopify", false, f);
	if (guarded_has(&hits, "wrong_fact"))
		fail_msg("is against the facts: %s", text);
}

static void a30_an_amount_is_that_of_the_order(void **state)
{
	struct guard_facts f = { .amount = "1249.50", .currency = "EUR" };

	(void)state;
	agrees(&f, "en", "We refunded EUR 1,249.50.");
	agrees(&f, "de", "Wir haben 1.249,50 Euro erstattet.");
	agrees(&f, "en", "You spoke of \u20ac1,294.50; it was \u20ac1,249.50.");
	against(&f, "en", "We refunded \u20ac1,294.50.");
	against(&f, "de", "Wir haben 1249,50 Dollar erstattet.");
	f = (struct guard_facts){ .amount = "49.00", .currency = "EUR" };
	agrees(&f, "de", "Die neunundvierzig Euro sind unterwegs.");
	against(&f, "de", "Die vierundneunzig Euro sind unterwegs.");
	agrees(&f, "fr", "Quarante-neuf euros vous ont \u00e9t\u00e9 rendus.");
	against(&f, "it", "I cinquantanove euro sono in arrivo.");
}

static void a30_a_number_a_name_and_a_day_are_those_of_the_order(void **state)
{
	struct guard_facts f = { .order = "114-2093381-5540261",
				 .name = "Eva M\u00fcller",
				 .date = "2026-11-19" };

	(void)state;
	agrees(&f, "en",
	       "Dear Eva, order 114 2093381 5540261 left us on "
	       "Thursday, 19 November.");
	agrees(&f, "de", "Guten Tag Frau Mueller, am 19.11.2026 kommt es.");
	against(&f, "en", "Your order 114-2093381-5540216 is on its way.");
	against(&f, "en", "Dear Beatrice, it is on its way.");
	against(&f, "en", "It left us on 29 November.");
	against(&f, "en", "It left us on Friday, 19 November.");
}

static void a30_an_address_is_that_of_the_order(void **state)
{
	struct guard_facts f = { .address = "c/o Weber\nHauptstra\u00dfe 12",
				 .city = "M\u00fcnchen",
				 .postcode = "80331" };

	(void)state;
	agrees(&f, "de", "Ihr Paket geht an Hauptstr. 12, 80331 Muenchen.");
	agrees(&f, "de",
	       "Sie schrieben Hauptstra\u00dfe 21; bei uns steht "
	       "Hauptstra\u00dfe 12, und dahin ging es.");
	against(&f, "de",
		"Ihr Paket geht an Hauptstra\u00dfe 21, 80331 "
		"M\u00fcnchen.");
	against(&f, "de",
		"Ihr Paket ging an Lindenallee 5, 80331 M\u00fcnchen.");
	against(&f, "de", "Es ging in die Hauptstra\u00dfe, 80331 Augsburg.");
	against(&f, "de",
		"An Ihre Adresse in 80339 M\u00fcnchen ist es "
		"unterwegs.");
	against(&f, "en",
		"Your address, Hauptstrasse 21 in M\u00fcnchen, is "
		"where it went.");
	against(&f, "de", "Wir liefern an Lindenweg 3, 80335 M\u00fcnchen.");
	against(&f, "de",
		"Es wurde an der Adresse Bahnhofstr. 12, 10117 "
		"Berlin zugestellt.");
	f = (struct guard_facts){ .address = "1 Test Street",
				  .city = "Testville",
				  .postcode = "10115" };
	agrees(&f, "en", "We sent it to 1 Test Street, 10115 Testville.");
	against(&f, "en", "We sent it to 5 Other Road, 10115 Testville.");
	against(&f, "en", "We sent it to 1 Other Road, 10115 Testville.");
	against(&f, "en", "It goes to 1 Test Street, 20099 Hamburg.");
	against(&f, "en", "It goes to 1 Test Street, 10117 Testville.");
	f = (struct guard_facts){ .address = "12 High Street\nFlat 3",
				  .city = "London",
				  .postcode = "SW1A 1AA" };
	agrees(&f, "en", "It left for 12 High Street, London SW1A 1AA.");
	against(&f, "en", "It left for 21 High Street, London.");
	against(&f, "en", "It was delivered to London SW1A 2AA.");
	f = (struct guard_facts){ .address = "\u4e38\u306e\u51851-1-1",
				  .city = "\u5343\u4ee3\u7530\u533a",
				  .postcode = "100-0005" };
	agrees(&f, "ja",
	       "\u304a\u5c4a\u3051\u5148\u306f"
	       "\u3012100-0005 \u5343\u4ee3\u7530\u533a"
	       "\u4e38\u306e\u51851-1-1\u3067\u3059\u3002");
	against(&f, "ja",
		"\u304a\u5c4a\u3051\u5148\u306f"
		"\u4e38\u306e\u51851-2-1\u3067\u3059\u3002");
}

/* Where goods go back to, another way to write the same, and what is no
 * address. */
static void a30_what_only_looks_like_another_address_passes(void **state)
{
	struct guard_facts f = { .address = "Hauptstra\u00dfe 12 a",
				 .city = "M\u00fcnchen",
				 .postcode = "80331" };

	(void)state;
	agrees(&f, "de",
	       "Bitte senden Sie es an Werkstra\u00dfe 4, 20095 "
	       "Hamburg.");
	agrees(&f, "de",
	       "Unser Lager ist in der Hauptstra\u00dfe 3, 10115 "
	       "Berlin.");
	agrees(&f, "en", "Please send it back to Dock 4, 90210 Beverly Hills.");
	agrees(&f, "de", "Es ging an Hauptstr. 12a, 80331 M\u00fcnchen.");
	agrees(&f, "en", "It went to Hauptstr. 12, 80331 Munich.");
	agrees(&f, "de", "Postleitzahl 80331 stimmt, Hausnummer auch?");
	agrees(&f, "de",
	       "Ihre Lieferadresse: das Paket mit 10 Lampen f\u00fcr "
	       "12500 Euro.");
	agrees(&f, "de",
	       "Am 24. November 2026 kommen 2 Pakete mit 12345 Teilen.");
	f = (struct guard_facts){ .order = "#1001",
				  .address = "2/12 High Street",
				  .city = "Sydney",
				  .postcode = "2000" };
	agrees(&f, "en", "It is for 12 High Street, Flat 2, in Sydney.");
	agrees(&f, "en",
	       "It was delivered to your address on 24 November "
	       "2026.");
	agrees(&f, "en", "Your address is fine; order 1001 left Sydney.");
	agrees(&f, "en", "A neighbour in High Street, 3 days ago, took it.");
	agrees(&f, "en", "It is in High Street. 3 days is usual.");
}

static void a_reply_in_another_language_than_its_ticket_is_judged(void **state)
{
	(void)state;
	stops("review_manipulation", "zh-CN",
	      "Dear Wang Fang, please delete your review, it hurts our shop.");
	stops("review_manipulation", "en",
	      "Guten Tag, bitte l\u00f6schen Sie Ihre Bewertung.");
	stops("tone", "",
	      "Had you read the manual, you would not ask such stupid "
	      "questions.");
	lets("zh-CN", "Dear Wang Fang, your lamp left our warehouse today.");
	lets("en", "Guten Tag, Ihre Lampe hat heute unser Lager verlassen.");
}

/* -- what looks like a breach and is none -- */

struct near {
	const char *lang, *platform, *text;
};

/* With facts of an order of Anna Weber. */
static const struct near greetings[] = {
	{ "de", "email", "Hallo, Ihr Paket ist da. Liebe Grüße, Tom" },
	{ "de", "email", "Sehr geehrte Damen und Herren, alles ist da." },
	{ "en", "email", "Dear Customer, it is on its way. Thanks, Tom" },
	{ "en", "email", "Dear Sir or Madam. Thank you. Kind regards" },
	{ "fr", "email", "Cher Client, votre colis est parti. Merci, Paul" },
	{ "it", "email", "Gentile Cliente, il pacco è partito." },
	{ "es", "email", "Estimada Clienta: su paquete salió. Gracias." },
	{ "pt", "email", "Prezada Cliente, o pacote saiu. Obrigado." },
	{ "nl", "email", "Geachte Klant, uw pakket is onderweg." },
	{ "pl", "email", "Szanowna Klientko, paczka wyszła. Dziękuję." },
	{ "sv", "email", "Bästa Kund, paketet är på väg. Tack. Hälsningar" },
	/* What is learnt was written beside those above, and before these. */
	{ "de", "email",
	  "Guten Morgen, die Sendung steht im Laden. Gruß, Ole" },
	{ "de", "email", "Werte Kundin, die Kiste kam heute an. Ihr Team" },
	{ "de", "email", "Sehr geehrte Kundin, der Karton liegt bereit." },
	{ "en", "email", "Hello there, the parcel got here. Cheers, Kim" },
	{ "en", "email", "Good morning, your box has turned up. Best, Joe" },
	{ "fr", "email", "Bonjour, le carton est arrivé. Bien à vous, Luc" },
	{ "it", "email", "Buongiorno, la scatola è qui. Saluti, Anna" },
	{ "es", "email", "Hola, la caja ya llegó. Un saludo, Pilar" },
	{ "pt", "email", "Bom dia, a caixa chegou. Abraço, Rui" },
	{ "nl", "email", "Goedemorgen, de doos is binnen. Groet, Bas" },
	{ "pl", "email", "Dzień dobry, karton już jest. Pozdrawiam, Ola" },
	{ "sv", "email", "God morgon, lådan har kommit. Vänligen, Nils" },
};

static void a_greeting_that_names_nobody_is_no_wrong_name(void **state)
{
	const struct guard_facts anna = { .name = "Anna Weber" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(greetings); i++) {
		judge_as(greetings[i].text, greetings[i].lang,
			 greetings[i].platform, false, &anna);
		if (hits.len)
			fail_msg("%s: %s", hits.at[0].rule->name,
				 greetings[i].text);
	}
}

static const struct near innocent[] = {
	{ "en", "amazon", "Press [MODE] and then [START] on the display." },
	{ "de", "amazon", "Drücken Sie [EINGABE]; im Feld «Name» steht er." },
	{ "fr", "amazon", "Le champ « Nom » reste vide." },
	{ "ja", "amazon", "「お名前」欄にご記入ください。" },
	{ "zh", "amazon", "请在「姓名」一栏填写。" },
	{ "ko", "amazon", "「이름」란에 적어 주세요." },
	{ "en", "amazon", "Your parcel: https://www.dhl.com/track?id=JD0146" },
	{ "en", "amazon",
	  "Tracking 1Z999AA10123456784, order 111-2223334-5556667. Return it "
	  "to: Returns, 12 Mill Lane, Leeds LS1 4AB." },
	{ "pl", "ebay",
	  "Numer przesyłki 620012345678901234567890, zamówienie "
	  "12-34567-89012. Zwrot: ul. Polna 5, 00-001 Warszawa." },
	{ "de", "ebay", "Sendung 00340434161094042557, 120 x 60 x 75 cm." },
	{ "fr", "amazon", "Suivi 6A12345678901, sur laposte.fr/suivi." },
	{ "en", "ebay", "Your refund went back to your PayPal account." },
	{ "it", "ebay", "Bonifico inviato alle 10 per il suo rimborso." },
	{ "en", "amazon", "The lamp is 200 300 400 mm." },
	{ "de", "ebay", "Der Betrag ist auf Ihrem Konto." },
	{ "de", "amazon", "Verfolgen Sie es auf hermesworld.com." },
	{ "en", "ebay", "Opening times 08:00-18:00, 01.02.-15.02.2026." },
	{ "en", "amazon", "You are entitled to a refund; parcels get lost." },
	{ "de", "amazon", "Das ist uns peinlich: ein dummer Fehler von uns." },
	{ "en", "amazon", "You wrote that only an idiot designs such a lid." },
	/* What is learnt was written beside those above, and before these. */
	{ "en", "amazon", "Your mail says a fool must have drawn this plan." },
	{ "en", "ebay", "You call the courier a moron; we told the depot." },
	{ "en", "email",
	  "You mentioned that some idiot folded the map wrong." },
	{ "de", "email",
	  "Sie nannten den Fahrer einen Idioten; wir fragen nach." },
	{ "fr", "amazon", "Vous dites que seul un idiot coudrait ainsi." },
	{ "en", "amazon",
	  "Fill in the box \"Surname\" and leave \"Title\" out." },
	{ "de", "amazon", "Das Feld «Vorname» darf leer bleiben." },
	{ "fr", "ebay", "Remplissez la case « Prénom », puis validez." },
	{ "ja", "amazon", "「フリガナ」の欄は空けておいてください。" },
	{ "ja", "email", "用紙の「品番」欄に数字をお書きください。" },
	{ "zh", "amazon", "「收件人」这一栏可以不填。" },
	{ "ko", "amazon", "「주소」 칸은 비워 두세요." },
};

static void what_only_looks_like_a_breach_passes(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(innocent); i++) {
		judge_as(innocent[i].text, innocent[i].lang,
			 innocent[i].platform, false, NULL);
		if (hits.len)
			fail_msg("%s: %s", hits.at[0].rule->name,
				 innocent[i].text);
	}
}

static void a_short_order_number_is_no_amount(void **state)
{
	static const struct guard_facts f = { .order = "#1001",
					      .amount = "40.00",
					      .currency = "USD" };

	(void)state;
	agrees(&f, "en", "Your order came to $40.00, shipping was free.");
	against(&f, "en", "Your order #1011 has left us.");
	against(&f, "en", "Your order 1002 has left us.");
}

/* "12\ub9cc 8\ucc9c" is 128,000. */
static void amounts_are_read_as_they_are_written_in_east_asia(void **state)
{
	static const struct guard_facts won = { .amount = "128000",
						.currency = "KRW" };
	static const struct guard_facts yen = { .amount = "12800",
						.currency = "JPY" };

	(void)state;
	agrees(&won, "ko", "총액은 12만 8천 원입니다.");
	agrees(&won, "ko", "상품 3개, 총액 12만8000원입니다.");
	against(&won, "ko", "총액은 12만 9천 원입니다.");
	agrees(&yen, "ja", "合計は1万2800円です。");
	agrees(&yen, "ja", "2点で1.28万円です。");
	against(&yen, "ja", "合計は1万2900円です。");
}

/* What must pass in public, in private, and where a clause is denied. */
static void what_stands_beside_a_breach_passes(void **state)
{
	(void)state;
	judge_as("Danke! Es ging am 24.11.2026 hinaus, Art.-Nr. 4711.", "de",
		 "ebay", true, NULL);
	assert_int_equal(hits.len, 0);
	judge_as("2026년형 3대를 처음으로 3대씩 시험했습니다.", "ko", "ebay",
		 true, NULL);
	assert_int_equal(hits.len, 0);
	lets("de", "Es geht uns nicht darum, dass Sie Ihre Bewertung ändern.");
	lets("es", "El reembolso es suyo aunque deje una estrella.");
	lets("fr", "Le livreur est passé chez vous mercredi à 14 h.");
	lets("zh", "话剧《蠢货》的门票只能改期。");
	lets("pt", "Já falei com o colega que lhe escreveu.");
	stops("tone", "zh", "您真是个蠢货，不会看《说明书》吗。");
	stops("review_manipulation", "de",
	      "Wir bitten Sie, dass Sie Ihre Bewertung ändern.");
}

/* -- files -- */

/* In a folder of its own, as policy/guard/rules.conf and en.conf. */
static void told(const char *rules, const char *en, const char *wanted)
{
	CLEANUP(mistakes_release) struct mistakes m = { 0 };
	CLEANUP(free_ptr)
	char *policy = xasprintf("%s/guard-%d", scratch_dir(), (int)getpid());
	CLEANUP(free_ptr) char *dir = path_join(policy, "guard");
	CLEANUP(free_ptr) char *a = path_join(dir, "rules.conf");
	CLEANUP(free_ptr) char *b = path_join(dir, "en.conf");
	struct err err = { 0 };
	struct guard_policy *g;
	bool found = false;

	mkdir(policy, 0700);
	mkdir(dir, 0700);
	assert_int_equal(file_write(a, rules, strlen(rules), 0600, &err), 0);
	assert_int_equal(file_write(b, en, strlen(en), 0600, &err), 0);
	g = guard_load(policy, NULL, &m);
	for (size_t i = 0; i < m.list.len; i++)
		found |= strstr(m.list.at[i], wanted) != NULL;
	if (!found)
		fail_msg("nothing is told of %s", wanted);
	guard_free(g);
	unlink(a);
	unlink(b);
	rmdir(dir);
	rmdir(policy);
}

static void mistakes_are_told_with_their_line(void **state)
{
	(void)state;
	told("concepts = [ \"review\" ];\nsigns = ( { rule = \"nosuch\"; any = "
	     "[ \"review\" ]; } );",
	     "", "rules.conf:2: there is no rule \"nosuch\"");
	told("learnt = ( { rule = \"nosuch\"; } );", "",
	     "there is no rule \"nosuch\"");
	told("told = (\n{ kind = \"money\"; rule = \"nosuch\"; may = [ "
	     "\"refund\" "
	     "]; } );",
	     "", "rules.conf:2: there is no rule \"nosuch\"");
	told("told = (\n{ kind = \"gold\"; rule = \"x\"; may = [ \"refund\" ]; "
	     "} "
	     ");",
	     "",
	     "rules.conf:2: nothing is learnt of this, only of money goods "
	     "credit return");
	told("told = (\n{ kind = \"told\"; rule = \"x\"; may = [ \"refund\" ]; "
	     "} "
	     ");",
	     "", "rules.conf:2: nothing is learnt of this");
	told("told = (\n{ kind = \"money\"; rule = \"x\"; } );", "",
	     "rules.conf:2: what is told needs \"may\"");
	told("told = (\n{ kind = \"money\"; rule = \"x\"; may = [ \"refund\" "
	     "]; "
	     "lest = 4; } );",
	     "", "rules.conf:2: unknown key \"lest\"");
	told("told = ( \"money\" );", "", "an entry of told is { ... }");
	told("concepts = [ \"review\" ];\nsigns = (\n{ rule = \"x\"; any = [ "
	     "\"other\" ]; } );",
	     "", "rules.conf:3: \"other\" is none of the concepts");
	told("patterns = ( { rule = \"x\"; match = \"(\"; } );", "",
	     "the pattern cannot be read");
	told("needs = { digit = \"\\\\d\"; };\npatterns = (\n{ rule = \"x\"; "
	     "needs "
	     "= \"digits\"; match = \"1\"; } );",
	     "", "rules.conf:3: \"digits\" is none of the needs");
	told("needs = { digit = \"(\"; };", "",
	     "rules.conf:1: the pattern cannot be read");
	told("needs = { digit = 5; };", "",
	     "rules.conf:1: a need is NAME = \"PATTERN\"");
	told("concepts = [ \"review\" ];",
	     "words = {\n  reviw = [ \"a\" ];\n};",
	     "en.conf:2: unknown key \"reviw\"");
	told("concepts = [ \"review\" ];",
	     "words = {\n  review = [ \"\" ];\n};",
	     "en.conf:2: a phrase is a text in quotes");
}

static void a_text_that_is_hostile_is_judged_all_the_same(void **state)
{
	CLEANUP(free_ptr) char *long_one = xcalloc(1, 20001);

	(void)state;
	memset(long_one, '(', 20000);
	judge_as(long_one, "en", "amazon", true, NULL);
	memset(long_one, '1', 20000);
	judge_as(long_one, "en", "amazon", true, NULL);
	judge_as("\xff\xfe\xc3", "ja", "wish", true, NULL);
	judge_as("", "xx", "", false, NULL);
	assert_int_equal(hits.len, 0);
}

/* Whatever language it is in: whose order a mail names is asked before anybody
 * knows that. */
static void a_number_is_called_an_order_in_twelve_languages(void **state)
{
	static const char *const yes[] = {
		"Where is my parcel? Order 1003",
		"my order number is #1003.",
		"Wo ist mein Paket? Bestellung 1003",
		"Bestellnummer: 1003",
		"Commande n\u00b0 1003",
		"\u00bfD\u00f3nde est\u00e1 el pedido 1003?",
		"Ordine 1003, dov'\u00e8?",
		"Bestelling 1003 is er niet",
		"Zam\u00f3wienie 1003",
		"Encomenda 1003",
		"Best\u00e4llning 1003",
		"\u6ce8\u6587\u756a\u53f71003",
		"\u8ba2\u5355\u53f71003",
		"\uc8fc\ubb38\ubc88\ud638 1003",
	};
	static const char *const no[] = {
		"Rue du Lac 5, 1003 Lausanne",
		"I ordered for 1003 EUR",
		"My order: 1003,50 in all",
		"My order is not here, and I paid 1003 EUR",
		"Order 1004, please",
		"Order 10031",
		"",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(yes); i++)
		if (!guard_calls_order(guard, yes[i], "1003"))
			fail_msg("no order: %s", yes[i]);
	for (size_t i = 0; i < COUNT_OF(no); i++)
		if (guard_calls_order(guard, no[i], "1003"))
			fail_msg("an order: %s", no[i]);
	assert_false(guard_calls_order(guard, "my order of 2026", "2026"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a67_nobody_is_asked_to_change_a_review),
		cmocka_unit_test(a_disguise_does_not_help),
		cmocka_unit_test(denials_quotations_and_other_meanings_pass),
		cmocka_unit_test(a_rule_is_of_its_platforms),
		cmocka_unit_test(what_is_personal_stays_private),
		cmocka_unit_test(no_placeholder_leaves),
		cmocka_unit_test(it_says_where_in_the_text_as_it_was_given),
		cmocka_unit_test(a30_an_amount_is_that_of_the_order),
		cmocka_unit_test(
			a30_a_number_a_name_and_a_day_are_those_of_the_order),
		cmocka_unit_test(a30_an_address_is_that_of_the_order),
		cmocka_unit_test(
			a_reply_in_another_language_than_its_ticket_is_judged),
		cmocka_unit_test(
			a30_what_only_looks_like_another_address_passes),
		cmocka_unit_test_teardown(
			a_greeting_that_names_nobody_is_no_wrong_name, forget),
		cmocka_unit_test_teardown(what_only_looks_like_a_breach_passes,
					  forget),
		cmocka_unit_test_teardown(a_short_order_number_is_no_amount,
					  forget),
		cmocka_unit_test_teardown(
			amounts_are_read_as_they_are_written_in_east_asia,
			forget),
		cmocka_unit_test_teardown(what_stands_beside_a_breach_passes,
					  forget),
		cmocka_unit_test_teardown(mistakes_are_told_with_their_line,
					  forget),
		cmocka_unit_test_teardown(
			a_text_that_is_hostile_is_judged_all_the_same, forget),
		cmocka_unit_test(
			a_number_is_called_an_order_in_twelve_languages),
	};

	return cmocka_run_group_tests_name("guard", tests, guarded_load,
					   guarded_unload);
}
