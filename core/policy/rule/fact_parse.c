/* fact_parse.c - a fact's value as a file writes it, in quotes.
 * SPDX-License-Identifier: MIT */
#include "policy/rule/fact.h"

#include "base/when.h"

static int parse_word(const struct fact_kind *k, const char *text,
		      struct fact_value *out, struct err *err)
{
	const char *near = text_nearest(text, k->words);

	for (const char *const *w = k->words; *w; w++)
		if (text_eq(*w, text)) {
			out->word = *w;
			out->number = w - k->words;
			return 0;
		}
	return err_set(err, ERR_DATA, "\"%.60s\" is no value of %s; %s%s%s",
		       text, k->name,
		       near ? "did you mean '"
			    : "its list stands in "
			      "facts.conf",
		       near ? near : "", near ? "'?" : "");
}

static int parse_money(const struct fact_kind *k, const char *text,
		       struct fact_value *out, struct err *err)
{
	struct money m = { 0 };
	struct err why = { 0 };

	if (money_parse_pair(&m, text, &why))
		return err_set(err, ERR_DATA,
			       "%s is money: %s; write it as '20.00 %s'",
			       k->name, why.text, k->currency);
	if (!text_eq(m.currency, k->currency))
		return err_set(err, ERR_DATA,
			       "%s is in %s; write the amount in %s", k->name,
			       k->currency, k->currency);
	out->number = m.minor;
	return 0;
}

int fact_parse(const struct fact_kind *k, const char *text,
	       struct fact_value *out, struct err *err)
{
	struct when w = { 0 };
	struct err why = { 0 };

	*out = (struct fact_value){ .known = true };
	switch (k->type) {
	case FACT_WORD:
		return parse_word(k, text, out, err);
	case FACT_MONEY:
		return parse_money(k, text, out, err);
	case FACT_INTEGER:
		return err_set(err, ERR_DATA,
			       "%s is a whole number; write it without quotes",
			       k->name);
	case FACT_FLAG:
		return err_set(err, ERR_DATA,
			       "%s is true or false; write it without quotes",
			       k->name);
	case FACT_DURATION:
		if (duration_parse(&out->number, text, &why) == 0)
			return 0;
		return err_set(err, ERR_DATA,
			       "%s is a duration: %s; write it as '5 d'",
			       k->name, why.text);
	case FACT_TIME:
		if (when_parse(&w, text, &why) == 0) {
			out->number = w.ms;
			return 0;
		}
		break;
	}
	return err_set(err, ERR_DATA,
		       "%s is a moment: %s; write it as '2026-11-24'", k->name,
		       why.text);
}
