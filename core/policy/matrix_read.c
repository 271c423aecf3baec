/* matrix_read.c - compensation.conf, and every mistake in it.
 *
 * A row that can never be reached, and three levels that no row is for, are
 * mistakes: what the matrix leaves out is not given by anybody.
 * SPDX-License-Identifier: MIT */
#include "policy/matrix.h"
#include "policy/rule/rule.h"
#include "policy/rule/rule_example.h"

static const char *const axis_lists[AXES] = { "goods", "customers",
					      "severities" };
static const char *const axis_words[AXES] = { "goods", "customer", "severity" };
static const char *const services[] = { "standard", "express", NULL };

/* -- axes -- */

static int find_level(const struct level_list *l, const char *name)
{
	for (size_t i = 0; i < l->len; i++)
		if (text_eq(l->at[i].name, name))
			return (int)i;
	return -1;
}

static void read_level(struct level_list *l, const struct conf_node *g,
		       struct compiler *compiler)
{
	struct level one = { .name = conf_required(g, "name"),
			     .when = rule_condition(g, "when", compiler),
			     .line = conf_line(g) };

	if (find_level(l, one.name) >= 0)
		conf_mistake(g, "two levels are called \"%s\"", one.name);
	if (l->len >= LEVELS_MAX) {
		conf_mistake(g, "an axis has %d levels at most", LEVELS_MAX);
		return;
	}
	level_list_push(l, one);
}

static void read_axis(struct matrix *m, const struct conf_node *root,
		      enum axis axis, struct compiler *compiler)
{
	const struct conf_node *list = conf_get(root, axis_lists[axis]);
	int n = conf_count(list);

	if (!n)
		conf_mistake(
			root,
			"\"%s\" is missing; add %s = ( { name = \"any\"; } "
			");",
			axis_lists[axis], axis_lists[axis]);
	for (int i = 0; i < n; i++) {
		const struct conf_node *g = conf_at(list, i);

		if (!conf_is_group(g)) {
			conf_mistake(g, "a level is { name = ...; when = "
					"...; }");
			continue;
		}
		read_level(&m->axes[axis], g, compiler);
		if (!conf_get(g, "when") != (i == n - 1))
			conf_mistake(g, i == n - 1
						? "the last level is for the "
						  "rest; remove \"when\""
						: "only the last level is for "
						  "the rest; add \"when\"");
		conf_unknown(g, NULL);
	}
}

/* -- rows -- */

static uint32_t level_bit(const struct matrix *m, const struct conf_node *node,
			  enum axis axis, const char *word)
{
	const char *names[LEVELS_MAX + 1] = { NULL };
	const struct level_list *l = &m->axes[axis];
	int i = find_level(l, word);
	const char *near;

	if (i >= 0)
		return UINT32_C(1) << i;
	for (size_t n = 0; n < l->len; n++)
		names[n] = l->at[n].name;
	near = text_nearest(word, names);
	conf_mistake(node, "\"%.40s\" is no level of \"%s\"%s%s%s", word,
		     axis_lists[axis], near ? "; did you mean \"" : "",
		     near ? near : "", near ? "\"?" : "");
	return 0;
}

uint32_t matrix_levels(const struct matrix *m, const struct conf_node *g,
		       enum axis axis)
{
	const struct conf_node *node = conf_get(g, axis_words[axis]);
	const char *self = conf_self_text(node);
	uint32_t bits = 0;

	if (!node)
		return UINT32_MAX;
	if (self)
		return level_bit(m, node, axis, self);
	for (int i = 0; i < conf_count(node); i++) {
		const char *word = conf_self_text(conf_at(node, i));

		if (word)
			bits |= level_bit(m, node, axis, word);
	}
	return bits;
}

static bool is_less(const struct share *a, const struct share *b)
{
	if (a->points && b->points)
		return a->points < b->points;
	return text_eq(a->amount.currency, b->amount.currency) &&
	       money_given(a->amount) && a->amount.minor < b->amount.minor;
}

static void read_refund(struct matrix_row *r, const struct conf_node *g)
{
	const struct conf_node *node = conf_get(g, "refund");
	const char *self = conf_self_text(node);
	const char *from, *to;

	if (!node)
		return;
	from = self ? self : conf_self_text(conf_at(node, 0));
	to = self ? self : conf_self_text(conf_at(node, 1));
	if (!from || !to || (!self && conf_count(node) != 2)) {
		conf_mistake(node,
			     "\"refund\" is a share, or two of them from the "
			     "least to the most: [ \"10 %%\", \"30 %%\" ]");
		return;
	}
	r->least = share_read(node, from);
	r->most = self ? r->least : share_read(node, to);
	if (!self && !is_less(&r->least, &r->most))
		conf_mistake(node, "a range goes from less to more, both "
				   "percentages or both of one currency");
}

static void read_row(struct matrix *m, const struct conf_node *g)
{
	int service = conf_choice(g, "reship", services, -1);
	struct matrix_row r = { .name = conf_required(g, "name"),
				.line = conf_line(g),
				.open = conf_flag(g, "open", false),
				.reship =
					service < 0 ? "" : services[service] };

	for (int a = 0; a < AXES; a++)
		r.levels[a] = matrix_levels(m, g, (enum axis)a);
	read_refund(&r, g);
	r.coupon = share_coupon(g);
	if (r.least.given && *r.reship)
		conf_mistake(g, "a row gives the money or the goods again, not "
				"both");
	if (r.open && (r.least.given || r.coupon.given || *r.reship))
		conf_mistake(g, "an open row gives nothing by itself; remove "
				"\"open\" or what it gives");
	for (size_t i = 0; i < m->rows.len; i++)
		if (text_eq(m->rows.at[i].name, r.name))
			conf_mistake(g, "two rows are called \"%s\"", r.name);
	matrix_rows_push(&m->rows, r);
}

/* -- is every matter somebody's -- */

#define GAPS_TOLD 3

struct cover {
	uint32_t reached; /* bits by row, of the first 32 */
	int gaps;
};

static void cover_one(const struct matrix *m, const struct conf_node *root,
		      const int at[AXES], struct cover *c)
{
	for (size_t i = 0; i < m->rows.len; i++) {
		const struct matrix_row *r = &m->rows.at[i];

		if ((r->levels[0] >> at[0] & 1) &&
		    (r->levels[1] >> at[1] & 1) &&
		    (r->levels[2] >> at[2] & 1)) {
			c->reached |= i < 32 ? UINT32_C(1) << i : 0;
			return;
		}
	}
	if (c->gaps++ < GAPS_TOLD)
		conf_mistake(root,
			     "no row is for goods \"%s\", customer \"%s\", "
			     "severity \"%s\"; add one, or a last row with "
			     "open = true;",
			     matrix_level(m, AXIS_GOODS, at[0]),
			     matrix_level(m, AXIS_CUSTOMER, at[1]),
			     matrix_level(m, AXIS_SEVERITY, at[2]));
}

static void check_cover(const struct matrix *m, const struct conf_node *rows)
{
	struct cover c = { 0 };
	int at[AXES];

	for (at[0] = 0; (size_t)at[0] < m->axes[0].len; at[0]++)
		for (at[1] = 0; (size_t)at[1] < m->axes[1].len; at[1]++)
			for (at[2] = 0; (size_t)at[2] < m->axes[2].len; at[2]++)
				cover_one(m, rows, at, &c);
	for (size_t i = 0; i < m->rows.len && i < 32; i++)
		if (!(c.reached >> i & 1))
			conf_mistake(conf_at(rows, (int)i),
				     "row \"%s\" is never reached: rows before "
				     "it are for the same; move or remove it",
				     m->rows.at[i].name);
}

static void read_rows(struct matrix *m, const struct conf_node *root)
{
	const struct conf_node *list = conf_get(root, "rows");

	for (int i = 0; i < conf_count(list); i++) {
		const struct conf_node *g = conf_at(list, i);

		if (!conf_is_group(g)) {
			conf_mistake(g, "a row is { name = ...; refund = ...; "
					"}");
			continue;
		}
		read_row(m, g);
		conf_unknown(g, NULL);
	}
	if (!m->rows.len)
		conf_mistake(root, "\"rows\" is missing; add rows = ( { name = "
				   "\"anything\"; open = true; } );");
	else if (m->rows.len == (size_t)conf_count(list))
		check_cover(m, list);
}

/* -- examples -- */

static void run_example(const struct matrix *m, const struct conf_node *g,
			const struct vocabulary *v)
{
	struct fact_values values = { .of = v };
	struct arena arena = ARENA_INIT;
	const char *wanted = conf_text(g, "row", ""), *why;
	const struct matrix_row *r;
	int levels[AXES];

	rule_example_facts(&values, g, "row");
	r = matrix_find(m, &values, &arena, levels, &why);
	if (!text_eq(r ? r->name : "", wanted))
		conf_mistake(g,
			     "row \"%s\" holds here%s%s, and the example says "
			     "\"%s\"; correct one of them",
			     r ? r->name : "", *why ? ", " : "", why, wanted);
	arena_release(&arena);
}

static void run_examples(const struct matrix *m, const struct conf_node *root,
			 const struct vocabulary *v)
{
	const struct conf_node *list = conf_get(root, "examples");

	for (int i = 0; i < conf_count(list); i++) {
		const struct conf_node *g = conf_at(list, i);

		if (conf_is_group(g))
			run_example(m, g, v);
		else
			conf_mistake(g, "an example is { issue = \"quality\"; "
					"row = \"...\"; }");
	}
}

/* -- returns -- */

static void read_returns(struct matrix *m, const struct conf_node *root)
{
	const struct conf_node *list = conf_get(root, "returns");

	for (int i = 0; i < conf_count(list); i++) {
		const struct conf_node *g = conf_at(list, i);
		struct return_rule r = { .shop = conf_text(g, "shop", ""),
					 .below = conf_money(g, "below") };

		if (!money_given(r.below) && !conf_get(g, "below"))
			conf_mistake(g, "\"below\" is missing; add below = "
					"\"200.00 USD\";");
		if (conf_is_group(g))
			conf_unknown(g, NULL);
		return_rules_push(&m->returns, r);
	}
}

void matrix_read(struct matrix *m, struct conf *c, struct compiler *compiler,
		 const struct vocabulary *v, struct arena *arena)
{
	const struct conf_node *root = conf_root(c);

	m->there = true;
	for (int a = 0; a < AXES; a++)
		read_axis(m, root, (enum axis)a, compiler);
	read_rows(m, root);
	run_examples(m, root, v);
	read_returns(m, root);
	m->untold_worth = conf_money(root, "untold_worth");
	costs_read(m, conf_get(root, "costs"), arena);
	conf_unknown(root, NULL);
}
