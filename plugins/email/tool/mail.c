/* mail.c - helloword-mail: what `helloword mail parse` runs.
 *
 * One JSON object a line for each file, in order; a file that cannot be read
 * is answered {"error": ...} and the others still come.
 * SPDX-License-Identifier: MIT */
#include <unistd.h>

#include "../mail.h"
#include "base/file.h"
#include "base/json.h"
#include "base/when.h"

#define FILE_MAX ((size_t)256 << 20) /* read; mail_read() shows what it can */

static void put_files(struct jw *w, const struct mail *m)
{
	jw_key(w, "attachments");
	jw_array(w);
	for (size_t i = 0; i < m->files_count; i++) {
		jw_object(w);
		jw_kv_text(w, "name", m->files[i].name);
		jw_kv_text(w, "type", m->files[i].type);
		jw_kv_i64(w, "size", (int64_t)m->files[i].size);
		jw_kv_text(w, "sha256", m->files[i].sha256);
		jw_end(w);
	}
	jw_end(w);
}

/* "" is "not told": null. */
static void put_text(struct jw *w, const char *key, const char *text)
{
	jw_kv_text(w, key, *text ? text : NULL);
}

static void put_failed(struct jw *w, const struct mail *m)
{
	jw_key(w, "failed");
	jw_object(w);
	put_text(w, "to", m->failed_addr);
	put_text(w, "message_id", m->failed_id);
	put_text(w, "status", m->failed_status);
	jw_kv_bool(w, "for_good", m->failed_for_good);
	jw_end(w);
}

static void put_date(struct jw *w, struct hw_when d)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct when when = { d.ms, d.basis, d.offset_s };

	jw_key(w, "date");
	if (d.basis == HW_NO_TIME) {
		jw_null(w);
		return;
	}
	when_put(&s, when);
	jw_text(w, str_c(&s));
}

static void put_references(struct jw *w, const char *ids)
{
	jw_key(w, "references");
	jw_array(w);
	while (*ids) {
		size_t n = strcspn(ids, " ");

		jw_text_n(w, ids, n);
		ids += n + strspn(ids + n, " ");
	}
	jw_end(w);
}

static void put_mail(struct str *out, const struct mail *m)
{
	static const char *const words[] = { NULL, NULL, "bounce", "reply",
					     "list" };
	struct jw w = JW_INIT(out);

	jw_object(&w);
	put_text(&w, "message_id", m->message_id);
	put_text(&w, "in_reply_to", m->in_reply_to);
	put_references(&w, m->references);
	jw_kv_text(&w, "from", m->from_addr);
	jw_kv_text(&w, "from_name", m->from_name);
	jw_kv_text(&w, "to", m->to);
	put_text(&w, "reply_to", m->reply_to);
	jw_kv_text(&w, "subject", m->subject);
	put_date(&w, m->date);
	jw_kv_text(&w, "text", m->text);
	jw_kv_text(&w, "reply", m->reply);
	put_text(&w, "html", m->html);
	put_files(&w, m);
	jw_kv_text(&w, "auto",
		   m->origin >= HW_BOUNCE && m->origin <= HW_LIST
			   ? words[m->origin]
			   : NULL);
	if (m->origin == HW_BOUNCE)
		put_failed(&w, m);
	if (*m->notice)
		jw_kv_text(&w, "notice", m->notice);
	jw_end(&w);
}

static int parse(const char *path, struct str *out)
{
	CLEANUP(str_release) struct str bytes = STR_LIMIT(FILE_MAX);
	const char *file = text_eq(path, "-") ? "/dev/stdin" : path;
	struct err err = { 0 };
	struct mail *m;

	if (file_read(&bytes, file, FILE_MAX, &err)) {
		struct jw w = JW_INIT(out);

		jw_object(&w);
		jw_kv_text(&w, "error", err.text);
		jw_end(&w);
		return -1;
	}
	m = mail_read(str_c(&bytes), bytes.len);
	put_mail(out, m);
	mail_free(m);
	return 0;
}

int main(int argc, char **argv)
{
	int bad = 0;

	if (argc < 2) {
		fprintf(stderr,
			"helloword-mail: give one or more files, or -\n");
		return err_exit(ERR_USAGE);
	}
	if (mail_start()) {
		fprintf(stderr, "helloword-mail: iconv knows no charsets here; "
				"install libc's gconv modules\n");
		return err_exit(ERR_SYSTEM);
	}
	for (int i = 1; i < argc; i++) {
		CLEANUP(str_release) struct str out = STR_INIT;

		bad |= parse(argv[i], &out);
		str_putc(&out, '\n');
		fwrite(out.at, 1, out.len, stdout);
	}
	if (fflush(stdout) || ferror(stdout)) {
		fprintf(stderr, "helloword-mail: cannot write the output\n");
		return err_exit(ERR_SYSTEM);
	}
	return bad ? err_exit(ERR_DATA) : 0;
}
