/* plan.c - the command "plan": a person wants an effect. What cannot be meant
 * is refused here, and not at the shop.
 * SPDX-License-Identifier: MIT */
#include "desk/action/action.h"
#include "desk/action/action_commands.h"
#include "desk/intake/order_find.h"
#include "desk/money/disputed.h"
#include "desk/money/limit.h"
#include "desk/money/refund.h"
#include "desk/money/remedy.h"
#include "desk/money/worth.h"
#include "desk/ticket/ending.h"
#include "desk/ticket/merge.h"
#include "desk/ticket/ticket.h"

/* Items and arguments go to the plugin as they are, so they must be what they
 * say: one array, one object, and nothing behind. */
static int read_json(struct desk *d, const char *name, bool list,
		     const char **out, struct err *err)
{
	const char *text = arg_text(d, name);
	struct err why = { 0 };
	CLEANUP(json_free_ptr) cJSON *json = NULL;
	char *again;

	*out = "";
	if (!*text)
		return 0;
	json = json_parse(text, strlen(text), &why);
	if (!json || (list ? !cJSON_IsArray(json) : !cJSON_IsObject(json)))
		return err_set(err, ERR_DATA,
			       "\"%s\" must be a JSON %s, such as %s", name,
			       list ? "array" : "object",
			       list ? "[{\"line_ref\":\"1\",\"quantity\":1}]"
				    : "{\"percent\":10}");
	again = cJSON_PrintUnformatted(json);
	*out = arena_strdup(&d->arena, again);
	cJSON_free(again);
	return 0;
}

static int plan_read(struct desk *d, struct action *a, struct err *err)
{
	const char *amount = arg_text(d, "amount");
	const char *currency = arg_text(d, "currency");
	struct found_order order;

	*a = (struct action){ .verb = arg_text(d, "verb"),
			      .after = arg_i64(d, "after"),
			      .ticket = arg_i64(d, "ticket"),
			      .reason = arg_text(d, "reason"),
			      .proposed_by = d->tx.cmd->by };
	if (!*a->verb)
		return err_set(err, ERR_DATA, "plan needs a verb");
	if (read_json(d, "items", true, &a->items, err) ||
	    read_json(d, "args", false, &a->args, err))
		return -1;
	if (*amount && money_parse(&a->amount, amount, currency, err))
		return -1;
	if (*amount && a->amount.minor <= 0)
		return err_set(err, ERR_DATA, "the amount must be above zero");
	if (order_called(d, arg_text(d, "order"), arg_text(d, "shop"), &order,
			 err))
		return -1;
	a->shop = order.shop;
	a->order_ref = order.ref;
	a->instance = order.label;
	return remedy_beside(d, a, err);
}

/* Under a closed ticket nobody would see it wait. One that was merged stands
 * for the one that it went into. */
static int is_open(struct desk *d, int64_t ticket, struct err *err)
{
	return merge_found(d, ticket)
		       ? 0
		       : err_set(err, ERR_DATA,
				 "T-%lld is closed, and what is planned there "
				 "would wait where nobody looks; `ticket "
				 "reopen T-%lld`, or leave the ticket out: "
				 "then "
				 "the last one of the order is open again",
				 (long long)ticket,
				 (long long)merge_target(d, ticket));
}

/* A ticket that is named must be about that order, or about none yet: then an
 * agent has found out which is meant. */
static int of_ticket(struct desk *d, const struct action *a, struct err *err)
{
	struct ticket t;

	if (!a->ticket)
		return 0;
	if (ticket_load(d, a->ticket, &t, err))
		return -1;
	if (!*t.order_ref ||
	    (t.shop == a->shop && text_eq(t.order_ref, a->order_ref)))
		return is_open(d, t.id, err);
	return err_set(err, ERR_DATA,
		       "T-%lld is about another order than that; leave the "
		       "ticket out, or name its order",
		       (long long)a->ticket);
}

static int known_args(struct desk *d, const struct action *a, struct err *err)
{
	return !text_blank(a->args) && d->brain->check_args
		       ? d->brain->check_args(d->brain, a->instance, a->verb,
					      a->args, err)
		       : 0;
}

/* A code of nothing is a mistake. */
static int makes_sense(struct desk *d, const struct action *a, struct err *err)
{
	struct money worth;

	/* What was planned then was planned. */
	if (d->tx.taking == LIVE && worth_check(a, err))
		return -1;
	if (text_eq(a->verb, "coupon") && !limit_applies(d, a, &worth))
		return err_set(err, ERR_DATA,
			       "a coupon needs --amount and --currency, or "
			       "--args '{\"percent\":10}'");
	return 0;
}

int plan_check(struct desk *d, struct err *err)
{
	struct action a;

	if (plan_read(d, &a, err) || of_ticket(d, &a, err) ||
	    action_classify(d, &a, err) || known_args(d, &a, err) ||
	    makes_sense(d, &a, err) || disputed_check(d, &a, err) ||
	    (action_is_refund(&a) && refund_plannable(d, &a, 0, err)))
		return -1;
	d->tx.subject = arena_strdup(&d->arena, action_subject(d, &a));
	return remedy_check(d, &a, err) || action_number(d, &a, err) ? -1 : 0;
}

/* What gives nothing, as a return, needs no words of ours. */
static int find_ticket(struct desk *d, struct action *a, struct err *err)
{
	struct money worth;

	a->ticket = a->ticket ? merge_found(d, a->ticket)
			      : ticket_find(d, a->shop, a->order_ref, "");
	return a->ticket || worth_of(d, a, &worth) == GIVES_NOTHING
		       ? 0
		       : ending_gives_on(d, a->shop, a->order_ref, &a->ticket,
					 err);
}

int plan_decide(struct desk *d, struct err *err)
{
	struct action a;

	if (plan_read(d, &a, err) || find_ticket(d, &a, err) ||
	    action_plan(d, &a, false, err))
		return -1;
	return a.ticket ? ticket_settle(d, a.ticket, err) : 0;
}
