/* cost_view.c - see cost_view.h.
 * SPDX-License-Identifier: MIT */
#include "cli/cost_view.h"

#include "base/when.h"
#include "policy/cost.h"

static void put_money(struct str *s, struct money m)
{
	money_put(s, m);
	str_printf(s, " %s", m.currency);
}

/* -- the matrix -- */

static void put_gifts(struct str *out, const struct compensation *c)
{
	const char *sep = "";
	size_t before = out->len;

	if (c->open)
		str_puts(out, "left to people");
	if (c->refund && c->most.minor > 0) {
		str_puts(out, "refund ");
		put_money(out, c->least);
		if (money_cmp(c->least, c->most) != 0) {
			str_puts(out, " to ");
			put_money(out, c->most);
		}
		sep = " + ";
	}
	if (*c->reship) {
		str_printf(out, "%sreship %s", sep, c->reship);
		sep = " + ";
	}
	if (c->coupon_percent)
		str_printf(out, "%scoupon %lld %%", sep,
			   (long long)c->coupon_percent);
	if (money_given(c->coupon)) {
		str_printf(out, "%scoupon ", sep);
		put_money(out, c->coupon);
	}
	if (out->len == before)
		str_puts(out, "nothing");
}

static void put_matrix(struct str *out, const struct compensation *c)
{
	if (!*c->row) {
		str_printf(out, "    matrix: gives nothing: %s\n", c->why);
		return;
	}
	str_printf(out,
		   "    matrix: row \"%s\" (goods %s, customer %s, severity "
		   "%s): ",
		   c->row, c->goods, c->customer, c->severity);
	put_gifts(out, c);
	str_putc(out, '\n');
}

/* -- costs -- */

static void put_cost(struct str *out, const struct remedy_cost *r)
{
	CLEANUP(str_release) struct str total = STR_INIT;

	put_money(&total, r->total);
	str_printf(out, "    costs about %12s: %s%s%s", str_c(&total),
		   cost_word(r->kind), r->with_code ? " and a code" : "",
		   r->count ? " (" : "");
	for (int i = 0; i < r->count; i++) {
		str_printf(out, "%s%s ", i ? ", " : "", r->parts[i].what);
		money_put(out, r->parts[i].amount);
	}
	str_printf(out, "%s%s%s%s\n", r->count ? ")" : "",
		   r->possible ? "" : ", which no plugin of the shop can do",
		   r->policy ? ", what the policy gives" : "",
		   r->solves ? "" : ", does not put it right");
}

/* Why no way pays anything back. */
enum no_money { PAYABLE, REFUNDED, UNPAID };

static const struct {
	const char *code, *text;
} no_money[] = {
	[REFUNDED] = { "refunded", "all of it went back, or is on its way" },
	[UNPAID] = { "unpaid", "no payment is known, so nothing can be paid "
			       "back" },
};

/* By what went back first: a shop may report that and no payment. What is not
 * known gives no reason. */
static enum no_money no_money_of(const struct matter *m)
{
	struct money rest = matter_rest(m);

	if (!money_given(rest) || rest.minor > 0)
		return PAYABLE;
	if (m->refunded_amount.minor > 0)
		return REFUNDED;
	return m->paid == FLAG_NO && m->refunded == FLAG_NO ? UNPAID : PAYABLE;
}

void cost_view(struct str *out, struct brain_of *b, const struct explained *e)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct remedy_cost costs[COST_WAYS];
	enum no_money why_none = no_money_of(&e->matter);
	struct err why = { 0 };
	int n;

	if (e->matter.has_order != FLAG_YES || !e->has_matrix)
		return;
	put_matrix(out, &e->compensation);
	if (why_none)
		str_printf(out, "    %s\n", no_money[why_none].text);
	n = brain_costs(b, &e->matter, &arena, costs, &why);
	if (n < 0)
		str_printf(out, "    what remedies cost cannot be told: %s\n",
			   why.text);
	for (int i = 0; i < n; i++)
		put_cost(out, &costs[i]);
}

static void money_json(struct jw *w, const char *key, struct money m)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	if (!money_given(m))
		return;
	put_money(&s, m);
	jw_kv_text(w, key, str_c(&s));
}

static void matrix_json(struct jw *w, const struct compensation *c)
{
	jw_key(w, "matrix");
	jw_object(w);
	jw_kv_text(w, "row", c->row);
	if (*c->why)
		jw_kv_text(w, "why", c->why);
	jw_kv_text(w, "goods", c->goods);
	jw_kv_text(w, "customer", c->customer);
	jw_kv_text(w, "severity", c->severity);
	jw_kv_bool(w, "open", c->open);
	if (c->refund) {
		money_json(w, "least", c->least);
		money_json(w, "most", c->most);
	}
	money_json(w, "coupon", c->coupon);
	if (c->coupon_percent)
		jw_kv_i64(w, "coupon_percent", c->coupon_percent);
	if (*c->reship)
		jw_kv_text(w, "reship", c->reship);
	jw_end(w);
}

static void cost_json(struct jw *w, const struct remedy_cost *r)
{
	jw_object(w);
	jw_kv_text(w, "remedy", cost_word(r->kind));
	money_json(w, "cost", r->total);
	jw_kv_bool(w, "with_code", r->with_code);
	jw_kv_bool(w, "possible", r->possible);
	jw_kv_bool(w, "policy", r->policy);
	jw_kv_bool(w, "solves", r->solves);
	jw_key(w, "parts");
	jw_object(w);
	for (int i = 0; i < r->count; i++)
		money_json(w, r->parts[i].what, r->parts[i].amount);
	jw_end(w);
	jw_end(w);
}

void cost_view_json(struct jw *w, struct brain_of *b, const struct explained *e)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct remedy_cost costs[COST_WAYS];
	enum no_money why_none = no_money_of(&e->matter);
	struct err why = { 0 };
	int n;

	if (e->matter.has_order != FLAG_YES || !e->has_matrix)
		return;
	matrix_json(w, &e->compensation);
	if (why_none)
		jw_kv_text(w, "nothing_back", no_money[why_none].code);
	n = brain_costs(b, &e->matter, &arena, costs, &why);
	jw_key(w, "alternatives");
	jw_array(w);
	for (int i = 0; i < n; i++)
		cost_json(w, &costs[i]);
	jw_end(w);
}

void cost_view_ticket(struct cli *c, struct db *db, int64_t ticket,
		      struct str *out)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct err none = { 0 };
	struct manifest *m = cli_manifest(c, &none);
	struct brain_of *b = m ? cli_brain(c, m, &none) : NULL;
	CLEANUP(str_release) struct str costs = STR_INIT;
	struct explained e;

	if (b && explain_now(db, brain_of(b), clock_now(), ticket, &arena, &e,
			     &none) == 0)
		cost_view(&costs, b, &e);
	if (costs.len)
		str_printf(out, "\nways to put it right\n%s", str_c(&costs));
	brain_close(b);
	manifest_close(m);
}
