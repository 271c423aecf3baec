/* reconcile.c - see reconcile.h.
 * SPDX-License-Identifier: MIT */
#include "desk/money/reconcile.h"

#include "base/when.h"
#include "desk/ticket/deadline.h"

#define BACK_MS (60 * DAY_MS)
#define HOUR_OF_NIGHT (3 * HOUR_MS) /* UTC */
/* A refund may settle by the reply before any payment shows it. */
#define FRESH_MS DAY_MS
#define AT_ONCE 1000 /* a night; the rest the next */

static int64_t next_night(int64_t now)
{
	int64_t night = now - now % DAY_MS + HOUR_OF_NIGHT;

	return night > now ? night : night + DAY_MS;
}

static int set_next(struct desk *d, struct err *err)
{
	return deadline_set(d, 0, 0, "reconcile", "night",
			    next_night(d->tx.cmd->at), err);
}

int reconcile_start(struct desk *d, struct err *err)
{
	int64_t open;

	if (db_ask(d->db, &open, 0, err,
		   "SELECT id FROM deadlines INDEXED BY deadlines_source WHERE "
		   "state = 1 AND source = 'night' AND purpose = 'reconcile'",
		   ""))
		return -1;
	return open ? 0 : set_next(d, err);
}

/* -- what is new -- */

VEC(difference_list, struct difference);

/* shop, order_ref, ref, action, amount, currency */
static int collect(struct desk *d, struct rows rows, int32_t whose,
		   struct difference_list *list, struct err *err)
{
	CLEANUP(rows_release) struct rows r = rows;

	while (rows_next(&r)) {
		struct difference one = { .shop = rows_i64(&r, 0),
					  .whose = whose,
					  .action = rows_i64(&r, 3),
					  .found = d->tx.cmd->at };

		one.order_ref = arena_strdup(&d->arena, rows_text(&r, 1));
		one.ref = arena_strdup(&d->arena, rows_text(&r, 2));
		one.amount.minor = rows_i64(&r, 4);
		snprintf(one.amount.currency, sizeof one.amount.currency, "%s",
			 rows_text(&r, 5));
		difference_list_push(list, one);
	}
	return rows_end(&r, err);
}

#define KNOWN(whose, ref)                                                \
	"NOT EXISTS (SELECT 1 FROM differences k WHERE k.shop = x.shop " \
	"AND k.whose = " whose " AND k.ref = " ref ")"

/* Settled long enough ago, and no payment of its order carries its name. */
static int ours(struct desk *d, struct difference_list *list, struct err *err)
{
	int64_t now = d->tx.cmd->at;

	return collect(
		d,
		rows_query(d->db,
			   "SELECT x.shop, x.order_ref, x.id, x.id, x.amount, "
			   "x.amount_currency FROM actions x INDEXED BY "
			   "actions_refunded WHERE x.verb = 'refund' AND "
			   "x.settled >= ?1 AND x.settled < ?2 AND x.state = 7 "
			   "AND NOT EXISTS (SELECT 1 FROM payments p WHERE "
			   "p.shop = x.shop AND p.order_ref = x.order_ref AND "
			   "p.type = 3 AND p.status IN (1, 2) AND (p.ref = "
			   "x.remote_ref OR p.parent_ref = x.remote_ref OR "
			   "instr(p.note, x.key) > 0)) AND " KNOWN(
				   "1", "CAST(x.id AS TEXT)") " ORDER BY x.id "
							      "LIMIT ?3",
			   "iii", now - BACK_MS, now - FRESH_MS,
			   (int64_t)AT_ONCE),
		DIFFERENCE_OURS, list, err);
}

/* A shop's refunds that none of ours has by name or key. */
#define THEIRS(when)                                                          \
	"SELECT x.shop, x.order_ref, x.ref, 0, x.amount, x.amount_currency "  \
	"FROM shops s CROSS JOIN payments x INDEXED BY payments_refunds ON "  \
	"x.shop = s.id AND x.type = 3 AND " when " WHERE x.status IN (1, 2) " \
	"AND NOT EXISTS (SELECT 1 FROM actions a WHERE a.shop = x.shop AND "  \
	"a.order_ref = x.order_ref AND a.verb = 'refund' AND (a.remote_ref "  \
	"IN (x.ref, x.parent_ref) OR instr(x.note, a.key) > 0)) AND " KNOWN(  \
		"2", "x.ref") " ORDER BY x.id LIMIT ?2"

/* Since the shop went live; of those that say no time, all. */
static int theirs(struct desk *d, struct difference_list *list, struct err *err)
{
	static const char *const since[] = {
		THEIRS("x.at >= max(?1, s.live_since)"),
		THEIRS("x.at IS NULL AND ?1 > 0"),
	};

	for (size_t i = 0; i < COUNT_OF(since); i++)
		if (collect(d,
			    rows_query(d->db, since[i], "ii",
				       d->tx.cmd->at - BACK_MS,
				       (int64_t)AT_ONCE),
			    DIFFERENCE_THEIRS, list, err))
			return -1;
	return 0;
}

static int tell(struct desk *d, struct err *err)
{
	int64_t n;

	if (db_ask(d->db, &n, 0, err,
		   "SELECT min(id) FROM differences WHERE explained IS NULL",
		   ""))
		return -1;
	return n ? alert_raise(d, "warning", "reconcile", 0,
			       "refunds differ from what the shops show; "
			       "`helloword reconcile list` has them",
			       err)
		 : 0;
}

static int compare(struct desk *d, struct err *err)
{
	CLEANUP(difference_list_release) struct difference_list list = { 0 };

	if (ours(d, &list, err) || theirs(d, &list, err))
		return -1;
	for (size_t i = 0; i < list.len; i++)
		if (change(d, &difference_kind, NULL, &list.at[i], err))
			return -1;
	return tell(d, err);
}

int reconcile_night(struct desk *d, struct err *err)
{
	return compare(d, err) || set_next(d, err) ? -1 : 0;
}

/* -- commands -- */

int reconcile_decide(struct desk *d, struct err *err)
{
	return compare(d, err);
}

static int load(struct desk *d, struct difference *one, struct err *err)
{
	int64_t id = arg_i64(d, "difference");
	int found =
		record_load(d->db, &difference_kind, id, one, &d->arena, err);

	if (found == 0)
		return err_set(err, ERR_DATA, "there is no difference %lld",
			       (long long)id);
	return found < 0 ? -1 : 0;
}

int explain_difference_check(struct desk *d, struct err *err)
{
	const char *cause = arg_text(d, "cause");
	struct difference one;

	if (load(d, &one, err))
		return -1;
	if (!*cause || !arg_is_code(d, "cause"))
		return err_set(err, ERR_DATA,
			       "say how it came about in one word, such as "
			       "made_in_the_shop: --cause WORD");
	if (one.explained)
		return err_set(err, ERR_DATA,
			       "difference %lld is explained already (%s)",
			       (long long)one.id, one.cause);
	return 0;
}

int explain_difference_decide(struct desk *d, struct err *err)
{
	struct difference before, after;

	if (load(d, &before, err))
		return -1;
	after = before;
	after.explained = d->tx.cmd->at;
	after.explained_by = d->tx.cmd->by;
	after.cause = arg_text(d, "cause");
	return change(d, &difference_kind, &before, &after, err);
}
