/* matrix.c - see matrix.h; read by matrix_read.c.
 * SPDX-License-Identifier: MIT */
#include "policy/matrix.h"

#include "policy/rule/rule.h"

void matrix_release(struct matrix *m)
{
	for (int i = 0; i < AXES; i++)
		level_list_release(&m->axes[i]);
	matrix_rows_release(&m->rows);
	return_rules_release(&m->returns);
	costs_release(&m->costs);
}

/* -- where a matter stands -- */

/* -1: cannot be told, or no level is for it. */
static int level_of(const struct level_list *axis, const struct fact_values *v,
		    struct arena *arena, const char **why)
{
	for (size_t i = 0; i < axis->len; i++) {
		const struct level *l = &axis->at[i];
		int holds = l->when ? condition_holds(l->when, v) : 1;

		if (holds > 0)
			return (int)i;
		if (holds == 0)
			continue;
		*why = arena_printf(arena, "whether it is \"%s\": %s", l->name,
				    rule_unknown(l->when, v, arena));
		return -1;
	}
	*why = "no level of compensation.conf is for it";
	return -1;
}

static const struct matrix_row *row_of(const struct matrix *m,
				       const int levels[AXES])
{
	for (size_t i = 0; i < m->rows.len; i++) {
		const struct matrix_row *r = &m->rows.at[i];
		bool fits = true;

		for (int a = 0; a < AXES; a++)
			fits = fits && (r->levels[a] >> levels[a] & 1);
		if (fits)
			return r;
	}
	return NULL;
}

const struct matrix_row *matrix_find(const struct matrix *m,
				     const struct fact_values *v,
				     struct arena *arena, int levels[AXES],
				     const char **why)
{
	const struct matrix_row *r;

	*why = "";
	if (!m->there)
		return NULL;
	for (int a = 0; a < AXES; a++) {
		levels[a] = level_of(&m->axes[a], v, arena, why);
		if (levels[a] < 0)
			return NULL;
	}
	r = row_of(m, levels);
	if (!r)
		*why = "no row of compensation.conf is for it";
	return r;
}

bool matrix_code(const struct matrix_row *r)
{
	return r->coupon.points || money_given(r->coupon.amount);
}

uint32_t matrix_level_bit(const struct matrix *m, enum axis axis,
			  const char *name)
{
	const struct level_list *l = &m->axes[axis];

	for (size_t i = 0; i < l->len; i++)
		if (text_eq(l->at[i].name, name))
			return UINT32_C(1) << i;
	return 0;
}

const char *matrix_level(const struct matrix *m, enum axis axis, int level)
{
	const struct level_list *l = &m->axes[axis];

	return level >= 0 && (size_t)level < l->len ? l->at[level].name : "";
}

/* -- does it come back -- */

static const struct return_rule *rule_of(const struct matrix *m,
					 const char *shop, const char *currency)
{
	for (size_t i = 0; i < m->returns.len; i++) {
		const struct return_rule *r = &m->returns.at[i];

		if ((!*r->shop || text_eq(r->shop, shop)) &&
		    (!currency || text_eq(r->below.currency, currency)))
			return r;
	}
	return NULL;
}

int matrix_returns(const struct matrix *m, const struct rates *rates,
		   const char *shop, struct money total, int64_t now,
		   struct err *err)
{
	const struct return_rule *r;
	struct money here;

	if (!money_given(total))
		return err_set(err, ERR_DATA, "the order's total is not known");
	r = rule_of(m, shop, total.currency);
	if (!r)
		r = rule_of(m, shop, NULL);
	if (!r)
		return err_set(err, ERR_DATA,
			       "compensation.conf has no returns for %s", shop);
	if (rates_convert(rates, total, r->below.currency, now, &here, err))
		return -1;
	return money_cmp(here, r->below) >= 0;
}
