/* screen_share.c - what a refund is of its order, in percent.
 * SPDX-License-Identifier: MIT */
#include "desk/reply/screen.h"

#define POINTS 10000 /* 100 %, in hundredths of one percent */

/* What has no room is a line's: the order first, then its goods, a line, one of
 * its pieces. */
#define PRICES                                                                \
	"SELECT 0 AS of, total AS price FROM orders WHERE shop = ?1 AND ref " \
	"= ?2 AND total_currency = ?3 UNION ALL SELECT 1, sum(price * "       \
	"coalesce(quantity, 1)) FROM order_lines WHERE shop = ?1 AND "        \
	"order_ref = ?2 AND price_currency = ?3 UNION ALL SELECT 2, price * " \
	"coalesce(quantity, 1) FROM order_lines WHERE shop = ?1 AND "         \
	"order_ref = ?2 AND price_currency = ?3 UNION ALL SELECT 3, price "   \
	"FROM order_lines WHERE shop = ?1 AND order_ref = ?2 AND "            \
	"price_currency = ?3"

/* Of a piece that costs less than that nothing is meant: false. */
static bool put_share(struct str *out, struct money sum, int64_t price)
{
	struct err none = { 0 };
	struct money share;

	if (price < sum.minor || money_convert(&share, sum, sum.currency,
					       POINTS, price, false, &none))
		return false;
	str_printf(out, "%s%lld.%02lld %%", out->len ? ", " : "",
		   (long long)share.minor / 100, (long long)share.minor % 100);
	return true;
}

const char *screen_share(struct desk *d, const struct action *a,
			 struct money sum)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct err none = { 0 };
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   "SELECT price FROM (" PRICES ") WHERE "
				   "price > 0 GROUP BY price ORDER BY min(of), "
				   "price",
				   "iss", a->shop, a->order_ref, sum.currency);
	int count = 0;

	while (sum.minor > 0 && count < OUTGOING_SHARES_MAX && rows_next(&r))
		count += put_share(&s, sum, rows_i64(&r, 0));
	/* Half of a list would call the other shares wrong. */
	if (rows_end(&r, &none))
		return NULL;
	return s.len ? arena_strdup(&d->arena, str_c(&s)) : NULL;
}
