/* share.c - see share.h.
 * SPDX-License-Identifier: MIT */
#include "policy/conf/share.h"

int64_t share_points(const char *text)
{
	size_t n = strspn(text, "0123456789.");
	char number[12];
	struct err none = { 0 };
	int64_t num, den;

	if (!n || n >= sizeof number ||
	    !(text_eq(text + n, " %") || text_eq(text + n, "%")))
		return 0;
	memcpy(number, text, n);
	number[n] = '\0';
	if (decimal_parse(&num, &den, number, &none) || den > 100 ||
	    num > 100 * den)
		return 0;
	return num * (100 / den);
}

struct share share_read(const struct conf_node *node, const char *text)
{
	struct share s = { .given = true };
	struct err none = { 0 };

	s.whole = text_eq(text, "order");
	s.points = s.whole ? 0 : share_points(text);
	if (s.whole || s.points)
		return s;
	if (money_parse_pair(&s.amount, text, &none) || s.amount.minor <= 0)
		conf_mistake(
			node,
			"\"%.40s\" is no share; write \"order\", \"10 %%\" "
			"or an amount above 0, such as \"5.00 USD\"",
			text);
	return s;
}

struct share share_coupon(const struct conf_node *g)
{
	const char *text = conf_text(g, "coupon", NULL);
	struct share s = { .given = text != NULL };
	struct err none = { 0 };

	if (!text)
		return s;
	s.points = share_points(text);
	if (s.points ? s.points % (SHARE_ALL / 100) == 0
		     : money_parse_pair(&s.amount, text, &none) == 0 &&
			       s.amount.minor > 0)
		return s;
	conf_mistake(conf_get(g, "coupon"),
		     "\"%.40s\" is no coupon; write a whole percentage from 1 "
		     "to 100, such as \"10 %%\", or an amount above 0, such as "
		     "\"5.00 USD\"",
		     text);
	return s;
}

int64_t share_percent(const struct conf_node *g, const char *key)
{
	const char *text = conf_text(g, key, NULL);
	int64_t points = text ? share_points(text) : 0;

	if (text && !points)
		conf_mistake(conf_get(g, key),
			     "\"%s\" is a percentage above 0, such as "
			     "\"2.9 %%\"",
			     key);
	return points;
}

int share_part(struct money of, int64_t points, struct money *out,
	       struct err *err)
{
	return money_convert(out, of, of.currency, points, SHARE_ALL, false,
			     err);
}
