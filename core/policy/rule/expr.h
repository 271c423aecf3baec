/* expr.h - a condition read and checked, before SQLite sees it.
 *
 * The part of SQL's expressions that a rule may use: facts, 'literals', whole
 * numbers, true, false, null, and, or, not, comparisons, in (...), between,
 * is [not] null, + - * / %, and the functions abs, min, max, coalesce, ifnull,
 * lower, length, instr. Everything has a type, and types that differ are
 * refused. A literal in quotes takes the type of what it stands beside:
 *
 *	issue in ('quality', 'not_as_described') and order_total < '20.00 USD'
 *	parcel_still > '5 d' and not delivered
 *
 * Refuses what SQLite would take without a word: a word outside its closed
 * list, a bare number as money, an amount in another currency, dividing by 0.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_EXPR_H
#define HW_POLICY_EXPR_H

#include "policy/rule/fact.h"

#define EXPR_LENGTH_MAX 2000 /* bytes */
#define EXPR_NODES_MAX 500
#define EXPR_DEPTH_MAX 24

enum node_kind {
	NODE_NUMBER,
	NODE_TEXT, /* a literal in quotes, not resolved yet */
	NODE_WORD, /* a resolved one of a closed list */
	NODE_NULL,
	NODE_FACT,
	NODE_UNARY,  /* not, - */
	NODE_BINARY, /* and or = <> < <= > >= + - * / % */
	NODE_IN,
	NODE_BETWEEN,
	NODE_IS_NULL,
	NODE_CALL
};

struct node {
	enum node_kind kind;
	enum fact_type type;
	bool typed, negated; /* negated: not in, not between, is not null */
	int fact;            /* FACT; of a word: whose list it is from */
	int64_t number;
	const char *text;          /* TEXT, WORD, CALL's name, the operator */
	int column;                /* from 1 */
	struct node *first, *next; /* children, siblings */
};

/* The checked tree, in the arena. NULL with ERR_DATA: "column 7: ...". */
struct node *expr_parse(const struct vocabulary *v, const char *text,
			struct arena *arena, struct err *err);

/* Appends SQL that SQLite reads to the same meaning; `in (...)` becomes plain
 * comparisons, which cost a fifth. */
void expr_put_sql(struct str *s, const struct vocabulary *v,
		  const struct node *n);
void expr_reads(const struct node *n, struct fact_set *out);
/* The issues that can make it true, as bits; all bits when it does not say. */
uint64_t expr_issues(const struct vocabulary *v, const struct node *n);

/* type.c: gives every node its type, resolves literals. */
int expr_check(const struct vocabulary *v, struct node *n, struct err *err);
int expr_mistake(struct err *err, const struct node *n, const char *fmt, ...)
	HW_PRINTF_LIKE(3, 4);

#endif
