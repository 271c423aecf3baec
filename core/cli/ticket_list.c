/* ticket_list.c - see ticket_list.h.
 * SPDX-License-Identifier: MIT */
#include "cli/ticket_list.h"

#include "cli/known_agent.h"
#include "cli/mode_view.h"
#include "cli/owed.h"
#include "cli/show.h"
#include "cli/ticket_due.h"
#include "cli/view.h"
#include "db/record.h"
#include "desk/ticket/find.h"
#include "desk/ticket/queue.h"
#include "desk/ticket/ticket.h"
#include "model/records.h"

#define LINE "%-7s %-6s %-7s %-23s %-10s %-10s %-9s "

static void put_list_head(struct str *out)
{
	str_printf(out, LINE "due\n", "ticket", "tier", "state", "issue",
		   "order", "owner", "waits for");
}

static void put_line(struct str *out, struct db *db, const struct ticket *t)
{
	struct arena arena = ARENA_INIT;
	CLEANUP(free_ptr) char *name = xasprintf("T-%lld", (long long)t->id);

	str_printf(out, LINE, name, view_word(&ticket_kind, "tier", t),
		   view_word(&ticket_kind, "state", t), view_or_dash(t->issue),
		   view_or_dash(view_order(db, &arena, t->shop, t->order_ref)),
		   view_or_dash(t->owner), view_or_dash(t->waiting_for));
	ticket_due_put(out, db, t);
	str_putc(out, '\n');
	arena_release(&arena);
}

#define QUEUE_MAX 1000

static void put_json(struct cli *c, struct db *db, const struct ticket *t)
{
	struct jw w = JW_INIT(&c->out);

	jw_object(&w);
	jw_kv_text(&w, "kind", ticket_kind.name);
	record_put_fields(&w, &ticket_kind, t, NULL);
	ticket_due_json(&w, db, t);
	jw_end(&w);
	str_putc(&c->out, '\n');
}

static void put_ticket(struct cli *c, struct db *db, const struct ticket *t)
{
	CLEANUP(str_release) struct str line = STR_INIT;

	if (c->json) {
		put_json(c, db, t);
		return;
	}
	if (!c->out.len)
		put_list_head(&c->out);
	put_line(&line, db, t);
	show_safe(&c->out, str_c(&line));
}

static int put_some(struct cli *c, struct db *db, struct rows of, int *left,
		    struct err *err)
{
	struct arena arena = ARENA_INIT;
	CLEANUP(rows_release) struct rows r = of;
	struct ticket t = { 0 };
	int found = 0;

	while (*left && found >= 0 && rows_next(&r)) {
		found = record_load(db, &ticket_kind, rows_i64(&r, 0), &t,
				    &arena, err);
		if (found > 0)
			put_ticket(c, db, &t);
		*left -= found > 0;
		arena_clear(&arena);
	}
	arena_release(&arena);
	return found < 0 ? -1 : rows_end(&r, err);
}

/* Those that a query of (id) finds. */
static int put_these(struct cli *c, struct db *db, struct rows of,
		     const char *none, struct err *err)
{
	struct arena arena = ARENA_INIT;
	CLEANUP(rows_release) struct rows r = of;
	struct ticket t = { 0 };
	int found = 0;

	while (found >= 0 && rows_next(&r)) {
		found = record_load(db, &ticket_kind, rows_i64(&r, 0), &t,
				    &arena, err);
		if (found > 0)
			put_ticket(c, db, &t);
		arena_clear(&arena);
	}
	arena_release(&arena);
	show_nothing(c, none);
	return found < 0 ? -1 : rows_end(&r, err);
}

/* The newest first; also closed ones, unless --state or --owner say less. */
static int put_found(struct cli *c, struct db *db, int32_t state,
		     struct err *err)
{
	struct arena arena = ARENA_INIT;
	const char *owner = cli_option(c, "owner");
	CLEANUP(rows_release)
	struct rows r = find_tickets(db, cli_option(c, "search"));
	struct ticket t = { 0 };
	int found = 0, n = 0;

	for (; found >= 0 && rows_next(&r); n++) {
		found = record_load(db, &ticket_kind, rows_i64(&r, 0), &t,
				    &arena, err);
		if (found > 0 && (!state || t.state == state) &&
		    (!owner || text_eq(t.owner, owner)))
			put_ticket(c, db, &t);
		arena_clear(&arena);
	}
	arena_release(&arena);
	if (n == FIND_MAX)
		fprintf(stderr,
			"only the newest %d are looked at; give more "
			"words\n",
			FIND_MAX);
	show_nothing(c, "no ticket has these words, or such a buyer");
	return found < 0 ? -1 : rows_end(&r, err);
}

static int put_queue(struct cli *c, struct db *db, int32_t state,
		     struct err *err)
{
	const char *owner = cli_option(c, "owner");
	bool by_due = text_eq(cli_option(c, "by"), "due");
	int left = QUEUE_MAX;

	if (by_due &&
	    put_some(c, db, queue_by_due(db, state, owner), &left, err))
		return -1;
	for (int64_t tier = TIER_RED; !by_due && tier <= TIER_BLUE; tier++)
		if (put_some(c, db, queue_tier(db, state, tier, owner), &left,
			     err))
			return -1;
	if (!left)
		fprintf(stderr,
			"only the first %d are shown; --state and --owner "
			"narrow it down\n",
			QUEUE_MAX);
	show_nothing(c, "no ticket is in this queue");
	if (!state && !c->json)
		ticket_due_aside(db);
	return 0;
}

static void put_stuck_json(struct cli *c, const struct ticket *t,
			   const char *why, int64_t by)
{
	struct jw w = JW_INIT(&c->out);

	jw_object(&w);
	jw_kv_text(&w, "kind", ticket_kind.name);
	record_put_fields(&w, &ticket_kind, t, NULL);
	jw_kv_text(&w, "stuck", why);
	if (by)
		jw_kv_i64(&w, owed_of_task(why) ? "stuck_by_task" : "stuck_by",
			  by);
	jw_end(&w);
	str_putc(&c->out, '\n');
}

static int put_stuck(struct cli *c, struct db *db, struct err *err)
{
	struct arena arena = ARENA_INIT;
	CLEANUP(rows_release) struct rows r = queue_stuck(db);
	struct ticket t = { 0 };
	int found = 0;

	while (found >= 0 && rows_next(&r)) {
		const char *why = rows_text(&r, 1);
		int64_t by = rows_i64(&r, 2);

		found = record_load(db, &ticket_kind, rows_i64(&r, 0), &t,
				    &arena, err);
		if (found > 0 && c->json) {
			put_stuck_json(c, &t, why, by);
		} else if (found > 0) {
			put_ticket(c, db, &t);
			owed_line(&c->out, t.id, why, by);
		}
		arena_clear(&arena);
	}
	arena_release(&arena);
	show_nothing(c, "no ticket is stuck");
	return found < 0 ? -1 : rows_end(&r, err);
}

static int put_list(struct cli *c, struct db *db, int32_t state,
		    struct err *err)
{
	if (known_agent_check(c, db, cli_option(c, "owner"), err))
		return -1;
	mode_view_head(db);
	if (cli_flag(c, "missed"))
		return put_these(c, db,
				 queue_missed(db, cli_option(c, "owner")),
				 "no deadline was missed that still waits for "
				 "an answer",
				 err);
	if (cli_flag(c, "snoozed"))
		return put_these(c, db, queue_aside(db, cli_option(c, "owner")),
				 "no ticket is set aside", err);
	return cli_flag(c, "stuck")      ? put_stuck(c, db, err)
	       : cli_option(c, "search") ? put_found(c, db, state, err)
					 : put_queue(c, db, state, err);
}

/* The others stand in an order of their own. */
static int check_order(const struct cli *c, struct err *err)
{
	static const char *const others[] = { "search", "stuck", "missed",
					      "snoozed" };
	const char *by = cli_option(c, "by");

	if (by && !text_eq(by, "due") && !text_eq(by, "tier"))
		return err_set(err, ERR_USAGE,
			       "\"%.40s\" is no order; tier and due are", by);
	for (size_t i = 0; by && i < COUNT_OF(others); i++)
		if (cli_option(c, others[i]))
			return err_set(
				err, ERR_USAGE,
				"--by goes with --state and --owner, and "
				"not with --%s",
				others[i]);
	return 0;
}

/* Two of them would show what neither means. */
static int check_filters(const struct cli *c, struct err *err)
{
	static const char *const others[] = { "state", "search", "stuck",
					      "snoozed" };
	const char *one = cli_flag(c, "missed") ? "missed" : "snoozed";

	for (size_t i = 0; cli_flag(c, one) && i < COUNT_OF(others); i++)
		if (!text_eq(others[i], one) && cli_option(c, others[i]))
			return err_set(err, ERR_USAGE,
				       "--%s goes with --owner, and not with "
				       "--%s",
				       one, others[i]);
	return check_order(c, err);
}

int ticket_list(struct cli *c, struct err *err)
{
	const char *word = cli_option(c, "state");
	int32_t state =
		word ? field_choice(kind_field(&ticket_kind, "state"), word)
		     : 0;
	struct db *db;
	int rc;

	if (word && !state)
		return err_set(err, ERR_USAGE,
			       "\"%.40s\" is no state; open, waiting and "
			       "closed are",
			       word);
	if (cli_option(c, "search") && text_blank(cli_option(c, "search")))
		return err_set(err, ERR_USAGE,
			       "--search needs a word, a name or an address");
	if (check_filters(c, err))
		return -1;
	if (cli_db(c, &db, err))
		return -1;
	rc = put_list(c, db, state, err);
	db_close(db);
	return rc;
}
