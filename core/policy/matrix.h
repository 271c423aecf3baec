/* matrix.h - how much a matter is put right with: policy/compensation.conf.
 *
 * Three axes, what the goods are worth, who the buyer is and how bad it is,
 * each a list of levels; the first level whose condition holds is the one. The
 * first row that stands for the three levels says what is given: money back (an
 * amount, a percentage, all of it, or a range of those), a code, the goods
 * anew. A row that is open leaves it to people. Where a condition cannot be
 * told, the matrix gives nothing and says which fact is missing.
 *
 * Beside it stand from which worth on goods come back, and what remedies cost
 * (cost.h). A policy folder without the file has no matrix.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_MATRIX_H
#define HW_POLICY_MATRIX_H

#include "policy/conf/share.h"
#include "policy/cost.h"
#include "policy/rule/compile.h"

enum axis { AXIS_GOODS, AXIS_CUSTOMER, AXIS_SEVERITY, AXES };
#define LEVELS_MAX 16

struct level {
	const char *name;
	const struct condition *when; /* NULL: the rest */
	int line;
};
VEC(level_list, struct level);

struct matrix_row {
	const char *name;
	int line;
	uint32_t levels[AXES]; /* bits by position of the level */
	bool open;
	struct share least, most; /* money back; one and the same, or a range */
	struct share coupon;
	const char *reship; /* the service level, "" if not */
};
VEC(matrix_rows, struct matrix_row);

/* Goods of less than that stay with the buyer. */
struct return_rule {
	const char *shop; /* its instance; "" for all */
	struct money below;
};
VEC(return_rules, struct return_rule);

struct matrix {
	bool there;
	struct level_list axes[AXES];
	struct matrix_rows rows;
	struct return_rules returns;
	struct money untold_worth; /* no currency: not told */
	struct costs costs;
};

/* Reads the file and runs its examples; mistakes are recorded at its lines. */
void matrix_read(struct matrix *m, struct conf *c, struct compiler *compiler,
		 const struct vocabulary *v, struct arena *arena);
void matrix_release(struct matrix *m);
/* The member of a group that names levels of an axis: one, a list, or all when
 * it is not there; bits by position. */
uint32_t matrix_levels(const struct matrix *m, const struct conf_node *g,
		       enum axis axis);

/* Where a matter stands: levels[] by axis. NULL with *why (in the arena, "" if
 * there is no matrix). */
const struct matrix_row *matrix_find(const struct matrix *m,
				     const struct fact_values *v,
				     struct arena *arena, int levels[AXES],
				     const char **why);
/* Does it give a code? */
bool matrix_code(const struct matrix_row *r);
/* The bit of the level with that name, 0 without one. */
uint32_t matrix_level_bit(const struct matrix *m, enum axis axis,
			  const char *name);
/* The word for a level. */
const char *matrix_level(const struct matrix *m, enum axis axis, int level);

/* Must goods of that worth come back to that shop? A threshold in the order's
 * own currency goes before one that needs a rate. 1, 0, or -1 with ERR_DATA:
 * it cannot be told. */
int matrix_returns(const struct matrix *m, const struct rates *r,
		   const char *shop, struct money total, int64_t now,
		   struct err *err) MUST_CHECK;

#endif
