/* doctor.c - whether all is as it should be.
 * SPDX-License-Identifier: MIT */
#include <unistd.h>

#include "base/harden.h"
#include "base/when.h"
#include "cli/cli.h"
#include "cli/show.h"
#include "host/control.h"
#include "policy/policy.h"

struct invariant {
	const char *what, *sql;
};
static const struct invariant invariants[] = {
	{ "an action in no legal state",
	  "SELECT id FROM actions WHERE state IS NULL OR state < 1 OR state > "
	  "12" },
	{ "an action that was sent without an attempt",
	  "SELECT id FROM actions WHERE state = 5 AND "
	  "coalesce(attempts, 0) = 0" },
	{ "a settled action without a moment",
	  "SELECT id FROM actions WHERE state = 7 AND settled IS NULL" },
	{ "two refunds of one intent under way",
	  "SELECT min(id) FROM actions WHERE state NOT IN (8, 11, 12) GROUP BY "
	  "intent HAVING count(*) > 1" },
	{ "an open deadline of a closed ticket",
	  "SELECT d.id FROM deadlines d JOIN tickets t ON t.id = d.ticket "
	  "WHERE d.state = 1 AND t.state = 3 AND d.action IS NULL" },
	{ "a ticket in no legal state",
	  "SELECT id FROM tickets WHERE state IS NULL OR state < 1 OR state > "
	  "3 OR tier IS NULL" },
	{ "a waiting ticket that waits for nothing",
	  "SELECT id FROM tickets WHERE state = 2 AND waiting_for IS NULL" },
	{ "queue counts that are wrong",
	  "SELECT 1 WHERE (SELECT sum(tickets) FROM queue_counts) <> (SELECT "
	  "count(*) FROM tickets)" },
};

int doctor_rows(struct cli *c, struct db *db)
{
	int found = 0;

	for (size_t i = 0; i < COUNT_OF(invariants); i++) {
		CLEANUP(rows_release)
		struct rows r = rows_query(db, invariants[i].sql, "");

		while (rows_next(&r)) {
			str_printf(&c->out, "%s: %lld\n", invariants[i].what,
				   (long long)rows_i64(&r, 0));
			found++;
		}
	}
	return found;
}

/* -- what is legal and still wants somebody -- */

static void warn_count(struct cli *c, struct db *db, const char *what,
		       const char *hint, const char *sql)
{
	int64_t now = clock_now();
	int64_t last = db_i64(
		db, 0, "SELECT at FROM journal ORDER BY seq DESC LIMIT 1", "");
	int64_t n = db_i64(db, 0, sql, "i", last > now ? last : now);

	if (n)
		str_printf(&c->out, "warning: %s: %lld%s%s\n", what,
			   (long long)n, *hint ? "; " : "", hint);
}

static void warn_of_rows(struct cli *c, struct db *db)
{
	warn_count(c, db, "deadlines missed", "helloword ticket list",
		   "SELECT count(*) FROM deadlines d JOIN tickets t ON t.id = "
		   "d.ticket WHERE t.state <> 3 AND (d.state = 3 OR (d.state = "
		   "1 AND d.due < ?1))");
	warn_count(c, db, "actions that a person must look at",
		   "helloword action list --state parked",
		   "SELECT count(*) FROM actions WHERE state = 10 AND ?1");
	warn_count(c, db, "alerts", "helloword alert list",
		   "SELECT count(*) FROM alerts WHERE acknowledged IS NULL AND "
		   "?1");
	warn_count(c, db, "records in the quarantine",
		   "helloword quarantine list",
		   "SELECT count(*) FROM quarantine WHERE state = 'open' AND "
		   "?1");
}

static void warn_of_instances(struct cli *c, const struct manifest *m)
{
	CLEANUP(str_release) struct str request = STR_INIT;
	CLEANUP(json_free_ptr) cJSON *reply = NULL;
	struct err err = { 0 };
	const cJSON *p;

	str_puts(&request, "{\"do\":\"plugins\",\"args\":{}}");
	if (control_ask(m->state, &request, &reply, &err)) {
		str_puts(&c->out, "warning: no desk runs: nothing is watched "
				  "and nothing leaves\n");
		return;
	}
	cJSON_ArrayForEach (p, json_get(reply, "plugins")) {
		const char *state = json_text(p, "state");

		if (text_eq(state, "failing") || text_eq(state, "paused"))
			str_printf(&c->out,
				   "warning: %s is %s: %s; helloword plugins\n",
				   json_text(p, "name"), state,
				   json_text(p, "why"));
	}
}

static void warn_of_rates(struct cli *c, const struct brain_of *brain)
{
	const struct rates *r = &brain_policy(brain)->rates;
	CLEANUP(str_release) struct str date = STR_INIT;
	int64_t oldest = INT64_MAX;

	for (size_t i = 0; i < r->list.len; i++)
		if (r->list.at[i].date < oldest)
			oldest = r->list.at[i].date;
	if (oldest >= clock_now() - RATE_AGE_DAYS * DAY_MS)
		return;
	instant_put(&date, oldest);
	str_printf(&c->out,
		   "warning: rates.conf is of %.10s, older than %d days: what "
		   "it compares is left to a person\n",
		   str_c(&date), RATE_AGE_DAYS);
}

/* Of the machine. Whoever is root owns what a plugin gets hold of. */
static void warn_of_place(struct cli *c)
{
	if (geteuid() == 0)
		str_puts(&c->out,
			 "warning: this is root: run the desk as a user of its "
			 "own\n");
	if (*harden_missing())
		str_printf(&c->out, "warning: %s\n", harden_missing());
}

static int warn(struct cli *c, struct db *db, struct err *err)
{
	struct manifest *m = cli_manifest(c, err);
	struct brain_of *brain = m ? cli_brain(c, m, err) : NULL;

	if (brain) {
		warn_of_rows(c, db);
		warn_of_instances(c, m);
		warn_of_rates(c, brain);
		warn_of_place(c);
	}
	brain_close(brain);
	manifest_close(m);
	return brain ? 0 : -1;
}

int verb_doctor(struct cli *c, struct err *err)
{
	struct db *db;
	int found, rc;

	if (cli_db(c, &db, err))
		return -1;
	found = doctor_rows(c, db);
	rc = db_integrity(db, err);
	if (rc == 0 && !cli_flag(c, "invariants"))
		rc = warn(c, db, err);
	show_hold(db);
	db_close(db);
	if (rc)
		return -1;
	if (found)
		return err_set(err, ERR_FOUND, "%d row%s wrong", found,
			       found == 1 ? " is" : "s are");
	str_puts(&c->out, "every row is in a legal state\n");
	return 0;
}
