/* intake_line.c - one line of a delivery becomes a command.
 *
 * Attachments go to the evidence store first; what is journaled is the record
 * without its bytes.
 * SPDX-License-Identifier: MIT */
#include "desk/intake/evidence.h"
#include "desk/intake/fact.h"
#include "desk/intake/intake_own.h"
#include "desk/money/reference.h"

static bool has_bytes(const struct kind *kind, const cJSON *json)
{
	return (kind == &text_in_kind && json_get(json, "raw")) ||
	       (kind == &evidence_kind &&
		(json_get(json, "bytes") || json_get(json, "beside")));
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
		if (in->its.bytes) {
			*bytes = in->its.bytes;
			*len = in->its.len;
		}
	}
	subject = arena_strdup(&in->arena,
			       fact_subject(in->d, kind, rec, cmd->shop));
	/* No file for what will be told to be nothing new. */
	if (fact_is_old(in->d, kind, rec, cmd->shop, subject)) {
		in->text.old = kind == &text_in_kind;
		return 0;
	}
	if (evidence_store(in->d, subject, *bytes, *len, &file, err))
		return -1;
	*bytes = NULL;
	*len = 0;
	record_put_json(&s, kind, rec);
	evidence_put(&s, &file, subject);
	cmd->json = arena_strndup(&in->arena, str_c(&s), s.len);
	cmd->json_len = s.len;
	return 0;
}

/* `file` is the desk's own word for bytes that it took out of a record: only a
 * record that comes back from the quarantine may bring it. Some got there since
 * somebody else had said it: what it names must be here. */
static int check_file(const struct intake *in, const cJSON *json,
		      struct err *err)
{
	const cJSON *file = json_get(json, "file");
	enum evidence_is is = EVIDENCE_OTHER;

	if (!file)
		return 0;
	if (in->delivery->quarantine && evidence_is(in->d, file, &is, err))
		return err_context(err, "the bytes that \"file\" names");
	if (is == EVIDENCE_OURS)
		return 0;
	return err_set(err, ERR_DATA, "%s",
		       is == EVIDENCE_ERASED
			       ? "the bytes that \"file\" names were erased "
				 "with their buyer; drop the record"
			       : "\"file\" is not a reporter's to give; send "
				 "the bytes");
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

/* One with raw bytes is looked at when they are decoded. */
static bool is_old_text(struct intake *in, const cJSON *json,
			const struct command *cmd)
{
	struct hw_text_in *rec = arena_alloc(&in->arena, text_in_kind.size);
	struct err none = { 0 };

	return !json_get(json, "raw") &&
	       record_from_json(rec, &text_in_kind, json, &in->arena, &none) ==
		       0 &&
	       fact_is_old(in->d, &text_in_kind, rec, cmd->shop,
			   fact_subject(in->d, &text_in_kind, rec, cmd->shop));
}

static void begin_text(struct intake *in, const cJSON *json,
		       const struct command *cmd)
{
	intake_text_end(in);
	in->text.ref = arena_strdup(&in->arena, json_text(json, "ref")
							? json_text(json, "ref")
							: "");
	in->text.at = in->cmds.len;
	in->text.old = is_old_text(in, json, cmd);
}

static bool is_fact(const struct kind *kind)
{
	return kind->rec && command_kind_find(kind->name);
}

/* May a name of that line be `note`? Escapes may spell any. */
static bool may_note(const struct command *cmd)
{
	return memchr(cmd->json, '\\', cmd->json_len) ||
	       memmem(cmd->json, cmd->json_len, "\"note\"", strlen("\"note\""));
}

/* Kinds of which intake takes nothing out, a payment without a note among them,
 * of a delivery that has no bytes beside its records. */
static bool is_taken_whole(const struct intake *in, const struct kind *kind,
			   const struct command *cmd)
{
	if (in->delivery->beside_len)
		return false;
	return kind == &order_kind || kind == &shipment_kind ||
	       kind == &scan_kind || (kind == &payment_kind && !may_note(cmd));
}

/* The kind of a line that begins with it, as our workers write them, and that
 * is taken whole: the command itself reads it. NULL: it must be read here too.
 * Were the line broken or its kind told twice, the command would be refused. */
static const struct kind *kind_at_once(const struct intake *in,
				       const struct command *cmd)
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
	return kind && is_fact(kind) && is_taken_whole(in, kind, cmd) ? kind
								      : NULL;
}

int intake_line(struct intake *in, struct command *cmd, struct err *err)
{
	CLEANUP(json_free_ptr) cJSON *json = NULL;
	const struct kind *kind = kind_at_once(in, cmd);
	const char *word;

	if (kind) {
		cmd->kind = kind->name;
		return 0;
	}
	json = json_parse(cmd->json, cmd->json_len, err);
	if (!json)
		return -1;
	if (intake_beside(in, json, err))
		return -1;
	word = json_text(json, "kind");
	kind = word ? kind_by_name(word) : NULL;
	if (!kind || !is_fact(kind))
		return err_set(err, ERR_DATA, "\"%.40s\" is no kind of fact",
			       word ? word : "");
	cmd->kind = kind->name;
	if (check_file(in, json, err))
		return -1;
	if (kind == &file_in_kind)
		return intake_file(in, json, cmd, err);
	if (kind == &text_in_kind)
		begin_text(in, json, cmd);
	if (kind == &payment_kind)
		return strip_note(in, json, cmd, err);
	return has_bytes(kind, json) ? detach(in, kind, json, cmd, err) : 0;
}
