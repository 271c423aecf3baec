/* screen.c - see screen.h.
 * SPDX-License-Identifier: MIT */
#include "desk/screen.h"

#include "desk/action.h"
#include "desk/backing.h"
#include "desk/code.h"
#include "desk/role.h"
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
				   "state NOT IN (8, 11, 12) LIMIT 2",
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

/* The one coupon of the order, where it is a percentage. */
static const char *percent_of(struct desk *d, const struct action *a)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		d->db,
		"SELECT args ->> 'percent' FROM actions WHERE shop = ?1 AND "
		"verb = 'coupon' AND order_ref = ?2 AND state NOT IN (8, 11, "
		"12) UNION ALL SELECT NULL FROM tasks WHERE ticket = ?3 AND "
		"gives = 'coupon' AND state IN (1, 2) LIMIT 2",
		"isi", a->shop, a->order_ref, a->ticket);
	int64_t percent = rows_next(&r) ? rows_i64(&r, 0) : 0;

	return percent && !rows_next(&r)
		       ? arena_printf(&d->arena, "%lld %%", (long long)percent)
		       : NULL;
}

static void facts_of(struct desk *d, const struct action *a, struct outgoing *o)
{
	struct err err = { 0 };
	struct hw_order order = { 0 };

	if (text_blank(a->order_ref) ||
	    record_find(d->db, &order_kind, &order, &d->arena, NULL, &err,
			"WHERE shop = ?1 AND ref = ?2", "is", a->shop,
			a->order_ref) <= 0)
		return;
	o->order = text_blank(order.name) ? order.ref : order.name;
	o->name = names_of(d, a, &order);
	o->address = order.address;
	o->city = order.city;
	o->postcode = order.postcode;
	o->tracking = parcel_of(d, a);
	o->amount = screen_refund(d, a);
	o->percent = percent_of(d, a);
}

static bool is_judged(const struct desk *d, const struct action *a)
{
	return d->brain && d->brain->guard && text_eq(a->verb, "reply") &&
	       !text_blank(a->text);
}

/* What is wrong with it when it may promise that, and is about that sum (NULL:
 * the one refund's); NULL: nothing. */
static const char *wrong_with(struct desk *d, const struct action *a,
			      const char *may_promise, const struct money *sum)
{
	struct outgoing o = { .text = a->text,
			      .lang = a->lang,
			      .channel = a->channel,
			      .may_promise = may_promise };

	o.instance =
		db_text(d->db, &d->arena,
			"SELECT label FROM shops WHERE id = ?1", "i", a->shop);
	facts_of(d, a, &o);
	if (sum)
		o.amount = *sum;
	o.refund_percent = screen_share(d, a, o.amount);
	return d->brain->guard(d->brain, &o, &d->arena);
}

bool screen_lets(struct desk *d, const struct action *a,
		 const char *may_promise)
{
	return !is_judged(d, a) || !wrong_with(d, a, may_promise, NULL);
}

bool screen_fits(struct desk *d, const struct action *a, struct money sum)
{
	return !is_judged(d, a) || !wrong_with(d, a, NULL, &sum);
}

static int guard_text(struct desk *d, const struct action *a, struct err *err)
{
	const char *may_promise = NULL, *why;

	if (reply_of_person(a) && backing_of(d, a, &may_promise, err))
		return -1;
	why = wrong_with(d, a, may_promise, NULL);
	return why ? err_set(err, ERR_DATA, "%s", why) : 0;
}

int screen_text(struct desk *d, const struct action *a, struct err *err)
{
	if (!is_judged(d, a))
		return 0;
	return guard_text(d, a, err) || code_check(d, a, err) ? -1 : 0;
}

bool screen_unjudged(struct desk *d, const struct action *a, struct err *why)
{
	const char *lang =
		is_judged(d, a) && reply_of_person(a) && d->brain->unjudged
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
	/* What left without its code then left. */
	return d->tx.taking == LIVE ? screen_text(d, a, err)
	       : is_judged(d, a)    ? guard_text(d, a, err)
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
	if (screen_text(d, a, &said))
		a->reason = arena_printf(&d->arena, "%s (overruled: %s)",
					 reason, said.text);
	return 0;
}
