/* review.c - see review.h.
 * SPDX-License-Identifier: MIT */
#include "desk/intake/review.h"

#include "desk/alert/alert.h"
#include "desk/intake/fact.h"
#include "desk/money/goodwill.h"
#include "desk/task/task.h"
#include "desk/ticket/fold.h"
#include "desk/ticket/ticket.h"

/* -- what is new -- */

static int32_t what_of(const struct hw_review *r, bool fresh, bool was_gone)
{
	if (r->stars < 0)
		return REVIEW_GONE;
	if (was_gone)
		return REVIEW_BACK;
	return fresh ? REVIEW_NEW : REVIEW_CHANGED;
}

/* Everything that changes its content is a fact: when the stars are the same,
 * its words are others. */
int review_seen(struct desk *d, struct seen *seen, struct err *err)
{
	const struct hw_review *r = d->tx.fact->rec;
	struct review_change last = { 0 }, *c = &seen->change;
	int found =
		record_find(d->db, &review_change_kind, &last, &d->arena, NULL,
			    err, "WHERE review = ?1 ORDER BY id DESC LIMIT 1",
			    "i", d->tx.fact->id);

	if (found < 0)
		return -1;
	*c = (struct review_change){
		.shop = d->tx.cmd->shop,
		.review = d->tx.fact->id,
		.order_ref = r->order_ref,
		.what = what_of(r, d->tx.fact->fresh,
				found && last.what == REVIEW_GONE),
		.before = last.stars,
		.stars = r->stars > 0 ? r->stars : 0,
		.at = d->tx.cmd->at,
	};
	c->text = c->what == REVIEW_CHANGED && c->stars == c->before;
	/* Gone before we ever saw it, or still gone. */
	if (c->what == REVIEW_GONE &&
	    (d->tx.fact->fresh || last.what == REVIEW_GONE)) {
		c->what = 0;
		return 0;
	}
	return change(d, &review_change_kind, NULL, c, err);
}

const char *review_cause(struct desk *d, const struct hw_review *r)
{
	return arena_printf(&d->arena, "review:%s", r->ref);
}

int64_t review_ticket(struct desk *d, const struct review_change *c)
{
	int64_t id =
		ticket_of_cause(d, c->shop, review_cause(d, d->tx.fact->rec));

	return id ? id
		  : ticket_find(d, c->shop, c->order_ref ? c->order_ref : "",
				"");
}

/* -- telling -- */

static const char *of_order(struct desk *d, const struct review_change *c)
{
	const char *name =
		db_text(d->db, &d->arena,
			"SELECT coalesce(name, ref) FROM orders WHERE "
			"shop = ?1 AND ref = ?2",
			"is", c->shop, c->order_ref ? c->order_ref : "");

	return *name ? arena_printf(&d->arena, " of order %s", name) : "";
}

static int tell_new(struct desk *d, const struct review_change *c,
		    int64_t ticket, struct err *err)
{
	bool good = c->stars > 3;

	if (fold_late(d, d->tx.fact->occurred))
		return alert_raise(d, "info",
				   arena_printf(&d->arena,
						"reviews-before:%lld",
						(long long)c->shop),
				   0, "reviews that were learnt late", err);
	return alert_raise(
		d, good ? "info" : "warning",
		good ? arena_printf(&d->arena, "reviews:%lld",
				    (long long)c->shop)
		     : arena_printf(&d->arena, "review:%lld",
				    (long long)c->review),
		good ? 0 : ticket,
		good ? "new reviews of 4 and 5 stars"
		     : arena_printf(&d->arena, "a new review%s has %lld star%s",
				    of_order(d, c), (long long)c->stars,
				    c->stars == 1 ? "" : "s"),
		err);
}

static int tell_change(struct desk *d, const struct review_change *c,
		       int64_t ticket, struct err *err)
{
	bool fell =
		c->what == REVIEW_CHANGED && c->before && c->stars < c->before;
	const char *text;

	if (c->what == REVIEW_GONE)
		text = arena_printf(&d->arena,
				    "a review%s of %lld stars is gone",
				    of_order(d, c), (long long)c->before);
	else if (c->what == REVIEW_BACK)
		text = arena_printf(&d->arena,
				    "a review%s is back, with %lld stars",
				    of_order(d, c), (long long)c->stars);
	else if (!c->before) /* known since before changes were kept */
		text = arena_printf(
			&d->arena, "a review%s was changed, and has %lld stars",
			of_order(d, c), (long long)c->stars);
	else if (c->text)
		text = arena_printf(&d->arena,
				    "a review%s of %lld stars has other words",
				    of_order(d, c), (long long)c->stars);
	else
		text = arena_printf(&d->arena,
				    "a review%s %s from %lld to %lld stars",
				    of_order(d, c), fell ? "fell" : "rose",
				    (long long)c->before, (long long)c->stars);
	return alert_raise(
		d, fell ? "error" : "info",
		arena_printf(&d->arena,
			     fell ? "review-fell:%lld" : "review-changed:%lld",
			     (long long)c->review),
		ticket, text, err);
}

/* Once a review: an edited one has its task already. */
static int give_task(struct desk *d, const struct review_change *c,
		     int64_t ticket, bool *given, struct err *err)
{
	struct review_duty duty = { 0 };
	struct task t = { .ticket = ticket,
			  .shop = c->shop,
			  .order_ref = c->order_ref,
			  .step = "" };
	const char *cause = arena_printf(&d->arena, "task:review:%lld",
					 (long long)c->review);

	if (!d->brain->after.review_task(d->brain, c->stars, d->tx.cmd->at,
					 &duty) ||
	    db_i64(d->db, 0,
		   "SELECT 1 FROM alerts WHERE cause = ?1 AND acknowledged IS "
		   "NULL UNION ALL SELECT 1 FROM alerts WHERE cause = ?1 AND "
		   "acknowledged IS NOT NULL LIMIT 1",
		   "s", cause))
		return 0;
	*given = true;
	t.role = duty.role;
	t.due = duty.due;
	t.text = arena_printf(&d->arena, "answer the review%s of %lld star%s",
			      of_order(d, c), (long long)c->stars,
			      c->stars == 1 ? "" : "s");
	return task_give(
		d, &t, cause,
		arena_printf(&d->arena, "%s: %s, in public", t.role, t.text),
		err);
}

/* Does the arrival of its ticket tell of it? 1 and its *cause, 0, -1. With `as`
 * (a cause, or "") only when that climbs the same ladder. */
static int arrival(struct desk *d, int64_t ticket, const char *as,
		   const char **cause, struct err *err)
{
	struct alert a = { 0 };
	int found = !ticket ? 0
			    : record_find(d->db, &alert_kind, &a, &d->arena,
					  NULL, err,
					  "WHERE ticket = ?1 AND acknowledged "
					  "IS NULL AND cause GLOB "
					  "'arrived:*:review_bad' "
					  "AND (?2 = '' OR ladder IS (SELECT "
					  "ladder FROM alerts WHERE cause = ?2 "
					  "AND acknowledged IS NULL)) ORDER BY "
					  "id DESC LIMIT 1",
					  "is", ticket, as);

	*cause = a.cause;
	return found;
}

/* What else tells of a bad one that is new. given: its task does. */
static int tell_bad(struct desk *d, const struct review_change *c,
		    int64_t ticket, bool given, struct err *err)
{
	const char *cause;
	int told = arrival(d, ticket,
			   given ? arena_printf(&d->arena, "task:review:%lld",
						(long long)c->review)
				 : "",
			   &cause, err);

	if (told < 0)
		return -1;
	if (given)
		return told ? alert_over(d, cause, err) : 0;
	return told ? 0 : tell_new(d, c, ticket, err);
}

/* An old one is history; and a policy that asks for nothing is told nothing. */
static bool is_history(const struct desk *d, const struct review_change *c)
{
	return !c->what || !d->brain || !d->brain->after.review_task ||
	       (c->what == REVIEW_NEW && d->tx.fact->before_live);
}

int review_tell(struct desk *d, const struct seen *seen, struct err *err)
{
	const struct review_change *c = &seen->change;
	const char *order = c->order_ref ? c->order_ref : "";
	bool late = fold_late(d, d->tx.fact->occurred), given = false;
	int64_t ticket;

	if (is_history(d, c))
		return 0;
	ticket = review_ticket(d, c);
	if ((!late && give_task(d, c, ticket, &given, err)) ||
	    (c->what != REVIEW_NEW  ? tell_change(d, c, ticket, err)
	     : late || c->stars > 3 ? tell_new(d, c, ticket, err)
				    : tell_bad(d, c, ticket, given, err)) ||
	    (*order && goodwill_of_order(d, c->shop, order, err)))
		return -1;
	return ticket ? ticket_settle(d, ticket, err) : 0;
}
