/* answers_text.c - texts by the packs: what one is about, how a reply is
 * written, and what stands in it of parcels and items. SPDX-License-Identifier:
 * MIT */
#include "host/answers.h"

static void ask_classify(const struct brain *b, const char *text,
			 const char *lang, const char *usual,
			 struct arena *arena, struct classified *out)
{
	struct guess g;

	classify_usual(&of(b)->packs, text, lang, usual, arena, &g);
	*out = (struct classified){ .issue = g.issue,
				    .also = g.also,
				    .lang = g.lang,
				    .confidence = g.confidence,
				    .cues = g.cues,
				    .over = g.over,
				    .chosen = g.chosen };
}

#define VALUES_MAX 48

static int ask_render(const struct brain *b, const char *template_id,
		      const char *lang, const struct slot_value *slots,
		      size_t count, struct arena *arena, struct rendered *out,
		      struct err *err)
{
	const struct brain_of *o = of(b);
	const struct pack *p = pack_for(&o->packs, lang);
	struct value values[VALUES_MAX];

	if (!p)
		p = pack_for(&o->packs, o->manifest->language);
	if (!p)
		return err_set(err, ERR_DATA,
			       "no locale pack for \"%.20s\" is installed",
			       lang);
	for (size_t i = 0; i < count && i < VALUES_MAX; i++) {
		values[i] = (struct value){ .name = slots[i].name,
					    .text = slots[i].text,
					    .money = slots[i].money,
					    .instant = slots[i].number };
		values[i].type = slots[i].type == SLOT_MONEY    ? VALUE_MONEY
				 : slots[i].type == SLOT_DATE   ? VALUE_DATE
				 : slots[i].type == SLOT_MOMENT ? VALUE_MOMENT
								: VALUE_TEXT;
	}
	return pack_render(p, template_id, values, count, arena, &out->subject,
			   &out->text, err);
}

static int64_t ask_still(const struct brain *b, const char *carrier,
			 const char *scan_status, const char *country)
{
	return policy_still(of(b)->policy, carrier, scan_status, country);
}

static const char *ask_link(const struct brain *b, const char *carrier,
			    const char *number, struct arena *arena)
{
	return numbers_link(of(b)->numbers, carrier, number, arena);
}

static const char *ask_guide(const struct brain *b, const char *sku)
{
	return policy_guide(of(b)->policy, sku);
}

static const char *ask_carrier(const struct brain *b, const char *word,
			       const char *number)
{
	return numbers_carrier(of(b)->numbers, word, number);
}

void answers_of_text(struct brain *b)
{
	b->classify = ask_classify;
	b->render = ask_render;
	b->still_limit = ask_still;
	b->tracking_link = ask_link;
	b->guide = ask_guide;
	b->carrier_of = ask_carrier;
}
