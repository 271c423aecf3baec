/* intake_file.c - a file that came with a text is judged by its bytes, and
 * finds them beside the records of its delivery.
 *
 * What it is needs no row, so it is told here and journaled with it; whose it
 * is, and whether there is room for it, is told when its turn comes, behind its
 * text (attached.h).
 * SPDX-License-Identifier: MIT */
#include "desk/attached.h"
#include "desk/intake_own.h"
#include "desk/upload.h"

int intake_beside(struct intake *in, const cJSON *json, const void **bytes,
		  size_t *len, struct err *err)
{
	const struct delivery *del = in->delivery;
	int64_t n = json_i64(json, "beside", 0);

	if (n <= 0)
		return 0;
	if ((uint64_t)n > del->beside_len - in->beside)
		return err_set(err, ERR_DATA, "its bytes did not come with it");
	*bytes = (const char *)del->beside + in->beside;
	*len = (size_t)n;
	in->beside += *len;
	return 0;
}

/* Of the next file with bytes. */
static int scanned(struct intake *in)
{
	const char *said = in->delivery->scanned;
	size_t i = in->files++;

	if (!said || i >= strlen(said) || said[i] == SCANNED_NOT)
		return FILE_UNSEEN;
	return said[i] == SCANNED_CLEAN ? 0 : FILE_FOUND;
}

/* 0, or why it is not taken; *mime is what it is then, "". */
static int judge(struct intake *in, const struct file_in *f, const void *bytes,
		 size_t len, const char **mime)
{
	const struct desk *d = in->d;
	struct upload_terms terms;
	int refused, unclean = bytes ? scanned(in) : 0;

	*mime = "";
	if (!d->brain || !d->brain->uploads ||
	    !d->brain->uploads(d->brain, "", &terms))
		return FILE_OTHER;
	if (!bytes)
		return f->size > terms.bytes ? FILE_LARGE : FILE_UNREAD;
	refused = upload_judge(&terms, bytes, len, mime);
	if (!refused && *terms.scanner)
		refused = unclean;
	if (refused)
		*mime = "";
	return refused;
}

/* What only the desk says of it is not a reporter's to give. */
static void clean(struct intake *in, struct file_in *f)
{
	f->name = upload_name(&in->arena, f->name);
	f->type = upload_name(&in->arena, f->type);
	f->message = f->evidence = 0;
}

static void count_shown(struct intake *in, const struct file_in *f)
{
	if (!f->refused && attached_counts(f) && in->text.ref &&
	    text_eq(in->text.ref, f->text_ref))
		in->text.shown++;
}

/* It came back from the quarantine, and all that is kept of it is there. */
static bool is_judged(const struct intake *in, const cJSON *json,
		      const struct file_in *f)
{
	return in->delivery->quarantine &&
	       (json_get(json, "file") || f->refused);
}

int intake_file(struct intake *in, const cJSON *json, struct command *cmd,
		struct err *err)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct file_in *f = arena_alloc(&in->arena, sizeof *f);
	size_t from = in->beside, len = 0;
	const void *bytes = NULL;

	if (record_from_json(f, &file_in_kind, json, &in->arena, err))
		return -1;
	if (is_judged(in, json, f))
		return 0;
	if (!in->delivery->quarantine &&
	    intake_beside(in, json, &bytes, &len, err))
		return -1;
	if (in->text.old && text_eq(in->text.ref, f->text_ref))
		return 1;
	clean(in, f);
	if (bytes)
		f->size = (int64_t)len;
	f->refused = judge(in, f, bytes, len, &f->mime);
	count_shown(in, f);
	record_put_json(&s, &file_in_kind, f);
	if (!f->refused)
		attached_put_place(&s, from, len);
	cmd->json = arena_strndup(&in->arena, str_c(&s), s.len);
	cmd->json_len = s.len;
	return 0;
}

void intake_text_end(struct intake *in)
{
	struct command *cmd;

	if (in->text.shown) {
		cmd = &in->cmds.at[in->text.at];
		cmd->json = arena_printf(&in->arena, "%.*s,\"shown\":%lld}",
					 (int)cmd->json_len - 1, cmd->json,
					 (long long)in->text.shown);
		cmd->json_len = strlen(cmd->json);
	}
	in->text = (struct text_before){ .ref = NULL };
}
