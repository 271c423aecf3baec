/* mail_read.c - one mail from its bytes to struct mail.
 * SPDX-License-Identifier: MIT */
#include <libxml/parser.h>
#include <string.h>

#include "form.h"

int mail_start(void)
{
	static gboolean started;

	if (started)
		return 0;
	g_mime_init();
	xmlInitParser();
	form_options();
	/* What GLib makes at first use, it makes now. */
	g_time_zone_unref(g_time_zone_new_offset(0));
	if (charset_start())
		return -1;
	started = TRUE;
	return 0;
}

static struct form *form_new(void)
{
	static const struct mail nothing = {
		.message_id = "",
		.in_reply_to = "",
		.references = "",
		.from_name = "",
		.from_addr = "",
		.reply_to = "",
		.to_addr = "",
		.to = "",
		.subject = "",
		.text = "",
		.reply = "",
		.html = "",
		.notice = "",
		.failed_addr = "",
		.failed_id = "",
		.failed_status = "",
		.origin = HW_HUMAN,
	};
	struct form *f = g_new0(struct form, 1);

	f->m = nothing;
	f->report = "";
	f->kept = g_ptr_array_new_with_free_func(g_free);
	f->files = g_array_new(FALSE, FALSE, sizeof(struct mail_file));
	f->text = g_string_new(NULL);
	f->html = g_string_new(NULL);
	f->status = g_string_new(NULL);
	f->original = g_string_new(NULL);
	return f;
}

static const char *bounded(struct form *f, GString *s)
{
	if (s->len > MAIL_TEXT_MAX) {
		const char *end = s->str + MAIL_TEXT_MAX;

		while ((*end & 0xc0) == 0x80)
			end--;
		g_string_truncate(s, (gsize)(end - s->str));
		form_notice(f, "the text is longer than 1 MiB; the rest is not "
			       "shown");
	}
	return s->str;
}

/* What is no mail is shown as it came. */
static void read_raw(struct form *f, const char *bytes, size_t len)
{
	gboolean damaged = FALSE;
	char *text = text_decode(bytes, len, NULL, &damaged);

	text_tidy(text);
	g_string_assign(f->text, text);
	g_free(text);
	form_notice(f, len ? "this is not a mail: it has no header; it is "
			     "shown as it came"
			   : "the mail is empty");
}

/* mbox writes an envelope line first; some write a byte order mark. */
static size_t skip_front(const char *bytes, size_t len)
{
	size_t at = len >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3) ? 3 : 0;

	while (at < len && (bytes[at] == '\r' || bytes[at] == '\n'))
		at++;
	if (len - at > 5 && !memcmp(bytes + at, "From ", 5)) {
		const char *eol = memchr(bytes + at, '\n', len - at);

		at = eol ? (size_t)(eol - bytes) + 1 : len;
	}
	return at;
}

static GMimeMessage *parse(const char *bytes, size_t len)
{
	GMimeStream *s = g_mime_stream_mem_new_with_buffer(bytes, len);
	GMimeParser *p = g_mime_parser_new_with_stream(s);
	GMimeMessage *m;

	g_mime_parser_set_format(p, GMIME_FORMAT_MESSAGE);
	m = g_mime_parser_construct_message(p, form_options());
	g_object_unref(p);
	g_object_unref(s);
	return m;
}

struct mail *mail_read(const void *bytes, size_t len)
{
	struct form *f = form_new();
	size_t size = len < MAIL_BYTES_MAX ? len : MAIL_BYTES_MAX;
	char *copy = g_malloc(size + 1);
	const char *notice = NULL;
	GMimeMessage *m = NULL;
	size_t at;

	if (len)
		memcpy(copy, bytes, size);
	at = skip_front(copy, size);
	size = at + guard(copy + at, size - at, &notice);
	if (len > MAIL_BYTES_MAX)
		notice =
			"the mail is larger than 32 MiB; the rest is not shown";
	if (notice)
		form_notice(f, notice);
	if (size > at)
		m = parse(copy + at, size - at);
	if (m && g_mime_header_list_get_count(
			 g_mime_object_get_header_list(GMIME_OBJECT(m))) > 0) {
		header_read(f, GMIME_OBJECT(m));
		parts_read(f, g_mime_message_get_mime_part(m));
	} else {
		read_raw(f, copy, size);
	}
	f->m.text = bounded(f, f->text);
	f->m.html = bounded(f, f->html);
	f->m.reply = form_keep(f, reply_of(f->m.text));
	f->m.files = (const struct mail_file *)(void *)f->files->data;
	f->m.files_count = f->files->len;
	if (m) {
		origin_judge(f, m);
		g_object_unref(m);
	}
	f->inner = NULL;
	g_free(copy);
	return &f->m;
}

void mail_free(struct mail *m)
{
	struct form *f = (struct form *)(void *)m;

	if (!f)
		return;
	g_string_free(f->text, TRUE);
	g_string_free(f->html, TRUE);
	g_string_free(f->status, TRUE);
	g_string_free(f->original, TRUE);
	g_array_free(f->files, TRUE);
	g_ptr_array_free(f->kept, TRUE);
	g_free(f);
}
