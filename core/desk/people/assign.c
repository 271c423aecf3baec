/* assign.c - one ticket is given to somebody (assign.h).
 * SPDX-License-Identifier: MIT */
#include "desk/people/assign_own.h"

#include "base/vec.h"
#include "desk/alert/alert.h"
#include "desk/people/mode.h"
#include "desk/playbook/advice.h"

VEC(load_list, struct load);

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

static int give(struct desk *d, const struct ticket *before, const char *agent,
		const char *why, const char *kept_for, struct err *err)
{
	struct ticket after = *before;

	after.owner = agent;
	after.owner_why = why;
	after.kept_for = text_eq(kept_for, agent) ? "" : kept_for;
	if ((*before->owner && agent_load(d, before->owner, -1, err)) ||
	    (*after.owner && agent_load(d, after.owner, 1, err)))
		return -1;
	return ticket_change(d, before, &after, err);
}

int assign_to(struct desk *d, int64_t ticket, const char *agent,
	      const char *why, struct err *err)
{
	struct ticket before;

	return ticket_load(d, ticket, &before, err)
		       ? -1
		       : give(d, &before, agent, why, "", err);
}

/* 0: it is about none. */
static int ticket_meant(struct desk *d, int64_t *ticket, struct err *err)
{
	*ticket = arg_i64(d, "ticket");
	if (*ticket)
		return 0;
	if (arg_i64(d, "action"))
		return db_ask(d->db, ticket, 0, err,
			      "SELECT ticket FROM actions WHERE id = ?1", "i",
			      arg_i64(d, "action"));
	return arg_i64(d, "task")
		       ? db_ask(d->db, ticket, 0, err,
				"SELECT ticket FROM tasks WHERE id = ?1", "i",
				arg_i64(d, "task"))
		       : 0;
}

int assign_begun(struct desk *d, struct err *err)
{
	struct ticket before = { 0 }, after;
	int64_t id;
	int found;

	if (ticket_meant(d, &id, err))
		return -1;
	found = id ? record_load(d->db, &ticket_kind, id, &before, &d->arena,
				 err)
		   : 0;
	if (found <= 0)
		return found;
	if (!*before.kept_for || !text_eq(before.owner, d->tx.cmd->by))
		return 0;
	after = before;
	after.kept_for = "";
	return ticket_change(d, &before, &after, err);
}

int assign_back(struct desk *d, int64_t ticket, struct err *err)
{
	struct ticket t;

	if (ticket_load(d, ticket, &t, err))
		return -1;
	return give(d, &t, t.kept_for,
		    *t.owner
			    ? arena_printf(&d->arena,
					   "%s is back, and %s had not begun "
					   "on it",
					   t.kept_for, t.owner)
			    : arena_printf(&d->arena, "%s is back", t.kept_for),
		    "", err);
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
		return alert_over(d, ASSIGN_ALERT, err);
	return alert_raise(
		d, mode_out_of_hours(d) ? "info" : "warning", ASSIGN_ALERT,
		ticket,
		"a ticket has no owner, since nobody who may take it is there; "
		"it is given out when somebody comes: `helloword ticket list` "
		"shows it, `helloword agent list` who is there",
		err);
}

bool assign_leaves(struct desk *d, const struct agent *a, struct handing *out)
{
	int64_t now = d->tx.cmd->at;
	struct duty duty;

	*out = (struct handing){ "", "" };
	if (!d->brain->work.duty(d->brain, a->name, now, &duty)) {
		out->because = arena_printf(
			&d->arena, "%s is no agent any more; ", a->name);
	} else if (a->absent_until > now) {
		out->because = arena_printf(&d->arena, "%s is away; ", a->name);
		out->kept_for = a->name;
	} else if (duty.hand_over && !duty.there) {
		out->because = arena_printf(
			&d->arena, "the shift of %s is over; ", a->name);
	}
	return *out->because != '\0';
}

/* What is kept for somebody stays so through as many hands as it goes. */
int assign_move(struct desk *d, int64_t id, const struct assigned *to,
		const struct handing *h, struct err *err)
{
	struct ticket before;
	const char *keep;

	if (ticket_load(d, id, &before, err))
		return -1;
	keep = *before.kept_for ? before.kept_for : h->kept_for;
	if (!*to->agent)
		return give(d, &before, "", "", keep, err) ||
				       assign_tell(d, id, err)
			       ? -1
			       : 0;
	return give(d, &before, to->agent,
		    arena_printf(&d->arena, "%s%s", h->because, to->why), keep,
		    err);
}

int assign_look(struct desk *d, int64_t ticket, struct err *err)
{
	struct agent owner = { .name = "" };
	struct handing h = { "", "" };
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
	if (*owner.name && !assign_leaves(d, &owner, &h))
		return 0;
	matter_of_ticket(d, &t, "assign", &r);
	assign_ask(d, &r.matter, t.shop, t.tier, &to);
	return text_eq(to.agent, t.owner) ? 0
					  : assign_move(d, t.id, &to, &h, err);
}
