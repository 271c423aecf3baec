/* worth.c - see worth.h.
 * SPDX-License-Identifier: MIT */
#include "desk/money/worth.h"

#include "desk/money/shown.h"

/* A code of a percentage can be used for any order to come; it is measured on
 * the one it follows, and a large one only by an owner. */
#define PERCENT_MAX 30

/* Where neither order nor policy says anything. */
static const struct money untold = { .minor = 10000, .currency = "USD" };

static const char *const of_goods[] = { "reship", "exchange" };

static bool gives_goods(const struct action *a)
{
	for (size_t i = 0; i < COUNT_OF(of_goods); i++)
		if (text_eq(a->verb, of_goods[i]))
			return true;
	return false;
}

/* *said: what stands there, sound or not. */
static int64_t read_percent(const struct action *a, bool *said)
{
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *args = text_blank(a->args)
			      ? NULL
			      : json_parse(a->args, strlen(a->args), &err);

	*said = json_get(args, "percent") != NULL;
	return json_i64(args, "percent", 0);
}

int64_t worth_percent(const struct action *a)
{
	bool said;

	return read_percent(a, &said);
}

int worth_check(const struct action *a, struct err *err)
{
	bool said;
	int64_t percent = read_percent(a, &said);

	if (said && (percent < 1 || percent > 100))
		return err_set(err, ERR_DATA,
			       "the percentage of a %s is a whole number from "
			       "1 to 100, such as --args '{\"percent\":10}'",
			       a->verb);
	return said && money_given(a->amount)
		       ? err_set(err, ERR_DATA,
				 "%s takes an amount or a percentage, not both",
				 a->verb)
		       : 0;
}

/* -- what the order was worth -- */

static bool one_sum(struct rows *r, struct money *out)
{
	if (!rows_next(r) || rows_null(r, 0) || rows_null(r, 1))
		return false;
	*out = (struct money){ .minor = rows_i64(r, 0) };
	snprintf(out->currency, sizeof out->currency, "%s", rows_text(r, 1));
	return true;
}

static bool order_total(struct desk *d, const struct action *a,
			struct money *out)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   "SELECT total, total_currency FROM orders "
				   "WHERE shop = ?1 AND ref = ?2",
				   "is", a->shop, a->order_ref);

	return one_sum(&r, out);
}

static bool all_lines(struct desk *d, const struct action *a, struct money *out)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   "SELECT sum(price * coalesce(quantity, 1)), "
				   "max(price_currency) FROM order_lines WHERE "
				   "shop = ?1 AND order_ref = ?2 HAVING "
				   "count(*) = count(price) AND "
				   "count(DISTINCT price_currency) = 1",
				   "is", a->shop, a->order_ref);

	return one_sum(&r, out);
}

static bool whole_order(struct desk *d, const struct action *a,
			struct money *out)
{
	struct money back;

	if (!a->order_ref || !*a->order_ref)
		return false;
	return order_total(d, a, out) ||
	       (order_sums(d->db, a->shop, a->order_ref, out, &back) &&
		out->minor > 0) ||
	       all_lines(d, a, out);
}

static bool line_price(struct desk *d, const struct action *a, const char *line,
		       struct money *out)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   "SELECT price, price_currency FROM "
				   "order_lines WHERE shop = ?1 AND order_ref "
				   "= ?2 AND ref = ?3",
				   "iss", a->shop, a->order_ref, line);

	return one_sum(&r, out);
}

static bool add_line(struct desk *d, const struct action *a, const cJSON *item,
		     struct money *sum)
{
	const char *line = json_text(item, "line_ref");
	struct err none = { 0 };
	struct money one = { 0 };
	int64_t n = json_i64(item, "quantity", 1);

	if (!line || n < 1 || n > 100000 || !line_price(d, a, line, &one) ||
	    one.minor < 0 || one.minor > INT64_MAX / n)
		return false;
	one.minor *= n;
	if (!money_given(*sum)) {
		*sum = one;
		return true;
	}
	return money_add(sum, *sum, one, &none) == 0;
}

/* Of the lines that it names; false when it names none, or one that is not
 * known. */
static bool some_lines(struct desk *d, const struct action *a,
		       struct money *out)
{
	struct err none = { 0 };
	CLEANUP(json_free_ptr) cJSON *items = NULL;
	const cJSON *one;

	if (!a->items || !*a->items)
		return false;
	items = json_parse(a->items, strlen(a->items), &none);
	*out = (struct money){ 0 };
	cJSON_ArrayForEach (one, items)
		if (!add_line(d, a, one, out))
			return false;
	return money_given(*out);
}

/* -- what an action is worth -- */

static enum giving untold_worth(const struct desk *d, struct money *worth)
{
	*worth = d->brain && money_given(d->brain->untold_worth)
			 ? d->brain->untold_worth
			 : untold;
	return GIVES_UNTOLD;
}

static enum giving share_of_order(struct desk *d, const struct action *a,
				  int64_t percent, struct money *worth)
{
	if (!whole_order(d, a, worth))
		return untold_worth(d, worth);
	worth->minor = worth->minor / 100 * percent +
		       worth->minor % 100 * percent / 100;
	return percent > PERCENT_MAX ? GIVES_UNTOLD : GIVES;
}

enum giving worth_of_goods(struct desk *d, const struct action *a,
			   struct money *worth)
{
	struct money lines;

	if (some_lines(d, a, worth))
		return GIVES;
	if (!whole_order(d, a, worth))
		return GIVES_UNTOLD;
	if (all_lines(d, a, &lines) && lines.minor > 0 &&
	    lines.minor < worth->minor &&
	    text_eq(lines.currency, worth->currency))
		*worth = lines;
	return GIVES;
}

enum giving worth_of(struct desk *d, const struct action *a,
		     struct money *worth)
{
	int64_t percent = worth_percent(a);

	*worth = a->amount;
	if (money_given(a->amount))
		return GIVES;
	if (percent > 0)
		return share_of_order(d, a, percent, worth);
	if (!gives_goods(a))
		return GIVES_NOTHING;
	return some_lines(d, a, worth) || whole_order(d, a, worth)
		       ? GIVES
		       : untold_worth(d, worth);
}
