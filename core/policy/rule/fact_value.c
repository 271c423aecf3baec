/* fact_value.c - the values of one question (fact.h).
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "policy/rule/fact.h"

static struct fact_value *slot(struct fact_values *v, const char *name)
{
	int i = fact_find(v->of, name);

	return i < 0 ? NULL : &v->at[i];
}

void fact_set_number(struct fact_values *v, const char *name, int64_t number)
{
	struct fact_value *s = slot(v, name);

	if (s)
		*s = (struct fact_value){ .known = true, .number = number };
}

static bool same_word(const char *word, const char *given)
{
	size_t len;

	if ((*word | 32) != (*given | 32))
		return false;
	len = strlen(word);
	return strncasecmp(word, given, len) == 0 &&
	       (given[len] == '\0' || given[len] == ' ');
}

void fact_set_word(struct fact_values *v, const char *name, const char *word)
{
	int i = fact_find(v->of, name);
	const char *const *words = i < 0 ? NULL : v->of->kinds.at[i].words;

	if (!words || !word || !*word)
		return;
	for (int64_t n = 0; words[n]; n++)
		if (same_word(words[n], word)) {
			v->at[i] = (struct fact_value){ .known = true,
							.number = n,
							.word = words[n] };
			return;
		}
	v->at[i] = (struct fact_value){ .why = "it is not in the list of "
					       "facts.conf" };
}

void fact_set_unknown(struct fact_values *v, const char *name, const char *why)
{
	struct fact_value *s = slot(v, name);

	if (s)
		*s = (struct fact_value){ .why = why };
}

static uint64_t issue_bits(const char *issues)
{
	uint64_t bits = 0;

	for (int i = 0; *issues && issue_types[i]; i++)
		if (words_have(issues, issue_types[i]))
			bits |= UINT64_C(1) << i;
	return bits;
}

void fact_set_also(struct fact_values *v, const char *issues)
{
	uint64_t bits = issue_bits(issues);

	for (size_t i = 0; i < v->of->kinds.len; i++) {
		const struct fact_kind *k = &v->of->kinds.at[i];

		if (k->family)
			v->at[i] = (struct fact_value){
				.known = true,
				.number = (int64_t)(bits >> k->issue & 1),
			};
	}
}

void fact_values_put(const struct fact_values *v, struct jw *w)
{
	jw_object(w);
	for (size_t i = 0; i < v->of->kinds.len; i++) {
		const struct fact_kind *k = &v->of->kinds.at[i];
		const struct fact_value *one = &v->at[i];

		if (!one->known || (k->family && !one->number))
			continue;
		if (k->type == FACT_WORD)
			jw_kv_text(w, k->name, one->word);
		else if (k->type == FACT_FLAG)
			jw_kv_bool(w, k->name, one->number != 0);
		else
			jw_kv_i64(w, k->name, one->number);
	}
	jw_end(w);
}

/* For people: whole hours of days, minutes of hours, else seconds. */
static int64_t rounded(int64_t ms)
{
	int64_t unit = ms >= 2 * DAY_MS    ? HOUR_MS
		       : ms >= 2 * HOUR_MS ? MINUTE_MS
					   : SECOND_MS;

	return ms - ms % unit;
}

void fact_put(struct str *s, const struct fact_kind *k,
	      const struct fact_value *value)
{
	struct money m = { .minor = value->number };

	str_printf(s, "%s = ", k->name);
	if (!value->known) {
		str_printf(s, "unknown%s%s", value->why ? ": " : "",
			   value->why ? value->why : "");
		return;
	}
	switch (k->type) {
	case FACT_WORD:
		str_puts(s, value->word);
		return;
	case FACT_INTEGER:
		str_i64(s, value->number);
		return;
	case FACT_MONEY:
		memcpy(m.currency, k->currency, sizeof m.currency);
		money_put(s, m);
		str_printf(s, " %s", k->currency);
		return;
	case FACT_DURATION:
		duration_put(s, rounded(value->number));
		return;
	case FACT_FLAG:
		str_puts(s, value->number ? "true" : "false");
		return;
	case FACT_TIME:
		instant_put(s, value->number);
		return;
	}
}
