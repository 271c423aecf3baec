/* rates.c - see rates.h.
 * SPDX-License-Identifier: MIT */
#include "policy/conf/rates.h"

#include "base/when.h"

static int64_t read_date(const struct conf_node *g, int64_t fallback)
{
	const char *text = conf_text(g, "date", NULL);
	struct when w = { 0 };
	struct err err = { 0 };

	if (!text)
		return fallback;
	if (when_parse(&w, text, &err))
		conf_mistake(conf_get(g, "date"), "\"date\": %s", err.text);
	return w.ms;
}

static void set_currency(char out[4], const struct conf_node *g,
			 const char *name)
{
	const char *code = conf_required(g, name);

	if (*code && currency_exponent(code) < 0)
		conf_mistake(conf_get(g, name),
			     "\"%s\" is no currency of ISO 4217", code);
	snprintf(out, 4, "%s", code);
}

static void read_rate(struct rates *r, const struct conf_node *g, int64_t date)
{
	struct rate one = { .num = 1, .den = 1 };
	const char *value = conf_required(g, "rate");
	struct err err = { 0 };

	set_currency(one.currency, g, "currency");
	one.date = read_date(g, date);
	if (*value &&
	    (decimal_parse(&one.num, &one.den, value, &err) || one.num <= 0))
		conf_mistake(conf_get(g, "rate"),
			     "\"rate\" is a decimal above 0, such as "
			     "\"1.0389\"");
	rate_list_push(&r->list, one);
}

void rates_read(struct rates *r, struct conf *c)
{
	const struct conf_node *root = conf_root(c);
	const struct conf_node *list = conf_get(root, "rates");
	int64_t date = read_date(root, 0);

	conf_required(root, "source");
	conf_required(root, "date");
	set_currency(r->base, root, "base");
	for (int i = 0; i < conf_count(list); i++) {
		const struct conf_node *g = conf_at(list, i);

		if (!conf_is_group(g)) {
			conf_mistake(g, "a rate is { currency = \"USD\"; rate "
					"= \"1.0389\"; }");
			continue;
		}
		read_rate(r, g, date);
		conf_unknown(g, NULL);
	}
	rate_list_push(&r->list,
		       (struct rate){ .num = 1, .den = 1, .date = INT64_MAX });
	memcpy(r->list.at[r->list.len - 1].currency, r->base, 4);
	conf_unknown(root, NULL);
}

void rates_release(struct rates *r)
{
	rate_list_release(&r->list);
}

static const struct rate *find(const struct rates *r, const char *currency,
			       int64_t now, struct err *err)
{
	CLEANUP(str_release) struct str date = STR_INIT;

	for (size_t i = 0; i < r->list.len; i++) {
		const struct rate *one = &r->list.at[i];

		if (!text_eq(one->currency, currency))
			continue;
		if (one->date >= now - RATE_AGE_DAYS * DAY_MS)
			return one;
		instant_put(&date, one->date);
		err_set(err, ERR_DATA,
			"the rate of %s in rates.conf is of %.10s, older than "
			"%d days; write a newer one",
			currency, str_c(&date), RATE_AGE_DAYS);
		return NULL;
	}
	err_set(err, ERR_DATA, "there is no rate of %s in rates.conf; add one",
		currency);
	return NULL;
}

static int64_t common(int64_t a, int64_t b)
{
	while (b) {
		int64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a > 0 ? a : 1;
}

int rates_convert(const struct rates *r, struct money m, const char *currency,
		  int64_t now, struct money *out, struct err *err)
{
	const struct rate *from, *to;
	int64_t num, den, n, d;

	if (text_eq(m.currency, currency)) {
		*out = m;
		return 0;
	}
	from = find(r, m.currency, now, err);
	to = from ? find(r, currency, now, err) : NULL;
	if (!to)
		return -1;
	n = common(to->num, from->num);
	d = common(from->den, to->den);
	if (__builtin_mul_overflow(to->num / n, from->den / d, &num) ||
	    __builtin_mul_overflow(from->num / n, to->den / d, &den))
		return err_set(err, ERR_DATA,
			       "the rates of %s and %s have too "
			       "many digits",
			       m.currency, currency);
	return money_convert(out, m, currency, num, den, false, err);
}
