/* receipt.c - see receipt.h.
 * SPDX-License-Identifier: MIT */
#include "desk/reply/receipt.h"

#include "desk/action/action.h"
#include "desk/intake/loop_guard.h"
#include "desk/people/mode.h"
#include "desk/reply/reply_address.h"
#include "desk/reply/reply_text.h"
#include "desk/ticket/ticket.h"

bool receipt_is(const struct action *a)
{
	return text_eq(a->verb, "reply") && text_eq(a->rule, RECEIPT_RULE);
}

/* The desk has said something on this ticket, or a receipt in this thread, also
 * one that somebody cancelled. */
static int said_already(struct desk *d, const struct ticket *t, bool *said,
			struct err *err)
{
	int64_t found = 0;

	if (db_ask(d->db, &found, 0, err,
		   "SELECT 1 FROM actions WHERE ticket = ?1 AND verb = "
		   "'reply' AND (rule = '" RECEIPT_RULE "' OR state NOT IN "
		   "(2, 8, 11, 12)) UNION ALL SELECT 1 FROM messages WHERE "
		   "ticket = ?1 AND direction = 2 LIMIT 1",
		   "i", t->id))
		return -1;
	if (!found && *t->thread &&
	    db_ask(d->db, &found, 0, err,
		   "SELECT 1 FROM tickets t JOIN actions a ON a.ticket = t.id "
		   "WHERE t.shop = ?1 AND t.thread = ?2 AND a.verb = 'reply' "
		   "AND a.rule = '" RECEIPT_RULE "' LIMIT 1",
		   "is", t->shop, t->thread))
		return -1;
	*said = found != 0;
	return 0;
}

/* By the platform and the shop, as data. */
static bool allowed(struct desk *d, const struct ticket *t,
		    const struct report *report, const struct action *a)
{
	const char *label =
		db_text(d->db, &d->arena,
			"SELECT label FROM shops WHERE id = ?1", "i", t->shop);
	struct err why = { 0 };

	return d->brain->work.receipt(d->brain, a->channel,
				      report->matter.platform, label,
				      report->what.issue) &&
	       text_eq(d->brain->effects(d->brain, a->instance), "auto") &&
	       loop_guard(d, a, &why);
}

/* In our zone, and in the buyer's where that is another one. */
static size_t put_moments(struct desk *d, const struct report *report,
			  int64_t opens, const char *zone,
			  struct slot_value *slots)
{
	const char *there =
		d->brain->work.home_zone
			? d->brain->work.home_zone(
				  d->brain, report->matter.country, &d->arena)
			: "";
	size_t n = 0;

	slots[n++] = (struct slot_value){ .name = "opens_shop",
					  .type = SLOT_MOMENT,
					  .text = zone,
					  .number = opens };
	if (*there && !text_eq(there, zone))
		slots[n++] = (struct slot_value){ .name = "opens_buyer",
						  .type = SLOT_MOMENT,
						  .text = there,
						  .number = opens };
	return n;
}

static int write_it(struct desk *d, const struct ticket *t, struct action *a,
		    const struct report *report, int64_t opens,
		    const char *zone, struct err *err)
{
	struct slot_value slots[2];
	struct rendered text = { 0 };
	size_t n = put_moments(d, report, opens, zone, slots);
	struct err why = { 0 };

	if (reply_render_more(d, t, a, RECEIPT_TEMPLATE, slots, n, &text, &why))
		return alert_raise(d, "warning",
				   arena_printf(&d->arena, "render:%s:%s",
						RECEIPT_TEMPLATE, t->lang),
				   t->id,
				   arena_printf(&d->arena,
						"T-%lld: the buyer is not told "
						"when we open, %s",
						(long long)t->id, why.text),
				   err);
	a->text = text.text;
	if (action_plan(d, a, false, err))
		return -1;
	/* At the break of day it would be too late. */
	return a->state == ACTION_WAITING
		       ? action_cancel(d, a->id, "it cannot leave by itself",
				       err)
		       : 0;
}

int receipt_give(struct desk *d, int64_t ticket, const struct report *report,
		 struct err *err)
{
	struct action a = { .verb = "reply",
			    .ticket = ticket,
			    .rule = RECEIPT_RULE,
			    .proposed_by = "desk",
			    .template_id = RECEIPT_TEMPLATE,
			    .automatic = 1 };
	struct ticket t;
	const char *zone;
	int64_t opens;
	bool said;

	if (!d->brain || !d->brain->work.receipt ||
	    !mode_opens(d, &opens, &zone))
		return 0;
	if (ticket_load(d, ticket, &t, err) || said_already(d, &t, &said, err))
		return -1;
	a.shop = t.shop;
	a.order_ref = t.order_ref;
	a.lang = t.lang;
	if (said || !reply_address(d, &t, &a) || !allowed(d, &t, report, &a))
		return 0;
	return write_it(d, &t, &a, report, opens, zone, err);
}
