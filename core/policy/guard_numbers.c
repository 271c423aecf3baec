/* guard_numbers.c - order and tracking numbers that are not the order's.
 * SPDX-License-Identifier: MIT */
#include <ctype.h>

#include "policy/guard_own.h"

#define NUMBER_MAX 40
#define NUMBER_LEAST 4

static void squeeze(const char *text, char out[NUMBER_MAX + 1])
{
	size_t n = 0;

	for (; *text && n < NUMBER_MAX; text++)
		if (isalnum((unsigned char)*text))
			out[n++] = (char)toupper((unsigned char)*text);
	out[n] = '\0';
}

/* "40.00" is no slip of "1001": a number so short has to be written as one, and
 * but for one digit, unless # says what it is. */
#define SHORT 6

static bool may_be_slip(const char *start, const char *at, size_t used,
			size_t len, size_t differ)
{
	if (len > SHORT || (at > start && at[-1] == '#'))
		return true;
	return used == len && differ <= 1;
}

/* How many differ when digits stand where digits do; 0 when that is none, or
 * too many. */
static size_t slips(const char *a, const char *b, size_t len)
{
	size_t differ = 0;

	for (size_t i = 0; i < len; i++) {
		if (!isdigit((unsigned char)a[i]) !=
		    !isdigit((unsigned char)b[i]))
			return 0;
		differ += a[i] != b[i];
	}
	return differ <= (len < 9 ? 2 : len / 4 + 1) ? differ : 0;
}

struct number {
	char want[NUMBER_MAX + 1];
	size_t len, from, to;
	bool right, wrong;
};

static bool joins(char c)
{
	return c == '-' || c == ' ' || c == '#' || c == '/' || c == '.' ||
	       c == '_';
}

/* So many signs from `at` on; false when the word goes on or the text ends. */
static bool take(const char *at, size_t len, char *out, size_t *used)
{
	size_t n = 0, i = 0;

	for (; n < len && at[i]; i++) {
		if (isalnum((unsigned char)at[i]))
			out[n++] = (char)toupper((unsigned char)at[i]);
		else if (!joins(at[i]) || joins(at[i + 1]))
			return false;
	}
	out[n] = '\0';
	*used = i;
	return n == len && !isalnum((unsigned char)at[i]);
}

static void look_for_number(const struct str *text, struct number *n)
{
	const char *start = str_c(text);
	char got[NUMBER_MAX + 1];
	size_t used, differ;

	for (const char *at = start; *at; at++) {
		if (!isalnum((unsigned char)*at) ||
		    (at > start && isalnum((unsigned char)at[-1])) ||
		    !take(at, n->len, got, &used))
			continue;
		differ = slips(got, n->want, n->len);
		if (memcmp(got, n->want, n->len) == 0) {
			n->right = true;
		} else if (!n->wrong && differ &&
			   may_be_slip(start, at, used, n->len, differ)) {
			n->wrong = true;
			n->from = (size_t)(at - start);
			n->to = n->from + used;
		}
	}
}

static void judge_number(struct judging *j, int rule, const char *fact,
			 const char *other)
{
	struct number n = { .want = "" };
	char also[NUMBER_MAX + 1];

	if (!fact)
		return;
	squeeze(fact, n.want);
	squeeze(other ? other : "", also);
	n.len = strlen(n.want);
	if (n.len < NUMBER_LEAST)
		return;
	look_for_number(&j->views.plain.text, &n);
	if (n.wrong && !n.right)
		judging_hit(j, rule, &j->views.plain, n.from, n.to);
}

void guard_numbers_judge(struct judging *j, int rule)
{
	judge_number(j, rule, j->t->facts->order, j->t->facts->tracking);
	judge_number(j, rule, j->t->facts->tracking, j->t->facts->order);
}
