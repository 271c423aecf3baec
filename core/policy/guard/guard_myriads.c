/* guard_myriads.c - amounts of digits and of words for thousands: "12만 8천"
 * is 128,000.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>

#include "policy/guard/guard_words.h"

#define RUN 40 /* bytes before the currency */

static const struct unit {
	const char *word;
	int64_t times;
} units[] = {
	{ "\u767e", 100 },   { "\ubc31", 100 },   { "\u5343", 1000 },
	{ "\ucc9c", 1000 },  { "\u4e07", 10000 }, { "\u842c", 10000 },
	{ "\ub9cc", 10000 },
};

static const struct unit *unit_at(const char *at)
{
	for (size_t i = 0; i < COUNT_OF(units); i++)
		if (text_starts(at, units[i].word))
			return &units[i];
	return NULL;
}

#define MYRIAD 10000

struct telling {
	int64_t sum, part, digits; /* part: of what counts the next myriad */
	int64_t over;              /* 10 for 1.2; 0 before a point */
	bool any;
};

static void take_unit(struct telling *t, int64_t times)
{
	int64_t digits = t->digits ? t->digits : 1;
	int64_t over = t->over ? t->over : 1;

	t->any = true;
	if (times < MYRIAD) {
		t->part += digits * times / over;
	} else {
		t->sum +=
			(t->part ? t->part + t->digits : digits) * times / over;
		t->part = 0;
	}
	t->digits = t->over = 0;
}

static void take_sign(struct telling *t, char c)
{
	if (c == '.')
		t->over = 1;
	if (!isdigit((unsigned char)c) || t->digits > INT32_MAX)
		return;
	t->digits = 10 * t->digits + c - '0';
	t->over *= 10;
}

/* What the run tells; -1 when no unit stands in it. A blank behind digits parts
 * it from another number. */
static int64_t value_of(const char *at, const char *end)
{
	struct telling t = { 0 };

	while (at < end) {
		const struct unit *u = unit_at(at);

		if (u)
			take_unit(&t, u->times);
		else if (*at == ' ' && t.digits && at + 1 < end &&
			 !unit_at(at + 1))
			t = (struct telling){ 0 };
		else
			take_sign(&t, *at);
		at += u ? strlen(u->word) : 1;
	}
	return t.any ? t.sum + t.part + t.digits : -1;
}

/* A run goes back from the currency, over digits, units and what parts them. */
int64_t myriads_before(const char *text, size_t to, size_t *from)
{
	size_t at = to, begin = to;

	while (at && to - at < RUN) {
		if (isdigit((unsigned char)text[at - 1]))
			begin = --at;
		else if (strchr(" ,.", text[at - 1]))
			at--;
		else if (at >= 3 && unit_at(text + at - 3))
			at -= 3;
		else
			break;
	}
	*from = begin;
	return begin < to ? value_of(text + begin, text + to) : -1;
}
