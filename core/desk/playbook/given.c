/* given.c - see given.h.
 * SPDX-License-Identifier: MIT */
#include "desk/playbook/given.h"

#include "desk/action/action.h"
#include "desk/money/remedy.h"
#include "desk/reply/promise.h"
#include "desk/ticket/merge.h"

#define OURS MERGE_FAMILY("?1")

struct rows given_rows(struct desk *d, const struct action *a)
{
	return rows_query(
		d->db,
		"SELECT id, verb, ticket, state, planned, amount, "
		"amount_currency, ticket IN " OURS
		" FROM actions WHERE id IN (SELECT id FROM "
		"actions WHERE ticket IN " OURS
		" AND verb <> 'reply' AND state IN "
		"(1, 2, 3, 4, 5, 6, 7, 9, 10) UNION SELECT id FROM actions "
		"WHERE shop = ?2 AND order_ref = nullif(?3, '') AND verb < "
		"'reply' UNION SELECT id FROM actions WHERE shop = ?2 AND "
		"order_ref = nullif(?3, '') AND verb > 'reply') AND state NOT "
		"IN (8, 11, 12) ORDER BY id",
		"iis", a->ticket, a->shop, a->order_ref);
}

/* How far what people give by hand is, as they said: as words of given_remedy()
 * count. A task that is open was somebody's yes, unless it waits for one. */
static int by_hand(struct desk *d, const struct action *of, int *far,
		   struct err *err)
{
	int64_t most;

	if (db_ask(d->db, &most, 0, err,
		   "SELECT max(CASE WHEN waits = 1 THEN 1 WHEN state = 1 THEN "
		   "2 WHEN ticket IN " OURS
		   " THEN 3 ELSE 0 END) FROM tasks WHERE gives IN ('refund', "
		   "'reship', 'exchange', 'store_credit') AND state IN (1, 2) "
		   "AND (ticket IN " OURS " OR (shop = ?2 AND order_ref = "
		   "nullif(?3, '')))",
		   "iis", of->ticket, of->shop, of->order_ref))
		return -1;
	*far = (int)most;
	return 0;
}

int given_remedy(struct desk *d, const struct action *of, const char **far,
		 struct err *err)
{
	static const char *const words[] = { "none", "waiting", "approved",
					     "done" };
	CLEANUP(rows_release) struct rows r = given_rows(d, of);
	int most;

	if (by_hand(d, of, &most, err))
		return -1;
	while (rows_next(&r)) {
		int64_t state = rows_i64(&r, 3);
		bool ours = rows_i64(&r, 7) != 0;
		int one = state <= ACTION_WAITING   ? 1
			  : state != ACTION_SETTLED ? 2
			  : ours                    ? 3
						    : 0;

		if (remedy_verb(rows_text(&r, 1)) && one > most)
			most = one;
	}
	*far = words[most];
	return rows_end(&r, err);
}

void given_put(struct str *out, int64_t id, const char *verb, int32_t state,
	       struct money sum)
{
	str_printf(out, "%saction %lld (%s", out->len ? ", " : "",
		   (long long)id, verb);
	if (money_given(sum)) {
		str_putc(out, ' ');
		money_put(out, sum);
		str_printf(out, " %s", sum.currency);
	}
	str_printf(out, ", %s)", action_state_name(state));
}

/* What there was before this command: "action 2 (refund 12.00 USD, accepted)";
 * "" when there was nothing. */
static int before(struct desk *d, const struct action *a, const char **what,
		  struct err *err)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	CLEANUP(rows_release) struct rows r = given_rows(d, a);

	while (rows_next(&r)) {
		struct money sum = { .minor = rows_i64(&r, 5) };

		if (rows_i64(&r, 4) >= d->tx.cmd->at)
			continue;
		snprintf(sum.currency, sizeof sum.currency, "%s",
			 rows_text(&r, 6));
		given_put(&s, rows_i64(&r, 0), rows_text(&r, 1),
			  (int32_t)rows_i64(&r, 3), sum);
	}
	*what = arena_strdup(&d->arena, str_c(&s));
	return rows_end(&r, err);
}

int given_why(struct desk *d, const struct action *a, const char **why,
	      struct err *err)
{
	const char *what = "";

	*why = "waits for approval";
	if (!text_eq(a->proposed_by, "policy"))
		return 0;
	if (before(d, a, &what, err))
		return -1;
	if (*what)
		*why = arena_printf(
			&d->arena,
			"waits for approval: %s is there for the matter", what);
	return 0;
}

/* The last of that verb of the order, or of the matter where either has none:
 * what went into a ticket may be of another order. */
static int last_given(struct desk *d, const struct ticket *t, const char *verb,
		      struct action *other, struct err *err)
{
	int64_t id = 0;

	*other = (struct action){ 0 };
	if (db_ask(d->db, &id, 0, err,
		   "SELECT max(id) FROM actions WHERE verb = ?2 AND state NOT "
		   "IN (8, 11, 12) AND ((shop = ?3 AND order_ref = nullif(?4, "
		   "'')) OR (ticket IN " OURS
		   " AND (order_ref IS NULL OR ?4 = '')))",
		   "isis", t->id, verb, t->shop, t->order_ref))
		return -1;
	return id ? action_load(d, id, other, err) : 0;
}

/* Of a ticket and all that went into it. */
#define OF_MATTER                                                           \
	"(a.ticket IN " MERGE_FAMILY("?2") " OR a.ticket IN " MERGE_FAMILY( \
		"?3") ")"

/* A reply of the ticket, of the one that the gift is of, or of the order, that
 * tells of it: it left or is about to, or waits and stays because somebody said
 * yes to the gift. Under another ticket of the order only one that promises it:
 * what leaves there later may be about anything. */
static int told(struct desk *d, const struct ticket *t,
		const struct action *gift, int64_t *reply, struct err *err)
{
	return db_ask(
		d->db, reply, 0, err,
		"SELECT max(a.id) FROM actions m, actions a WHERE m.id = ?1 "
		"AND a.verb = 'reply' AND (" OF_MATTER
		" OR (a.shop = ?4 AND a.order_ref = nullif(?5, ''))) AND "
		"((" PROMISES " AND (a.state IN (3, 4, 5, 6, 7, 9, 10) OR "
		"(a.state = 2 AND m.state IN (3, 4, 5, 6, 7, 9)))) OR "
		"(a.state IN (6, 7) AND " OF_MATTER " AND " TELLS_OF "))",
		"iiiis", gift->id, t->id, merge_target(d, gift->ticket),
		t->shop, t->order_ref);
}

int given_again(struct desk *d, const struct ticket *t, const char *verb,
		bool *again, struct err *err)
{
	struct action other;
	int64_t reply = 0;

	*again = false;
	if (last_given(d, t, verb, &other, err) ||
	    (other.id && told(d, t, &other, &reply, err)))
		return -1;
	if (!reply)
		return 0;
	*again = true;
	return alert_raise(
		d, "info",
		arena_printf(&d->arena, "given:%s:%lld", verb,
			     (long long)t->id),
		t->id,
		arena_printf(&d->arena,
			     "T-%lld: no %s proposed once more: action %lld is "
			     "there, and action %lld tells the buyer of it; "
			     "answer by hand",
			     (long long)t->id, verb, (long long)other.id,
			     (long long)reply),
		err);
}
