/* fact_sound.c - what no honest record says, whoever reported it.
 *
 * A record of the right shape can still be wrong: an adapter turned a sign
 * around, a carrier's clock is in another year, a shop named two lines alike.
 * Such a record would be counted, compared and waited for like any other, so
 * it goes to the quarantine, where a person sees it.
 * SPDX-License-Identifier: MIT */
#include "base/money.h"
#include "base/when.h"
#include "desk/intake/fact.h"

/* Refunds are given as what is paid back: a negative one would make an order
 * look as if more were left to refund than was paid. Orders for nothing are
 * paid with zero. */
static int sound_payment(const struct hw_payment *p, struct err *err)
{
	bool refund = p->kind == HW_REFUND;
	struct money amount;
	CLEANUP(str_release) struct str text = STR_INIT;

	memcpy(&amount, &p->amount, sizeof amount);
	if (amount.minor > 0 || (amount.minor == 0 && !refund))
		return 0;
	money_put(&text, amount);
	return err_set(err, ERR_DATA,
		       "payment.amount: a %s of %s %s cannot be; give what was "
		       "%s, above zero",
		       refund ? "refund" : "payment", str_c(&text),
		       amount.currency, refund ? "paid back" : "paid");
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A refund names its lines: two of one name could not be told apart. */
static int sound_order(const struct hw_order *o, struct err *err)
{
	uint32_t n = o->lines.count;
	CLEANUP(free_ptr) const char **refs = xcalloc(n + 1, sizeof *refs);

	for (uint32_t i = 0; i < n; i++)
		refs[i] =
			((const struct hw_line
				  *)(const void *)((const char *)o->lines.at +
						   (size_t)i * o->lines.stride))
				->ref;
	qsort(refs, n, sizeof *refs, by_text);
	for (uint32_t i = 1; i < n; i++)
		if (strcmp(refs[i - 1], refs[i]) == 0)
			return err_set(err, ERR_DATA,
				       "order.lines: two lines have the ref "
				       "\"%.60s\"",
				       refs[i]);
	return 0;
}

/* A carrier scans what has happened. A scan from another year would be the
 * newest for ever, and what the parcel really does would be nobody's news. A
 * local clock without a zone is at most 14 hours ahead (UTC+14); a day is
 * left to clocks that are set wrong, and to ours. */
static int sound_scan(const struct hw_scan *s, int64_t at, struct err *err)
{
	bool zoneless = s->occurred.basis == HW_ZONE_UNKNOWN;
	CLEANUP(str_release) struct str text = STR_INIT;

	if (s->occurred.ms - at <= DAY_MS + (zoneless ? 14 * HOUR_MS : 0))
		return 0;
	instant_put(&text, s->occurred.ms);
	return err_set(err, ERR_DATA,
		       "scan.occurred: %s has not come yet; nobody can have "
		       "scanned the parcel then",
		       str_c(&text));
}

int fact_sound(const struct kind *kind, const void *rec, int64_t at,
	       struct err *err)
{
	if (kind == &order_kind)
		return sound_order(rec, err);
	if (kind == &payment_kind)
		return sound_payment(rec, err);
	return kind == &scan_kind ? sound_scan(rec, at, err) : 0;
}
