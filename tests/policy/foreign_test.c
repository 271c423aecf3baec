/* foreign_test.c - at least 50 languages that no pack speaks are known by one
 * sentence, by the library and beside the packs. What is written here is ours.
 * SPDX-License-Identifier: MIT */
#include "base/base_test.h"

#include "policy/built_packs.h"
#include "text/foreign.h"

static const struct {
	const char *lang, *text;
} lines[] = {
	{ "af", "My pakkie het nog nie aangekom nie, waar is my bestelling?" },
	{ "sq", "Paketa ime nuk ka mbërritur ende, ku është porosia ime?" },
	{ "ar", "لم يصل طردي بعد، أين طلبي؟" },
	{ "hy", "Իմ ծանրոցը դեռ չի հասել, որտե՞ղ է իմ պատվերը" },
	{ "az", "Bağlamam hələ gəlməyib, sifarişim haradadır?" },
	{ "eu", "Nire paketea ez da oraindik iritsi, non dago nire eskaera?" },
	{ "be", "Мая пасылка яшчэ не прыйшла, дзе мой заказ?" },
	{ "bn", "আমার পার্সেল এখনও আসেনি, আমার অর্ডার কোথায়?" },
	{ "bg", "Пратката ми още не е пристигнала, къде е поръчката ми?" },
	{ "ca", "El meu paquet encara no ha arribat, on és la meva comanda?" },
	{ "cs", "Můj balík ještě nedorazil, kde je moje objednávka?" },
	{ "da", "Min pakke er ikke kommet endnu, hvor er min bestilling?" },
	{ "eo", "Mia pakaĵo ankoraŭ ne alvenis, kie estas mia mendo?" },
	{ "et", "Minu pakk ei ole veel saabunud, kus on minu tellimus?" },
	{ "fi", "Pakettini ei ole vielä saapunut, missä tilaukseni on?" },
	{ "gl", "O meu paquete aínda non chegou, onde está o meu pedido?" },
	{ "ka", "ჩემი ამანათი ჯერ არ მოსულა, სად არის ჩემი შეკვეთა?" },
	{ "el", "Το δέμα μου δεν έχει φτάσει ακόμα, πού είναι η παραγγελία;" },
	{ "gu", "મારું પાર્સલ હજી આવ્યું નથી, મારો ઓર્ડર ક્યાં છે?" },
	{ "ht", "Koli mwen an poko rive, ki kote kòmand mwen an ye?" },
	{ "he", "החבילה שלי עדיין לא הגיעה, איפה ההזמנה שלי?" },
	{ "hi", "मेरा पार्सल अभी तक नहीं आया है, मेरा ऑर्डर कहाँ है?" },
	{ "hu", "A csomagom még nem érkezett meg, hol van a rendelésem?" },
	{ "is", "Pakkinn minn er ekki kominn enn, hvar er pöntunin mín?" },
	{ "id", "Paket saya belum sampai juga, di mana pesanan saya?" },
	{ "ga", "Níor tháinig mo bheart fós, cá bhfuil m'ordú?" },
	{ "kn", "ನನ್ನ ಪಾರ್ಸೆಲ್ ಇನ್ನೂ ಬಂದಿಲ್ಲ, ನನ್ನ ಆರ್ಡರ್ ಎಲ್ಲಿದೆ?" },
	{ "kk", "Менің сәлемдемем әлі келген жоқ, тапсырысым қайда?" },
	{ "km", "កញ្ចប់របស់ខ្ញុំមិនទាន់មកដល់ទេ តើការបញ្ជាទិញរបស់ខ្ញុំនៅឯណា" },
	{ "lo", "ພັດສະດຸຂອງຂ້ອຍຍັງບໍ່ມາຮອດ ຄໍາສັ່ງຊື້ຂອງຂ້ອຍຢູ່ໃສ" },
	{ "lv", "Mana paka vēl nav pienākusi, kur ir mans pasūtījums?" },
	{ "lt", "Mano siunta dar neatvyko, kur yra mano užsakymas?" },
	{ "mk", "Мојата пратка сè уште не е пристигната, каде е нарачката?" },
	{ "ms", "Bungkusan saya masih belum sampai, di manakah pesanan saya?" },
	{ "ml", "എന്റെ പാർസൽ ഇതുവരെ വന്നിട്ടില്ല, എന്റെ ഓർഡർ എവിടെ?" },
	{ "mt", "Il-pakkett tiegħi għadu ma wasalx, fejn hi l-ordni tiegħi?" },
	{ "mr", "माझे पार्सल अजून आलेले नाही, माझी ऑर्डर कुठे आहे?" },
	{ "mn", "Миний илгээмж хараахан ирээгүй байна, захиалга хаана байна?" },
	{ "ne", "मेरो पार्सल अझै आएको छैन, मेरो अर्डर कहाँ छ?" },
	{ "no", "Pakken min har ikke kommet ennå, hvor er bestillingen min?" },
	{ "fa", "بسته من هنوز نرسیده است، سفارش من کجاست؟" },
	{ "pa", "ਮੇਰਾ ਪਾਰਸਲ ਅਜੇ ਨਹੀਂ ਆਇਆ, ਮੇਰਾ ਆਰਡਰ ਕਿੱਥੇ ਹੈ?" },
	{ "ro", "Coletul meu nu a ajuns încă, unde este comanda mea?" },
	{ "ru", "Моя посылка ещё не пришла, где мой заказ?" },
	{ "sr", "Мој пакет још није стигао, где је моја поруџбина?" },
	{ "hr", "Moj paket još nije stigao, gdje je moja narudžba?" },
	{ "si", "මගේ පාර්සලය තවම ලැබී නැත, මගේ ඇණවුම කොහෙද?" },
	{ "sk", "Môj balík ešte nedorazil, kde je moja objednávka?" },
	{ "sl", "Moj paket še ni prispel, kje je moje naročilo?" },
	{ "sw", "Kifurushi changu bado hakijafika, agizo langu liko wapi?" },
	{ "tl", "Hindi pa dumarating ang aking parsela, nasaan ang order ko?" },
	{ "ta", "எனது பார்சல் இன்னும் வரவில்லை, எனது ஆர்டர் எங்கே?" },
	{ "te", "నా పార్సెల్ ఇంకా రాలేదు, నా ఆర్డర్ ఎక్కడ ఉంది?" },
	{ "th", "พัสดุของฉันยังไม่มาถึง คำสั่งซื้อของฉันอยู่ที่ไหน" },
	{ "tr", "Paketim hâlâ gelmedi, siparişim nerede?" },
	{ "uk", "Моя посилка ще не прийшла, де моє замовлення?" },
	{ "ur", "میرا پارسل ابھی تک نہیں آیا، میرا آرڈر کہاں ہے؟" },
	{ "uz", "Mening posilkam hali kelmadi, buyurtmam qayerda?" },
	{ "vi", "Gói hàng của tôi vẫn chưa đến, đơn hàng của tôi ở đâu?" },
	{ "cy", "Nid yw fy mharsel wedi cyrraedd eto, ble mae fy archeb?" },
};

static void at_least_50_languages_are_known_by_one_sentence(void **state)
{
	struct arena arena = ARENA_INIT;
	int alone = 0, beside = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		const char *text = lines[i].text;
		struct guess g;

		classify(&packs, text, NULL, &arena, &g);
		alone += text_eq(foreign_language(text, strlen(text)),
				 lines[i].lang);
		beside += text_eq(g.lang, lines[i].lang);
	}
	print_message("# %zu languages: %d by the library, %d beside the "
		      "packs\n",
		      COUNT_OF(lines), alone, beside);
	assert_true(alone >= 55);
	assert_true(beside >= 50);
	arena_release(&arena);
}

/* No pack speaks it, so nobody says what it is about. */
static void a_foreign_text_is_left_to_a_person(void **state)
{
	struct arena arena = ARENA_INIT;
	struct guess g;

	(void)state;
	classify(&packs,
		 "Pakettini ei ole vielä saapunut, missä tilaukseni on?", NULL,
		 &arena, &g);
	assert_string_equal(g.lang, "fi");
	assert_string_equal(g.issue, "other");
	assert_int_equal(g.confidence, 0);
	arena_release(&arena);
}

static void what_tells_nothing_is_in_no_language(void **state)
{
	(void)state;
	assert_string_equal(foreign_language("", 0), "");
	assert_string_equal(foreign_language("12345", 5), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			at_least_50_languages_are_known_by_one_sentence),
		cmocka_unit_test(a_foreign_text_is_left_to_a_person),
		cmocka_unit_test(what_tells_nothing_is_in_no_language),
	};

	return cmocka_run_group_tests_name("foreign", tests, packs_load,
					   packs_unload);
}
