/* screen_sums.c - what a reply may tell of sums beside the refund's.
 * SPDX-License-Identifier: MIT */
#include "desk/reply/screen.h"

#include "base/str.h"

/* Of each its share, by commas; NULL where one has none, or there are more than
 * are compared. */
static const char *shares(struct desk *d, struct rows *r, struct money *one,
			  int *count)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	bool all = true;

	for (*count = 0; rows_next(r); ++*count) {
		int64_t percent = rows_i64(r, 0);

		one->minor = rows_i64(r, 1);
		snprintf(one->currency, sizeof one->currency, "%s",
			 rows_text(r, 2));
		all = all && percent && *count < OUTGOING_SHARES_MAX;
		str_printf(&s, "%s%lld %%", s.len ? ", " : "",
			   (long long)percent);
	}
	return all && s.len ? arena_strdup(&d->arena, str_c(&s)) : NULL;
}

/* One that somebody makes by hand may be meant as well. */
void screen_coupon(struct desk *d, const struct action *a, struct outgoing *o)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		d->db,
		"SELECT args ->> 'percent', amount, amount_currency FROM "
		"actions WHERE shop = ?1 AND verb = 'coupon' AND order_ref = "
		"?2 AND state NOT IN (8, 11, 12) UNION ALL SELECT percent, "
		"amount, amount_currency FROM tasks WHERE ((shop = ?1 AND "
		"order_ref = ?2) OR ticket = ?3) AND gives = 'coupon' AND "
		"state IN (1, 2) LIMIT 20",
		"isi", a->shop, a->order_ref, a->ticket);
	struct money worth = { 0 };
	int count;

	o->percent = shares(d, &r, &worth, &count);
	if (count == 1)
		o->coupon = worth;
}

/* How often it is among the words. */
static int times(const char *words, const char *word)
{
	size_t len = strlen(word);
	int n = 0;

	for (const char *at = words; *at; at += strcspn(at, " ")) {
		at += strspn(at, " ");
		n += strncmp(at, word, len) == 0 && strchr(" ", at[len]);
	}
	return n;
}

bool screen_alone(const char *may_promise)
{
	return may_promise && times(may_promise, "refund") == 1 &&
	       !times(may_promise, "store_credit") &&
	       !times(may_promise, "coupon");
}
