/* limit.c - see limit.h.
 * SPDX-License-Identifier: MIT */
#include "desk/limit.h"

#include "base/when.h"

/* A code of a percentage can be used for any order to come; it is measured on
 * the one it follows, and a large one only by an owner. */
#define PERCENT_MAX 30

static struct money part_of_order(struct desk *d, const struct action *a,
				  int64_t percent)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   "SELECT total, total_currency FROM orders "
				   "WHERE shop = ?1 AND ref = ?2 AND "
				   "total_currency IS NOT NULL",
				   "is", a->shop, a->order_ref);
	struct money worth = { 0 };
	int64_t total;

	if (percent > PERCENT_MAX || !rows_next(&r))
		return worth;
	total = rows_i64(&r, 0);
	worth.minor = total / 100 * percent + total % 100 * percent / 100;
	snprintf(worth.currency, sizeof worth.currency, "%s", rows_text(&r, 1));
	return worth;
}

bool limit_applies(struct desk *d, const struct action *a, struct money *worth)
{
	CLEANUP(json_free_ptr) cJSON *args = NULL;
	struct err err = { 0 };
	int64_t percent;

	*worth = a->amount;
	if (money_given(a->amount))
		return true;
	if (!a->args || !*a->args)
		return false;
	args = json_parse(a->args, strlen(a->args), &err);
	percent = args ? json_i64(args, "percent", 0) : 0;
	if (percent <= 0)
		return false;
	*worth = part_of_order(d, a, percent);
	return true;
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
			  "SELECT worth_currency, sum(worth) FROM actions "
			  "WHERE approved_by = ?1 AND approved >= ?2 AND "
			  "worth IS NOT NULL AND id <> ?3 AND "
			  "state NOT IN (8, 11, 12) GROUP BY 1 ORDER BY 1",
			  "sii", agent, since, but);
}

/* What rules spent by themselves: what waits for a person is not spent. */
static struct rows spent_by_rules(struct desk *d, int64_t since)
{
	return rows_query(d->db,
			  "SELECT worth_currency, sum(worth) FROM actions "
			  "WHERE automatic = 1 AND worth IS NOT NULL AND "
			  "planned >= ?1 AND approved_by IS NULL AND "
			  "state NOT IN (2, 8, 11, 12) GROUP BY 1 ORDER BY 1",
			  "i", since);
}

/* What somebody spent since the start of the UTC day, in one currency. */
static int spent_today(struct desk *d, int64_t but, const char *agent,
		       const char *currency, struct money *sum, struct err *err)
{
	int64_t day = d->tx.cmd->at - d->tx.cmd->at % DAY_MS;
	CLEANUP(rows_release)
	struct rows r = agent ? spent_by_agent(d, but, agent, day)
			      : spent_by_rules(d, day);
	struct money one, part = { 0 };

	*sum = (struct money){ 0 };
	snprintf(sum->currency, sizeof sum->currency, "%s", currency);
	while (rows_next(&r)) {
		one = (struct money){ .minor = rows_i64(&r, 1) };
		snprintf(one.currency, sizeof one.currency, "%s",
			 rows_text(&r, 0));
		if (in_currency(d, one, currency, &part, err) ||
		    money_add(sum, *sum, part, err))
			return -1;
	}
	return rows_end(&r, err);
}

static const char *name_of(const char *agent)
{
	return agent ? agent : "a rule by itself";
}

/* No rate, no cover: then an owner must say yes. */
static int not_comparable(const char *agent, const struct err *why,
			  struct err *err)
{
	return err_set(err, ERR_DENIED,
		       "the amount cannot be compared with the limit of %s: "
		       "%s; an owner must approve it",
		       name_of(agent), why->text);
}

static int over_day(struct desk *d, int64_t but, struct money amount,
		    const char *agent, struct money limit, struct err *err)
{
	struct money spent = { 0 }, now = { 0 };
	struct err why = { 0 };

	if (!money_given(limit))
		return 0;
	if (in_currency(d, amount, limit.currency, &now, &why) ||
	    spent_today(d, but, agent, limit.currency, &spent, &why) ||
	    money_add(&now, now, spent, &why))
		return not_comparable(agent, &why, err);
	if (money_cmp(now, limit) <= 0)
		return 0;
	return err_set(err, ERR_DENIED, "%s has reached the limit of this day",
		       name_of(agent));
}

int limit_exceeded(struct desk *d, int64_t but, struct money worth,
		   const char *agent, const struct limits *l, struct err *err)
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
			       name_of(agent));
	if (in_currency(d, worth, l->per_action.currency, &amount, &why))
		return not_comparable(agent, &why, err);
	money_put(&limit, l->per_action);
	if (money_cmp(amount, l->per_action) > 0)
		return err_set(
			err, ERR_DENIED, "%s may approve up to %s %s an action",
			name_of(agent), str_c(&limit), l->per_action.currency);
	return over_day(d, but, worth, agent, l->per_day, err);
}

bool limit_rule_allows(struct desk *d, struct money worth)
{
	struct limits limits = { 0 };
	struct err why = { 0 };

	if (!d->brain)
		return false;
	d->brain->rule_limits(d->brain, &limits);
	limits.per_day = (struct money){ 0 };
	return limit_exceeded(d, 0, worth, NULL, &limits, &why) == 0;
}

/* Above the four-eyes limit, or when that cannot be told, somebody else. */
bool limit_four_eyes(struct desk *d, struct money worth, const struct limits *l)
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
