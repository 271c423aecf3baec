/* expr.c - reading conditions.
 * SPDX-License-Identifier: MIT */
#include <stdarg.h>

#include "policy/pack/token.h"

static const char *const functions[] = { "abs",      "min",    "max",
					 "coalesce", "ifnull", "lower",
					 "length",   "instr",  NULL };
static const char *const keywords[] = { "and",   "or",      "not",  "in",
					"is",    "between", "null", "true",
					"false", NULL };

int expr_mistake(struct err *err, const struct node *n, const char *fmt, ...)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_vprintf(&s, fmt, ap);
	va_end(ap);
	return err_set(err, ERR_DATA, "column %d: %s", n->column, str_c(&s));
}

/* -- the tree -- */

static struct node *node_new(struct reader *r, enum node_kind kind)
{
	struct node *n = arena_alloc(r->arena, sizeof *n);

	n->kind = kind;
	n->fact = -1;
	n->column = r->token.column;
	if (++r->nodes > EXPR_NODES_MAX)
		token_fail(
			r,
			"the condition is too long; split it into two rules");
	return n;
}

static struct node *add_child(struct node *n, struct node *child)
{
	struct node **at = &n->first;

	while (*at)
		at = &(*at)->next;
	*at = child;
	return child ? n : NULL;
}

static struct node *read_or(struct reader *r);

/* Every way down passes here, so depth is limited in one place. */
static struct node *read_inner(struct reader *r)
{
	struct node *n;

	if (++r->depth > EXPR_DEPTH_MAX)
		return token_fail(
			r,
			"the condition nests deeper than %d; split it "
			"into two rules",
			EXPR_DEPTH_MAX);
	n = read_or(r);
	r->depth--;
	return n;
}

static struct node *read_list(struct reader *r, struct node *n)
{
	if (token_keyword(r, "select") || token_keyword(r, "values"))
		return token_fail(r,
				  "a condition reads facts only; there is no "
				  "select");
	do {
		if (!add_child(n, read_inner(r)))
			return NULL;
	} while (token_take_sign(r, ","));
	if (!token_take_sign(r, ")"))
		return token_fail(r, "a ) is missing here");
	return n;
}

static struct node *read_call(struct reader *r, const char *name, int column)
{
	struct node *n = node_new(r, NODE_CALL);
	const char *near = text_nearest(name, functions);

	n->column = column;
	n->text = name;
	if (!token_in(functions, name)) {
		expr_mistake(r->err, n, "there is no function %.40s; %s%s%s",
			     name,
			     near ? "did you mean "
				  : "the functions are abs, "
				    "min, max, coalesce, "
				    "ifnull, lower, length "
				    "and instr",
			     near ? near : "", near ? "?" : "");
		return NULL;
	}
	return read_list(r, n);
}

static struct node *read_fact(struct reader *r, const char *name, int column)
{
	struct node *n = node_new(r, NODE_FACT);
	const char *near = fact_nearest(r->v, name);

	n->column = column;
	n->fact = fact_find(r->v, name);
	if (n->fact < 0) {
		expr_mistake(r->err, n, "there is no fact \"%.60s\"; %s%s%s",
			     name,
			     near ? "did you mean \""
				  : "facts.conf lists "
				    "them all",
			     near ? near : "", near ? "\"?" : "");
		return NULL;
	}
	n->type = r->v->kinds.at[n->fact].type;
	n->typed = true;
	return n;
}

static struct node *read_named(struct reader *r)
{
	const char *name = r->token.text;
	int column = r->token.column;
	struct node *n;

	if (text_eq(name, "true") || text_eq(name, "false") ||
	    text_eq(name, "null")) {
		n = node_new(r, *name == 'n' ? NODE_NULL : NODE_NUMBER);
		n->type = FACT_FLAG;
		n->typed = n->kind == NODE_NUMBER;
		n->number = *name == 't';
		token_next(r);
		return n;
	}
	if (token_in(keywords, name))
		return token_fail(r, "\"%s\" stands where a fact is expected",
				  name);
	if (text_eq(name, "select"))
		return token_fail(r,
				  "a condition reads facts only; there is no "
				  "select");
	token_next(r);
	if (token_take_sign(r, "("))
		return read_call(r, name, column);
	return read_fact(r, name, column);
}

static struct node *read_value(struct reader *r)
{
	struct node *n;

	switch (r->token.kind) {
	case T_NUMBER:
		n = node_new(r, NODE_NUMBER);
		n->number = r->token.number;
		n->type = FACT_INTEGER;
		n->typed = true;
		token_next(r);
		return n;
	case T_TEXT:
		n = node_new(r, NODE_TEXT);
		n->text = r->token.text;
		token_next(r);
		return n;
	case T_NAME:
		return read_named(r);
	case T_END:
		return token_fail(r, "the condition ends too early");
	default:
		break;
	}
	if (!token_take_sign(r, "("))
		return token_fail(r, "\"%s\" stands where a fact is expected",
				  r->token.text ? r->token.text : "");
	n = read_inner(r);
	if (n && !token_take_sign(r, ")"))
		return token_fail(r, "a ) is missing here");
	return n;
}

static struct node *unary(struct reader *r, const char *sign,
			  struct node *(*operand)(struct reader *))
{
	struct node *n = node_new(r, NODE_UNARY);

	n->text = sign;
	token_next(r);
	if (++r->depth > EXPR_DEPTH_MAX)
		return token_fail(r, "the condition nests too deep");
	n = add_child(n, operand(r));
	r->depth--;
	return n;
}

static struct node *read_signed(struct reader *r)
{
	return token_sign(r, "-") ? unary(r, "-", read_signed) : read_value(r);
}

static struct node *binary(struct reader *r, struct node *left,
			   const char *sign,
			   struct node *(*right)(struct reader *))
{
	struct node *n = node_new(r, NODE_BINARY);

	n->text = sign;
	token_next(r);
	return add_child(n, left) ? add_child(n, right(r)) : NULL;
}

/* One level of operators that bind alike, to the left. */
static struct node *chain(struct reader *r, const char *const *signs,
			  struct node *(*operand)(struct reader *))
{
	struct node *n = operand(r);

	while (n && (r->token.kind == T_SIGN || r->token.kind == T_NAME) &&
	       token_in(signs, r->token.text))
		n = binary(r, n, r->token.text, operand);
	return n;
}

static struct node *read_product(struct reader *r)
{
	static const char *const signs[] = { "*", "/", "%", NULL };

	return chain(r, signs, read_signed);
}

static struct node *read_sum(struct reader *r)
{
	static const char *const signs[] = { "+", "-", NULL };

	return chain(r, signs, read_product);
}

static struct node *read_is(struct reader *r, struct node *left)
{
	struct node *n = node_new(r, NODE_IS_NULL);

	token_next(r);
	n->negated = token_take_keyword(r, "not");
	if (!token_take_keyword(r, "null"))
		return token_fail(
			r, "after \"is\" comes null or not null; compare "
			   "with =");
	return add_child(n, left);
}

static struct node *read_in(struct reader *r, struct node *left, bool negated)
{
	struct node *n = node_new(r, NODE_IN);

	token_next(r);
	n->negated = negated;
	if (!token_take_sign(r, "("))
		return token_fail(r, "after \"in\" comes a list in brackets");
	return add_child(n, left) ? read_list(r, n) : NULL;
}

static struct node *read_between(struct reader *r, struct node *left,
				 bool negated)
{
	struct node *n = node_new(r, NODE_BETWEEN);

	token_next(r);
	n->negated = negated;
	if (!add_child(n, left) || !add_child(n, read_sum(r)))
		return NULL;
	if (!token_take_keyword(r, "and"))
		return token_fail(r,
				  "between takes two values: between 1 and 5");
	return add_child(n, read_sum(r));
}

static struct node *read_comparison(struct reader *r)
{
	static const char *const signs[] = { "=",  "==", "<>", "!=", "<",
					     "<=", ">",  ">=", NULL };
	struct node *n = read_sum(r);
	bool negated;

	if (!n)
		return NULL;
	if (r->token.kind == T_SIGN && token_in(signs, r->token.text)) {
		n = binary(r, n, r->token.text, read_sum);
		if (n && r->token.kind == T_SIGN &&
		    token_in(signs, r->token.text))
			return token_fail(r,
					  "comparisons do not chain; join them "
					  "with and");
		return n;
	}
	if (token_keyword(r, "is"))
		return read_is(r, n);
	negated = token_take_keyword(r, "not");
	if (token_keyword(r, "in"))
		return read_in(r, n, negated);
	if (token_keyword(r, "between"))
		return read_between(r, n, negated);
	return negated ? token_fail(r, "after \"not\" comes in or between here")
		       : n;
}

static struct node *read_not(struct reader *r)
{
	return token_keyword(r, "not") ? unary(r, "not", read_not)
				       : read_comparison(r);
}

static struct node *read_and(struct reader *r)
{
	static const char *const signs[] = { "and", NULL };

	return chain(r, signs, read_not);
}

static struct node *read_or(struct reader *r)
{
	static const char *const signs[] = { "or", NULL };

	return chain(r, signs, read_and);
}

struct node *expr_parse(const struct vocabulary *v, const char *text,
			struct arena *arena, struct err *err)
{
	struct err mine = { 0 };
	struct reader r = {
		.v = v, .arena = arena, .err = &mine, .start = text, .at = text
	};
	struct node *n = NULL;

	r.token.column = 1;
	if (strlen(text) > EXPR_LENGTH_MAX) {
		token_fail(&r,
			   "the condition is over %d bytes; split it into two "
			   "rules",
			   EXPR_LENGTH_MAX);
	} else {
		token_next(&r);
		n = read_or(&r);
		if (n && r.token.kind != T_END)
			token_fail(&r, "%s%s%s does not belong here",
				   r.token.text ? "\"" : "a value",
				   r.token.text ? r.token.text : "",
				   r.token.text ? "\"" : "");
	}
	if (!mine.code && n && expr_check(v, n, &mine) == 0)
		return n;
	*err = mine;
	return NULL;
}
