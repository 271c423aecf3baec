/* type.c - the types of a condition (expr.h): what each operator takes and
 * makes.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/when.h"
#include "policy/rule/type_own.h"

/* The reader gives every operator its operands; anything else is our bug. */
static struct node *child(const struct node *n)
{
	if (!n->first)
		abort();
	return n->first;
}

static struct node *sibling(const struct node *n)
{
	if (!n->next)
		abort();
	return n->next;
}

static void take_type(struct node *n, enum fact_type type, int fact)
{
	n->type = type;
	n->fact = fact;
	n->typed = true;
}

static int must_be_flag(const struct vocabulary *v, const struct node *n,
			struct err *err)
{
	if (n->typed && n->type == FACT_FLAG)
		return 0;
	return expr_mistake(err, n,
			    "%s is of type %s, not true or false; "
			    "compare it with something",
			    type_subject(v, n), type_of_node(n));
}

static bool is_order(const char *sign)
{
	return *sign == '<' ? sign[1] != '>' : *sign == '>';
}

static int check_comparison(const struct vocabulary *v, struct node *n,
			    struct err *err)
{
	struct node *a = child(n), *b = sibling(a);

	if (type_unify(v, a, b, err))
		return -1;
	if (is_order(n->text) && (a->type == FACT_WORD || a->type == FACT_FLAG))
		return expr_mistake(err, n, "%s has no order; write = or in",
				    type_subject(v, a->fact >= 0 ? a : b));
	take_type(n, FACT_FLAG, -1);
	return 0;
}

/* Beside a moment a text is a duration, or a moment to be taken from it. */
static int resolve_sum(const struct vocabulary *v, struct node *a,
		       struct node *b, struct err *err)
{
	struct node span = { .type = FACT_DURATION, .fact = -1 };
	struct err none = { 0 };
	struct when w;

	if (b->kind == NODE_TEXT && a->typed)
		return type_resolve(
			v, b,
			a->type == FACT_TIME && when_parse(&w, b->text, &none)
				? &span
				: a,
			err);
	if (a->kind == NODE_TEXT && b->typed)
		return type_resolve(v, a, b, err);
	return 0;
}

static int check_sum(const struct vocabulary *v, struct node *n,
		     struct err *err)
{
	struct node *a = child(n), *b = sibling(a);
	bool minus = *n->text == '-';

	if (resolve_sum(v, a, b, err))
		return -1;
	if (a->type == FACT_TIME && b->type == FACT_TIME && minus)
		take_type(n, FACT_DURATION, -1);
	else if (a->type == FACT_TIME && b->type == FACT_DURATION)
		take_type(n, FACT_TIME, -1);
	else if (a->typed && b->typed && a->type == b->type &&
		 (a->type == FACT_INTEGER || a->type == FACT_MONEY ||
		  a->type == FACT_DURATION))
		return type_unify(v, a, b, err)
			       ? -1
			       : (take_type(n, a->type, a->fact), 0);
	else
		return expr_mistake(err, n, "%s and %s cannot be %s",
				    type_of_node(a), type_of_node(b),
				    minus ? "subtracted" : "added");
	return 0;
}

static bool has_size(const struct node *n)
{
	return n->typed && (n->type == FACT_INTEGER || n->type == FACT_MONEY ||
			    n->type == FACT_DURATION);
}

static int check_product(const struct vocabulary *v, struct node *n,
			 struct err *err)
{
	struct node *a = child(n), *b = sibling(a);

	if (b->kind == NODE_NUMBER && b->number == 0 && *n->text != '*')
		return expr_mistake(err, b, "dividing by 0 gives nothing");
	if (b->kind == NODE_TEXT && has_size(a) && type_resolve(v, b, a, err))
		return -1;
	if (has_size(a) && b->typed && b->type == FACT_INTEGER)
		take_type(n, a->type, a->fact);
	else if (*n->text == '*' && a->typed && a->type == FACT_INTEGER &&
		 has_size(b))
		take_type(n, b->type, b->fact);
	else if (*n->text == '/' && has_size(a) && has_size(b) &&
		 type_unify(v, a, b, err) == 0)
		take_type(n, FACT_INTEGER, -1);
	else
		return err->code
			       ? -1
			       : expr_mistake(err, n,
					      "%s and %s cannot be "
					      "multiplied or divided",
					      type_of_node(a), type_of_node(b));
	return 0;
}

static int check_binary(const struct vocabulary *v, struct node *n,
			struct err *err)
{
	switch (*n->text) {
	case 'a':
	case 'o':
		take_type(n, FACT_FLAG, -1);
		return must_be_flag(v, child(n), err) ||
				       must_be_flag(v, sibling(child(n)), err)
			       ? -1
			       : 0;
	case '+':
	case '-':
		return check_sum(v, n, err);
	case '*':
	case '/':
	case '%':
		return check_product(v, n, err);
	default:
		return check_comparison(v, n, err);
	}
}

static int check_unary(const struct vocabulary *v, struct node *n,
		       struct err *err)
{
	if (*n->text == 'n') {
		take_type(n, FACT_FLAG, -1);
		return must_be_flag(v, child(n), err);
	}
	if (!has_size(child(n)))
		return expr_mistake(err, n, "%s has no sign",
				    type_of_node(child(n)));
	take_type(n, child(n)->type, child(n)->fact);
	return 0;
}

/* in (...) and between: every one against the first. */
static int check_set(const struct vocabulary *v, struct node *n,
		     struct err *err)
{
	struct node *left = child(n);

	if (!left->typed)
		return expr_mistake(err, left, "name a fact before %s",
				    n->kind == NODE_IN ? "in" : "between");
	for (struct node *c = left->next; c; c = c->next)
		if (type_unify(v, left, c, err))
			return -1;
	if (n->kind == NODE_BETWEEN &&
	    (left->type == FACT_WORD || left->type == FACT_FLAG))
		return expr_mistake(err, n, "%s has no order; write = or in",
				    type_subject(v, left));
	take_type(n, FACT_FLAG, -1);
	return 0;
}

static int count(const struct node *n)
{
	int i = 0;

	for (const struct node *c = n->first; c; c = c->next)
		i++;
	return i;
}

static int check_count(const struct node *n, int least, int most,
		       struct err *err)
{
	int have = count(n);

	if (have >= least && have <= most)
		return 0;
	return expr_mistake(err, n, "%s takes %d%s value%s", n->text, least,
			    most > least ? " or more" : "",
			    least == 1 && most == 1 ? "" : "s");
}

/* coalesce, ifnull, min, max: all of the type of the first that has one. */
static int check_alike(const struct vocabulary *v, struct node *n,
		       struct err *err)
{
	struct node *typed = child(n);

	while (typed && !typed->typed)
		typed = typed->next;
	if (!typed)
		return expr_mistake(err, n, "%s needs a fact", n->text);
	for (struct node *c = n->first; c; c = c->next)
		if (c != typed && type_unify(v, typed, c, err))
			return -1;
	take_type(n, typed->type, typed->fact);
	if (*n->text == 'm' &&
	    (typed->type == FACT_WORD || typed->type == FACT_FLAG))
		return expr_mistake(err, n, "%s has no order",
				    type_subject(v, typed));
	return 0;
}

static int check_text_call(struct node *n, struct err *err)
{
	struct node *a = child(n);

	if (!a->typed || a->type != FACT_WORD)
		return expr_mistake(err, n, "%s takes a word", n->text);
	if (text_eq(n->text, "instr") && sibling(a)->kind != NODE_TEXT)
		return expr_mistake(err, n, "instr takes a word and a text");
	if (text_eq(n->text, "lower"))
		take_type(n, FACT_WORD, a->fact);
	else
		take_type(n, FACT_INTEGER, -1);
	return 0;
}

static int check_call(const struct vocabulary *v, struct node *n,
		      struct err *err)
{
	if (text_eq(n->text, "abs")) {
		if (check_count(n, 1, 1, err))
			return -1;
		if (!has_size(child(n)))
			return expr_mistake(err, n, "abs takes a number");
		take_type(n, child(n)->type, child(n)->fact);
		return 0;
	}
	if (text_eq(n->text, "lower") || text_eq(n->text, "length"))
		return check_count(n, 1, 1, err) ? -1 : check_text_call(n, err);
	if (text_eq(n->text, "instr"))
		return check_count(n, 2, 2, err) ? -1 : check_text_call(n, err);
	if (check_count(n, 2, text_eq(n->text, "ifnull") ? 2 : 8, err))
		return -1;
	return check_alike(v, n, err);
}

static int check_node(const struct vocabulary *v, struct node *n,
		      struct err *err)
{
	for (struct node *c = n->first; c; c = c->next)
		if (check_node(v, c, err))
			return -1;
	switch (n->kind) {
	case NODE_UNARY:
		return check_unary(v, n, err);
	case NODE_BINARY:
		return check_binary(v, n, err);
	case NODE_IN:
	case NODE_BETWEEN:
		return check_set(v, n, err);
	case NODE_IS_NULL:
		take_type(n, FACT_FLAG, -1);
		return 0;
	case NODE_CALL:
		return check_call(v, n, err);
	default:
		return 0;
	}
}

int expr_check(const struct vocabulary *v, struct node *n, struct err *err)
{
	return check_node(v, n, err) || must_be_flag(v, n, err) ? -1 : 0;
}
