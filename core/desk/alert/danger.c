/* danger.c - see danger.h.
 * SPDX-License-Identifier: MIT */
#include "desk/alert/danger.h"

#include <string.h>

#include "desk/alert/alert.h"
#include "desk/intake/fact.h"
#include "desk/ticket/ending.h"

/* -- what is told -- */

/* Whose language nobody said: a review's, a mail's of a stranger. */
static const char *language_of(struct desk *d, const char *text)
{
	struct classified what = { .lang = "" };

	d->brain->classify(d->brain, text, NULL, "", &d->arena, &what);
	return what.lang ? what.lang : "";
}

const char *danger_in(struct desk *d, const char *subject, const char *text,
		      const char *lang)
{
	const char *all;

	if (!d->brain || !d->brain->senses.danger || !text)
		return "";
	all = arena_printf(&d->arena, "%s\n%s", subject ? subject : "", text);
	return d->brain->senses.danger(
		d->brain, all, lang && *lang ? lang : language_of(d, all),
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

/* -- telling people -- */

static int raise(struct desk *d, int64_t ticket, const char *told,
		 struct err *err)
{
	return alert_raise(
		d, "error",
		arena_printf(&d->arena, "danger:%lld", (long long)ticket),
		ticket,
		arena_printf(&d->arena,
			     "T-%lld tells of a danger to people (%s): see "
			     "that they are safe, and hold the stock",
			     (long long)ticket, told),
		err);
}

int danger_tell(struct desk *d, int64_t ticket, const struct report *r,
		struct err *err)
{
	if (r->folded || (d->tx.fact && d->tx.fact->before_live))
		return 0;
	return raise(d, ticket, r->what.danger, err);
}

int danger_carried(struct desk *d, const struct ticket *before,
		   const struct ticket *after, struct err *err)
{
	return text_eq(after->danger, before->danger)
		       ? 0
		       : raise(d, after->id, after->danger, err);
}

int danger_of_stranger(struct desk *d, const struct hw_text_in *in,
		       struct err *err)
{
	const char *told = danger_in(
		d, in->subject, in->reply && *in->reply ? in->reply : in->text,
		in->lang);

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
	int64_t ticket =
		db_i64(d->db, 0,
		       "SELECT id FROM tickets WHERE id = ?1 AND danger IS NOT "
		       "NULL UNION ALL SELECT id FROM tickets WHERE shop = ?2 "
		       "AND order_ref = ?3 AND state <> 3 AND danger IS NOT "
		       "NULL LIMIT 1",
		       "iis", a->ticket, a->shop,
		       a->order_ref && *a->order_ref ? a->order_ref : NULL);

	if (ticket)
		err_set(why, ERR_RETRY,
			"waits for approval: T-%lld tells of a danger to "
			"people, and nothing leaves by itself for it",
			(long long)ticket);
	return ticket != 0;
}

int danger_unseen(struct desk *d, int64_t ticket, struct err *err)
{
	int64_t alert;

	if (db_ask(d->db, &alert, 0, err,
		   "SELECT id FROM alerts WHERE cause = ?1 AND acknowledged IS "
		   "NULL",
		   "s",
		   arena_printf(&d->arena, "danger:%lld", (long long)ticket)))
		return -1;
	return alert ? err_set(err, ERR_DATA,
			       "T-%lld tells of a danger to people, and nobody "
			       "has said that they looked: `alert acknowledge "
			       "%lld`" ENDING_FORCE,
			       (long long)ticket, (long long)alert)
		     : 0;
}
