/* danger.c - see danger.h.
 * SPDX-License-Identifier: MIT */
#include "desk/alert/danger.h"

#include <string.h>

#include "desk/action/action.h"
#include "desk/alert/alert.h"
#include "desk/intake/fact.h"
#include "desk/ticket/ending.h"
#include "desk/ticket/merge.h"

/* -- what is told -- */

/* By its words alone: of few words whoever knows the order thinks otherwise. */
static const char *language_of(struct desk *d, const char *text)
{
	struct classified what = { .lang = "" };

	d->brain->classify(d->brain, text, NULL, "", &d->arena, &what);
	return what.lang ? what.lang : "";
}

static const char *or_none(const char *text)
{
	return text ? text : "";
}

const char *danger_in(struct desk *d, const char *subject, const char *text,
		      const struct danger_langs *langs)
{
	const char *all, *heard;

	if (!d->brain || !d->brain->senses.danger || !text)
		return "";
	all = arena_printf(&d->arena, "%s\n%s", or_none(subject), text);
	heard = language_of(d, all);
	return d->brain->senses.danger(d->brain, all,
				       arena_printf(&d->arena, "%s %s %s",
						    heard, or_none(langs->said),
						    or_none(langs->before)),
				       &d->arena);
}

#define KEPT_MAX 300 /* bytes; what comes later tells nobody more */

void danger_add(struct desk *d, struct ticket *t, const char *told)
{
	if (!told || !*told || strstr(t->danger, told) ||
	    strlen(t->danger) > KEPT_MAX)
		return;
	t->danger = *t->danger
			    ? arena_printf(&d->arena, "%s; %s", t->danger, told)
			    : told;
}

/* -- what is about to leave -- */

#define WAITS                                                                  \
	"waits for approval: T-%lld tells of a danger to people, and nothing " \
	"leaves by itself for it"

/* As long as it is so: with the one before it may wait by now. */
static int stop(struct desk *d, int64_t action, const char *why,
		struct err *err)
{
	struct action a;

	if (action_load(d, action, &a, err))
		return -1;
	return a.state == ACTION_HELD || a.state == ACTION_DUE
		       ? action_take_back(d, &a, why, err)
		       : 0;
}

/* What nobody approved, of the ticket, what went into it, and their orders; but
 * what may have been done already goes its way. */
static int stop_all(struct desk *d, int64_t ticket, struct err *err)
{
	size_t n;
	struct action *list = record_all(
		record_query(d->db, &action_kind,
			     "WHERE state IN (3, 4) AND automatic = 1 AND "
			     "approved_by IS NULL AND coalesce(doubt, 0) = 0 "
			     "AND EXISTS (SELECT 1 FROM tickets t WHERE t.id "
			     "IN " MERGE_FAMILY(
				     "?1") " AND (t.id = "
					   "actions.ticket OR (t.shop = "
					   "actions.shop AND "
					   "t.order_ref = actions.order_ref))) "
					   "ORDER BY id",
			     "i", ticket),
		&action_kind, &d->arena, &n, err);
	const char *why = arena_printf(&d->arena, WAITS, (long long)ticket);

	for (size_t i = 0; list && i < n; i++)
		if (stop(d, list[i].id, why, err))
			return -1;
	return list ? 0 : -1;
}

/* -- telling people -- */

static const char *cause_of(struct desk *d, int64_t ticket)
{
	return arena_printf(&d->arena, "danger:%lld", (long long)ticket);
}

static int raise(struct desk *d, int64_t ticket, const char *told,
		 struct err *err)
{
	return alert_raise_anew(
		d, "error", cause_of(d, ticket), ticket,
		arena_printf(&d->arena,
			     "T-%lld tells of a danger to people (%s): see "
			     "that they are safe, and hold the stock",
			     (long long)ticket, told),
		err);
}

static int never_told(struct desk *d, int64_t ticket, bool *is, struct err *err)
{
	int64_t alert;

	if (db_ask(d->db, &alert, 0, err,
		   "SELECT id FROM alerts WHERE cause = ?1 LIMIT 1", "s",
		   cause_of(d, ticket)))
		return -1;
	*is = !alert;
	return 0;
}

int danger_tell(struct desk *d, int64_t ticket, const struct report *r,
		bool news, struct err *err)
{
	struct ticket t;

	if (r->folded || (d->tx.fact && d->tx.fact->before_live))
		return 0;
	if (stop_all(d, ticket, err) || ticket_load(d, ticket, &t, err) ||
	    (!news && never_told(d, ticket, &news, err)))
		return -1;
	return news ? raise(d, ticket, t.danger, err) : 0;
}

int danger_carried(struct desk *d, const struct ticket *before,
		   const struct ticket *after, bool unseen, struct err *err)
{
	bool news = unseen || !text_eq(after->danger, before->danger);

	if (!*after->danger)
		return 0;
	return stop_all(d, after->id, err) ||
			       (news && raise(d, after->id, after->danger, err))
		       ? -1
		       : 0;
}

/* It stands behind what the ticket told before, or alone; and before what was
 * told since. */
static const char *without(struct desk *d, const char *all, const char *part)
{
	const char *at = strstr(all, part);
	const char *rest = at + strlen(part);
	size_t before = (size_t)(at - all);

	if (text_starts(rest, "; "))
		rest += 2;
	else if (before >= 2)
		before -= 2;
	return arena_printf(&d->arena, "%.*s%s", (int)before, all, rest);
}

int danger_parted(struct desk *d, struct ticket *t, const char *brought,
		  int64_t since, struct err *err)
{
	int64_t wrote;

	if (!*brought || !strstr(t->danger, brought))
		return 0;
	if (db_ask(d->db, &wrote, 0, err,
		   "SELECT id FROM messages WHERE ticket = ?1 AND direction = "
		   "1 AND at >= ?2 LIMIT 1",
		   "ii", t->id, since))
		return -1;
	if (wrote)
		return 0;
	t->danger = without(d, t->danger, brought);
	return *t->danger ? 0 : alert_over(d, cause_of(d, t->id), err);
}

int danger_of_stranger(struct desk *d, const struct hw_text_in *in,
		       struct err *err)
{
	const char *told = danger_in(
		d, in->subject, in->reply && *in->reply ? in->reply : in->text,
		&(struct danger_langs){ .said = in->lang });

	return !*told ? 0
		      : alert_raise(
				d, "error",
				arena_printf(&d->arena, "danger:mail:%lld",
					     (long long)d->tx.fact->id),
				0,
				arena_printf(&d->arena,
					     "a mail of somebody without an "
					     "order tells of a danger to "
					     "people (%s): read it in its "
					     "mailbox and answer there",
					     told),
				err);
}

/* -- what waits for people -- */

bool danger_waits(struct desk *d, const struct action *a, struct err *why)
{
	int64_t ticket;

	/* Who cannot know does not let it go. */
	if (db_ask(d->db, &ticket, 0, why,
		   "SELECT id FROM tickets WHERE id = ?1 AND danger IS NOT "
		   "NULL UNION ALL SELECT id FROM tickets WHERE shop = ?2 "
		   "AND order_ref = ?3 AND state <> 3 AND danger IS NOT "
		   "NULL LIMIT 1",
		   "iis", a->ticket, a->shop,
		   a->order_ref && *a->order_ref ? a->order_ref : NULL))
		return true;
	if (ticket)
		err_set(why, ERR_RETRY, WAITS, (long long)ticket);
	return ticket != 0;
}

int danger_alert(struct desk *d, int64_t ticket, int64_t *alert,
		 struct err *err)
{
	return db_ask(d->db, alert, 0, err,
		      "SELECT id FROM alerts WHERE cause = ?1 AND acknowledged "
		      "IS NULL",
		      "s", cause_of(d, ticket));
}

int danger_unseen(struct desk *d, int64_t ticket, struct err *err)
{
	int64_t alert;

	if (danger_alert(d, ticket, &alert, err))
		return -1;
	return alert ? err_set(err, ERR_DATA,
			       "T-%lld tells of a danger to people, and nobody "
			       "has said that they looked: `alert acknowledge "
			       "%lld`" ENDING_FORCE,
			       (long long)ticket, (long long)alert)
		     : 0;
}
