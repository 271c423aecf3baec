/* guard_facts.c - see guard_facts.h.
 * SPDX-License-Identifier: MIT */
#include "cli/guard_facts.h"

#include "base/str.h"
#include "base/when.h"

enum form { TEXT, AMOUNT, CURRENCY, DAY, LIST, FLAG };

static const char *const forms[] = {
	[TEXT] = "a text in quotes",
	[AMOUNT] = "a figure such as \"12.50\"",
	[CURRENCY] = "three capitals, such as \"USD\"",
	[DAY] = "a day such as \"2026-12-01\"",
	[LIST] = "a list of words, such as [\"refund\"]",
	[FLAG] = "true or false",
};

#define FACT(name, form)                                        \
	{                                                       \
#name, form, offsetof(struct guard_facts, name) \
	}

static const struct fact_of {
	const char *name;
	enum form form;
	size_t at;
} known[] = {
	FACT(order, TEXT),    FACT(name, TEXT),
	FACT(tracking, TEXT), FACT(amount, AMOUNT),
	FACT(date, DAY),      FACT(currency, CURRENCY),
	FACT(percent, TEXT),  FACT(refund_percent, TEXT),
	FACT(address, TEXT),  FACT(city, TEXT),
	FACT(postcode, TEXT), FACT(may_promise, LIST),
	FACT(coupon, AMOUNT), FACT(coupon_currency, CURRENCY),
	FACT(alone, FLAG),
};

static const struct fact_of *find(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (text_eq(known[i].name, name))
			return &known[i];
	return NULL;
}

/* Digits, with a point and digits behind them or without. */
static bool is_figure(const char *text)
{
	size_t whole = strspn(text, "0123456789"), part;

	if (!whole || !text[whole])
		return whole;
	part = strspn(text + whole + 1, "0123456789");
	return text[whole] == '.' && part && !text[whole + 1 + part];
}

static bool is_currency(const char *text)
{
	return strlen(text) == 3 &&
	       strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3;
}

static bool is_day(const char *text)
{
	CLEANUP(free_ptr) char *moment = xasprintf("%sT00:00:00Z", text);
	struct err none = { 0 };
	struct when day;

	return when_parse(&day, moment, &none) == 0;
}

static bool fits(enum form form, const char *text)
{
	switch (form) {
	case AMOUNT:
		return is_figure(text);
	case CURRENCY:
		return is_currency(text);
	case DAY:
		return is_day(text);
	default:
		return true;
	}
}

/* By blanks; NULL: it is no list of words. */
static const char *words_of(const cJSON *list, struct arena *arena)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	const cJSON *one;

	if (!cJSON_IsArray(list))
		return NULL;
	cJSON_ArrayForEach (one, list) {
		if (!cJSON_IsString(one))
			return NULL;
		str_printf(&s, "%s%s", s.len ? " " : "", one->valuestring);
	}
	return arena_strdup(arena, str_c(&s));
}

static void put_text(struct guard_facts *out, size_t at, const char *value)
{
	*(const char **)(void *)((char *)out + at) = value;
}

static void put_flag(struct guard_facts *out, size_t at, bool value)
{
	*(bool *)(void *)((char *)out + at) = value;
}

/* NULL: it is none. */
static const char *value_of(const struct fact_of *f, const cJSON *in,
			    struct arena *arena)
{
	const char *text = NULL;

	if (f->form == LIST)
		return words_of(in, arena);
	if (cJSON_IsString(in))
		text = in->valuestring;
	else if (f->form == AMOUNT && cJSON_IsNumber(in))
		text = arena_printf(arena, "%.15g", in->valuedouble);
	return text && fits(f->form, text) ? text : NULL;
}

static int unknown(const char *name, struct err *err)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	for (size_t i = 0; i < COUNT_OF(known); i++)
		str_printf(&s, "%s%s", i ? ", " : "", known[i].name);
	return err_set(err, ERR_DATA,
		       "\"facts\" knows no \"%.40s\": there are %s", name,
		       str_c(&s));
}

int guard_facts_read(const cJSON *in, struct arena *arena,
		     struct guard_facts *out, struct err *err)
{
	const cJSON *one;

	*out = (struct guard_facts){ 0 };
	if (!cJSON_IsObject(in))
		return err_set(err, ERR_DATA,
			       "\"facts\" is an object such as {\"amount\": "
			       "\"12.50\", \"currency\": \"USD\"}");
	cJSON_ArrayForEach (one, in) {
		const struct fact_of *f = find(one->string);
		const char *value;

		if (!f)
			return unknown(one->string, err);
		if (cJSON_IsNull(one))
			continue;
		if (f->form == FLAG && cJSON_IsBool(one)) {
			put_flag(out, f->at, cJSON_IsTrue(one));
			continue;
		}
		value = value_of(f, one, arena);
		if (!value)
			return err_set(err, ERR_DATA,
				       "\"%s\" of \"facts\" is %s", f->name,
				       forms[f->form]);
		put_text(out, f->at, value);
	}
	if (out->amount && !out->currency)
		return err_set(err, ERR_DATA,
			       "\"amount\" of \"facts\" needs a \"currency\" "
			       "beside it, such as \"USD\"");
	return 0;
}
