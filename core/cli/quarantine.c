/* quarantine.c - what intake could not read, and its way back.
 * SPDX-License-Identifier: MIT */
#include "cli/show.h"
#include "cli/verbs.h"

static int one(struct cli *c, bool show, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	int64_t id = cli_number(c, 1, "an entry", err);
	cJSON *reply;

	if (id < 0)
		return -1;
	str_printf(&args, "{\"id\":%lld,\"show\":%s}", (long long)id,
		   show ? "true" : "false");
	if (cli_do(c, "quarantine", &args, &reply, err))
		return -1;
	str_printf(&c->out, "%s\n",
		   show ? json_text(reply, "record") : "taken in");
	json_free(reply);
	return 0;
}

static int drop(struct cli *c, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	struct jw w = JW_INIT(&args);
	int64_t id = cli_number(c, 1, "an entry", err);
	cJSON *reply;

	if (id < 0)
		return -1;
	if (!cli_option(c, "reason"))
		return err_set(err, ERR_USAGE,
			       "say with --reason TEXT why it may be lost");
	jw_object(&w);
	jw_kv_i64(&w, "record", id);
	show_option(&w, c, "reason", "reason");
	jw_end(&w);
	if (cli_do(c, "drop_record", &args, &reply, err))
		return -1;
	str_printf(&c->out, "record %lld is dropped\n", (long long)id);
	json_free(reply);
	return 0;
}

/* What is open; and what was dropped, without why: that was a person's words.
 */
static void put_line(struct cli *c, struct rows *r)
{
	bool dropped = text_eq(rows_text(r, 4), "dropped");
	struct jw w = JW_INIT(&c->out);

	if (!c->json) {
		str_printf(&c->out, "%lld %s %s %s%s\n",
			   (long long)rows_i64(r, 0), rows_text(r, 1),
			   rows_text(r, 2), dropped ? "dropped; it said: " : "",
			   rows_text(r, 3));
		return;
	}
	jw_object(&w);
	jw_kv_i64(&w, "id", rows_i64(r, 0));
	jw_kv_text(&w, "instance", rows_text(r, 1));
	jw_kv_text(&w, "kind", rows_text(r, 2));
	jw_kv_text(&w, "reason", rows_text(r, 3));
	jw_kv_text(&w, "state", rows_text(r, 4));
	jw_end(&w);
	str_putc(&c->out, '\n');
}

static int list(struct cli *c, struct err *err)
{
	struct db *db;
	int rc;

	if (cli_db(c, &db, err))
		return -1;
	{
		CLEANUP(rows_release)
		struct rows r = rows_query(db,
					   "SELECT id, instance, kind, reason, "
					   "state FROM quarantine WHERE state "
					   "IN ('open', 'dropped') ORDER BY "
					   "state DESC, id",
					   "");

		while (rows_next(&r))
			put_line(c, &r);
		rc = rows_end(&r, err);
	}
	db_close(db);
	show_nothing(c, "nothing is in the quarantine");
	return rc;
}

int verb_quarantine(struct cli *c, struct err *err)
{
	const char *word = cli_word(c, 0);

	if (text_eq(word, "list"))
		return list(c, err);
	return text_eq(word, "drop") ? drop(c, err)
				     : one(c, text_eq(word, "show"), err);
}
