/* breaker.c - see breaker.h.
 * SPDX-License-Identifier: MIT */
#include "desk/money/breaker.h"

#include "base/when.h"
#include "desk/money/limit.h"
#include "desk/people/role.h"

#define CAUSE "breaker:"
#define SPAN_DAYS 30    /* what is usual */
#define SPAN_MIN_DAYS 7 /* before that nothing is usual yet */
#define UNUSUAL_MIN 20  /* a day; below it nothing is unusual */

static const char *cause_of(struct desk *d, const struct action *a)
{
	return arena_printf(&d->arena, CAUSE "%s", a->instance);
}

/* What somebody has looked at counts no more; but not by a clock that was
 * ahead then. */
static int looked_at(struct desk *d, const struct action *a, int64_t *at,
		     struct err *err)
{
	return db_ask(d->db, at, 0, err,
		      "SELECT max(acknowledged) FROM alerts WHERE cause = ?1 "
		      "AND acknowledged IS NOT NULL AND acknowledged <= ?2",
		      "si", cause_of(d, a), d->tx.cmd->at);
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* -- money and number in a span -- */

static int over_money(struct desk *d, const struct action *a,
		      struct money limit, int64_t since, const char *span,
		      struct err *err)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	struct money sum = { 0 };

	if (!money_given(limit))
		return 0;
	/* What cannot be compared is not covered. */
	if (limit_sum(d,
		      rows_query(d->db,
				 "SELECT worth_currency, sum(worth) FROM "
				 "actions WHERE shop = ?1 AND sent > ?2 AND "
				 "worth IS NOT NULL AND state NOT IN (8, 11, "
				 "12) GROUP BY 1 ORDER BY 1",
				 "ii", a->shop, since),
		      a->worth, limit.currency, &sum, err)) {
		if (err->code == ERR_DATA)
			err->code = ERR_RETRY;
		return -1;
	}
	if (money_cmp(sum, limit) <= 0)
		return 0;
	money_put(&text, limit);
	return err_set(err, ERR_RETRY,
		       "\"%s\" would give away more than %s %s in %s",
		       a->instance, str_c(&text), limit.currency, span);
}

static int over_count(struct desk *d, const struct action *a, int64_t limit,
		      int64_t since, struct err *err)
{
	int64_t n;

	if (!limit)
		return 0;
	if (db_ask(d->db, &n, 0, err,
		   "SELECT count(*) FROM actions WHERE shop = ?1 AND "
		   "sent > ?2 AND worth IS NOT NULL",
		   "ii", a->shop, since))
		return -1;
	return n < limit ? 0
			 : err_set(err, ERR_RETRY,
				   "\"%s\" has given money away %lld times in "
				   "an hour",
				   a->instance, (long long)n);
}

/* -- what is unusual: more than three deviations above the days before -- */

struct days {
	int64_t n, sum, squares, today;
};

static int read_days(struct desk *d, const struct action *a, int64_t from,
		     struct days *out, struct err *err)
{
	int64_t now = d->tx.cmd->at;
	CLEANUP(rows_release)
	struct rows r = rows_query(
		d->db,
		"SELECT (?2 - sent) / 86400000, count(*) FROM actions WHERE "
		"shop = ?1 AND sent > ?3 AND sent <= ?2 AND worth IS NOT NULL "
		"GROUP BY 1",
		"iii", a->shop, now, now - SPAN_DAYS * DAY_MS);

	*out = (struct days){ .n = (now - from) / DAY_MS - 1 };
	while (rows_next(&r)) {
		int64_t n = rows_i64(&r, 1);

		if (rows_i64(&r, 0) == 0) {
			out->today = n;
			continue;
		}
		out->sum += n;
		out->squares += n * n;
	}
	return rows_end(&r, err);
}

/* Whole numbers only: n, sum and squares are small. */
static bool above_usual(const struct days *days)
{
	int64_t above = days->today * days->n - days->sum;

	return above > 0 && above * above > 9 * (days->n * days->squares -
						 days->sum * days->sum);
}

static int unusual(struct desk *d, const struct action *a, int64_t looked,
		   struct err *err)
{
	int64_t now = d->tx.cmd->at, first;
	struct days days;

	if (looked > now - DAY_MS)
		return 0;
	if (db_ask(d->db, &first, 0, err,
		   "SELECT min(sent) FROM actions WHERE shop = ?1 AND "
		   "sent > ?2 AND worth IS NOT NULL",
		   "ii", a->shop, now - SPAN_DAYS * DAY_MS))
		return -1;
	if (!first || first > now - SPAN_MIN_DAYS * DAY_MS)
		return 0;
	if (read_days(d, a, first, &days, err))
		return -1;
	days.today++; /* with this one */
	if (days.today < UNUSUAL_MIN || !above_usual(&days))
		return 0;
	return err_set(err, ERR_RETRY,
		       "\"%s\" would give money away for the %lldth time in a "
		       "day, far more than in the weeks before",
		       a->instance, (long long)days.today);
}

int breaker_check(struct desk *d, const struct action *a, struct err *err)
{
	struct shop_limits limits = { 0 };
	int64_t now = d->tx.cmd->at, looked;

	if (a->sent || !money_given(a->worth) || !d->brain)
		return 0;
	if (looked_at(d, a, &looked, err))
		return -1;
	if (d->brain->shop_limits)
		d->brain->shop_limits(d->brain, a->instance, &limits);
	if (over_money(d, a, limits.per_hour, later(looked, now - HOUR_MS),
		       "an hour", err) ||
	    over_money(d, a, limits.per_day, later(looked, now - DAY_MS),
		       "a day", err) ||
	    over_count(d, a, limits.count_per_hour,
		       later(looked, now - HOUR_MS), err))
		return -1;
	return unusual(d, a, looked, err);
}

int breaker_tell(struct desk *d, const struct action *a, struct err *err)
{
	struct err why = { 0 };

	if (breaker_check(d, a, &why) == 0)
		return 0;
	if (why.code != ERR_RETRY) {
		*err = why;
		return -1;
	}
	return alert_raise(d, "error", cause_of(d, a), 0,
			   arena_printf(&d->arena,
					"%s: its money waits; look at what is "
					"due, then acknowledge this to let it "
					"go on",
					why.text),
			   err);
}

int breaker_may_lift(struct desk *d, const char *cause, struct err *err)
{
	if (!text_starts(cause, CAUSE) || role_leads(d, d->tx.cmd->by))
		return 0;
	return err_set(err, ERR_DENIED,
		       "only a manager or an owner may let the money of a shop "
		       "go on");
}
