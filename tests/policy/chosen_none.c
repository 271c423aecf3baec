/* chosen_none.c - see chosen_none.h.
 * SPDX-License-Identifier: MIT */
#include "policy/chosen_none.h"

#include "policy/built_packs.h"

const struct chosen_line chosen_none[] = {
	{ "en", "Yes, that would be fine." },
	{ "en", "I do not want a refund." },
	{ "en", "A refund or a new one, I do not mind." },
	{ "en", "If it doesn't come by Friday, I want my money back." },
	{ "en", "Please send me a new one or refund me" },
	{ "en", "Thank you for your answer." },
	{ "en", "It arrived broken, I want my money back" },
	{ "en", "Refund me or I will leave a bad review" },
	{ "de", "Ja, gerne." },
	{ "de", "Ich möchte keine Erstattung." },
	{ "de", "Geld zurück oder noch einmal schicken, beides ist mir recht" },
	{ "de", "Ich möchte mein Geld zurück oder einen Ersatz" },
	{ "de", "Sie kam kaputt an, ich will mein Geld zurück" },
	{ "es", "No quiero el reembolso." },
	{ "fr", "Je ne veux pas de remboursement." },
	{ "it", "Non voglio il rimborso." },
	{ "pt", "Não quero o reembolso." },
	{ "nl", "Ik wil geen terugbetaling." },
	{ "pl", "Nie chcę zwrotu pieniędzy." },
	{ "sv", "Jag vill inte ha pengarna tillbaka." },
	{ "ja", "返金は不要です。" },
	{ "ko", "환불은 필요 없어요." },
	{ "zh", "不要退款。" },
	{ "ja",
	  "返金か再送か、どちらでもかまいません。再送か返金をお願いします" },
	{ "zh", "退款或者再寄都可以" },
	{ "ko", "환불해 주시거나 다시 보내 주세요" },
};

const size_t chosen_none_count = sizeof chosen_none / sizeof *chosen_none;

int chosen_load(void **state)
{
	return packs_load(state);
}

int chosen_unload(void **state)
{
	return packs_unload(state);
}

void chosen_classify(const char *text, const char *lang, struct arena *arena,
		     struct guess *out)
{
	classify(&packs, text, lang, arena, out);
}
