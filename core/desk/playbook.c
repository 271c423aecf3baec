/* playbook.c - see playbook.h.
 * SPDX-License-Identifier: MIT */
#include "desk/playbook.h"

#include "base/when.h"
#include "desk/advice.h"
#include "desk/deadline.h"
#include "desk/parcel.h"
#include "hw_plugin.h"

bool playbook_runs(const struct ticket *t)
{
	return *t->playbook && t->state != TICKET_CLOSED &&
	       !text_eq(t->step, "done") && !text_eq(t->step, "stopped");
}

/* What the rule of each of its actions begins with. */
#define RULE "playbook "
#define WROTE "verb = 'reply' AND rule GLOB '" RULE "*'"

static const char *rule_name(struct desk *d, const char *playbook,
			     const char *step)
{
	return arena_printf(&d->arena, RULE "%s: %s", playbook, step);
}

/* -- doing -- */

/* The host asks carriers about the parcels under way, and first about those of
 * open tickets; and for proofs (host/parcels.h). Where no plugin can ask,
 * somebody must. */
static int ask_carrier(struct desk *d, const struct ticket *t, const char *what,
		       struct err *err)
{
	struct hw_shipment s = { 0 };
	const char *carrier;
	int found = record_find(d->db, &shipment_kind, &s, &d->arena, NULL, err,
				"WHERE shop = ?1 AND order_ref = ?2 AND "
				"tracking IS NOT NULL ORDER BY id DESC LIMIT 1",
				"is", t->shop, t->order_ref);

	if (found <= 0)
		return found;
	carrier = parcel_carrier(d, s.carrier, s.tracking);
	if (d->brain->tracks && d->brain->tracks(d->brain, carrier))
		return parcel_ask(d, s.tracking, carrier, err);
	return alert_raise(
		d, "info",
		arena_printf(&d->arena, "ask:%lld:%s", (long long)t->id, what),
		t->id,
		arena_printf(&d->arena,
			     "T-%lld: ask %s for its %s; no plugin "
			     "can",
			     (long long)t->id, s.carrier,
			     text_eq(what, "proof") ? "proof of delivery"
						    : "last scans"),
		err);
}

static int raise(struct desk *d, const struct ticket *t, const char *text,
		 struct err *err)
{
	return alert_raise(
		d, "warning",
		arena_printf(&d->arena, "playbook:%lld:%s", (long long)t->id,
			     text),
		t->id,
		arena_printf(&d->arena, "T-%lld: %s", (long long)t->id, text),
		err);
}

static int propose(struct desk *d, const struct ticket *t, const struct move *m,
		   const struct play *play, struct err *err)
{
	struct wanted w = { .rule = rule_name(d, t->playbook, m->step),
			    .policy = play->policy };

	if (m->refund)
		w.amount = m->amount;
	if (*m->reply) {
		w.verb = "reply";
		w.template_id = m->reply;
		if (advice_propose(d, t, &w, err))
			return -1;
	}
	if (!m->refund)
		return 0;
	w.verb = "refund";
	w.template_id = NULL;
	return advice_propose(d, t, &w, err);
}

static int do_move(struct desk *d, const struct ticket *t, const struct move *m,
		   const struct play *play, struct err *err)
{
	if (*m->ask && ask_carrier(d, t, m->ask, err))
		return -1;
	if (*m->alert && raise(d, t, m->alert, err))
		return -1;
	/* A later word keeps the earlier promise. */
	if (*m->reply && !m->promise &&
	    deadline_end(d, t->id, 0, "promise", NULL, DEADLINE_MET, err))
		return -1;
	/* Before the reply: its text names the day. */
	if (m->promise &&
	    deadline_set(d, t->id, 0, "promise", t->playbook, m->promise, err))
		return -1;
	return propose(d, t, m, play, err);
}

static int record(struct desk *d, const char *playbook, const struct play *play,
		  struct err *err)
{
	CLEANUP(str_release) struct str fired = STR_INIT, about = STR_INIT;
	struct jw w = JW_INIT(&fired), v = JW_INIT(&about);

	jw_array(&w);
	for (int i = 0; i < play->count; i++)
		jw_text(&w, rule_name(d, playbook, play->moves[i].step));
	jw_end(&w);
	jw_object(&v);
	jw_kv_text(&v, "policy", play->policy);
	if (*play->wait)
		jw_kv_text(&v, "waits", play->wait);
	jw_end(&v);
	return change_vector(d, "playbook", play->vector, str_c(&fired),
			     str_c(&about), err);
}

static int set_step(struct desk *d, int64_t ticket, const char *playbook,
		    const char *step, struct err *err)
{
	struct ticket before, after;

	if (ticket_load(d, ticket, &before, err))
		return -1;
	after = before;
	after.playbook = playbook;
	after.step = step;
	return ticket_change(d, &before, &after, err);
}

static int wait_at(struct desk *d, int64_t ticket, const char *step,
		   int64_t wait_ms, struct err *err)
{
	return deadline_set(d, ticket, 0, "playbook", step,
			    d->tx.cmd->at + wait_ms, err);
}

static int play_on(struct desk *d, struct ticket *t, const char *after,
		   const struct matter *m, struct err *err)
{
	struct play play = { .count = 0 };

	if (!d->brain->play ||
	    !d->brain->play(d->brain, t->playbook, after, m, &d->arena, &play))
		return raise(d, t,
			     arena_printf(&d->arena,
					  "the policy has no playbook \"%s\" "
					  "with the step \"%s\"",
					  t->playbook, after),
			     err) || set_step(d, t->id, t->playbook, "stopped",
					      err)
			       ? -1
			       : 0;
	if (record(d, t->playbook, &play, err))
		return -1;
	for (int i = 0; i < play.count; i++)
		if (do_move(d, t, &play.moves[i], &play, err))
			return -1;
	if (set_step(d, t->id, t->playbook, *play.wait ? play.wait : "done",
		     err))
		return -1;
	return *play.wait ? wait_at(d, t->id, play.wait, play.wait_ms, err) : 0;
}

/* -- starting, waking, ending -- */

int playbook_start(struct desk *d, const struct ticket *t, const char *name,
		   const struct matter *m, struct err *err)
{
	struct ticket mine = *t;

	mine.playbook = name;
	return play_on(d, &mine, "", m, err);
}

/* A wait that counts from our reply begins anew while it is still here. */
static bool unsent(struct desk *d, int64_t ticket)
{
	return db_i64(d->db, 0,
		      "SELECT 1 FROM actions WHERE ticket = ?1 AND "
		      "verb = 'reply' AND state IN (1, 2, 3, 4, 5, 9)",
		      "i", ticket) != 0;
}

int playbook_wake(struct desk *d, const struct deadline *one, struct err *err)
{
	struct play here = { .count = 0 };
	struct report r;
	struct ticket t;
	const char *ends;

	if (ticket_load(d, one->ticket, &t, err))
		return -1;
	if (!playbook_runs(&t) || !text_eq(t.step, one->source) || !d->brain)
		return 0;
	matter_of_ticket(d, &t, "playbook", &r);
	ends = d->brain->play_ends(d->brain, t.playbook, &r.matter);
	if (*ends)
		return playbook_stop(d, t.id, ends, true, err);
	if (d->brain->waits(d->brain, t.playbook, t.step, &here) &&
	    here.after_sent && unsent(d, t.id))
		return wait_at(d, t.id, t.step, here.wait_ms, err);
	return play_on(d, &t, t.step, &r.matter, err);
}

int playbook_stop(struct desk *d, int64_t ticket, const char *why,
		  bool withdraw, struct err *err)
{
	struct ticket t;

	if (ticket_load(d, ticket, &t, err))
		return -1;
	if (!playbook_runs(&t))
		return 0;
	if (deadline_end(d, ticket, 0, "playbook", NULL, DEADLINE_DROPPED,
			 err) ||
	    (withdraw &&
	     (deadline_end(d, ticket, 0, "promise", NULL, DEADLINE_DROPPED,
			   err) ||
	      advice_withdraw(d, ticket, rule_name(d, t.playbook, ""),
			      arena_printf(&d->arena, "playbook %s ends: %s",
					   t.playbook, why),
			      err))))
		return -1;
	return set_step(d, ticket, t.playbook, "stopped", err);
}

bool playbook_rule(const char *rule)
{
	return rule && text_starts(rule, RULE);
}

bool playbook_wrote(const struct action *a)
{
	return a->ticket && text_eq(a->verb, "reply") && playbook_rule(a->rule);
}

int playbook_waits_to_write(struct desk *d, int64_t ticket, bool *waits,
			    struct err *err)
{
	int64_t found = 0;
	int rc = db_ask(d->db, &found, 0, err,
			"SELECT 1 FROM actions WHERE ticket = ?1 AND " WROTE
			" AND state IN (1, 2, 3, 4)",
			"i", ticket);

	*waits = found != 0;
	return rc;
}

int playbook_taken_over(struct desk *d, int64_t ticket, const char *why,
			struct err *err)
{
	int64_t left;

	if (db_ask(d->db, &left, 0, err,
		   "SELECT 1 FROM actions WHERE ticket = ?1 AND " WROTE
		   " AND state IN (5, 6, 7, 9)",
		   "i", ticket))
		return -1;
	return playbook_stop(d, ticket, why, !left, err);
}

int playbook_look(struct desk *d, int64_t shop, const char *order_ref,
		  struct err *err)
{
	int64_t id = order_ref && *order_ref
			     ? ticket_find(d, shop, order_ref, "")
			     : 0;
	struct report r;
	struct ticket t;
	const char *ends;

	if (!id || !d->brain || !d->brain->play_ends)
		return 0;
	if (ticket_load(d, id, &t, err))
		return -1;
	if (!playbook_runs(&t))
		return 0;
	matter_of_ticket(d, &t, "playbook", &r);
	ends = d->brain->play_ends(d->brain, t.playbook, &r.matter);
	if (!*ends)
		return 0;
	return playbook_stop(d, id, ends, true, err) ||
			       ticket_settle(d, id, err)
		       ? -1
		       : 0;
}
