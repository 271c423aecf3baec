/* guard_days_test.c - the day that a text says something for, in twelve
 * languages, and what is none.
 * SPDX-License-Identifier: MIT */
#include "base/base_test.h"

#include "base/when.h"
#include "policy/guarded.h"

/* A Tuesday: 1 December 2026. */
#define TODAY civil_day(2026, 12, 1)

static const struct said {
	const char *lang, *text;
	int day; /* of December 2026; 0: none */
} said[] = {
	{ "en", "We will write to you by Friday.", 4 },
	{ "en", "You will hear from us on 5 December.", 5 },
	{ "en", "You get our answer tomorrow.", 2 },
	{ "en", "We will look at it on 12/08/2026 at the latest.", 8 },
	{ "en", "We will tell you on 2026-12-09.", 9 },
	{ "de",
	  "We will write to you again by Friday, when our warehouse has looked "
	  "at the parcel that you sent back to us.",
	  4 },
	{ "de", "Wir melden uns bis Freitag bei Ihnen.", 4 },
	{ "de", "Sie h\u00f6ren von uns am 5. Dezember.", 5 },
	{ "de", "Wir antworten Ihnen morgen.", 2 },
	{ "de", "Wir melden uns am 07.12. bei Ihnen.", 7 },
	{ "fr", "Nous vous r\u00e9pondrons d'ici vendredi.", 4 },
	{ "fr", "Vous aurez notre r\u00e9ponse le 5 d\u00e9cembre.", 5 },
	{ "fr", "Nous vous \u00e9crivons demain.", 2 },
	{ "es", "Le responderemos antes del viernes.", 4 },
	{ "es", "Tendr\u00e1 nuestra respuesta el 5 de diciembre.", 5 },
	{ "es", "Le responderemos ma\u00f1ana mismo.", 2 },
	{ "it", "Le risponderemo entro venerd\u00ec.", 4 },
	{ "it", "Avr\u00e0 la nostra risposta il 5 dicembre.", 5 },
	{ "it", "Le scriviamo domani.", 2 },
	{ "pt", "Responderemos at\u00e9 sexta-feira.", 4 },
	{ "pt", "Ter\u00e1 a nossa resposta a 5 de dezembro.", 5 },
	{ "pt", "Escrevemos-lhe amanh\u00e3.", 2 },
	{ "nl", "U hoort uiterlijk vrijdag van ons.", 4 },
	{ "nl", "U krijgt op 5 december antwoord.", 5 },
	{ "nl", "Wij schrijven u morgen.", 2 },
	{ "pl", "Odpowiemy do pi\u0105tku.", 4 },
	{ "pl", "Odpowiemy 5 grudnia.", 5 },
	{ "pl", "Napiszemy jutro.", 2 },
	{ "sv", "Vi svarar senast p\u00e5 fredag.", 4 },
	{ "sv", "Ni f\u00e5r v\u00e5rt svar den 5 december.", 5 },
	{ "sv", "Vi skriver i morgon.", 2 },
	{ "ja",
	  "\u91d1\u66dc\u65e5\u307e\u3067\u306b\u3054\u9023\u7d61\u3057\u307e"
	  "\u3059\u3002",
	  4 },
	{ "ja",
	  "12\u67085\u65e5\u306b\u3054\u9023\u7d61\u3057\u307e\u3059\u3002",
	  5 },
	{ "ja", "\u660e\u65e5\u3054\u9023\u7d61\u3057\u307e\u3059\u3002", 2 },
	{ "ko",
	  "\uae08\uc694\uc77c\uae4c\uc9c0 "
	  "\ub2f5\ubcc0\ub4dc\ub9ac\uaca0\uc2b5\ub2c8\ub2e4.",
	  4 },
	{ "ko",
	  "12\uc6d4 5\uc77c\uc5d0 "
	  "\ub2f5\ubcc0\ub4dc\ub9ac\uaca0\uc2b5\ub2c8\ub2e4.",
	  5 },
	{ "ko",
	  "\ub0b4\uc77c \ub2f5\ubcc0\ub4dc\ub9ac\uaca0\uc2b5\ub2c8\ub2e4.", 2 },
	{ "zh-CN",
	  "\u6211\u4eec\u4f1a\u5728\u661f\u671f\u4e94\u4e4b\u524d\u56de\u590d"
	  "\u60a8\u3002",
	  4 },
	{ "zh-CN",
	  "\u6211\u4eec\u4f1a\u572812\u67085\u65e5\u56de\u590d\u60a8\u3002",
	  5 },
	{ "zh-CN", "\u660e\u5929\u6211\u4eec\u4f1a\u56de\u590d\u60a8\u3002",
	  2 },
	/* -- none -- */
	{ "en", "We shipped it on Monday.", 0 },
	{ "en", "It left us on 28 November.", 0 },
	{ "en", "DHL says that it comes on 5 December.", 0 },
	{ "en", "The carrier expects to deliver it by Friday.", 0 },
	{ "en", "The estimated delivery is 5 December.", 0 },
	{ "en", "Would you like to hear from us by Friday?", 0 },
	{ "en", "You wrote \"I need it by Friday\".", 0 },
	{ "en", "We are open from Monday to Friday.", 0 },
	{ "en", "It has 2/3 of the lamps for 12.50 EUR.", 0 },
	{ "de", "Wir haben es am Montag verschickt.", 0 },
	{ "de", "Guten Morgen, wir sind von Montag bis Freitag da.", 0 },
	{ "de", "DHL stellt es am 5. Dezember zu.", 0 },
	{ "de", "Heute Morgen kam Ihre Nachricht.", 0 },
	{ "fr", "Le transporteur annonce le 5 d\u00e9cembre.", 0 },
	{ "fr", "Nous l'avons envoy\u00e9 lundi.", 0 },
	{ "es", "Buenos d\u00edas, recibimos su mensaje esta ma\u00f1ana.", 0 },
	{ "es", "El transportista dice que llega el 5 de diciembre.", 0 },
	{ "it", "Il corriere dice il 5 dicembre.", 0 },
	{ "pt", "A transportadora diz que chega at\u00e9 sexta-feira.", 0 },
	{ "nl", "Goedemorgen, PostNL bezorgt het op 5 december.", 0 },
	{ "pl", "Kurier dostarczy j\u0105 5 grudnia.", 0 },
	{ "sv", "PostNord s\u00e4ger den 5 december.", 0 },
	{ "ja",
	  "\u914d\u9001\u4f1a\u793e\u306b\u3088\u308b\u306812\u67085\u65e5"
	  "\u306b\u5c4a\u304d\u307e\u3059\u3002",
	  0 },
	{ "ko",
	  "\ud0dd\ubc30\uc0ac\uc5d0 \ub530\ub974\uba74 12\uc6d4 5\uc77c\uc5d0 "
	  "\ub3c4\ucc29\ud569\ub2c8\ub2e4.",
	  0 },
	{ "zh-CN", "\u5feb\u9012\u8bf412\u67085\u65e5\u9001\u5230\u3002", 0 },
	{ "tr", "Cuma gününe kadar yazaca\u011f\u0131z.", 0 },
};

static void a_day_to_come_is_found_and_no_other(void **state)
{
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(said); i++) {
		int64_t day = guard_day_told(guard, said[i].text, said[i].lang,
					     TODAY);
		int64_t want = said[i].day ? TODAY + said[i].day - 1 : -1;

		if (day == want)
			continue;
		wrong++;
		print_message("%s: %s: %lld, not %lld\n", said[i].lang,
			      said[i].text, (long long)day, (long long)want);
	}
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_day_to_come_is_found_and_no_other),
	};

	return cmocka_run_group_tests_name("guard_days", tests, guarded_load,
					   guarded_unload);
}
