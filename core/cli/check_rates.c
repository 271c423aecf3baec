/* check_rates.c - rates that are too old: no mistake, but a seller must know
 * (check_warn.h).
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "base/when.h"
#include "cli/check_warn.h"
#include "cli/cli.h"

#define DAILY_LIST \
	"https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml"

char *rates_command(const char *policy)
{
	CLEANUP(free_ptr) char *tool = cli_program(NULL, "rates");

	/* In the sources it is no program of the build. */
	return xasprintf("curl -sf " DAILY_LIST " | sh %s >%s/rates.new && mv "
			 "%s/rates.new %s/rates.conf",
			 file_exists(tool) ? tool : "tools/rates", policy,
			 policy, policy);
}

int64_t rates_oldest(const struct rates *r)
{
	int64_t date = INT64_MAX;

	for (size_t i = 0; i < r->list.len; i++)
		if (r->list.at[i].date < date)
			date = r->list.at[i].date;
	return date;
}

static bool is_old(const struct rates *r, const char *currency, int64_t now)
{
	for (size_t i = 0; i < r->list.len; i++)
		if (text_eq(r->list.at[i].currency, currency))
			return r->list.at[i].date <
			       now - RATE_AGE_DAYS * DAY_MS;
	return true;
}

/* The currencies that an amount in `limit` says nothing about. */
static void put_uncovered(struct str *s, const struct rates *r,
			  const char *limit, int64_t now)
{
	bool all = is_old(r, limit, now);

	for (size_t i = 0; i < r->list.len; i++) {
		const char *currency = r->list.at[i].currency;

		if (!text_eq(currency, limit) &&
		    (all || is_old(r, currency, now)))
			str_printf(s, "%s%s", s->len ? ", " : "", currency);
	}
}

/* The first limit that is told; "USD" stands in what init writes. */
static const char *limit_currency(const struct manifest *m)
{
	for (size_t i = 0; i < m->limits.len; i++)
		if (*m->limits.at[i].limits.per_action.currency)
			return m->limits.at[i].limits.per_action.currency;
	return "USD";
}

static const struct conf_node *rates_date(const struct policy *p)
{
	for (size_t i = 0; i < p->files.len; i++)
		if (text_eq(p->files.at[i].name, "rates.conf"))
			return conf_get(conf_root(p->files.at[i].conf), "date");
	return NULL;
}

void check_warn_rates(const struct manifest *m, struct brain_of *b,
		      struct mistakes *warnings)
{
	CLEANUP(str_release) struct str others = STR_INIT;
	CLEANUP(free_ptr) char *command = rates_command(m->policy);
	const struct policy *p = brain_policy(b);
	const struct conf_node *date = rates_date(p);
	const char *limit = limit_currency(m);
	int64_t now = clock_now();

	put_uncovered(&others, &p->rates, limit, now);
	if (date && others.len)
		mistake(warnings, conf_file(date), conf_line(date),
			"rates.conf is %lld days old, and rates of more than "
			"%d are not used: limits in %s do not cover %s or any "
			"other currency, and rules see no order_total in "
			"them; put in newer rates: %s",
			(long long)((now - rates_oldest(&p->rates)) / DAY_MS),
			RATE_AGE_DAYS, limit, str_c(&others), command);
}
