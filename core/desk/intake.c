/* intake.c - deliveries: one plugin call's records, all of them or none.
 *
 * Each line is a command of its own. One that cannot be read or is refused is
 * stored raw and sealed, with its reason, in the same transaction: a cursor
 * never passes a record that is nowhere. Attachments go to the evidence store
 * first; what is journaled is the record without its bytes.
 * SPDX-License-Identifier: MIT */
#include "desk/intake.h"

#include <assert.h>

#include "base/log.h"
#include "desk/clock.h"
#include "desk/evidence.h"
#include "desk/fact.h"
#include "desk/reference.h"

VEC(command_list, struct command);

struct intake {
	struct desk *d;
	struct delivery *delivery;
	struct arena arena; /* payloads live until the batch is taken */
	struct command_list cmds;
};

/* -- bytes out of the record -- */

static bool has_bytes(const struct kind *kind, const cJSON *json)
{
	return (kind == &text_in_kind && json_get(json, "raw")) ||
	       (kind == &evidence_kind && json_get(json, "bytes"));
}

/* With the subject that sealed it: by the time the record is taken, more may be
 * known of whose it is. */
static void put_file(struct str *s, const struct evidence_file *file,
		     const char *subject)
{
	struct jw w = JW_INIT(s);

	str_cut(s, s->len - 1);
	str_puts(s, ",\"file\":");
	jw_object(&w);
	jw_kv_text(&w, "name", file->name);
	jw_kv_text(&w, "sha256", file->sha256);
	jw_kv_i64(&w, "size", file->size);
	jw_kv_text(&w, "subject", subject);
	jw_end(&w);
	str_putc(s, '}');
}

/* Decodes, stores the bytes, and gives the record again without them. */
static int detach(struct intake *in, const struct kind *kind, const cJSON *json,
		  struct command *cmd, struct err *err)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct evidence_file file;
	void *rec = arena_alloc(&in->arena, kind->size);
	const char *subject;
	const void **bytes;
	size_t *len;

	if (record_from_json(rec, kind, json, &in->arena, err))
		return -1;
	if (kind == &text_in_kind) {
		bytes = &((struct hw_text_in *)rec)->raw;
		len = &((struct hw_text_in *)rec)->raw_len;
	} else {
		bytes = &((struct hw_evidence *)rec)->bytes;
		len = &((struct hw_evidence *)rec)->len;
	}
	subject = arena_strdup(&in->arena,
			       fact_subject(in->d, kind, rec, cmd->shop));
	/* No file for what will be told to be nothing new. */
	if (fact_is_old(in->d, kind, rec, cmd->shop, subject))
		return 0;
	if (evidence_store(in->d, subject, *bytes, *len, &file, err))
		return -1;
	*bytes = NULL;
	*len = 0;
	record_put_json(&s, kind, rec);
	put_file(&s, &file, subject);
	cmd->json = arena_strndup(&in->arena, str_c(&s), s.len);
	cmd->json_len = s.len;
	return 0;
}

/* `file` is the desk's own word for bytes that it took out of a record: only a
 * record that comes back from the quarantine may bring it. */
static int check_file(const struct intake *in, const cJSON *json,
		      struct err *err)
{
	if (!json_get(json, "file") || in->delivery->quarantine)
		return 0;
	return err_set(err, ERR_DATA,
		       "\"file\" is not a reporter's to give; send the bytes");
}

/* Of a payment's note only our own references are taken in (reference.h). */
static int strip_note(struct intake *in, const cJSON *json, struct command *cmd,
		      struct err *err)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct hw_payment *p = arena_alloc(&in->arena, payment_kind.size);

	if (!json_get(json, "note"))
		return 0;
	if (record_from_json(p, &payment_kind, json, &in->arena, err))
		return -1;
	p->note = reference_of(p->note, &in->arena);
	record_put_json(&s, &payment_kind, p);
	cmd->json = arena_strndup(&in->arena, str_c(&s), s.len);
	cmd->json_len = s.len;
	return 0;
}

/* -- one line -- */

static bool is_fact(const struct kind *kind)
{
	return kind->rec && command_kind_find(kind->name);
}

static bool says(const struct command *cmd, const char *what)
{
	return memmem(cmd->json, cmd->json_len, what, strlen(what)) != NULL;
}

/* Kinds of which intake takes nothing out; a payment without a note is one.
 * Escapes may spell any name. */
static bool is_taken_whole(const struct kind *kind, const struct command *cmd)
{
	if (says(cmd, "\"file\"") || says(cmd, "\\u"))
		return false;
	return kind == &order_kind || kind == &shipment_kind ||
	       kind == &scan_kind ||
	       (kind == &payment_kind && !says(cmd, "\"note\""));
}

/* The kind of a line that begins with it, as our workers write them, and that
 * is taken whole: the command itself reads it. NULL: it must be read here too.
 * Were the line broken or its kind told twice, the command would be refused. */
static const struct kind *kind_at_once(const struct command *cmd)
{
	static const char head[] = "{\"kind\":\"";
	size_t from = sizeof head - 1;
	const struct kind *kind;
	char word[40] = "";

	if (cmd->json_len < from + sizeof word ||
	    memcmp(cmd->json, head, from) != 0)
		return NULL;
	memcpy(word, cmd->json + from, sizeof word - 1);
	word[strcspn(word, "\"")] = '\0';
	kind = kind_by_name(word);
	return kind && is_fact(kind) && is_taken_whole(kind, cmd) ? kind : NULL;
}

static int read_line(struct intake *in, struct command *cmd, struct err *err)
{
	CLEANUP(json_free_ptr) cJSON *json = NULL;
	const struct kind *kind = kind_at_once(cmd);
	const char *word;

	if (kind) {
		cmd->kind = kind->name;
		return 0;
	}
	json = json_parse(cmd->json, cmd->json_len, err);
	if (!json)
		return -1;
	word = json_text(json, "kind");
	kind = word ? kind_by_name(word) : NULL;
	if (!kind || !is_fact(kind))
		return err_set(err, ERR_DATA, "\"%.40s\" is no kind of fact",
			       word ? word : "");
	cmd->kind = kind->name;
	if (check_file(in, json, err))
		return -1;
	if (kind == &payment_kind)
		return strip_note(in, json, cmd, err);
	return has_bytes(kind, json) ? detach(in, kind, json, cmd, err) : 0;
}

static void add_line(struct intake *in, const char *text, size_t len)
{
	struct command cmd = { .kind = "",
			       .by = in->delivery->instance,
			       .via = in->delivery->via,
			       .json = text,
			       .json_len = len,
			       .shop = in->delivery->shop,
			       .instance = in->delivery->instance };

	desk_stamp(in->d, &cmd);
	if (read_line(in, &cmd, &cmd.err))
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
}

/* -- what was refused -- */

/* A record that came back and is refused again keeps its row; only the reason
 * is the present one. */
static int keep_refused(struct intake *in, const struct command *cmd,
			struct err *err)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	const struct delivery *delivery = in->delivery;
	struct command alert;

	if (delivery->quarantine)
		return quarantine_again(in->d, delivery->quarantine,
					cmd->err.text, err);
	if (quarantine_put(in->d, delivery->instance, cmd->kind, "", cmd->json,
			   cmd->json_len, cmd->err.text, err))
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
	add_last(in);
	d->delivery = in->delivery;
	rc = desk_take_open(d, in->cmds.at, in->cmds.len, err);
	d->delivery = NULL;
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
	struct intake in = { .d = d, .delivery = delivery };
	int rc;

	delivery->taken = delivery->unchanged = delivery->quarantined = 0;
	if (clock_watch(d, err))
		return -1;
	rc = deliver(&in, err);
	arena_release(&in.arena);
	command_list_release(&in.cmds);
	return rc;
}
