/* report_deviations.c - what people gave otherwise than the compensation matrix
 * says. SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "cli/cli.h"
#include "cli/known_agent.h"
#include "cli/report.h"
#include "cli/show.h"
#include "cli/task_view.h"
#include "cli/view.h"
#include "db/record.h"
#include "model/effects.h"

#define DEVIATING "WHERE deviates = 1 AND (?1 IS NULL OR proposed_by = ?1) AND "

/* What the shop gave and what people gave by hand, where the matrix has a row.
 */
#define GIVEN                                                                 \
	"WITH given AS (SELECT proposed_by, planned, deviates, worth, "       \
	"worth_currency, advised, state IN (6, 7) AS done, state IN (8, 11, " \
	"12) AS gone FROM actions WHERE matrix_row IS NOT NULL UNION ALL "    \
	"SELECT proposed_by, \"set\", deviates, worth, worth_currency, "      \
	"advised, state = 2, state IN (3, 4) FROM tasks WHERE matrix_row IS " \
	"NOT NULL) "

static const char *agent_of(struct cli *c)
{
	return cli_option(c, "agent");
}

/* -- each agent -- */

static void put_sum(struct str *s, struct rows *r, int at)
{
	struct money m = { .minor = rows_i64(r, at) };

	if (rows_null(r, at + 1))
		return;
	snprintf(m.currency, sizeof m.currency, "%s", rows_text(r, at + 1));
	money_put(s, m);
	str_printf(s, " %s", m.currency);
}

static void put_agent(struct cli *c, struct rows *r)
{
	CLEANUP(str_release) struct str given = STR_INIT, more = STR_INIT;
	struct jw w = JW_INIT(&c->out);

	put_sum(&given, r, 4);
	put_sum(&more, r, 6);
	if (!c->json) {
		str_printf(&c->out,
			   "%-16s %lld of %lld differ, %lld carried out; "
			   "given %s%s%s\n",
			   rows_text(r, 0), (long long)rows_i64(r, 1),
			   (long long)rows_i64(r, 2), (long long)rows_i64(r, 3),
			   given.len ? str_c(&given) : "-",
			   more.len ? ", beyond the matrix " : "",
			   str_c(&more));
		return;
	}
	jw_object(&w);
	jw_kv_text(&w, "agent", rows_text(r, 0));
	jw_kv_i64(&w, "deviations", rows_i64(r, 1));
	jw_kv_i64(&w, "effects", rows_i64(r, 2));
	jw_kv_i64(&w, "done", rows_i64(r, 3));
	jw_kv_text(&w, "given", str_c(&given));
	jw_kv_text(&w, "beyond", str_c(&more));
	jw_end(&w);
	str_putc(&c->out, '\n');
}

/* One row an agent and currency: how many of those that the matrix has a row
 * for. */
static int put_agents(struct cli *c, struct db *db, int64_t since,
		      struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		db,
		GIVEN
		"SELECT a.proposed_by, count(*), (SELECT count(*) FROM given "
		"b WHERE b.proposed_by = a.proposed_by AND b.planned >= ?2), "
		"sum(a.done), sum(a.worth), a.worth_currency, sum(a.worth - "
		"coalesce(a.advised, 0)), a.worth_currency FROM given a "
		"WHERE a.deviates = 1 AND (?1 IS NULL OR a.proposed_by = ?1) "
		"AND a.planned >= ?2 AND NOT a.gone GROUP BY "
		"a.proposed_by, a.worth_currency ORDER BY 2 DESC, 1",
		"si", agent_of(c), since);

	while (rows_next(&r))
		put_agent(c, &r);
	return rows_end(&r, err);
}

/* -- each deviation -- */

/* what: "action 3", and its state. */
static void put_line(struct str *out, struct db *db, struct arena *arena,
		     const struct action *a, const char *what,
		     const char *state)
{
	CLEANUP(str_release) struct str given = STR_INIT, advised = STR_INIT;

	money_put(&given, a->worth);
	view_instant(out, a->planned);
	str_printf(out, "  %s %lld, %s of order %s, %s %s by %s", what,
		   (long long)a->id, a->verb,
		   view_or_dash(view_order(db, arena, a->shop, a->order_ref)),
		   str_c(&given), a->worth.currency, a->proposed_by);
	if (*a->approved_by)
		str_printf(out, ", approved by %s", a->approved_by);
	if (money_given(a->advised)) {
		money_put(&advised, a->advised);
		str_printf(out, "; row \"%s\" gives %s %s", a->matrix_row,
			   str_c(&advised), a->advised.currency);
	} else {
		str_printf(out, "; row \"%s\" gives no such %s", a->matrix_row,
			   a->verb);
	}
	str_printf(out, "; %s, because: %s\n", state, view_or_dash(a->reason));
}

static void put_task(struct str *out, struct db *db, struct arena *arena,
		     const struct task *t)
{
	const struct action gift = {
		.id = t->id,
		.shop = t->shop,
		.order_ref = t->order_ref,
		.verb = t->gives,
		.worth = t->worth,
		.planned = t->set,
		.proposed_by = t->proposed_by,
		.approved_by = t->approved_by,
		.matrix_row = t->matrix_row,
		.advised = t->advised,
		.reason = t->reason,
	};

	put_line(out, db, arena, &gift, "task", task_view_state(t));
}

static int put_tasks(struct cli *c, struct str *out, struct db *db,
		     int64_t since, struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(rows_release)
	struct rows r = record_query(
		db, &task_kind, DEVIATING "\"set\" >= ?2 ORDER BY \"set\", id",
		"si", agent_of(c), since);
	struct task t;

	while (rows_next(&r)) {
		record_read(&r, &task_kind, &t, &arena);
		if (c->json)
			show_record(c, &task_kind, &t);
		else
			put_task(out, db, &arena, &t);
		arena_clear(&arena);
	}
	return rows_end(&r, err);
}

static int put_actions(struct cli *c, struct str *out, struct db *db,
		       int64_t since, struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(rows_release)
	struct rows r =
		record_query(db, &action_kind,
			     DEVIATING "planned >= ?2 ORDER BY planned, id",
			     "si", agent_of(c), since);
	struct action a;

	while (rows_next(&r)) {
		record_read(&r, &action_kind, &a, &arena);
		if (c->json)
			show_record(c, &action_kind, &a);
		else
			put_line(out, db, &arena, &a, "action",
				 view_word(&action_kind, "state", &a));
		arena_clear(&arena);
	}
	return rows_end(&r, err);
}

static int put_lines(struct cli *c, struct db *db, int64_t since,
		     struct err *err)
{
	CLEANUP(str_release) struct str out = STR_INIT;

	if (put_actions(c, &out, db, since, err) ||
	    put_tasks(c, &out, db, since, err))
		return -1;
	if (out.len)
		str_putc(&c->out, '\n');
	show_safe(&c->out, str_c(&out));
	return 0;
}

int report_deviations(struct cli *c, struct err *err)
{
	struct db *db;
	int64_t since;
	int rc;

	if (report_since(c, &since, err) || cli_db(c, &db, err))
		return -1;
	rc = known_agent_check(c, db, agent_of(c), err) ||
			     put_agents(c, db, since, err) ||
			     put_lines(c, db, since, err)
		     ? -1
		     : 0;
	show_nothing(c, "nobody gave anything else than the compensation "
			"matrix");
	db_close(db);
	return rc;
}
