/* expr_fuzz.c - conditions: what SQLite makes of one against a walk over the
 * checked tree.
 *
 * An input is a condition, then lines "fact number": of a word its place in
 * the closed list. What no line names is unknown.
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "policy/rule/compile.h"
#include "policy/rule/expr.h"

static struct vocabulary facts;

static void load(void)
{
	static struct mistakes m;
	struct conf *c = conf_open("policy/facts.conf", &m);

	if (!c)
		fuzz_fail("%s", m.list.at[0]);
	vocabulary_read(&facts, c);
	conf_close(c);
}

/* -- the slow way -- */

struct val {
	bool known;
	const char *text; /* of a word */
	int64_t n;
};
#define UNKNOWN ((struct val){ 0 })

static bool overflow; /* SQLite goes on with fractions: not compared */
static struct arena arena;

static struct val num(int64_t n)
{
	return (struct val){ .known = true, .n = n };
}

static struct val eval(const struct node *n, const struct fact_values *v);

static struct val of_fact(const struct fact_value *f)
{
	return f->known ? (struct val){ true, f->word, f->number } : UNKNOWN;
}

static int compare(struct val a, struct val b)
{
	if (a.text)
		return strcmp(a.text, b.text);
	return (a.n > b.n) - (a.n < b.n);
}

static struct val is_so(const char *sign, struct val a, struct val b)
{
	int c;

	if (!a.known || !b.known)
		return UNKNOWN;
	c = compare(a, b);
	if (*sign == '<')
		return num(sign[1] == '>' ? c != 0 : c < 0 || (sign[1] && !c));
	if (*sign == '>')
		return num(c > 0 || (sign[1] && !c));
	return num(*sign == '!' ? c != 0 : c == 0);
}

/* and, or; `end` decides whatever the other is. */
static struct val both(struct val a, struct val b, bool end)
{
	if ((a.known && (a.n != 0) == end) || (b.known && (b.n != 0) == end))
		return num(end);
	return a.known && b.known ? num(!end) : UNKNOWN;
}

static struct val reckon(char sign, struct val a, struct val b)
{
	int64_t out = 0;
	bool over = false;

	if (!a.known || !b.known || (strchr("/%", sign) && !b.n))
		return UNKNOWN;
	if (sign == '+')
		over = __builtin_add_overflow(a.n, b.n, &out);
	else if (sign == '-')
		over = __builtin_sub_overflow(a.n, b.n, &out);
	else if (sign == '*')
		over = __builtin_mul_overflow(a.n, b.n, &out);
	else if (b.n == -1)
		over = __builtin_sub_overflow(0, sign == '/' ? a.n : 0, &out);
	else
		out = sign == '/' ? a.n / b.n : a.n % b.n;
	overflow |= over;
	return num(out);
}

static struct val binary(const struct node *n, const struct fact_values *v)
{
	struct val a = eval(n->first, v), b = eval(n->first->next, v);

	if (*n->text == 'a' || *n->text == 'o')
		return both(a, b, *n->text == 'o');
	return strchr("+-*/%", *n->text) ? reckon(*n->text, a, b)
					 : is_so(n->text, a, b);
}

static struct val in(const struct node *n, const struct fact_values *v)
{
	struct val left = eval(n->first, v), any = num(0);

	for (const struct node *c = n->first->next; c; c = c->next)
		any = both(any, is_so("=", left, eval(c, v)), true);
	return any;
}

static struct val between(const struct node *n, const struct fact_values *v)
{
	struct val a = eval(n->first, v);

	return both(is_so(">=", a, eval(n->first->next, v)),
		    is_so("<=", a, eval(n->first->next->next, v)), false);
}

static struct val text_call(const char *name, struct val a, struct val b)
{
	const char *at;
	char *low;

	if (!a.known)
		return UNKNOWN;
	if (*name == 'i') {
		at = strstr(a.text, b.text);
		return num(at ? (int64_t)utf8_count(a.text,
						    (size_t)(at - a.text)) +
					   1
			      : 0);
	}
	if (text_eq(name, "length"))
		return num((int64_t)utf8_count(a.text, strlen(a.text)));
	low = arena_strdup(&arena, a.text);
	for (char *c = low; *c; c++)
		*c = (char)(*c >= 'A' && *c <= 'Z' ? *c + 32 : *c);
	return (struct val){ .known = true, .text = low };
}

static struct val call(const struct node *n, const struct fact_values *v)
{
	struct val best = eval(n->first, v);

	if (text_eq(n->text, "abs")) {
		struct val minus = reckon('-', num(0), best);

		return best.known && best.n < 0 ? minus : best;
	}
	if (text_eq(n->text, "lower") || text_eq(n->text, "length") ||
	    text_eq(n->text, "instr"))
		return text_call(n->text, best,
				 n->first->next ? eval(n->first->next, v)
						: UNKNOWN);
	for (const struct node *c = n->first->next; c; c = c->next) {
		struct val next = eval(c, v);

		if (*n->text != 'm')
			best = best.known ? best : next;
		else if (!best.known || !next.known)
			best = UNKNOWN;
		else if (compare(next, best) * (n->text[1] == 'a' ? 1 : -1) > 0)
			best = next;
	}
	return best;
}

static struct val negate(struct val a, bool negated)
{
	return a.known && negated ? num(!a.n) : a;
}

static struct val eval(const struct node *n, const struct fact_values *v)
{
	switch (n->kind) {
	case NODE_NUMBER:
		return num(n->number);
	case NODE_TEXT:
	case NODE_WORD:
		return (struct val){ .known = true, .text = n->text };
	case NODE_NULL:
		return UNKNOWN;
	case NODE_FACT:
		return of_fact(&v->at[n->fact]);
	case NODE_UNARY:
		return *n->text == 'n' ? negate(eval(n->first, v), true)
				       : reckon('-', num(0), eval(n->first, v));
	case NODE_BINARY:
		return binary(n, v);
	case NODE_IN:
		return negate(in(n, v), n->negated);
	case NODE_BETWEEN:
		return negate(between(n, v), n->negated);
	case NODE_IS_NULL:
		return num(eval(n->first, v).known == n->negated);
	default:
		return call(n, v);
	}
}

/* -- an input -- */

static void set_facts(struct fact_values *v, struct fuzz_text *t)
{
	char *line, name[64];
	long long n;

	*v = (struct fact_values){ .of = &facts };
	while ((line = fuzz_line(t))) {
		int at = sscanf(line, "%63s %lld", name, &n) == 2
				 ? fact_find(&facts, name)
				 : -1;
		const struct fact_kind *k = at < 0 ? NULL : &facts.kinds.at[at];
		int words = 0;

		while (k && k->type == FACT_WORD && k->words[words])
			words++;
		free(line);
		if (!k || (k->type == FACT_WORD && !words))
			continue;
		if (words)
			n = (long long)((unsigned long long)n %
					(unsigned)words);
		v->at[at] = (struct fact_value){
			.known = true,
			.number = k->type == FACT_FLAG ? n & 1 : n,
			.word = words ? k->words[n] : NULL
		};
	}
}

/* What SQLite gets without our own reader still is one value of the facts; ?1
 * is the first of those. */
static void gate(struct compiler *compiler, const char *text)
{
	struct err err = { 0 };
	bool quoted = false;

	if (compiler_gate(compiler, text, &err)) {
		fuzz_sentence(&err);
		return;
	}
	if (strpbrk(text, "\"[`") || strstr(text, "--") || strstr(text, "/*"))
		return;
	for (const char *c = text; *c; c++) {
		quoted ^= *c == '\'';
		FUZZ_HOLDS(quoted || !strchr(";@$:", *c),
			   "the gate lets %s pass", text);
	}
}

static void differ(struct compiler *compiler, const char *text,
		   struct fuzz_text *values)
{
	struct err err = { 0 }, why = { 0 };
	struct node *tree = expr_parse(&facts, text, &arena, &err);
	struct condition *c = condition_compile(compiler, text, &why);
	struct fact_values v;
	struct val right;
	int holds;

	FUZZ_HOLDS(!c == !tree, "%s: read: %s; compiled: %s", text, err.text,
		   why.text);
	if (!tree) {
		fuzz_sentence(&err);
		return;
	}
	set_facts(&v, values);
	overflow = false;
	right = eval(tree, &v);
	holds = condition_holds(c, &v);
	FUZZ_HOLDS(overflow || holds == (right.known ? right.n != 0 : -1),
		   "%s holds: SQLite says %d, the tree %d", text, holds,
		   right.known ? right.n != 0 : -1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_text t = { (const char *)data, (const char *)data + size };
	CLEANUP(free_ptr) char *text = fuzz_line(&t);
	struct compiler *compiler;
	struct err err = { 0 };

	if (!text || utf8_check(text, strlen(text)) >= 0)
		return -1; /* no configuration file gives such a text */
	if (!facts.kinds.len)
		load();
	compiler = compiler_new(&facts, &err);
	if (!compiler)
		fuzz_fail("%s", err.text);
	gate(compiler, text);
	differ(compiler, text, &t);
	compiler_free(compiler);
	arena_release(&arena);
	return 0;
}
