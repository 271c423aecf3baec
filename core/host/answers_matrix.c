/* answers_matrix.c - what the compensation matrix gives for a matter, and what
 * remedies cost.
 * SPDX-License-Identifier: MIT */
#include "host/answers.h"

/* What of its order a share is, and never more than is left of it. An amount
 * of another currency is none: nothing is paid by a rate. */
static bool sum_of(const struct share *s, const struct matter *m,
		   struct money *out)
{
	struct money rest = matter_rest(m);
	struct err none = { 0 };

	if (!money_given(rest))
		return false;
	*out = rest;
	if (s->points && share_part(m->order_total, s->points, out, &none))
		return false;
	if (money_given(s->amount))
		*out = s->amount;
	if (!money_same_currency(*out, rest))
		return false;
	if (money_cmp(*out, rest) > 0)
		*out = rest;
	return true;
}

static const char *not_payable(const struct matrix_row *r,
			       const struct matter *m, struct arena *arena)
{
	return money_given(matter_rest(m))
		       ? arena_printf(arena,
				      "row \"%s\" gives an amount in another "
				      "currency than the order's %s; write a "
				      "percentage, or a row for that currency",
				      r->name, m->order_total.currency)
		       : "what is left of the order is not known";
}

static void fill(const struct matrix_row *r, const struct matter *m,
		 struct arena *arena, struct compensation *out)
{
	out->open = r->open;
	out->refund = r->least.given;
	out->reship = r->reship;
	out->coupon_percent = r->coupon.points / 100;
	out->coupon = r->coupon.amount;
	if (r->least.given && (!sum_of(&r->least, m, &out->least) ||
			       !sum_of(&r->most, m, &out->most))) {
		out->why = not_payable(r, m, arena);
		out->refund = false;
		return;
	}
	out->row = r->name;
}

bool answer_compensate(const struct brain *b, const struct matter *m,
		       struct arena *arena, struct compensation *out)
{
	const struct matrix *x = &of(b)->policy->matrix;
	const struct matrix_row *r;
	struct fact_values v;
	int levels[AXES] = { -1, -1, -1 };
	const char *beyond;

	*out = (struct compensation){
		.row = "", .why = "", .reship = "", .beyond = ""
	};
	if (!x->there)
		return false;
	answer_facts(of(b), m, arena, &v);
	r = matrix_find(x, &v, arena, levels, &out->why);
	out->goods = matrix_level(x, AXIS_GOODS, levels[AXIS_GOODS]);
	out->customer = matrix_level(x, AXIS_CUSTOMER, levels[AXIS_CUSTOMER]);
	out->severity = matrix_level(x, AXIS_SEVERITY, levels[AXIS_SEVERITY]);
	if (!r)
		return true;
	fill(r, m, arena, out);
	beyond = policy_beyond(r->least.given, *r->reship, matrix_code(r), &v);
	if (beyond)
		out->beyond = beyond;
	return true;
}

/* -- as effects -- */

/* One beside goods is left away where the shop makes none. */
static bool gives_code(const struct compensation *c, const struct matter *m)
{
	return m->can_coupon != FLAG_NO &&
	       (money_given(c->coupon) || c->coupon_percent);
}

static const char *percent_args(struct arena *arena, int64_t percent)
{
	return percent ? arena_printf(arena, "{\"percent\":%lld}",
				      (long long)percent)
		       : NULL;
}

int answer_matrix(const struct brain *b, const struct rule *r,
		  const struct matter *m, struct arena *arena,
		  struct wanted *out)
{
	struct wanted like = { .rule = r->name,
			       .policy = of(b)->policy->version,
			       .automatic = r->automatic };
	struct compensation c;
	int n = 0;

	if (!answer_compensate(b, m, arena, &c) || !*c.row)
		return 0;
	if (c.refund) {
		out[n] = like;
		out[n].verb = "refund";
		out[n++].amount = c.least;
	}
	if (*c.reship) {
		out[n] = like;
		out[n].verb = "reship";
		out[n++].args =
			arena_printf(arena, "{\"service\":\"%s\"}", c.reship);
	}
	if (gives_code(&c, m)) {
		out[n] = like;
		out[n].verb = "coupon";
		out[n].amount = c.coupon;
		out[n].part = n > 0;
		out[n++].args = percent_args(arena, c.coupon_percent);
	}
	return n;
}

struct money answer_matrix_refund(const struct brain *b, const struct matter *m,
				  struct arena *arena)
{
	struct compensation c;

	return answer_compensate(b, m, arena, &c) && *c.row && c.refund
		       ? c.least
		       : (struct money){ 0 };
}

void answer_matrix_move(const struct brain *b, const struct matter *m,
			struct arena *arena, struct move *move)
{
	struct compensation c;
	const char *why;

	if (!answer_compensate(b, m, arena, &c))
		c.why = "the policy has no compensation.conf";
	why = *c.why ? c.why : c.beyond;
	if (!*c.row || c.open || *c.beyond) {
		move->alert =
			arena_printf(arena, "decide by hand what is given%s%s",
				     *why ? ": " : "", why);
		return;
	}
	move->refund = c.refund;
	move->amount = c.least;
	move->reship = c.reship;
	move->coupon = gives_code(&c, m);
	move->coupon_amount = c.coupon;
	move->coupon_percent = c.coupon_percent;
}

/* -- costs -- */

#define CODE_POINTS 1000 /* of a code where the matrix gives none: 10 % */

/* What its row gives, as a way: goods or money, perhaps with a code, or a code
 * alone. What is left to people is none. */
static void know_given(const struct compensation *c, struct cost_case *in)
{
	bool code = c->coupon_percent || money_given(c->coupon);

	if (c->open || !(c->refund || *c->reship || code))
		return;
	in->gives = true;
	in->given = COST_COUPON;
	if (c->refund)
		in->given = money_given(in->part) ? COST_PART : COST_REFUND;
	if (*c->reship)
		in->given = text_eq(c->reship, "express") ? COST_EXPRESS
							  : COST_RESHIP;
	in->given_code = code && in->given != COST_COUPON;
}

/* A part of the money is one where less goes back than is left. */
static void know_matrix(const struct brain_of *b, const struct matter *m,
			struct arena *arena, struct cost_case *in)
{
	struct compensation c;

	in->code = CODE_POINTS;
	in->disputed = m->disputed == FLAG_YES;
	if (!answer_compensate(&b->brain, m, arena, &c))
		return;
	in->severity =
		matrix_level_bit(&b->policy->matrix, AXIS_SEVERITY, c.severity);
	if (!*c.row)
		return;
	if (c.refund && c.least.minor < in->rest.minor)
		in->part = c.least;
	if (c.coupon_percent)
		in->code = c.coupon_percent * 100;
	in->code_sum = c.coupon;
	know_given(&c, in);
}

int brain_costs(const struct brain_of *b, const struct matter *m,
		struct arena *arena, struct remedy_cost out[COST_WAYS],
		struct err *err)
{
	const struct policy *p = b->policy;
	bool money = m->has_order == FLAG_YES;
	struct cost_case in = {
		.total = m->order_total,
		.rest = matter_rest(m),
		.platform = m->platform,
		.country = m->country,
		.now = m->now,
		.can = { [COST_REFUND] = money && m->can_refund != FLAG_NO,
			 [COST_PART] = money && m->can_refund != FLAG_NO,
			 [COST_RETURN] = money && m->can_return == FLAG_YES,
			 [COST_RESHIP] = m->can_reship == FLAG_YES,
			 [COST_EXPRESS] = m->can_reship == FLAG_YES,
			 [COST_EXCHANGE] = m->can_exchange == FLAG_YES,
			 [COST_COUPON] = m->can_coupon == FLAG_YES,
			 [COST_CREDIT] = m->can_credit == FLAG_YES,
			 [COST_NOTHING] = true },
	};

	if (!money)
		return 0;
	know_matrix(b, m, arena, &in);
	return costs_of(&p->matrix.costs, &p->rates, &in, out, err);
}
