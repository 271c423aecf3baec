/* limit.c - see limit.h.
 * SPDX-License-Identifier: MIT */
#include "desk/money/limit.h"

#include "base/when.h"
#include "desk/money/worth.h"
#include "desk/people/role.h"

bool limit_applies(struct desk *d, const struct action *a, struct money *worth)
{
	enum giving gives = worth_of(d, a, worth);

	if (gives == GIVES_UNTOLD)
		*worth = (struct money){ 0 };
	return gives != GIVES_NOTHING;
}

/* An amount in the currency of a limit: by the policy's rates, or not at all.
 */
static int in_currency(struct desk *d, struct money m, const char *currency,
		       struct money *out, struct err *err)
{
	if (text_eq(m.currency, currency)) {
		*out = m;
		return 0;
	}
	if (!d->brain->convert)
		return err_set(err, ERR_DATA, "there is no rate of %s",
			       m.currency);
	return d->brain->convert(d->brain, m, currency, d->tx.cmd->at, out,
				 err);
}

static struct rows spent_by_agent(struct desk *d, int64_t but,
				  const char *agent, int64_t since)
{
	return rows_query(d->db,
			  "SELECT worth_currency, sum(worth) FROM (SELECT "
			  "worth, worth_currency FROM actions WHERE "
			  "approved_by = ?1 AND approved >= ?2 AND worth IS "
			  "NOT NULL AND id <> ?3 AND state NOT IN (8, 11, 12) "
			  "UNION ALL SELECT worth, worth_currency FROM tasks "
			  "WHERE approved_by = ?1 AND approved >= ?2 AND worth "
			  "IS NOT NULL AND state IN (1, 2)) GROUP BY 1 ORDER "
			  "BY 1",
			  "sii", agent, since, but);
}

/* What rules spent by themselves: what waits for a person is not spent. */
static struct rows spent_by_rules(struct desk *d, const char *rule,
				  int64_t since)
{
	return rows_query(d->db,
			  "SELECT worth_currency, sum(worth) FROM actions "
			  "WHERE automatic = 1 AND worth IS NOT NULL AND "
			  "planned >= ?1 AND approved_by IS NULL AND "
			  "state NOT IN (2, 8, 11, 12) AND (?2 IS NULL OR "
			  "rule = ?2) GROUP BY 1 ORDER BY 1",
			  "is", since, rule);
}

int limit_sum(struct desk *d, struct rows rows, struct money plus,
	      const char *currency, struct money *out, struct err *err)
{
	CLEANUP(rows_release) struct rows r = rows;
	struct money one, part = { 0 };

	if (in_currency(d, plus, currency, out, err))
		return -1;
	while (rows_next(&r)) {
		one = (struct money){ .minor = rows_i64(&r, 1) };
		snprintf(one.currency, sizeof one.currency, "%s",
			 rows_text(&r, 0));
		if (in_currency(d, one, currency, &part, err) ||
		    money_add(out, *out, part, err))
			return -1;
	}
	return rows_end(&r, err);
}

/* Who gives it away: an agent, one rule, or all rules together. */
struct giver {
	const char *agent, *rule, *name;
	bool by_task; /* somebody does it by hand */
};

static struct rows spent_by(struct desk *d, int64_t but,
			    const struct giver *who)
{
	int64_t day = d->tx.cmd->at - d->tx.cmd->at % DAY_MS;

	return who->agent ? spent_by_agent(d, but, who->agent, day)
			  : spent_by_rules(d, who->rule, day);
}

/* No rate, no cover: then an owner must say yes. A sum that could not be read
 * is neither. */
static int not_comparable(const struct giver *who, const struct err *why,
			  struct err *err)
{
	if (why->code != ERR_DATA) {
		*err = *why;
		return -1;
	}
	return err_set(err, ERR_DENIED,
		       "the amount cannot be compared with the limit of %s: "
		       "%s; an owner must approve it",
		       who->name, why->text);
}

static int over_day(struct desk *d, int64_t but, struct money amount,
		    const struct giver *who, struct money limit,
		    struct err *err)
{
	struct money sum = { 0 };
	struct err why = { 0 };

	if (!money_given(limit))
		return 0;
	if (limit_sum(d, spent_by(d, but, who), amount, limit.currency, &sum,
		      &why))
		return not_comparable(who, &why, err);
	if (money_cmp(sum, limit) <= 0)
		return 0;
	return err_set(err, ERR_DENIED, "%s has reached the limit of this day",
		       who->name);
}

static int exceeded(struct desk *d, int64_t but, struct money worth,
		    const struct giver *who, const struct limits *l,
		    struct err *err)
{
	CLEANUP(str_release) struct str limit = STR_INIT;
	struct err why = { 0 };
	struct money amount = { 0 };

	if (!money_given(worth))
		return err_set(err, ERR_DENIED,
			       "what it is worth cannot be told; an owner must "
			       "approve it");
	if (!money_given(l->per_action))
		return err_set(err, ERR_DENIED,
			       "%s has no limit in the manifest and may not "
			       "approve money",
			       who->name);
	if (in_currency(d, worth, l->per_action.currency, &amount, &why))
		return not_comparable(who, &why, err);
	money_put(&limit, l->per_action);
	if (money_cmp(amount, l->per_action) > 0)
		return err_set(err, ERR_DENIED, "%s may approve up to %s %s %s",
			       who->name, str_c(&limit), l->per_action.currency,
			       who->by_task ? "a task" : "an action");
	return over_day(d, but, worth, who, l->per_day, err);
}

/* -- people -- */

/* Above the four-eyes limit, or when that cannot be told, somebody else. */
static bool four_eyes(struct desk *d, struct money worth,
		      const struct limits *l)
{
	struct money amount = { 0 };
	struct err why = { 0 };

	if (!money_given(l->four_eyes_above))
		return false;
	return !money_given(worth) ||
	       in_currency(d, worth, l->four_eyes_above.currency, &amount,
			   &why) ||
	       money_cmp(amount, l->four_eyes_above) > 0;
}

int limit_may_approve(struct desk *d, const struct approval *yes,
		      struct err *err)
{
	const char *by = d->tx.cmd->by, *role = "";
	const struct giver who = { .agent = by,
				   .name = by,
				   .by_task = !yes->action };
	struct limits limits = { 0 };

	if (role_agents_only(d, "approve; an agent must", err))
		return -1;
	if (!yes->gives)
		return 0;
	d->brain->agent(d->brain, by, &role, &limits);
	if (four_eyes(d, yes->worth, &limits) && text_eq(yes->proposed_by, by))
		return err_set(err, ERR_DENIED,
			       "above the four-eyes limit somebody else than "
			       "%s must approve",
			       by);
	return text_eq(role, "owner") ? 0
				      : exceeded(d, yes->action, yes->worth,
						 &who, &limits, err);
}

/* -- rules by themselves -- */

static const struct giver any_rule = { .name = "a rule by itself" };

#define GIVEN_IN(table, same)                                            \
	"(SELECT count(*) FROM orders mine CROSS JOIN orders o ON " same \
	" CROSS JOIN " table " a ON a.shop = o.shop AND a.order_ref = "  \
	"o.ref WHERE mine.shop = ?1 AND mine.ref = ?2 AND a.worth IS "   \
	"NOT NULL AND "
#define GIVEN(same)                                                 \
	"SELECT " GIVEN_IN("actions",                               \
			   same) "a.planned > ?3 AND a.state "      \
				 "NOT IN (8, 11, 12)) + " GIVEN_IN( \
					 "tasks",                   \
					 same) "a.\"set\" > ?3 "    \
					       "AND a.state IN (1, 2))"

/* How often its buyer was given something in the last 30 days: by the account
 * there, or the address of who has none. */
static int given_to_buyer(struct desk *d, const struct action *a, int64_t *n,
			  struct err *err)
{
	static const char by_account[] =
		GIVEN("o.shop = mine.shop AND o.buyer_ref = mine.buyer_ref");
	static const char by_address[] =
		GIVEN("lower(o.email) = lower(mine.email) AND o.shop = "
		      "mine.shop");
	int64_t who;

	if (db_ask(d->db, &who, 0, err,
		   "SELECT CASE WHEN buyer_ref IS NOT NULL THEN 1 WHEN email "
		   "IS NOT NULL THEN 2 END FROM orders WHERE shop = ?1 AND "
		   "ref = ?2",
		   "is", a->shop, a->order_ref))
		return -1;
	*n = INT64_MAX; /* of somebody unknown nobody can tell */
	return !who ? 0
		    : db_ask(d->db, n, 0, err,
			     who == 1 ? by_account : by_address, "isi", a->shop,
			     a->order_ref, d->tx.cmd->at - 30 * DAY_MS);
}

static int too_often(struct desk *d, const struct action *a,
		     const struct limits *l, struct err *err)
{
	int64_t n;

	if (!l->per_buyer)
		return 0;
	if (given_to_buyer(d, a, &n, err))
		return -1;
	if (n == INT64_MAX)
		return err_set(err, ERR_DENIED,
			       "nobody knows whose order that is, and a rule "
			       "gives each buyer only so much; a person "
			       "decides");
	return n < l->per_buyer
		       ? 0
		       : err_set(err, ERR_DENIED,
				 "this buyer was given something %lld times in "
				 "30 days already; a person decides",
				 (long long)n);
}

int limit_of_rules(struct desk *d, const struct action *a, struct err *why)
{
	struct giver rule = { .rule = a->rule };
	struct limits limits = { 0 };
	struct money worth;

	if (!limit_applies(d, a, &worth))
		return 0;
	d->brain->rule_limits(d->brain, NULL, &limits);
	if (exceeded(d, 0, worth, &any_rule, &limits, why) ||
	    too_often(d, a, &limits, why))
		return -1;
	if (text_blank(a->rule) ||
	    !d->brain->rule_limits(d->brain, a->rule, &limits))
		return 0;
	rule.name = arena_printf(&d->arena, "the rule \"%s\"", a->rule);
	return exceeded(d, 0, worth, &rule, &limits, why) ||
			       too_often(d, a, &limits, why)
		       ? -1
		       : 0;
}

bool limit_rule_allows(struct desk *d, struct money worth)
{
	struct limits limits = { 0 };
	struct err why = { 0 };

	if (!d->brain)
		return false;
	d->brain->rule_limits(d->brain, NULL, &limits);
	limits.per_day = (struct money){ 0 };
	return exceeded(d, 0, worth, &any_rule, &limits, &why) == 0;
}
