/* screen.c - see screen.h.
 * SPDX-License-Identifier: MIT */
#include "desk/reply/screen.h"

#include "desk/action/action.h"
#include "desk/people/role.h"
#include "desk/reply/backing.h"
#include "desk/reply/code.h"
#include "desk/reply/screen_own.h"
#include "hw_plugin.h"

/* A buyer may sign with another name than the order has. */
static const char *names_of(struct desk *d, const struct action *a,
			    const struct hw_order *o)
{
	const char *buyer = o->buyer_name ? o->buyer_name : "";

	if (text_blank(a->to_name) || text_eq(a->to_name, buyer))
		return buyer;
	return arena_printf(&d->arena, "%s %s", buyer, a->to_name);
}

/* Of several parcels each has a number of its own: then none is compared. */
static const char *parcel_of(struct desk *d, const struct action *a)
{
	if (db_i64(d->db, 0,
		   "SELECT count(*) FROM shipments WHERE shop = ?1 AND "
		   "order_ref = ?2",
		   "is", a->shop, a->order_ref) != 1)
		return NULL;
	return db_text(d->db, &d->arena,
		       "SELECT tracking FROM shipments WHERE shop = ?1 AND "
		       "order_ref = ?2",
		       "is", a->shop, a->order_ref);
}

/* Words may be about what was paid back in the shop itself. */
static bool another_is_shown(struct desk *d, const struct action *a,
			     struct money sum)
{
	return db_i64(d->db, 0,
		      "SELECT 1 FROM payments WHERE shop = ?1 AND order_ref = "
		      "?2 AND type = 3 AND status IN (1, 2) AND amount <> ?3 "
		      "LIMIT 1",
		      "isi", a->shop, a->order_ref, sum.minor) != 0;
}

struct money screen_refund(struct desk *d, const struct action *a)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   "SELECT amount, amount_currency FROM "
				   "actions WHERE shop = ?1 AND "
				   "verb = 'refund' AND order_ref = ?2 AND "
				   "state NOT IN (8, 11, 12) UNION ALL SELECT "
				   "amount, amount_currency FROM tasks WHERE "
				   "shop = ?1 AND gives = 'refund' AND "
				   "order_ref = ?2 AND state IN (1, 2) AND "
				   "amount IS NOT NULL LIMIT 2",
				   "is", a->shop, a->order_ref);
	struct money sum = { 0 };
	int count = 0;

	while (rows_next(&r)) {
		sum.minor = rows_i64(&r, 0);
		snprintf(sum.currency, sizeof sum.currency, "%s",
			 rows_text(&r, 1));
		count++;
	}
	return count != 1 || another_is_shown(d, a, sum) ? (struct money){ 0 }
							 : sum;
}

/* Of zeroes: nothing is known. */
static void tell_order(struct desk *d, const struct action *a,
		       const struct hw_order *order, struct outgoing *o)
{
	bool is = !text_blank(order->ref);

	o->order = text_blank(order->name) ? order->ref : order->name;
	o->name = is ? names_of(d, a, order) : NULL;
	o->address = order->address;
	o->city = order->city;
	o->postcode = order->postcode;
	o->tracking = is ? parcel_of(d, a) : NULL;
}

static void facts_of(struct desk *d, const struct action *a,
		     const struct hw_order *order, struct outgoing *o)
{
	if (text_blank(order->ref))
		return;
	tell_order(d, a, order, o);
	o->amount = screen_refund(d, a);
	screen_coupon(d, a, o);
}

bool screen_reads(const struct desk *d, const struct action *a)
{
	return d->brain && d->brain->guard && text_eq(a->verb, "reply") &&
	       !text_blank(a->text);
}

/* Of which questions: what a text promises is the same whomever it names. */
enum asked { ASK_PROMISE, ASK_ALL };

/* Of two buyers the one who reads it is told of their own order; where that was
 * not always asked, of none. */
static void turn_to_reader(struct screened *s, enum asked asked)
{
	const struct hw_order none = { 0 }, *first = s->order;

	screen_reader(s);
	if (s->order != first)
		tell_order(s->d, s->a, asked == ASK_ALL ? s->order : &none,
			   s->out);
}

/* What a person could have typed in of somebody else; what the policy writes
 * has nothing but the order's. False: it is more than can be looked at. */
static bool strangers_of(struct screened *s, enum asked asked)
{
	if (!reply_of_person(s->a))
		return true;
	turn_to_reader(s, asked);
	if (asked != ASK_ALL)
		return true;
	screen_known(s);
	screen_others(s);
	screen_names(s);
	screen_codes(s);
	screen_beside(s);
	screen_ticket(s);
	return !s->full;
}

/* What is wrong with it when it may promise that, and is about that sum (NULL:
 * the one refund's); NULL: nothing. */
static const char *wrong_with(struct desk *d, const struct action *a,
			      const char *may_promise, const struct money *sum,
			      enum asked asked)
{
	struct hw_order order;
	struct outgoing o = { .text = a->text,
			      .lang = a->lang,
			      .channel = a->channel,
			      .may_promise = may_promise };
	struct screened s = { .d = d, .a = a, .order = &order, .out = &o };

	o.instance =
		db_text(d->db, &d->arena,
			"SELECT label FROM shops WHERE id = ?1", "i", a->shop);
	screen_load_order(d, a->shop, a->order_ref, &order);
	facts_of(d, a, &order, &o);
	if (!strangers_of(&s, asked))
		return "the reply cannot leave so: it and the mails that it "
		       "answers name more orders, parcels and people than are "
		       "looked at, so something may be another buyer's; write "
		       "less, or a manager lets it leave with --force REASON";
	if (sum)
		o.amount = *sum;
	o.refund_percent = screen_share(d, a, o.amount);
	o.alone = screen_alone(may_promise);
	return d->brain->guard(d->brain, &o, &d->arena);
}

bool screen_lets(struct desk *d, const struct action *a,
		 const char *may_promise)
{
	return !screen_reads(d, a) ||
	       !wrong_with(d, a, may_promise, NULL, ASK_PROMISE);
}

bool screen_fits(struct desk *d, const struct action *a, struct money sum)
{
	return !screen_reads(d, a) ||
	       !wrong_with(d, a, NULL, &sum, ASK_PROMISE);
}

static int guard_text(struct desk *d, const struct action *a, enum asked asked,
		      struct err *err)
{
	const char *may_promise = NULL, *why;

	if (reply_of_person(a) && backing_of(d, a, &may_promise, err))
		return -1;
	why = wrong_with(d, a, may_promise, NULL, asked);
	return why ? err_set(err, ERR_DATA, "%s", why) : 0;
}

static int ask(struct desk *d, const struct action *a, enum asked asked,
	       struct err *err)
{
	if (!screen_reads(d, a))
		return 0;
	return guard_text(d, a, asked, err) || code_check(d, a, err) ? -1 : 0;
}

/* A person was asked for the rest (screen_check()), and whose data it is was
 * not always asked: a journal from before would be decided otherwise. */
int screen_text(struct desk *d, const struct action *a, struct err *err)
{
	return ask(d, a, ASK_PROMISE, err);
}

bool screen_unjudged(struct desk *d, const struct action *a, struct err *why)
{
	const char *lang =
		screen_reads(d, a) && reply_of_person(a) && d->brain->unjudged
			? d->brain->unjudged(d->brain, a->text, &d->arena)
			: NULL;

	if (lang)
		err_set(why, ERR_RETRY,
			"waits for approval: it is written in \"%s\", and the "
			"guard has no words of that: what it says was not "
			"judged, only its links, numbers and placeholders",
			lang);
	return lang != NULL;
}

int screen_check(struct desk *d, const struct action *a, struct err *err)
{
	/* What left without its code then, or with somebody's name, left. */
	return d->tx.taking == LIVE ? ask(d, a, ASK_ALL, err)
	       : screen_reads(d, a) ? guard_text(d, a, ASK_PROMISE, err)
				    : 0;
}

int screen_overruled(struct desk *d, struct action *a, const char *reason,
		     struct err *err)
{
	struct err said = { 0 };

	if (text_blank(reason))
		return screen_check(d, a, err);
	if (!role_leads(d, d->tx.cmd->by))
		return err_set(err, ERR_DENIED,
			       "%s may not overrule the guard; a manager or an "
			       "owner may",
			       d->tx.cmd->by);
	if (ask(d, a, ASK_ALL, &said))
		a->reason = arena_printf(&d->arena, "%s (overruled: %s)",
					 reason, said.text);
	return 0;
}
