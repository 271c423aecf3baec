/* expr.c - reading conditions, and writing them as SQL.
 * SPDX-License-Identifier: MIT */
#include "policy/expr.h"

#include <ctype.h>
#include <stdarg.h>

enum token_kind { T_END, T_NAME, T_NUMBER, T_TEXT, T_SIGN, T_BAD };

struct token {
	enum token_kind kind;
	const char *text; /* of a name in lower case; of a text unquoted */
	int64_t number;
	int column;
};

struct reader {
	const struct vocabulary *v;
	struct arena *arena;
	struct err *err;
	const char *start, *at;
	struct token token;
	int nodes, depth;
};

static const char *const functions[] = { "abs",      "min",    "max",
					 "coalesce", "ifnull", "lower",
					 "length",   "instr",  NULL };
static const char *const keywords[] = { "and",   "or",      "not",  "in",
					"is",    "between", "null", "true",
					"false", NULL };

static bool is_in(const char *const *list, const char *word)
{
	for (; *list; list++)
		if (text_eq(*list, word))
			return true;
	return false;
}

int expr_mistake(struct err *err, const struct node *n, const char *fmt, ...)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_vprintf(&s, fmt, ap);
	va_end(ap);
	return err_set(err, ERR_DATA, "column %d: %s", n->column, str_c(&s));
}

static struct node *fail(struct reader *r, const char *fmt, ...)
	HW_PRINTF_LIKE(2, 3);
static struct node *fail(struct reader *r, const char *fmt, ...)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	va_list ap;

	if (r->err->code)
		return NULL;
	va_start(ap, fmt);
	str_vprintf(&s, fmt, ap);
	va_end(ap);
	err_set(r->err, ERR_DATA, "column %d: %s", r->token.column, str_c(&s));
	return NULL;
}

/* -- tokens ------------------------------------------------------------------
 */

static void read_name(struct reader *r)
{
	size_t n = 0;
	char *name;

	while (isalnum((unsigned char)r->at[n]) || r->at[n] == '_')
		n++;
	name = arena_strndup(r->arena, r->at, n);
	for (char *c = name; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	r->token.kind = T_NAME;
	r->token.text = name;
	r->at += n;
}

static void read_number(struct reader *r)
{
	size_t n = strspn(r->at, "0123456789");

	r->token.kind = T_NUMBER;
	r->token.number = strtoll(r->at, NULL, 10);
	if (r->at[n] == '.' || isalpha((unsigned char)r->at[n]) ||
	    r->at[n] == '_' || n > 15) {
		fail(r, "numbers are whole and under 16 digits; money, "
			"durations and moments stand in quotes: '20.00 USD', "
			"'5 d'");
		r->token.kind = T_BAD;
	}
	r->at += n;
}

/* '' inside a text is one '. */
static void read_text(struct reader *r)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	for (r->at++; *r->at && (*r->at != '\'' || r->at[1] == '\''); r->at++) {
		str_putc(&s, *r->at);
		r->at += *r->at == '\'';
	}
	r->token.kind = T_TEXT;
	r->token.text = arena_strdup(r->arena, str_c(&s));
	if (!*r->at) {
		fail(r, "a text is not closed; add a '");
		r->token.kind = T_BAD;
		return;
	}
	r->at++;
}

static void read_sign(struct reader *r)
{
	static const char *const signs[] = { "<=", ">=", "<>", "!=", "==", "<",
					     ">",  "=",  "(",  ")",  ",",  "+",
					     "-",  "*",  "/",  "%",  NULL };

	r->token.kind = T_BAD;
	if (text_starts(r->at, "--") || text_starts(r->at, "/*")) {
		fail(r, "a condition has no comments; write them above the "
			"rule, after #");
		return;
	}
	for (const char *const *s = signs; *s; s++)
		if (text_starts(r->at, *s)) {
			r->token.kind = T_SIGN;
			r->token.text = *s;
			r->at += strlen(*s);
			return;
		}
	if (*r->at == '"')
		fail(r, "texts stand in single quotes: 'quality'");
	else
		fail(r, "\"%.1s\" has no meaning in a condition; remove it",
		     (unsigned char)*r->at < 0x80 ? r->at : "?");
}

static void advance(struct reader *r)
{
	r->at += strspn(r->at, " \t\r\n");
	r->token = (struct token){ .column = (int)(r->at - r->start) + 1 };
	if (!*r->at)
		return;
	if (isdigit((unsigned char)*r->at))
		read_number(r);
	else if (isalpha((unsigned char)*r->at) || *r->at == '_')
		read_name(r);
	else if (*r->at == '\'')
		read_text(r);
	else
		read_sign(r);
}

static bool is_sign(const struct reader *r, const char *sign)
{
	return r->token.kind == T_SIGN && text_eq(r->token.text, sign);
}

static bool is_keyword(const struct reader *r, const char *word)
{
	return r->token.kind == T_NAME && text_eq(r->token.text, word);
}

static bool take_sign(struct reader *r, const char *sign)
{
	bool here = is_sign(r, sign);

	if (here)
		advance(r);
	return here;
}

static bool take_keyword(struct reader *r, const char *word)
{
	bool here = is_keyword(r, word);

	if (here)
		advance(r);
	return here;
}

/* -- the tree ----------------------------------------------------------------
 */

static struct node *node_new(struct reader *r, enum node_kind kind)
{
	struct node *n = arena_alloc(r->arena, sizeof *n);

	n->kind = kind;
	n->fact = -1;
	n->column = r->token.column;
	if (++r->nodes > EXPR_NODES_MAX)
		fail(r, "the condition is too long; split it into two rules");
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
		return fail(r,
			    "the condition nests deeper than %d; split it "
			    "into two rules",
			    EXPR_DEPTH_MAX);
	n = read_or(r);
	r->depth--;
	return n;
}

static struct node *read_list(struct reader *r, struct node *n)
{
	if (is_keyword(r, "select") || is_keyword(r, "values"))
		return fail(r, "a condition reads facts only; there is no "
			       "select");
	do {
		if (!add_child(n, read_inner(r)))
			return NULL;
	} while (take_sign(r, ","));
	if (!take_sign(r, ")"))
		return fail(r, "a ) is missing here");
	return n;
}

static struct node *read_call(struct reader *r, const char *name, int column)
{
	struct node *n = node_new(r, NODE_CALL);
	const char *near = text_nearest(name, functions);

	n->column = column;
	n->text = name;
	if (!is_in(functions, name)) {
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
		advance(r);
		return n;
	}
	if (is_in(keywords, name))
		return fail(r, "\"%s\" stands where a fact is expected", name);
	if (text_eq(name, "select"))
		return fail(r, "a condition reads facts only; there is no "
			       "select");
	advance(r);
	if (take_sign(r, "("))
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
		advance(r);
		return n;
	case T_TEXT:
		n = node_new(r, NODE_TEXT);
		n->text = r->token.text;
		advance(r);
		return n;
	case T_NAME:
		return read_named(r);
	case T_END:
		return fail(r, "the condition ends too early");
	default:
		break;
	}
	if (!take_sign(r, "("))
		return fail(r, "\"%s\" stands where a fact is expected",
			    r->token.text ? r->token.text : "");
	n = read_inner(r);
	if (n && !take_sign(r, ")"))
		return fail(r, "a ) is missing here");
	return n;
}

static struct node *unary(struct reader *r, const char *sign,
			  struct node *(*operand)(struct reader *))
{
	struct node *n = node_new(r, NODE_UNARY);

	n->text = sign;
	advance(r);
	if (++r->depth > EXPR_DEPTH_MAX)
		return fail(r, "the condition nests too deep");
	n = add_child(n, operand(r));
	r->depth--;
	return n;
}

static struct node *read_signed(struct reader *r)
{
	return is_sign(r, "-") ? unary(r, "-", read_signed) : read_value(r);
}

static struct node *binary(struct reader *r, struct node *left,
			   const char *sign,
			   struct node *(*right)(struct reader *))
{
	struct node *n = node_new(r, NODE_BINARY);

	n->text = sign;
	advance(r);
	return add_child(n, left) ? add_child(n, right(r)) : NULL;
}

/* One level of operators that bind alike, to the left. */
static struct node *chain(struct reader *r, const char *const *signs,
			  struct node *(*operand)(struct reader *))
{
	struct node *n = operand(r);

	while (n && (r->token.kind == T_SIGN || r->token.kind == T_NAME) &&
	       is_in(signs, r->token.text))
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

	advance(r);
	n->negated = take_keyword(r, "not");
	if (!take_keyword(r, "null"))
		return fail(r, "after \"is\" comes null or not null; compare "
			       "with =");
	return add_child(n, left);
}

static struct node *read_in(struct reader *r, struct node *left, bool negated)
{
	struct node *n = node_new(r, NODE_IN);

	advance(r);
	n->negated = negated;
	if (!take_sign(r, "("))
		return fail(r, "after \"in\" comes a list in brackets");
	return add_child(n, left) ? read_list(r, n) : NULL;
}

static struct node *read_between(struct reader *r, struct node *left,
				 bool negated)
{
	struct node *n = node_new(r, NODE_BETWEEN);

	advance(r);
	n->negated = negated;
	if (!add_child(n, left) || !add_child(n, read_sum(r)))
		return NULL;
	if (!take_keyword(r, "and"))
		return fail(r, "between takes two values: between 1 and 5");
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
	if (r->token.kind == T_SIGN && is_in(signs, r->token.text)) {
		n = binary(r, n, r->token.text, read_sum);
		if (n && r->token.kind == T_SIGN && is_in(signs, r->token.text))
			return fail(r, "comparisons do not chain; join them "
				       "with and");
		return n;
	}
	if (is_keyword(r, "is"))
		return read_is(r, n);
	negated = take_keyword(r, "not");
	if (is_keyword(r, "in"))
		return read_in(r, n, negated);
	if (is_keyword(r, "between"))
		return read_between(r, n, negated);
	return negated ? fail(r, "after \"not\" comes in or between here") : n;
}

static struct node *read_not(struct reader *r)
{
	return is_keyword(r, "not") ? unary(r, "not", read_not)
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
		fail(&r,
		     "the condition is over %d bytes; split it into two "
		     "rules",
		     EXPR_LENGTH_MAX);
	} else {
		advance(&r);
		n = read_or(&r);
		if (n && r.token.kind != T_END)
			fail(&r, "%s%s%s does not belong here",
			     r.token.text ? "\"" : "a value",
			     r.token.text ? r.token.text : "",
			     r.token.text ? "\"" : "");
	}
	if (!mine.code && n && expr_check(v, n, &mine) == 0)
		return n;
	*err = mine;
	return NULL;
}

/* -- as SQL ------------------------------------------------------------------
 */

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
