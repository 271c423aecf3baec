/* expr_sql.c - a checked condition as SQL, and what it reads (expr.h).
 * SPDX-License-Identifier: MIT */
#include "policy/rule/expr.h"

static void put_text(struct str *s, const char *text)
{
	str_putc(s, '\'');
	for (; *text; text++)
		str_printf(s, *text == '\'' ? "''" : "%c", *text);
	str_putc(s, '\'');
}

static void put_children(struct str *s, const struct vocabulary *v,
			 const struct node *n, const char *between)
{
	for (const struct node *c = n; c; c = c->next) {
		str_puts(s, c == n ? "" : between);
		expr_put_sql(s, v, c);
	}
}

static void put_in(struct str *s, const struct vocabulary *v,
		   const struct node *n)
{
	const struct node *left = n->first;

	if (left->kind != NODE_FACT) { /* written once: it may be long */
		expr_put_sql(s, v, left);
		str_puts(s, n->negated ? " not in (" : " in (");
		put_children(s, v, left->next, ", ");
		str_putc(s, ')');
		return;
	}
	str_puts(s, n->negated ? "not (" : "(");
	for (const struct node *c = left->next; c; c = c->next) {
		str_puts(s, c == left->next ? "" : " or ");
		expr_put_sql(s, v, left);
		str_puts(s, " = ");
		expr_put_sql(s, v, c);
	}
	str_putc(s, ')');
}

/* Operators that bind alike: 1 or, 2 and, 3 + -, 4 * / %; 0 the rest. */
static int level(const struct node *n)
{
	static const char signs[] = "oa+-*/%";
	static const int levels[] = { 1, 2, 3, 3, 4, 4, 4 };
	const char *at = n->kind == NODE_BINARY && *n->text
				 ? strchr(signs, *n->text)
				 : NULL;

	return at ? levels[at - signs] : 0;
}

/* A long chain is written flat: SQLite's parser goes 100 brackets deep. */
static void put_binary(struct str *s, const struct vocabulary *v,
		       const struct node *n)
{
	if (level(n) && level(n) == level(n->first))
		put_binary(s, v, n->first);
	else
		expr_put_sql(s, v, n->first);
	str_printf(s, " %s ", n->text);
	expr_put_sql(s, v, n->first->next);
}

void expr_put_sql(struct str *s, const struct vocabulary *v,
		  const struct node *n)
{
	str_putc(s, '(');
	switch (n->kind) {
	case NODE_NUMBER:
		str_i64(s, n->number);
		break;
	case NODE_TEXT:
	case NODE_WORD:
		put_text(s, n->text);
		break;
	case NODE_NULL:
		str_puts(s, "null");
		break;
	case NODE_FACT:
		str_puts(s, v->kinds.at[n->fact].name);
		break;
	case NODE_UNARY:
		str_printf(s, "%s ", n->text);
		expr_put_sql(s, v, n->first);
		break;
	case NODE_BINARY:
		put_binary(s, v, n);
		break;
	case NODE_IN:
		put_in(s, v, n);
		break;
	case NODE_BETWEEN:
		expr_put_sql(s, v, n->first);
		str_puts(s, n->negated ? " not between " : " between ");
		put_children(s, v, n->first->next, " and ");
		break;
	case NODE_IS_NULL:
		expr_put_sql(s, v, n->first);
		str_puts(s, n->negated ? " is not null" : " is null");
		break;
	case NODE_CALL:
		str_printf(s, "%s(", n->text);
		put_children(s, v, n->first, ", ");
		str_putc(s, ')');
		break;
	}
	str_putc(s, ')');
}

void expr_reads(const struct node *n, struct fact_set *out)
{
	if (n->kind == NODE_FACT)
		fact_set_add(out, n->fact);
	for (const struct node *c = n->first; c; c = c->next)
		expr_reads(c, out);
}

static bool is_issue(const struct vocabulary *v, const struct node *n)
{
	return n->kind == NODE_FACT &&
	       text_eq(v->kinds.at[n->fact].name, "issue");
}

static uint64_t issue_bit(const struct node *n)
{
	int i = n->kind == NODE_WORD ? issue_index(n->text) : -1;

	return i < 0 ? ~UINT64_C(0) : UINT64_C(1) << i;
}

uint64_t expr_issues(const struct vocabulary *v, const struct node *n)
{
	uint64_t all = 0;

	if (n->kind == NODE_BINARY && text_eq(n->text, "and"))
		return expr_issues(v, n->first) &
		       expr_issues(v, n->first->next);
	if (n->kind == NODE_BINARY && text_eq(n->text, "or"))
		return expr_issues(v, n->first) |
		       expr_issues(v, n->first->next);
	if (n->kind == NODE_BINARY && *n->text == '=' && is_issue(v, n->first))
		return issue_bit(n->first->next);
	if (n->kind != NODE_IN || n->negated || !is_issue(v, n->first))
		return ~UINT64_C(0);
	for (const struct node *c = n->first->next; c; c = c->next)
		all |= issue_bit(c);
	return all;
}
