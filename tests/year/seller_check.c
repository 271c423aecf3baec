/* seller_check.c - what must be true of a seller's desk: nobody is forgotten.
 * SPDX-License-Identifier: MIT */
#include "desk/simulate/simulate.h"
#include "desk/ticket/queue.h"
#include "year/seller.h"

/* Asked after each day: what is told is looked up in one list of it (IN), since
 * to look for each by itself took most of a year. */
static void none(struct world *w, const char *what, const char *sql)
{
	int64_t id = db_i64(desk_db(w->desk), 0, sql, "");

	if (id)
		broken(w, "%s: %lld", what, (long long)id);
}

/* Closed, or waiting for what is told, or under a deadline, or somebody was
 * told: of a missed deadline too, below. */
static void check_tickets(struct world *w)
{
	none(w, "a ticket waits, and for what is not told",
	     "SELECT id FROM tickets WHERE state = 2 AND waiting_for IS NULL");
	none(w, "a ticket is open, and nothing will bring it up",
	     "SELECT id FROM tickets t WHERE state = 1 AND NOT EXISTS (SELECT "
	     "1 FROM deadlines WHERE ticket = t.id AND state IN (1, 3)) AND "
	     "id NOT IN (SELECT ticket FROM alerts WHERE ticket IS NOT NULL)");
}

/* Somebody said yes, and nothing moves: it is done, or somebody took it back,
 * or an alert has said so. */
static void check_stuck(struct world *w)
{
	CLEANUP(rows_release) struct rows r = queue_stuck(desk_db(w->desk));
	struct err err = { 0 };

	while (rows_next(&r))
		if (!db_i64(desk_db(w->desk), 0,
			    "SELECT 1 FROM alerts WHERE ticket = ?1 UNION ALL "
			    "SELECT 1 FROM actions WHERE ticket = ?1 AND verb "
			    "<> 'reply' AND state IN (7, 11) LIMIT 1",
			    "i", rows_i64(&r, 0)))
			broken(w, "T-%lld is stuck, and nobody was told",
			       (long long)rows_i64(&r, 0));
	if (rows_end(&r, &err))
		broken(w, "%s", err.text);
}

static void check_promises(struct world *w)
{
	none(w, "a deadline was missed, and nobody was told",
	     "SELECT id FROM deadlines d WHERE state = 3 AND 'breach:' || id "
	     "NOT IN (SELECT cause FROM alerts) AND 'breach-before:' || "
	     "purpose NOT IN (SELECT cause FROM alerts) AND NOT (purpose = "
	     "'handling' AND ('handling:' || coalesce(source, '') IN (SELECT "
	     "cause FROM "
	     "alerts) OR EXISTS (SELECT 1 FROM alerts WHERE cause GLOB "
	     "'handling-before:*')))");
	none(w, "a promise was given up on an open ticket, and it left",
	     "SELECT d.id FROM deadlines d JOIN tickets t ON t.id = d.ticket "
	     "WHERE d.purpose = 'promise' AND d.state = 4 AND t.state <> 3 "
	     "AND t.step NOT IN ('stopped', 'done') AND NOT EXISTS (SELECT 1 "
	     "FROM actions WHERE ticket = t.id AND verb = 'reply' AND state "
	     "IN (8, 11, 12))");
}

/* A word that we have got theirs goes to nobody who has not written again. */
static void check_acknowledged(struct world *w)
{
	none(w, "a buyer was acknowledged twice",
	     "SELECT a.ticket FROM actions a WHERE verb = 'reply' AND state = "
	     "7 AND (template_id GLOB '*.holding' OR template_id GLOB "
	     "'*acknowledg*') GROUP BY ticket HAVING count(*) > (SELECT "
	     "count(*) FROM messages WHERE ticket = a.ticket AND direction = "
	     "1)");
}

/* Each reply once; a copy that was put back counts its actions anew. */
static void check_mails(struct world *w)
{
	CLEANUP(free_ptr) char *left = NULL;
	int64_t most = 0;

	if (w->figures->faults[FAULT_RESTORE])
		return;
	for (size_t i = 0; i < w->mails.len; i++)
		if (w->mails.at[i] > most)
			most = w->mails.at[i];
	left = xcalloc((size_t)most + 1, 1);
	for (size_t i = 0; i < w->mails.len; i++)
		if (left[w->mails.at[i]]++)
			broken(w, "reply %lld left twice",
			       (long long)w->mails.at[i]);
}

void seller_check(struct world *w)
{
	check_tickets(w);
	check_stuck(w);
	check_promises(w);
	check_acknowledged(w);
}

void seller_check_end(struct world *w)
{
	struct err err = { 0 };
	struct trial t;

	check_mails(w);
	if (simulate(desk_db(w->desk), &w->brain, 0, INT64_MAX, &t, &err))
		broken(w, "%s", err.text);
	if (t.differing || t.gone || t.other_format)
		broken(w, "the same policy would have decided %lld otherwise",
		       (long long)t.differing);
	for (int n = 0; n < w->shops; n++)
		w->figures->orders += (int64_t)w->shop[n].orders.len;
	w->figures->decisions += t.decisions;
	w->figures->answers += t.responses.due[DECIDED];
	w->figures->late += t.responses.late[DECIDED];
	trial_release(&t);
}
