/* intake.c - deliveries: one plugin call's records, all of them or none.
 *
 * Each line is a command of its own. One that cannot be read or is refused is
 * stored raw and sealed, with its reason, in the same transaction: a cursor
 * never passes a record that is nowhere.
 * SPDX-License-Identifier: MIT */
#include "desk/intake/intake.h"

#include <assert.h>

#include "desk/intake/intake_own.h"
#include "desk/ledger/clock.h"

/* Bytes of files in the lines of one delivery. */
#define WITHIN_MAX ((size_t)64 << 20)

static void add_line(struct intake *in, const char *text, size_t len)
{
	struct command cmd = { .kind = "",
			       .by = in->delivery->instance,
			       .via = in->delivery->via,
			       .json = text,
			       .json_len = len,
			       .shop = in->delivery->shop,
			       .instance = in->delivery->instance };
	int rc;

	desk_stamp(in->d, &cmd);
	rc = intake_line(in, &cmd, &cmd.err);
	if (rc > 0) {
		in->delivery->unchanged++;
		return;
	}
	if (rc)
		cmd.verdict = REFUSED;
	command_list_push(&in->cmds, cmd);
}

static void split(struct intake *in)
{
	const char *at = in->delivery->records;
	const char *end = at + in->delivery->records_len;

	while (at < end) {
		const char *line = memchr(at, '\n', (size_t)(end - at));
		size_t len = (size_t)((line ? line : end) - at);

		if (len > 0)
			add_line(in, at, len);
		at += len + 1;
	}
	intake_text_end(in);
}

/* -- what was refused -- */

/* A record that came back and is refused again keeps its row; only the reason
 * is the present one. */
static int keep_refused(struct intake *in, const struct command *cmd,
			struct err *err)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	const struct delivery *delivery = in->delivery;
	const char *text = cmd->came ? cmd->came : cmd->json;
	size_t len = cmd->came ? cmd->came_len : cmd->json_len;
	struct command alert;

	if (delivery->quarantine)
		return quarantine_again(in->d, delivery->quarantine,
					cmd->err.text, err);
	if (quarantine_put(in->d, delivery->instance, cmd->kind, "", text, len,
			   cmd->err.text, err))
		return -1;
	alert = quarantine_alert(in->d, &json, delivery->instance, cmd->kind,
				 cmd->err.text);
	return take_one(in->d, &alert, LIVE, NULL, NULL, err);
}

static int put_refused(struct intake *in, struct err *err)
{
	size_t records = in->cmds.len - (in->delivery->last != NULL);

	for (size_t i = 0; i < records; i++) {
		struct command *cmd = &in->cmds.at[i];

		switch (cmd->verdict) {
		case TAKEN:
			in->delivery->taken++;
			break;
		case UNCHANGED:
			in->delivery->unchanged++;
			break;
		case REFUSED:
			in->delivery->quarantined++;
			if (keep_refused(in, cmd, err))
				return -1;
		}
	}
	return 0;
}

/* -- cursor and kv -- */

int kv_save(struct desk *d, const char *instance, const char *key,
	    const char *value, struct err *err)
{
	if (!value)
		return db_run(d->db, err,
			      "DELETE FROM kv WHERE instance = ?1 AND "
			      "key = ?2",
			      "ss", instance, key);
	return db_run(d->db, err,
		      "INSERT INTO kv VALUES(?1, ?2, ?3) ON CONFLICT DO "
		      "UPDATE SET value = excluded.value",
		      "sss", instance, key, value);
}

static int put_kv(struct intake *in, struct err *err)
{
	CLEANUP(json_free_ptr) cJSON *json = NULL;
	const cJSON *one;

	if (!in->delivery->kv || !in->delivery->kv_len)
		return 0;
	json = json_parse(in->delivery->kv, in->delivery->kv_len, err);
	if (!json)
		return -1;
	cJSON_ArrayForEach (one, json)
		if (kv_save(in->d, in->delivery->instance, one->string,
			    cJSON_IsString(one) ? one->valuestring : NULL, err))
			return -1;
	return 0;
}

/* What the records came from has done its work. */
static int mark_read(struct intake *in, struct err *err)
{
	if (in->delivery->quarantine && !in->delivery->quarantined)
		return quarantine_close(in->d, in->delivery->quarantine, err);
	if (!in->delivery->inbox)
		return 0;
	return db_run(in->d->db, err,
		      "UPDATE inbox SET state = 'read', sealed = x'' WHERE "
		      "id = ?1",
		      "i", in->delivery->inbox);
}

/* -- what the call came to -- */

static void add_last(struct intake *in)
{
	struct command *last = in->delivery->last;

	if (!last)
		return;
	last->verdict = TAKEN;
	last->err = (struct err){ 0 };
	desk_stamp(in->d, last);
	command_list_push(&in->cmds, *last);
}

static int last_taken(struct intake *in, struct err *err)
{
	struct command *last = in->delivery->last;

	if (!last)
		return 0;
	assert(in->cmds.at);
	*last = in->cmds.at[in->cmds.len - 1];
	if (last->verdict != REFUSED)
		return 0;
	*err = last->err;
	return -1;
}

static int deliver(struct intake *in, struct err *err)
{
	struct desk *d = in->d;
	int rc;

	split(in);
	if (in->beside != in->delivery->beside_len)
		return err_set(err, ERR_DATA,
			       "bytes came beside the records that belong to "
			       "none");
	if (in->within.len)
		in->delivery->beside = in->within.at;
	add_last(in);
	d->delivery = in->delivery;
	d->delivered = &in->arena;
	rc = desk_take_open(d, in->cmds.at, in->cmds.len, err);
	d->delivery = NULL;
	d->delivered = NULL;
	if (rc)
		return -1;
	if (last_taken(in, err) || put_refused(in, err) || put_kv(in, err) ||
	    mark_read(in, err)) {
		desk_undo(d);
		return -1;
	}
	if (desk_commit(d, err))
		return -1;
	db_checkpoint(d->db, WAL_LIMIT);
	return 0;
}

int desk_deliver(struct desk *d, struct delivery *delivery, struct err *err)
{
	struct intake in = { .d = d,
			     .delivery = delivery,
			     .within = STR_LIMIT(WITHIN_MAX) };
	int rc;

	delivery->taken = delivery->unchanged = delivery->quarantined = 0;
	if (clock_watch(d, err))
		return -1;
	rc = deliver(&in, err);
	if (in.within.len)
		delivery->beside = NULL;
	str_release(&in.within);
	arena_release(&in.arena);
	command_list_release(&in.cmds);
	return rc;
}
