/* backing_said.c - a person says of what a reply tells: see backing.h.
 * SPDX-License-Identifier: MIT */
#include "desk/action/action.h"
#include "desk/reply/backing_own.h"
#include "desk/reply/tells.h"
#include "desk/ticket/merge.h"

#define OURS MERGE_FAMILY("?1")
/* Of the ticket ?1 and what went into it, or of the order ?2, ?3. */
#define OF_MATTER                                                  \
	"(x.ticket IN " OURS " OR (x.shop = ?2 AND x.order_ref = " \
	"nullif(?3, '')))"

/* One kind of what may be named. */
static const struct named_kind {
	const char *key, *called, *of_matter, *at_rest;
} kinds[] = {
	{ "tells", "action",
	  "SELECT 1 FROM actions x WHERE x.id = ?4 AND x.verb <> 'reply' "
	  "AND " OF_MATTER,
	  "SELECT 1 FROM actions WHERE id = ?1 AND state IN (6, 7, 8, 11, "
	  "12)" },
	{ "tells_tasks", "task",
	  "SELECT 1 FROM tasks x WHERE x.id = ?4 AND " OF_MATTER,
	  "SELECT 1 FROM tasks WHERE id = ?1 AND state IN (2, 3)" },
};

/* What is still to come is waited for where the words promise it. */
static int check_one(struct desk *d, const struct action *reply,
		     const struct named_kind *k, int64_t id, struct err *err)
{
	int64_t is = 0;

	if (db_ask(d->db, &is, 0, err, k->of_matter, "iisi", reply->ticket,
		   reply->shop, reply->order_ref, id))
		return -1;
	if (!is)
		return err_set(err, ERR_DATA,
			       "--tells: %s %lld is none of T-%lld or its "
			       "order; `ticket show T-%lld` has what it was "
			       "given",
			       k->called, (long long)id,
			       (long long)reply->ticket,
			       (long long)reply->ticket);
	if (db_ask(d->db, &is, 0, err, k->at_rest, "i", id))
		return -1;
	return is ? 0
		  : err_set(err, ERR_DATA,
			    "--tells: %s %lld is neither done nor given up "
			    "yet: leave it out, words that promise it wait for "
			    "it",
			    k->called, (long long)id);
}

static int say_kind(struct desk *d, struct action *reply,
		    const struct named_kind *k, struct err *err)
{
	bool task = k != kinds;
	const cJSON *one;

	cJSON_ArrayForEach (one, json_get(d->tx.json, k->key)) {
		int64_t id =
			cJSON_IsNumber(one) ? (int64_t)one->valuedouble : 0;

		if (check_one(d, reply, k, id, err))
			return -1;
		if (task)
			tie_task(d, reply, id);
		else if (!tie_action(d, reply, id))
			return err_set(err, ERR_DATA,
				       "--tells: a reply tells of %d actions "
				       "at most; write a second one",
				       TELLS_MOST);
	}
	return 0;
}

int backing_said(struct desk *d, struct action *reply, struct err *err)
{
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (say_kind(d, reply, &kinds[i], err))
			return -1;
	return 0;
}

/* -- what they said stays said -- */

/* It had come to rest when the words were written, so the guard had no say in
 * it. What had been accepted then may have settled since. */
#define SAID_ACTIONS                                                         \
	"SELECT id FROM actions WHERE id IN (SELECT ?1 UNION SELECT value "  \
	"FROM json_each(nullif(?2, ''))) AND id NOT IN (SELECT ?4 UNION "    \
	"SELECT value FROM json_each(nullif(?5, ''))) AND state IN (6, 7, "  \
	"8, 11, 12) AND CASE WHEN state IN (6, 7) THEN coalesce(sent, "      \
	"settled, planned) ELSE coalesce(settled, sent, planned) END <= ?3 " \
	"ORDER BY id"
#define SAID_TASKS                                                       \
	"SELECT id FROM tasks WHERE id IN (SELECT value FROM json_each(" \
	"nullif(?1, ''))) AND id NOT IN (SELECT value FROM json_each("   \
	"nullif(?3, ''))) AND state IN (2, 3) AND done < ?2 ORDER BY id"

/* But what `own` is tied to. */
static int keep_but(struct desk *d, const struct action *said,
		    const struct action *own, struct action *reply,
		    struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db, SAID_ACTIONS, "isiis", said->beside,
				   said->besides, said->planned, own->beside,
				   own->besides);
	CLEANUP(rows_release)
	struct rows tasks = rows_query(d->db, SAID_TASKS, "sis", said->tasks,
				       said->planned, own->tasks);

	while (rows_next(&r))
		(void)tie_action(d, reply, rows_i64(&r, 0));
	while (rows_next(&tasks))
		tie_task(d, reply, rows_i64(&tasks, 0));
	return rows_end(&r, err) || rows_end(&tasks, err) ? -1 : 0;
}

int backing_keep(struct desk *d, const struct action *said,
		 struct action *reply, struct err *err)
{
	return keep_but(d, said, &(struct action){ .beside = 0 }, reply, err);
}

int backing_named(struct desk *d, const struct action *said,
		  struct action *reply, struct err *err)
{
	struct action own = *said;

	own.beside = 0;
	own.besides = own.tasks = "";
	return backing_tie(d, &own, err) || keep_but(d, said, &own, reply, err)
		       ? -1
		       : 0;
}
