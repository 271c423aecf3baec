/* matrix.c - see matrix.h.
 * SPDX-License-Identifier: MIT */
#include "desk/money/matrix.h"

#include "desk/action/action.h"
#include "desk/playbook/advice.h"

static const char *const giving[] = { "refund", "coupon", "reship", "exchange",
				      "store_credit" };

static bool is_compensation(const struct action *a)
{
	for (size_t i = 0; i < COUNT_OF(giving); i++)
		if (text_eq(a->verb, giving[i]))
			return true;
	return false;
}

/* The matter that it is about: its ticket's, or that of its order. */
static bool matter_of(struct desk *d, const struct action *a, struct report *r)
{
	struct err none = { 0 };
	struct ticket t;
	int64_t id = a->ticket;

	if (!id && *a->order_ref)
		id = ticket_find(d, a->shop, a->order_ref, "");
	if (!id || ticket_load(d, id, &t, &none))
		return false;
	matter_of_ticket(d, &t, advice_trigger(&t), r);
	return r->matter.has_order == FLAG_YES;
}

static int64_t percent_of(const struct action *a)
{
	struct err none = { 0 };
	CLEANUP(json_free_ptr) cJSON *args = NULL;

	if (!a->args || !*a->args)
		return 0;
	args = json_parse(a->args, strlen(a->args), &none);
	return args ? json_i64(args, "percent", 0) : 0;
}

/* Within the range; *advised is its nearer end. */
static bool in_range(const struct action *a, const struct compensation *c,
		     struct money *advised)
{
	*advised = c->refund ? c->most : (struct money){ 0 };
	if (!c->refund || !money_same_currency(a->amount, c->least))
		return false;
	if (money_cmp(a->amount, c->most) > 0)
		return false;
	if (money_cmp(a->amount, c->least) >= 0) {
		*advised = a->amount;
		return true;
	}
	*advised = c->least;
	return false;
}

static bool as_advised(struct action *a, const struct compensation *c)
{
	if (text_eq(a->verb, "refund") || text_eq(a->verb, "store_credit"))
		return in_range(a, c, &a->advised);
	if (!text_eq(a->verb, "coupon"))
		return *c->reship != '\0';
	a->advised = c->coupon;
	if (money_given(a->amount))
		return money_same_currency(a->amount, c->coupon) &&
		       money_cmp(a->amount, c->coupon) == 0;
	return percent_of(a) == c->coupon_percent;
}

void matrix_note(struct desk *d, struct action *a)
{
	struct compensation c;
	struct report r;

	if (!d->brain || !d->brain->compensate || !is_compensation(a) ||
	    !matter_of(d, a, &r) ||
	    !d->brain->compensate(d->brain, &r.matter, &d->arena, &c) ||
	    !*c.row)
		return;
	a->matrix_row = c.row;
	if (!c.open)
		a->deviates = !as_advised(a, &c) &&
			      !text_eq(a->proposed_by, "policy");
}

int matrix_reason(const struct action *a, struct err *err)
{
	CLEANUP(str_release) struct str text = STR_INIT;

	if (!a->deviates || !text_blank(a->reason))
		return 0;
	if (!money_given(a->advised))
		return err_set(err, ERR_DATA,
			       "the compensation matrix (row \"%s\") gives no "
			       "such %s; if it is meant, say why with --reason",
			       a->matrix_row, a->verb);
	money_put(&text, a->advised);
	return err_set(err, ERR_DATA,
		       "the compensation matrix (row \"%s\") gives %s %s; if "
		       "another amount is meant, say why with --reason",
		       a->matrix_row, str_c(&text), a->advised.currency);
}

/* -- saying why -- */

int reason_check(struct desk *d, struct err *err)
{
	struct action a;

	if (action_arg(d, &a, err))
		return -1;
	if (text_blank(arg_text(d, "reason")))
		return err_set(err, ERR_DATA, "the reason is empty");
	if (a.state != ACTION_WAITING && a.state != ACTION_PARKED)
		return err_set(err, ERR_DATA,
			       "action %lld is %s, not waiting: its reason "
			       "stays as it is",
			       (long long)a.id, action_state_name(a.state));
	d->tx.subject = arena_strdup(&d->arena, action_subject(d, &a));
	return 0;
}

int reason_decide(struct desk *d, struct err *err)
{
	struct action before, after;

	if (action_arg(d, &before, err))
		return -1;
	after = before;
	after.reason = arg_text(d, "reason");
	return change(d, &action_kind, &before, &after, err);
}
