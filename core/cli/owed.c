/* owed.c - see owed.h.
 * SPDX-License-Identifier: MIT */
#include "cli/owed.h"

#include "desk/ticket/queue.h"

bool owed_of_task(const char *why)
{
	return text_eq(why, "failed") || text_eq(why, "untold_task");
}

void owed_line(struct str *out, int64_t ticket, const char *why, int64_t by)
{
	const char *task = "";

	if (text_eq(why, "untold")) {
		str_printf(out,
			   "    no reply tells the buyer of action %lld, which "
			   "they got: ",
			   (long long)by);
	} else if (text_eq(why, "unpaid")) {
		str_printf(out,
			   "    the buyer was told of action %lld, which was "
			   "given up: ",
			   (long long)by);
	} else if (text_eq(why, "untold_task")) {
		task = "task:";
		str_printf(out,
			   "    no reply tells the buyer of what task %lld "
			   "gave them: ",
			   (long long)by);
	} else if (text_eq(why, "failed")) {
		task = "task:";
		str_printf(out,
			   "    the buyer was told of task %lld, of which "
			   "nothing came: ",
			   (long long)by);
	} else {
		str_puts(out,
			 "    nothing is under way, and no moment is set at "
			 "which anything happens\n");
		return;
	}
	str_printf(out, "helloword ticket reply T-%lld TEXT --tells %s%lld\n",
		   (long long)ticket, task, (long long)by);
}

int owed_put(struct str *out, struct db *db, int64_t ticket, struct err *err)
{
	CLEANUP(rows_release) struct rows r = queue_owed(db, ticket);

	while (rows_next(&r))
		owed_line(out, ticket, rows_text(&r, 0), rows_i64(&r, 1));
	return rows_end(&r, err);
}

int owed_put_json(struct jw *w, struct db *db, int64_t ticket, struct err *err)
{
	CLEANUP(rows_release) struct rows r = queue_owed(db, ticket);

	jw_key(w, "owed");
	jw_array(w);
	while (rows_next(&r)) {
		const char *why = rows_text(&r, 0);

		jw_object(w);
		jw_kv_text(w, "why", why);
		jw_kv_i64(w, owed_of_task(why) ? "task" : "action",
			  rows_i64(&r, 1));
		jw_end(w);
	}
	jw_end(w);
	return rows_end(&r, err);
}
