/* type.c - the types of a condition (expr.h).
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/when.h"
#include "policy/expr.h"

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

static const struct fact_kind *kind_of(const struct vocabulary *v,
				       const struct node *n)
{
	return n->fact >= 0 ? &v->kinds.at[n->fact] : NULL;
}

/* Gives a literal the type of the node it stands beside. */
static int resolve(const struct vocabulary *v, struct node *n,
		   const struct node *beside, struct err *err)
{
	struct fact_kind k = { .name = "this", .type = beside->type };
	struct fact_value value;
	struct err why = { 0 };

	if (kind_of(v, beside))
		k = *kind_of(v, beside);
	k.type = beside->type;
	if (k.type == FACT_WORD && !k.words)
		return expr_mistake(err, n,
				    "'%.40s' has nothing to be "
				    "compared with; name a fact",
				    n->text);
	if (fact_parse(&k, n->text, &value, &why))
		return expr_mistake(err, n, "%s", why.text);
	n->kind = k.type == FACT_WORD ? NODE_WORD : NODE_NUMBER;
	n->type = k.type;
	n->fact = beside->fact;
	n->typed = true;
	n->number = value.number;
	if (k.type == FACT_WORD)
		n->text = value.word;
	return 0;
}

static const char *type_of(const struct node *n)
{
	return n->kind == NODE_TEXT ? "a text" : fact_type_name(n->type);
}

static const char *name_of(const struct vocabulary *v, const struct node *n)
{
	return n->fact >= 0 ? v->kinds.at[n->fact].name : "this";
}

static const char *how_to_write(enum fact_type type)
{
	switch (type) {
	case FACT_MONEY:
		return "; write it as '20.00 USD'";
	case FACT_DURATION:
		return "; write it as '5 d'";
	case FACT_TIME:
		return "; write it as '2026-11-24'";
	case FACT_WORD:
		return "; write it in quotes";
	default:
		return "";
	}
}

/* Two values of one type, literals resolved; null goes with all. */
static int unify(const struct vocabulary *v, struct node *a, struct node *b,
		 struct err *err)
{
	const struct fact_kind *ka, *kb;

	if (a->kind == NODE_NULL || b->kind == NODE_NULL)
		return expr_mistake(err, b,
				    "nothing equals null; write is "
				    "null or is not null");
	if (a->kind == NODE_TEXT && b->kind == NODE_TEXT)
		return expr_mistake(err, a,
				    "two texts are compared; name a "
				    "fact");
	if (a->kind == NODE_TEXT)
		return resolve(v, a, b, err);
	if (b->kind == NODE_TEXT)
		return resolve(v, b, a, err);
	if (a->type != b->type)
		return expr_mistake(err, b,
				    "%s is of type %s and this is of "
				    "type %s%s",
				    name_of(v, a), type_of(a), type_of(b),
				    how_to_write(a->type));
	ka = kind_of(v, a);
	kb = kind_of(v, b);
	if (a->type == FACT_WORD && ka && kb && ka->words != kb->words)
		return expr_mistake(err, b,
				    "%s and %s have different lists "
				    "of words",
				    ka->name, kb->name);
	if (a->type == FACT_MONEY && ka && kb &&
	    !text_eq(ka->currency, kb->currency))
		return expr_mistake(err, b, "%s is in %s and %s is in %s",
				    ka->name, ka->currency, kb->name,
				    kb->currency);
	return 0;
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
			    name_of(v, n), type_of(n));
}

static bool is_order(const char *sign)
{
	return *sign == '<' ? sign[1] != '>' : *sign == '>';
}

static int check_comparison(const struct vocabulary *v, struct node *n,
			    struct err *err)
{
	struct node *a = child(n), *b = sibling(a);

	if (unify(v, a, b, err))
		return -1;
	if (is_order(n->text) && (a->type == FACT_WORD || a->type == FACT_FLAG))
		return expr_mistake(err, n, "%s has no order; write = or in",
				    name_of(v, a->fact >= 0 ? a : b));
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
		return resolve(v, b,
			       a->type == FACT_TIME &&
					       when_parse(&w, b->text, &none)
				       ? &span
				       : a,
			       err);
	if (a->kind == NODE_TEXT && b->typed)
		return resolve(v, a, b, err);
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
		return unify(v, a, b, err)
			       ? -1
			       : (take_type(n, a->type, a->fact), 0);
	else
		return expr_mistake(err, n, "%s and %s cannot be %s",
				    type_of(a), type_of(b),
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
	if (b->kind == NODE_TEXT && has_size(a) && resolve(v, b, a, err))
		return -1;
	if (has_size(a) && b->typed && b->type == FACT_INTEGER)
		take_type(n, a->type, a->fact);
	else if (*n->text == '*' && a->typed && a->type == FACT_INTEGER &&
		 has_size(b))
		take_type(n, b->type, b->fact);
	else if (*n->text == '/' && has_size(a) && has_size(b) &&
		 unify(v, a, b, err) == 0)
		take_type(n, FACT_INTEGER, -1);
	else
		return err->code ? -1
				 : expr_mistake(err, n,
						"%s and %s cannot be "
						"multiplied or divided",
						type_of(a), type_of(b));
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
				    type_of(child(n)));
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
		if (unify(v, left, c, err))
			return -1;
	if (n->kind == NODE_BETWEEN &&
	    (left->type == FACT_WORD || left->type == FACT_FLAG))
		return expr_mistake(err, n, "%s has no order; write = or in",
				    name_of(v, left));
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
		if (c != typed && unify(v, typed, c, err))
			return -1;
	take_type(n, typed->type, typed->fact);
	if (*n->text == 'm' &&
	    (typed->type == FACT_WORD || typed->type == FACT_FLAG))
		return expr_mistake(err, n, "%s has no order",
				    name_of(v, typed));
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
