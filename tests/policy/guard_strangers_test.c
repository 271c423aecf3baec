/* guard_strangers_test.c - what is somebody else's does not leave: contacts
 * that nobody gave, another buyer's name, street and numbers, the number of a
 * payment card.
 * SPDX-License-Identifier: MIT */
#include "base/base_test.h"

#include "policy/guarded.h"

static struct guard_hits hits;

static const struct guard_other others[] = {
	{ OTHER_NAME, "Anna Berg", "the buyer's name of order #1002" },
	{ OTHER_NAME, "\u5c71\u7530\u592a\u90ce",
	  "the buyer's name of order #1003" },
	{ OTHER_STREET, "Lindenallee 7\nFlat 3", "the address of order #1002" },
	{ OTHER_NUMBER, "RR482119036GB", "the parcel of order #1002" },
	{ OTHER_NUMBER, "SORRY-8F3K", "another buyer's coupon" },
};

static const struct guard_facts order = {
	.order = "#1001",
	.name = "Ann Smith",
	.address = "12 High Street",
	.city = "Leeds",
	.postcode = "LS1 1AA",
	.numbers = "00340434161094042557\n4111111111111111",
	.known = "Ann Smith\nann@example.com\n+44 7700 900123\n"
		 "Please send it to my neighbour Marie Curie, Hauptstra\u00dfe "
		 "5 in Hamburg, marie@web.example, 040 555 01 77.\n"
		 "ul. D\u0142uga 9\n"
		 "\u9f13\u697c\u533a\u6c49\u53e3\u8def22\u53f7\n"
		 "@lamps.example\n",
	.others = others,
	.other_count = COUNT_OF(others),
};

static bool breaks(const char *lang, const char *text,
		   const struct guard_facts *facts)
{
	const struct guard_text t = { .text = text,
				      .lang = lang,
				      .platform = "shopify",
				      .channel = "email",
				      .facts = facts };

	guard_hits_clear(&hits);
	guard_judge(guard, &t, &hits);
	return guarded_has(&hits, "wrong_fact");
}

/* Is it stopped for that: words of the hit's why; "" where the rule says it
 * all? */
static bool broken_for(const char *why)
{
	bool is = false;

	for (size_t i = 0; i < hits.len; i++)
		is |= text_eq(hits.at[i].rule->name, "wrong_fact") &&
		      (*why ? hits.at[i].why && strstr(hits.at[i].why, why)
			    : !hits.at[i].why);
	return is;
}

static void stops(const char *lang, const char *text, const char *why)
{
	if (!breaks(lang, text, &order))
		fail_msg("lets through: %s", text);
	if (!broken_for(why))
		fail_msg("not for \"%s\" but \"%s\": %s", why,
			 hits.at[0].why ? hits.at[0].why : "", text);
}

static void lets(const char *lang, const char *text)
{
	if (breaks(lang, text, &order))
		fail_msg("stops at %zu..%zu: %s", hits.at[0].from,
			 hits.at[0].to, text);
}

static int forget(void **state)
{
	(void)state;
	guard_hits_release(&hits);
	return 0;
}

static void a_contact_that_nobody_gave_is_stopped(void **state)
{
	(void)state;
	stops("en", "It was taken in by p.other@mail.example yesterday.",
	      "a mail address");
	stops("en", "Write to p.other (at) mail.example about it.",
	      "a mail address");
	stops("en", "You may ring the neighbour at 07700 900999.",
	      "a telephone number");
	stops("de", "Ihr Nachbar hat die Nummer 0171 2345678.",
	      "a telephone number");
	stops("en", "It was left at 9 Mill Lane with somebody.",
	      "an address that is neither");
	stops("de", "Es liegt in der Hauptstra\u00dfe 6 beim Nachbarn.",
	      "an address that is neither");
	stops("fr", "Il est chez le voisin, 3 rue des Lilas.",
	      "an address that is neither");
	stops("en", "Ring the neighbour, (415) 555-0132.",
	      "a telephone number");
	stops("es", "Lo tiene su vecino en la calle Mayor 14.",
	      "an address that is neither");
	stops("en", "It was taken in by p\uff0eother\uff20mail.example.",
	      "a mail address");
}

static void one_that_the_buyer_gave_or_that_is_ours_passes(void **state)
{
	(void)state;
	lets("en", "We wrote to ann@example.com about it.");
	lets("en", "We wrote to ANN@example.com.");
	lets("en", "Your number is 07700 900 123, is it?");
	lets("en", "It left for 12 High Street, LS1 1AA Leeds.");
	lets("de", "Wir schicken es an Marie Curie, Hauptstr. 5, wie Sie "
		   "schrieben.");
	lets("de", "Ihre Nachbarin erreichen wir unter +49 40 5550177 und "
		   "marie@web.example.");
	lets("pl", "Paczka le\u017cy przy ulicy D\u0142ugiej 9, 05-500 "
		   "Piaseczno.");
	lets("zh-CN", "\u6536\u4ef6\u5730\u5740\u4ecd\u662f\u5357\u4eac"
		      "\u5e02\u9f13\u697c\u533a\u6c49\u53e3\u8def 22 "
		      "\u53f7\u3002");
	lets("en", "Write to returns@lamps.example. We are there.");
	lets("ja", "marie@web.example\u3078\u9001\u308a\u307e\u3057\u305f"
		   "\u3002");
	lets("en", "Any questions? Reach us at 0800 111 2233.");
}

static void
of_a_domain_that_all_share_only_the_very_address_is_ours(void **state)
{
	struct guard_facts own = order;

	(void)state;
	own.known = "lamps@gmail.com\n@gmail.com\n@lamps.example\n";
	assert_false(breaks("en", "Write to lamps@gmail.com.", &own));
	assert_true(breaks("en", "Write to p.other@gmail.com.", &own));
	assert_false(breaks("en", "Write to any@lamps.example.", &own));
}

static void where_nothing_is_known_contacts_are_not_judged(void **state)
{
	struct guard_facts less = order;

	(void)state;
	less.known = NULL;
	less.other_count = 0;
	assert_false(breaks("en", "Ring 07700 900999, 9 Mill Lane.", &less));
}

static void a_number_of_the_order_or_of_goods_is_no_telephone(void **state)
{
	(void)state;
	lets("en", "Your parcel 00340434161094042557 is on its way.");
	lets("en", "The article number 030 1234 5678 fits.");
	lets("en", "It weighs 12.5 kg and came on 2026-11-30 at 14:30.");
	lets("de", "In der Woche 48 ging es raus, am 30.11.2026.");
	lets("en", "We have 3 Road bikes left, 12 of them in green.");
	lets("en", "The parcel is 1Z 84R 0W9 03 1234 5671.");
	lets("en", "The parcel is LP 0061 8834 9201 75.");
	lets("en", "They are 3318810041 + 3318810051 (2.12., 14:00).");
	lets("en", "It left as 0000 1234 5678 9U.");
	lets("nl", "Uw pakket is op wo 02-12-2026 meegegeven.");
	lets("nl", "De fabrikant heeft 0800-4421.");
	lets("sv", "Det drog du av. D\u00e4rf\u00f6r st\u00e5r det 319,20 kr.");
}

static void another_buyers_name_is_stopped(void **state)
{
	(void)state;
	stops("en", "It was signed by Anna Berg.", "the buyer's name of order");
	stops("en", "It was signed by Berg, Anna.",
	      "the buyer's name of order");
	stops("de", "Das Paket hat Frau Berg angenommen.", "");
	stops("en", "It was signed by \uff21nna B\u0435rg.",
	      "the buyer's name of order"); /* a disguise */
	stops("ja",
	      "\u5c71\u7530\u592a\u90ce\u69d8\u306e\u5206\u3067\u3059"
	      "\u3002",
	      "the buyer's name of order");
	lets("de", "Das liegt am Berg, sagt der Fahrer.");
	lets("en", "Anna from our team looks at it.");
}

static void unless_the_buyer_wrote_it(void **state)
{
	struct guard_facts own = order;

	(void)state;
	own.known = "my name is Anna Berg";
	assert_false(breaks("en", "It was signed by Anna Berg.", &own));
}

static void another_buyers_street_and_numbers_are_stopped(void **state)
{
	(void)state;
	stops("de", "Es ging in die Lindenallee 7.", "the address of");
	stops("de", "Es ging nach Lindenallee Nr. 7, Flat 3, und zwar heute.",
	      "the address of");
	stops("en", "The parcel RR 482 119 036 GB is another one.",
	      "the parcel of");
	stops("en", "Use the code sorry-8f3k.", "another buyer's coupon");
	lets("de", "Die Lindenallee ist gesperrt.");
	lets("en", "Use the code SORRY-9K2M.");
}

static void a_number_that_the_buyer_wrote_may_be_told_back(void **state)
{
	struct guard_facts own = order;

	(void)state;
	own.known = "Where is RR 482119036 GB? May I use \uff33\uff2f\uff32"
		    "\uff32\uff39-\uff18\uff26\uff13\uff2b?";
	assert_false(breaks("en", "RR482119036GB is on its way.", &own));
	assert_false(breaks("en", "SORRY-8F3K is not for you.", &own));
	own.known = "Where is RR482119036GBX?";
	assert_true(breaks("en", "RR482119036GB is on its way.", &own));
}

static void the_orders_own_number_is_theirs_though_others_have_it(void **state)
{
	static const struct guard_other shared[] = {
		{ OTHER_NUMBER, "#1001", "order #1001 of another shop" },
		{ OTHER_NUMBER, "00340434161094042557", "the parcel of #1002" },
		{ OTHER_NUMBER, "1Z999AA10123456784", "the parcel of #1002" },
	};
	struct guard_facts own = order;

	(void)state;
	own.others = shared;
	own.other_count = COUNT_OF(shared);
	own.tracking = "1Z999AA10123456784";
	assert_false(breaks("en", "Order #1001 is on its way.", &own));
	assert_false(breaks("en", "It is 0034 0434 1610 9404 2557.", &own));
	assert_false(breaks("en", "It is 1Z999AA10123456784.", &own));
	own.tracking = NULL;
	assert_true(breaks("en", "It is 1Z999AA10123456784.", &own));
}

#define CARD "the number of a payment card"

static void a_payment_card_is_stopped_in_every_language(void **state)
{
	static const char *const langs[] = { "de", "en", "es", "fr",
					     "it", "ja", "ko", "nl",
					     "pl", "pt", "sv", "zh-CN" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(langs); i++) {
		stops(langs[i], "5555 5555 5555 4444", CARD);
		stops(langs[i], "Visa: 4012-8888-8888-1881, 12/27", CARD);
		stops(langs[i], "378282246310005.", CARD);
		stops(langs[i],
		      "\uff15\uff15\uff15\uff15\uff15\uff15\uff15"
		      "\uff15\uff15\uff15\uff15\uff15\uff14\uff14"
		      "\uff14\uff14",
		      CARD);
	}
	stops("en",
	      "It ends so: four oh one two, eight eight eight eight, "
	      "eight eight eight eight, one eight eight one.",
	      CARD);
	stops("zh-CN",
	      "\u56db\u96f6\u4e00\u4e8c\u516b\u516b\u516b\u516b\u516b"
	      "\u516b\u516b\u516b\u4e00\u516b\u516b\u4e00",
	      CARD);
	assert_true(breaks("en", "It is 4012 8888 8888 1881.", NULL));
}

static void what_only_looks_like_one_passes(void **state)
{
	(void)state;
	lets("en", "It is 4111 1111 1111 1111."); /* its own number */
	lets("en", "The card ends in 1881.");
	lets("en", "5555 5555 5555 4445 is a test."); /* no check digit */
	lets("en", "IBAN DE89 3704 0044 0532 0130 00");
	lets("en", "The barcode is 4006381333931.");
	lets("en", "Call +49 1511 2345 678 9, it is our hotline.");
	lets("en", "IMEI 490154203237518");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_contact_that_nobody_gave_is_stopped),
		cmocka_unit_test(
			one_that_the_buyer_gave_or_that_is_ours_passes),
		cmocka_unit_test(
			of_a_domain_that_all_share_only_the_very_address_is_ours),
		cmocka_unit_test(
			where_nothing_is_known_contacts_are_not_judged),
		cmocka_unit_test(
			a_number_of_the_order_or_of_goods_is_no_telephone),
		cmocka_unit_test(another_buyers_name_is_stopped),
		cmocka_unit_test(unless_the_buyer_wrote_it),
		cmocka_unit_test(another_buyers_street_and_numbers_are_stopped),
		cmocka_unit_test(
			a_number_that_the_buyer_wrote_may_be_told_back),
		cmocka_unit_test(
			the_orders_own_number_is_theirs_though_others_have_it),
		cmocka_unit_test(a_payment_card_is_stopped_in_every_language),
		cmocka_unit_test_teardown(what_only_looks_like_one_passes,
					  forget),
	};

	return cmocka_run_group_tests_name("guard_strangers", tests,
					   guarded_load, guarded_unload);
}
