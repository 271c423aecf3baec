/* simulate_due.c - deadlines, against when what they wait for happened.
 * SPDX-License-Identifier: MIT */
#include "desk/simulate/simulate_own.h"
#include "model/records.h"

#define NEVER INT64_MAX

static void count_due(struct tried_due *d, const struct trying *t,
		      const int64_t due[2], int64_t done, int64_t ticket)
{
	bool late[2];

	for (int s = DECIDED; s <= WOULD; s++) {
		/* What nobody did yet is late when its moment is over. */
		late[s] = due[s] &&
			  (done == NEVER ? due[s] <= t->end : due[s] < done);
		d->due[s] += due[s] != 0;
		d->late[s] += late[s];
	}
	d->saved += late[DECIDED] && !late[WOULD];
	if (late[DECIDED] || !late[WOULD])
		return;
	d->newly++;
	example_add(&d->examples, ticket);
}

/* -- responses -- */

/* When the buyer was answered after `from`, or the ticket closed. */
static int answer_after(struct trying *t, int64_t ticket, int64_t from,
			int64_t *out, struct err *err)
{
	return db_ask(t->db, out, NEVER, err,
		      "SELECT min(at) FROM (SELECT min(done) AS at FROM "
		      "deadlines WHERE ticket = ?1 AND state IN (2, 4) AND "
		      "purpose = 'first_response' AND done >= ?2 UNION ALL "
		      "SELECT * FROM (SELECT at FROM messages WHERE ticket = "
		      "?1 AND at >= ?2 AND direction = 2 ORDER BY at LIMIT 1) "
		      "UNION ALL SELECT closed FROM tickets WHERE id = ?1 AND "
		      "closed >= ?2)",
		      "ii", ticket, from);
}

static void end_response(struct trying *t, struct ticket_tally *tally)
{
	if (tally->answered)
		count_due(&t->out->responses, t, tally->due, tally->answered,
			  tally - t->tickets);
	tally->answered = 0;
	tally->due[DECIDED] = tally->due[WOULD] = 0;
}

static void sooner(int64_t *due, int64_t at, int64_t ms)
{
	if (ms > 0 && (!*due || at + ms < *due))
		*due = at + ms;
}

/* Who writes again before our answer waits for the same one. */
int try_response(struct trying *t, const struct judged *j, struct err *err)
{
	struct ticket_tally *tally = tally_of(t, j->was.ticket);
	int64_t at = j->was.matter.now;

	if (!tally || !j->was.tier)
		return 0;
	if (tally->answered && at > tally->answered)
		end_response(t, tally);
	if (!tally->answered &&
	    answer_after(t, j->was.ticket, at, &tally->answered, err))
		return -1;
	sooner(&tally->due[DECIDED], at, j->was.respond_ms);
	sooner(&tally->due[WOULD], at, j->respond_ms);
	return 0;
}

void try_due_end(struct trying *t)
{
	for (int64_t i = 0; i < t->count; i++)
		end_response(t, &t->tickets[i]);
}

/* -- promises -- */

static int64_t promised(const struct effects *e, int64_t at)
{
	for (int i = 0; i < e->count; i++)
		if (text_eq(e->at[i].verb, "promise"))
			return at + e->at[i].amount.minor;
	return 0;
}

/* When what was promised then happened: its deadline was met, or we wrote after
 * it was missed. False: it was given up, and nobody can tell. */
static int kept_after(struct trying *t, int64_t ticket, int64_t at,
		      int64_t *done, bool *known, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(t->db,
				   "SELECT state, coalesce(done, 0) FROM "
				   "deadlines WHERE ticket = ?1 AND purpose = "
				   "'promise' AND (done IS NULL OR done >= ?2) "
				   "ORDER BY id LIMIT 1",
				   "ii", ticket, at);
	int64_t state = 0;

	*done = NEVER;
	if (rows_next(&r)) {
		state = rows_i64(&r, 0);
		*done = state == DEADLINE_OPEN ? NEVER : rows_i64(&r, 1);
	}
	if (rows_end(&r, err))
		return -1;
	*known = state && state != DEADLINE_DROPPED;
	return state == DEADLINE_BREACHED
		       ? answer_after(t, ticket, *done + 1, done, err)
		       : 0;
}

int try_promise(struct trying *t, const struct judged *j, struct err *err)
{
	int64_t at = j->was.matter.now, done = 0;
	const int64_t due[2] = { promised(&j->was.effects, at),
				 promised(&j->would, at) };
	bool known = false;

	if (!due[DECIDED] && !due[WOULD])
		return 0;
	if (due[DECIDED] &&
	    kept_after(t, j->was.ticket, at, &done, &known, err))
		return -1;
	if (known)
		count_due(&t->out->promises, t, due, done, j->was.ticket);
	else
		t->out->promises.unknown++;
	return 0;
}
