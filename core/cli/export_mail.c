/* export_mail.c - see export.h.
 * SPDX-License-Identifier: MIT */
#include "cli/export.h"
#include "hw_plugin.h"
#include "model/records.h"

/* -- texts -- */

static void text_of(const struct message *m, struct hw_text_in *out)
{
	*out = (struct hw_text_in){
		.ref = m->ref,
		.channel = m->channel,
		.thread = m->thread,
		.order_ref = m->order_ref,
		.from_name = m->from_name,
		.from_addr = m->from_addr,
		.to_addr = m->to_addr,
		.subject = m->subject,
		.text = m->text,
		.reply = m->reply,
		.lang = m->lang,
		.message_id = m->message_id,
		.in_reply_to = m->in_reply_to,
		.notice = m->notice,
		.origin = m->origin,
		.is_public = m->is_public,
		.at = { .ms = m->at, .basis = HW_UTC },
		.quiet = m->quiet,
	};
}

/* A marketplace's message may be nothing but a photo, which goes with what is
 * erased. */
static bool is_forgotten(struct db *db, const struct message *m)
{
	return text_blank(m->text) && text_blank(m->subject) &&
	       text_blank(m->from_addr) &&
	       !db_i64(db, 0,
		       "SELECT 1 FROM files_in i JOIN files f ON f.evidence = "
		       "i.evidence WHERE i.message = ?1",
		       "i", m->id);
}

/* What the desk wrote itself was no fact. */
#define REPORTED                                                        \
	"WHERE id IN (SELECT id FROM facts WHERE kind = 'text_in' AND " \
	"(shop = ?1 OR ?1 = 0)) ORDER BY id"

int export_texts(struct cli *c, struct db *db, int64_t shop, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = record_query(db, &message_kind, REPORTED, "i", shop);

	while (rows_next(&r)) {
		CLEANUP(arena_release) struct arena arena = ARENA_INIT;
		struct message m = { 0 };
		struct hw_text_in text;

		record_read(&r, &message_kind, &m, &arena);
		if (is_forgotten(db, &m))
			continue;
		text_of(&m, &text);
		export_fact(&c->out, db, &text_in_kind, &text, m.shop);
		export_line(c);
	}
	return rows_end(&r, err);
}

/* -- files -- */

/* Behind the last member of the line. */
static int put_bytes(struct cli *c, int64_t evidence, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	const char *bytes;
	cJSON *reply;

	str_printf(&args, "{\"id\":%lld}", (long long)evidence);
	if (cli_do(c, "file", &args, &reply, err))
		return -1;
	bytes = json_text(reply, "bytes");
	if (bytes) {
		str_cut(&c->out, c->out.len - 1);
		str_puts(&c->out, ",\"bytes\":\"");
		str_puts(&c->out, bytes);
		str_puts(&c->out, "\"}");
	}
	json_free(reply);
	return bytes ? 0
		     : err_set(err, ERR_FAILED,
			       "the desk gave no bytes of file %lld; start it "
			       "with this version, and export again",
			       (long long)evidence);
}

int export_file(struct cli *c, struct db *db, const void *rec, int64_t shop,
		struct err *err)
{
	struct file_in f = *(const struct file_in *)rec;
	int64_t evidence = f.evidence;

	if (evidence &&
	    !db_i64(db, 0, "SELECT 1 FROM files WHERE evidence = ?1", "i",
		    evidence))
		return 0;
	f.message = f.evidence = 0;
	export_fact(&c->out, db, &file_in_kind, &f, shop);
	if (evidence && put_bytes(c, evidence, err))
		return -1;
	export_line(c);
	return 0;
}
