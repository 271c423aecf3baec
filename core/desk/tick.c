/* tick.c - taking what has come due.
 *
 * Deadlines are taken many to a commit. One that cannot be taken must cost
 * itself only: the others are taken without it, and it is put off with an
 * alert, so that it is neither asked again at once nor in front of the rest
 * for ever.
 * SPDX-License-Identifier: MIT */
#include "base/log.h"
#include "base/when.h"
#include "desk/internal.h"
#include "desk/ledger/clock.h"

#define TICK_BATCH 256
#define PUT_OFF_MS (15 * MINUTE_MS)

struct due_list {
	struct command cmds[TICK_BATCH];
	char json[TICK_BATCH][64];
	int64_t ids[TICK_BATCH];
	size_t n;
};

/* What waits for a clock that jumped is not asked for. */
int64_t desk_next_due(struct desk *d)
{
	struct err err = { 0 };
	int64_t from, to;

	if (clock_span(d->db, &from, &to, &err)) {
		log_error("%s", err.text);
		return -1;
	}
	return db_i64(d->db, -1,
		      "SELECT due FROM deadlines WHERE state = 1 AND "
		      "NOT (due > ?1 AND due <= ?2 AND purpose <> 'clock') "
		      "ORDER BY due, id LIMIT 1",
		      "ii", from, to);
}

static void push(struct desk *d, struct due_list *list, int64_t id, int64_t due)
{
	char *json = list->json[list->n];
	int len = snprintf(json, sizeof list->json[0],
			   "{\"deadline\":%lld,\"due\":%lld}", (long long)id,
			   (long long)due);

	list->ids[list->n] = id;
	list->cmds[list->n] = (struct command){ .kind = "due",
						.by = "desk",
						.via = "timer",
						.json = json,
						.json_len = (size_t)len };
	desk_stamp(d, &list->cmds[list->n]);
	list->n++;
}

static int collect(struct desk *d, struct due_list *list, struct err *err)
{
	CLEANUP(rows_release) struct rows r = { 0 };
	int64_t from, to;

	list->n = 0;
	if (clock_span(d->db, &from, &to, err))
		return -1;
	r = rows_query(d->db,
		       "SELECT id, due FROM deadlines WHERE state = 1 AND "
		       "due <= ?1 AND NOT (due > ?2 AND due <= ?3 AND "
		       "purpose <> 'clock') ORDER BY due, id LIMIT 256",
		       "iii", desk_now(d), from, to);
	while (list->n < TICK_BATCH && rows_next(&r))
		push(d, list, rows_i64(&r, 0), rows_i64(&r, 1));
	return rows_end(&r, err);
}

/* Each in a transaction of its own: the slow way, when they do not go
 * together. */
static void take_each(struct desk *d, struct due_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		struct err err = { 0 };

		if (desk_take(d, &list->cmds[i], 1, &err)) {
			list->cmds[i].verdict = REFUSED;
			list->cmds[i].err = err;
		}
	}
}

static int put_off(struct desk *d, int64_t id, const struct command *due,
		   struct err *err)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct jw w = JW_INIT(&json);
	struct command cmd = { .kind = "put_off",
			       .by = "desk",
			       .via = "timer" };

	jw_object(&w);
	jw_kv_i64(&w, "deadline", id);
	jw_kv_i64(&w, "until", desk_now(d) + PUT_OFF_MS);
	jw_kv_text(&w, "why", due->err.text);
	jw_end(&w);
	cmd.json = str_c(&json);
	cmd.json_len = json.len;
	if (desk_do(d, &cmd, err) == 0)
		return 0;
	log_error("deadline %lld cannot be taken: %s", (long long)id,
		  due->err.text);
	return -1;
}

int desk_tick(struct desk *d, struct err *err)
{
	struct due_list list;
	struct err together = { 0 };
	int count = 0, rc = 0;

	if (clock_watch(d, err) || collect(d, &list, err))
		return -1;
	if (list.n && desk_take(d, list.cmds, list.n, &together))
		take_each(d, &list);
	for (size_t i = 0; i < list.n; i++) {
		const struct command *cmd = &list.cmds[i];

		if (cmd->verdict == REFUSED &&
		    put_off(d, list.ids[i], cmd, err))
			rc = -1; /* the others go on, all the same */
		else
			count += cmd->verdict != UNCHANGED;
	}
	return rc ? -1 : count;
}
