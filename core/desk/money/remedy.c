/* remedy.c - see remedy.h.
 * SPDX-License-Identifier: MIT */
#include "desk/money/remedy_own.h"

#include "desk/action/action.h"
#include "desk/intake/order_find.h"
#include "desk/people/role.h"

static const char *const remedies[] = { "refund", "reship", "exchange",
					"store_credit" };

bool remedy_verb(const char *verb)
{
	for (size_t i = 0; i < COUNT_OF(remedies); i++)
		if (text_eq(verb, remedies[i]))
			return true;
	return false;
}

/* -- the same lines -- */

static bool names_line(const cJSON *items, const char *line)
{
	const cJSON *one;

	cJSON_ArrayForEach (one, items)
		if (text_eq(json_text(one, "line_ref"), line))
			return true;
	return false;
}

/* One that names no lines is about all of them. */
static bool same_lines(const char *mine, const char *theirs)
{
	struct err none = { 0 };
	CLEANUP(json_free_ptr) cJSON *a = NULL;
	CLEANUP(json_free_ptr) cJSON *b = NULL;
	const cJSON *one;

	if (!mine || !*mine || !theirs || !*theirs)
		return true;
	a = json_parse(mine, strlen(mine), &none);
	b = json_parse(theirs, strlen(theirs), &none);
	if (!cJSON_GetArraySize(a) || !cJSON_GetArraySize(b))
		return true;
	cJSON_ArrayForEach (one, a)
		if (!json_text(one, "line_ref") ||
		    names_line(b, json_text(one, "line_ref")))
			return true;
	return false;
}

/* -- the other one -- */

/* Of the same verb an action has a number (action_number()), a task none. */
enum against { OTHER_VERBS, OTHERS_THAT_LEFT, ANY_VERB };

/* Somebody said yes to it, and it was not given up; parked may have been done.
 */
#define OTHERS                                                                 \
	"SELECT id, verb, state, items, planned FROM actions WHERE shop = ?1 " \
	"AND "                                                                 \
	"order_ref = ?2 AND verb IN ('refund', 'reship', 'exchange', "         \
	"'store_credit') AND verb <> ?3 AND id <> ?4 AND state IN "

static struct rows others_of(struct desk *d, const struct action *a,
			     enum against against)
{
	static const char *const asks[] = {
		OTHERS "(3, 4, 5, 6, 7, 9, 10) ORDER BY id DESC",
		OTHERS "(5, 6, 7, 9) ORDER BY id DESC",
	};

	return rows_query(d->db, asks[against == OTHERS_THAT_LEFT], "issi",
			  a->shop, a->order_ref,
			  against == ANY_VERB ? "" : a->verb, a->id);
}

static int only_one(struct desk *d, const struct action *a,
		    enum against against, struct err *err)
{
	CLEANUP(rows_release) struct rows r = { 0 };
	int64_t id, seen;

	if (!remedy_verb(a->verb) || !a->order_ref || !*a->order_ref)
		return 0;
	if (remedy_seen(d, a, &seen, err))
		return -1;
	r = others_of(d, a, against);
	while (rows_next(&r)) {
		id = rows_i64(&r, 0);
		if (!same_lines(a->items, rows_text(&r, 3)))
			continue;
		if (id <= a->beside ||
		    (a->beside < 0 && rows_i64(&r, 4) <= seen))
			return 0; /* that one and those before it were seen */
		return err_set(err, ERR_DATA,
			       "order %s is made good by action %lld (%s, %s) "
			       "already; if both are meant, a manager or an "
			       "owner adds --beside %lld",
			       order_spoken(d, a->shop, a->order_ref),
			       (long long)id, rows_text(&r, 1),
			       action_state_name((int32_t)rows_i64(&r, 2)),
			       (long long)id);
	}
	return rows_end(&r, err);
}

int remedy_check(struct desk *d, const struct action *a, struct err *err)
{
	return only_one(d, a, OTHER_VERBS, err) || remedy_by_hand(d, a, err) ||
			       remedy_code(d, a, false, err)
		       ? -1
		       : 0;
}

int remedy_of_task(struct desk *d, const struct action *gift, struct err *err)
{
	return only_one(d, gift, ANY_VERB, err) ||
			       remedy_by_hand(d, gift, err) ||
			       remedy_code(d, gift, true, err)
		       ? -1
		       : 0;
}

int remedy_left(struct desk *d, const struct action *a, struct err *err)
{
	return only_one(d, a, OTHERS_THAT_LEFT, err);
}

/* One that is to come was seen by nobody. */
static int names_other(struct desk *d, const struct action *a, struct err *err)
{
	int64_t found;

	if (db_ask(d->db, &found, 0, err,
		   "SELECT 1 FROM actions WHERE id = ?1 AND shop = ?2 AND "
		   "order_ref = ?3 AND verb IN ('refund', 'reship', "
		   "'exchange', 'store_credit')",
		   "iis", a->beside, a->shop, a->order_ref))
		return -1;
	return found ? 0
		     : err_set(err, ERR_DATA,
			       "action %lld is no other remedy of order %s",
			       (long long)a->beside,
			       order_spoken(d, a->shop, a->order_ref));
}

int remedy_beside(struct desk *d, struct action *a, struct err *err)
{
	int64_t beside = arg_i64(d, "beside"), task = arg_i64(d, "beside_task");

	if (beside <= 0 && task <= 0)
		return 0;
	a->beside = beside > 0 ? beside : -task;
	if (!role_leads(d, d->tx.cmd->by))
		return err_set(err, ERR_DENIED,
			       "only a manager or an owner may say that an "
			       "order gets two remedies");
	if (text_eq(a->verb, "coupon"))
		return remedy_names_code(d, a, err);
	return beside > 0 ? names_other(d, a, err)
			  : remedy_names_task(d, a, err);
}
