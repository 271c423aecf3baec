/* intake_file.c - a file that came with a text is judged by its bytes, and
 * finds them beside the records of its delivery.
 *
 * What it is needs no row, so it is told here and journaled with it; whose it
 * is, and whether there is room for it, is told when its turn comes, behind its
 * text (attached.h).
 * SPDX-License-Identifier: MIT */
#include "base/encode.h"
#include "desk/intake/attached.h"
#include "desk/intake/intake_own.h"
#include "desk/intake/upload.h"

/* Of the next file with bytes. */
static int scanned(struct intake *in)
{
	const char *said = in->delivery->scanned;
	size_t i = in->files++;

	if (!said || i >= strlen(said) || said[i] == SCANNED_NOT)
		return FILE_UNSEEN;
	return said[i] == SCANNED_CLEAN ? 0 : FILE_FOUND;
}

int intake_beside(struct intake *in, const cJSON *json, struct err *err)
{
	const struct delivery *del = in->delivery;
	bool file = text_eq(json_text(json, "kind"), file_in_kind.name);
	int64_t n = json_i64(json, "beside", 0);

	in->its = (struct beside){ .from = in->beside };
	/* What of it came is in the quarantine, too. */
	if (n <= 0 || (file && del->quarantine))
		return 0;
	if ((uint64_t)n > del->beside_len - in->beside) {
		in->beside = del->beside_len; /* whose is the rest? */
		return err_set(err, ERR_DATA, "its bytes did not come with it");
	}
	in->its.bytes = (const char *)del->beside + in->beside;
	in->its.len = (size_t)n;
	in->its.unclean = file ? scanned(in) : 0;
	in->beside += in->its.len;
	return 0;
}

/* 0, or why it is not taken; *mime is what it is then, "". */
static int judge(const struct intake *in, const struct file_in *f,
		 const char **mime)
{
	const struct beside *its = &in->its;
	const struct desk *d = in->d;
	struct upload_terms terms;
	int refused;

	*mime = "";
	if (!d->brain || !d->brain->uploads ||
	    !d->brain->uploads(d->brain, "", &terms))
		return FILE_OTHER;
	if (!f->size)
		return FILE_OTHER;
	if (!its->bytes)
		return f->size > terms.bytes ? FILE_LARGE : FILE_UNREAD;
	refused = upload_judge(&terms, its->bytes, its->len, mime);
	if (!refused && *terms.scanner)
		refused = its->unclean;
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

/* -- of an import, as `export` writes it -- */

/* A line that was refused comes back as it was. */
static bool is_by_hand(const struct intake *in)
{
	return text_eq(in->delivery->via, "import") || in->delivery->quarantine;
}

/* One file too many costs only itself: the ceiling of a str, once passed, would
 * hold for all after it. */
static int decode(struct str *within, const char *text, struct err *err)
{
	size_t len = strlen(text);

	if (len / 4 * 3 >= within->max - within->len)
		return err_set(err, ERR_DATA,
			       "\"bytes\" is too much: the files of one import "
			       "may have %zu MiB together; take this one in "
			       "again by itself, or leave its bytes out",
			       within->max >> 20);
	return get_base64(within, text, len, err)
		       ? err_context(err, "\"bytes\" is no base 64")
		       : 0;
}

/* Whoever hands facts in by hand has no place beside them. No scanner looks at
 * it. */
static int read_within(struct intake *in, const cJSON *json,
		       struct command *cmd, struct err *err)
{
	const char *text = json_text(json, "bytes");
	size_t from = in->within.len;

	if (!text || !*text || !is_by_hand(in))
		return 0;
	if (decode(&in->within, text, err))
		return -1;
	cmd->came = cmd->json;
	cmd->came_len = cmd->json_len;
	in->its = (struct beside){ .bytes = in->within.at + from,
				   .from = from,
				   .len = in->within.len - from,
				   .unclean = FILE_UNSEEN };
	return 0;
}

/* -- what was judged already -- */

/* It came back from the quarantine, and all that is kept of it is there; or it
 * was not taken, by another desk, say. */
static bool is_judged(const struct intake *in, const cJSON *json,
		      const struct file_in *f)
{
	return json_get(json, "file") ||
	       (is_by_hand(in) && f->refused && !in->its.bytes);
}

static void put(struct intake *in, const struct file_in *f, struct command *cmd)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	record_put_json(&s, &file_in_kind, f);
	if (!f->refused)
		attached_put_place(&s, in->its.from, in->its.len);
	cmd->json = arena_strndup(&in->arena, str_c(&s), s.len);
	cmd->json_len = s.len;
}

/* With `file` it is the desk's own line (intake_line.c); else it may be as it
 * was reported, and says no more than that it was not taken. */
static void put_judged(struct intake *in, const cJSON *json, struct file_in *f,
		       struct command *cmd)
{
	if (json_get(json, "file"))
		return;
	clean(in, f);
	f->mime = "";
	put(in, f, cmd);
}

int intake_file(struct intake *in, const cJSON *json, struct command *cmd,
		struct err *err)
{
	struct file_in *f = arena_alloc(&in->arena, sizeof *f);

	if (record_from_json(f, &file_in_kind, json, &in->arena, err) ||
	    read_within(in, json, cmd, err))
		return -1;
	if (is_judged(in, json, f)) {
		put_judged(in, json, f, cmd);
		return 0;
	}
	if (in->text.old && text_eq(in->text.ref, f->text_ref))
		return 1;
	clean(in, f);
	if (in->its.bytes)
		f->size = (int64_t)in->its.len;
	f->refused = judge(in, f, &f->mime);
	count_shown(in, f);
	put(in, f, cmd);
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
