/* assign.c - see assign.h.
 * SPDX-License-Identifier: MIT */
#include "desk/assign.h"

#include "base/vec.h"
#include "base/when.h"
#include "desk/advice.h"
#include "desk/alert.h"
#include "desk/deadline.h"
#include "desk/mode.h"

VEC(load_list, struct load);
VEC(id_list, int64_t);

#define UNASSIGNED "unassigned"
/* Tickets that move in one command: about 50 ms. */
#define STEP_MAX 500
/* Tickets that are asked about; more than move when those who are there may
 * not take what lies in front. */
#define TRIES_MAX 2000
#define NEXT_STEP_MS SECOND_MS

/* -- one ticket -- */

void assign_ask(struct desk *d, const struct matter *m, int64_t shop, int tier,
		struct assigned *out)
{
	CLEANUP(load_list_release) struct load_list loads = { 0 };
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   "SELECT name, open_load, absent_until FROM "
				   "agents ORDER BY id",
				   "");
	const char *label;

	*out = (struct assigned){ "", "" };
	if (!d->brain || !d->brain->work.assign)
		return;
	while (rows_next(&r))
		load_list_push(&loads,
			       (struct load){ arena_strdup(&d->arena,
							   rows_text(&r, 0)),
					      rows_i64(&r, 1),
					      rows_i64(&r, 2) });
	label = db_text(d->db, &d->arena,
			"SELECT label FROM shops WHERE id = ?1", "i", shop);
	d->brain->work.assign(d->brain, m, label, tier, loads.at, loads.len,
			      &d->arena, out);
}

int assign_to(struct desk *d, int64_t ticket, const char *agent,
	      const char *why, struct err *err)
{
	struct ticket before, after;

	if (ticket_load(d, ticket, &before, err))
		return -1;
	after = before;
	after.owner = agent;
	after.owner_why = why;
	if ((*before.owner && agent_load(d, before.owner, -1, err)) ||
	    (*after.owner && agent_load(d, after.owner, 1, err)))
		return -1;
	return ticket_change(d, &before, &after, err);
}

/* Is there anybody who could come? */
static int look_for_agents(struct desk *d, bool *any, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db, "SELECT name FROM agents", "");
	struct duty duty;

	*any = false;
	while (!*any && rows_next(&r))
		*any = d->brain->work.duty(d->brain, rows_text(&r, 0),
					   d->tx.cmd->at, &duty);
	return rows_end(&r, err);
}

/* Outside of our hours it is no surprise, nor without any agent: `check` and
 * `doctor` say that there is none, and nobody would come. */
int assign_tell(struct desk *d, int64_t ticket, struct err *err)
{
	bool any;

	if (!d->brain || !d->brain->work.duty)
		return 0; /* who comes and goes is not known */
	if (look_for_agents(d, &any, err))
		return -1;
	if (!any)
		return alert_over(d, UNASSIGNED, err);
	return alert_raise(
		d, mode_out_of_hours(d) ? "info" : "warning", UNASSIGNED,
		ticket,
		"a ticket has no owner, since nobody who may take it is there; "
		"it is given out when somebody comes: `helloword ticket list` "
		"shows it, `helloword agent list` who is there",
		err);
}

/* -- a round -- */

struct round {
	int there; /* agents */
	int left;  /* how many tickets may still move in this command, */
	int tries; /* and may still be asked about */
	int64_t next;
	int64_t from; /* of the unassigned: so many were asked about before */
	bool more;    /* not all were, yet */
};

static int ids_of(struct desk *d, struct id_list *list, const char *owner,
		  int most, int64_t from, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   "SELECT id FROM tickets WHERE owner IS "
				   "nullif(?1, '') AND state IN (1, 2) "
				   "ORDER BY tier, due, id LIMIT ?2 OFFSET ?3",
				   "sii", owner, (int64_t)most, from);

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

static int move_one(struct desk *d, int64_t id, const struct assigned *to,
		    const char *because, struct err *err)
{
	if (!*to->agent)
		return assign_to(d, id, "", "", err) || assign_tell(d, id, err)
			       ? -1
			       : 0;
	return assign_to(d, id, to->agent,
			 arena_printf(&d->arena, "%s%s", because, to->why),
			 err);
}

/* The tickets of an owner ("" nobody's), the most urgent first, but for those
 * in front that were asked about. *stayed: how many do not move. */
static int move_all(struct desk *d, struct round *round, const char *owner,
		    const char *because, int64_t from, int64_t *stayed,
		    struct err *err)
{
	CLEANUP(id_list_release) struct id_list list = { 0 };
	size_t most = (size_t)round->tries, i;
	struct assigned to;

	*stayed = 0;
	if (ids_of(d, &list, owner, round->tries, from, err))
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
		if (move_one(d, list.at[i], &to, because, err))
			return -1;
	}
	round->more = round->more || i < list.len || list.len == most;
	return 0;
}

/* What nobody has, from where the last round ended. */
static int give_out(struct desk *d, struct round *round, struct err *err)
{
	bool before = round->more;
	int64_t stayed;

	round->more = false;
	if (move_all(d, round, "", "", round->from, &stayed, err))
		return -1;
	round->from = round->more ? round->from + stayed : 0;
	round->more = round->more || before;
	return 0;
}

/* Why an agent's tickets are somebody else's now; NULL: they stay. */
static const char *must_hand_over(struct desk *d, const struct agent *a)
{
	int64_t now = d->tx.cmd->at;
	struct duty duty;

	if (!d->brain->work.duty(d->brain, a->name, now, &duty))
		return arena_printf(&d->arena, "%s is no agent any more; ",
				    a->name);
	if (a->absent_until > now)
		return arena_printf(&d->arena, "%s is away; ", a->name);
	return duty.hand_over && !duty.there
		       ? arena_printf(&d->arena, "the shift of %s is over; ",
				      a->name)
		       : NULL;
}

int assign_look(struct desk *d, int64_t ticket, struct err *err)
{
	struct agent owner = { .name = "" };
	const char *because = "";
	struct assigned to;
	struct ticket t;
	struct report r;

	if (!d->brain || !d->brain->work.duty)
		return 0;
	if (ticket_load(d, ticket, &t, err) ||
	    (*t.owner &&
	     record_find(d->db, &agent_kind, &owner, &d->arena, NULL, err,
			 "WHERE name = ?1", "s", t.owner) < 0))
		return -1;
	if (*owner.name)
		because = must_hand_over(d, &owner);
	if (!because)
		return 0;
	matter_of_ticket(d, &t, "assign", &r);
	assign_ask(d, &r.matter, t.shop, t.tier, &to);
	return text_eq(to.agent, t.owner)
		       ? 0
		       : move_one(d, t.id, &to, because, err);
}

static void pull(struct round *round, int64_t moment, int64_t now)
{
	if (moment > now && (!round->next || moment < round->next))
		round->next = moment;
}

/* Who is there, and when that changes. An auditor clears no queue. */
static void look_round(struct desk *d, struct round *round,
		       const struct agent *a)
{
	int64_t now = d->tx.cmd->at;
	struct duty duty;

	pull(round, a->absent_until, now);
	if (!d->brain->work.duty(d->brain, a->name, now, &duty))
		return;
	pull(round, duty.until, now);
	round->there += duty.there && a->absent_until <= now &&
			!text_eq(a->role, "auditor");
}

/* What lay there at night without surprise is one when we have opened and
 * nobody has come. */
static int tell_by_day(struct desk *d, int64_t ticket, struct err *err)
{
	if (mode_out_of_hours(d) ||
	    !db_i64(d->db, 0,
		    "SELECT 1 FROM alerts WHERE cause = '" UNASSIGNED
		    "' AND acknowledged IS NULL AND level = 'info'",
		    ""))
		return 0;
	return alert_over(d, UNASSIGNED, err) || assign_tell(d, ticket, err)
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
		     : alert_over(d, UNASSIGNED, err);
}

static int move_for(struct desk *d, struct round *round,
		    const struct agent *agents, size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		const char *because = must_hand_over(d, &agents[i]);
		int64_t stayed;

		if (because && agents[i].open_load > 0 &&
		    move_all(d, round, agents[i].name, because, 0, &stayed,
			     err))
			return -1;
	}
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
