/* assign_round.c - who comes and goes, and what moves then (assign.h).
 * SPDX-License-Identifier: MIT */
#include "base/vec.h"
#include "base/when.h"
#include "desk/alert/alert.h"
#include "desk/people/assign_own.h"
#include "desk/people/mode.h"
#include "desk/playbook/advice.h"
#include "desk/ticket/deadline.h"

VEC(id_list, int64_t);

/* Tickets that move in one command: about 50 ms. */
#define STEP_MAX 500
/* Tickets that are asked about; more than move when those who are there may
 * not take what lies in front. */
#define TRIES_MAX 2000
#define NEXT_STEP_MS SECOND_MS

struct round {
	int there; /* agents */
	int left;  /* how many tickets may still move in this command, */
	int tries; /* and may still be asked about */
	int64_t next;
	int64_t from; /* of the unassigned: so many were asked about before */
	bool more;    /* not all were, yet */
};

#define OF_OWNER                                                          \
	"SELECT id FROM tickets WHERE owner IS nullif(?1, '') AND state " \
	"IN (1, 2) ORDER BY tier, due, id LIMIT ?2 OFFSET ?3"
#define KEPT_FOR                                                          \
	"SELECT id FROM tickets WHERE kept_for = ?1 AND state IN (1, 2) " \
	"ORDER BY tier, due, id LIMIT ?2 OFFSET ?3"

static int ids_of(struct desk *d, struct id_list *list, const char *which,
		  const char *name, int most, int64_t from, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r =
		rows_query(d->db, which, "sii", name, (int64_t)most, from);

	while (rows_next(&r))
		id_list_push(list, rows_i64(&r, 0));
	return rows_end(&r, err);
}

static int pick_anew(struct desk *d, const struct round *round, int64_t id,
		     struct assigned *out, struct err *err)
{
	struct ticket t;
	struct report r;

	*out = (struct assigned){ "", "" };
	if (!round->there)
		return 0;
	if (ticket_load(d, id, &t, err))
		return -1;
	matter_of_ticket(d, &t, "assign", &r);
	assign_ask(d, &r.matter, t.shop, t.tier, out);
	return 0;
}

/* The tickets of an owner ("" nobody's), the most urgent first, but for those
 * in front that were asked about. *stayed: how many do not move. */
static int move_all(struct desk *d, struct round *round, const char *owner,
		    const struct handing *h, int64_t from, int64_t *stayed,
		    struct err *err)
{
	CLEANUP(id_list_release) struct id_list list = { 0 };
	size_t most = (size_t)round->tries, i;
	struct assigned to;

	*stayed = 0;
	if (ids_of(d, &list, OF_OWNER, owner, round->tries, from, err))
		return -1;
	for (i = 0; i < list.len && round->left > 0; i++) {
		if (pick_anew(d, round, list.at[i], &to, err))
			return -1;
		round->tries--;
		if (text_eq(to.agent, owner)) {
			++*stayed;
			continue;
		}
		round->left--;
		if (assign_move(d, list.at[i], &to, h, err))
			return -1;
	}
	round->more = round->more || i < list.len || list.len == most;
	return 0;
}

/* What nobody has, from where the last round ended. */
static int give_out(struct desk *d, struct round *round, struct err *err)
{
	static const struct handing nobodys = { "", "" };
	bool before = round->more;
	int64_t stayed;

	round->more = false;
	if (move_all(d, round, "", &nobodys, round->from, &stayed, err))
		return -1;
	round->from = round->more ? round->from + stayed : 0;
	round->more = round->more || before;
	return 0;
}

static void pull(struct round *round, int64_t moment, int64_t now)
{
	if (moment > now && (!round->next || moment < round->next))
		round->next = moment;
}

/* An auditor clears no queue. */
static bool is_there(struct desk *d, const struct agent *a,
		     const struct duty *duty)
{
	return duty->there && a->absent_until <= d->tx.cmd->at &&
	       !text_eq(a->role, "auditor");
}

/* Who is there, and when that changes. */
static void look_round(struct desk *d, struct round *round,
		       const struct agent *a)
{
	int64_t now = d->tx.cmd->at;
	struct duty duty;

	pull(round, a->absent_until, now);
	if (!d->brain->work.duty(d->brain, a->name, now, &duty))
		return;
	pull(round, duty.until, now);
	round->there += is_there(d, a, &duty);
}

/* What was given on while they were away, and nobody has begun on. */
static int give_back(struct desk *d, struct round *round, const struct agent *a,
		     struct err *err)
{
	CLEANUP(id_list_release) struct id_list list = { 0 };
	struct duty duty;

	if (!d->brain->work.duty(d->brain, a->name, d->tx.cmd->at, &duty) ||
	    !is_there(d, a, &duty))
		return 0;
	if (ids_of(d, &list, KEPT_FOR, a->name, round->left + 1, 0, err))
		return -1;
	for (size_t i = 0; i < list.len; i++) {
		if (round->left <= 0) {
			round->more = true;
			break;
		}
		round->left--;
		if (assign_back(d, list.at[i], err))
			return -1;
	}
	return 0;
}

/* What lay there at night without surprise is one when we have opened and
 * nobody has come. */
static int tell_by_day(struct desk *d, int64_t ticket, struct err *err)
{
	if (mode_out_of_hours(d) ||
	    !db_i64(d->db, 0,
		    "SELECT 1 FROM alerts WHERE cause = '" ASSIGN_ALERT
		    "' AND acknowledged IS NULL AND level = 'info'",
		    ""))
		return 0;
	return alert_over(d, ASSIGN_ALERT, err) || assign_tell(d, ticket, err)
		       ? -1
		       : 0;
}

static int tell_left(struct desk *d, struct err *err)
{
	int64_t first = db_i64(d->db, 0,
			       "SELECT id FROM tickets WHERE owner IS NULL AND "
			       "state IN (1, 2) LIMIT 1",
			       "");

	return first ? tell_by_day(d, first, err)
		     : alert_over(d, ASSIGN_ALERT, err);
}

static int move_for(struct desk *d, struct round *round,
		    const struct agent *agents, size_t n, struct err *err)
{
	struct handing h;
	int64_t stayed;

	for (size_t i = 0; i < n; i++)
		if (assign_leaves(d, &agents[i], &h) &&
		    agents[i].open_load > 0 &&
		    move_all(d, round, agents[i].name, &h, 0, &stayed, err))
			return -1;
	for (size_t i = 0; i < n; i++)
		if (give_back(d, round, &agents[i], err))
			return -1;
	if (round->there && give_out(d, round, err))
		return -1;
	return tell_left(d, err);
}

static int go_round(struct desk *d, int64_t from, struct err *err)
{
	struct round round = { .left = STEP_MAX,
			       .tries = TRIES_MAX,
			       .from = from };
	struct agent *agents;
	size_t n;

	if (!d->brain || !d->brain->work.duty)
		return 0;
	if (mode_look(d, &round.next, err))
		return -1;
	agents = record_all(record_query(d->db, &agent_kind, "ORDER BY id", ""),
			    &agent_kind, &d->arena, &n, err);
	for (size_t i = 0; agents && i < n; i++)
		look_round(d, &round, &agents[i]);
	if (!agents || move_for(d, &round, agents, n, err))
		return -1;
	if (round.more)
		round.next = d->tx.cmd->at + NEXT_STEP_MS;
	return round.next
		       ? deadline_set_of(
				 d, 0, SHIFT, SHIFT,
				 round.more && round.from
					 ? arena_printf(&d->arena, "%lld",
							(long long)round.from)
					 : "",
				 round.next, err)
		       : 0;
}

int assign_round(struct desk *d, struct err *err)
{
	return go_round(d, 0, err);
}

int assign_wake(struct desk *d, const struct deadline *one, struct err *err)
{
	return go_round(d, strtoll(one->period, NULL, 10), err);
}
