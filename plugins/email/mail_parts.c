/* mail_parts.c - the tree of parts: which are text, which are files.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "form.h"

/* What a part adds to the mail's text. */
struct body {
	GString *text, *html;
	gboolean plain; /* some of text was text/plain */
};

static void part_read(struct form *f, GMimeObject *o, struct body *b,
		      unsigned depth);

static gboolean is_type(GMimeObject *o, const char *type, const char *subtype)
{
	GMimeContentType *t = g_mime_object_get_content_type(o);

	return t && g_mime_content_type_is_type(t, type, subtype);
}

/* Takes the bytes out of the stream; data is never NULL, NUL follows them. */
static GByteArray *bytes_of(GMimeStream *mem /* takes */)
{
	GMimeStreamMem *m = GMIME_STREAM_MEM(mem);
	GByteArray *bytes = g_mime_stream_mem_get_byte_array(m);
	guint len = bytes->len;

	g_mime_stream_mem_set_owner(m, FALSE);
	g_object_unref(mem);
	g_byte_array_append(bytes, (const guint8 *)"", 1);
	return g_byte_array_set_size(bytes, len);
}

static GByteArray *content_of(GMimePart *part)
{
	GMimeDataWrapper *data = g_mime_part_get_content(part);
	GMimeStream *mem = g_mime_stream_mem_new();

	if (data)
		g_mime_data_wrapper_write_to_stream(data, mem);
	return bytes_of(mem);
}

/* -- files -- */

/* The last component; a name is shown and may be used to save a file. */
static char *file_name(const char *raw)
{
	char *line = form_line(raw), *base = line, *name;

	for (char *p = line; *p; p++)
		if ((*p == '/' || *p == '\\') && p[1])
			base = p + 1;
	while (*base == '.')
		base++;
	name = g_strdup(base);
	g_strdelimit(name, "/\\", '_');
	g_free(line);
	return name;
}

static void add_file(struct form *f, const char *name, GMimeObject *o,
		     GByteArray *bytes /* takes */)
{
	GMimeContentType *t = g_mime_object_get_content_type(o);
	char *type = t ? g_mime_content_type_get_mime_type(t) : NULL;
	gsize len = bytes->len;
	char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, bytes->data,
						len);
	char *line = form_line(type ? type : "application/octet-stream");
	struct mail_file file = { .size = len };

	g_free(type);
	file.name = form_keep(f, file_name(name));
	file.type = form_keep(f, g_ascii_strdown(line, -1));
	g_free(line);
	g_strlcpy(file.sha256, sum, sizeof file.sha256);
	g_free(sum);
	file.bytes = form_keep(f, (char *)g_byte_array_free(bytes, FALSE));
	g_array_append_val(f->files, file);
}

/* -- text -- */

static void add_text(GString *to, const char *text)
{
	if (to->len && to->str[to->len - 1] != '\n')
		g_string_append_c(to, '\n');
	g_string_append(to, text);
}

static void add_plain(GMimeObject *o, const char *text, struct body *b)
{
	GMimeContentType *t = g_mime_object_get_content_type(o);
	const char *format = g_mime_content_type_get_parameter(t, "format");
	const char *delsp = g_mime_content_type_get_parameter(t, "delsp");

	if (format && !g_ascii_strcasecmp(format, "flowed")) {
		char *joined = text_unflow(
			text, delsp && !g_ascii_strcasecmp(delsp, "yes"));

		add_text(b->text, joined);
		g_free(joined);
	} else {
		add_text(b->text, text);
	}
	b->plain = b->plain || *text;
}

static void add_html(struct form *f, const char *html, struct body *b)
{
	gboolean odd = FALSE;
	char *text = html_text(html, strlen(html), &odd);

	if (odd)
		form_notice(f, "the HTML is nested too deep; its text is "
			       "shown without its form");
	text_tidy(text);
	add_text(b->text, text);
	add_text(b->html, html);
	g_free(text);
}

/* "<meta charset=...>", for HTML whose part does not tell. Gives or NULL. */
static char *meta_charset(GByteArray *bytes)
{
	char *head = g_strndup((const char *)bytes->data,
			       bytes->len < 2048 ? bytes->len : 2048);
	char *at, *name = NULL;

	for (at = head; *at && !name; at++)
		if (!g_ascii_strncasecmp(at, "charset=", 8)) {
			at += 8;
			at += strspn(at, "\"' ");
			name = g_strndup(at, strcspn(at, "\"' ;>/\r\n"));
		}
	g_free(head);
	return name;
}

static char *decode_part(struct form *f, GMimeObject *o, GByteArray *bytes)
{
	GMimeContentType *t = g_mime_object_get_content_type(o);
	const char *told = g_mime_content_type_get_parameter(t, "charset");
	char *meta = !told && is_type(o, "text", "html") ? meta_charset(bytes)
							 : NULL;
	gboolean damaged = FALSE;
	gsize len = bytes->len;
	char *text;

	if (len > 8 * MAIL_TEXT_MAX) {
		len = 8 * MAIL_TEXT_MAX;
		form_notice(f, "the text is longer than 8 MiB; the rest is not "
			       "shown");
	}
	text = text_decode((const char *)bytes->data, len, told ? told : meta,
			   &damaged);
	if (damaged)
		form_notice(f, "some characters could not be read");
	g_free(meta);
	text_tidy(text);
	return text;
}

static gboolean is_attachment(GMimeObject *o, const struct body *b)
{
	GMimeContentDisposition *d = g_mime_object_get_content_disposition(o);
	const char *name = g_mime_part_get_filename(GMIME_PART(o));
	const char *how =
		d ? g_mime_content_disposition_get_disposition(d) : NULL;

	if (how && !g_ascii_strcasecmp(how, "attachment"))
		return TRUE;
	/* A named text is a file, unless it is all that there is so far. */
	return name && *name && (b->text->len || how);
}

static void leaf_read(struct form *f, GMimeObject *o, struct body *b)
{
	GByteArray *bytes = content_of(GMIME_PART(o));
	gboolean html = is_type(o, "text", "html");

	if (is_type(o, "message", "*") ||
	    is_type(o, "text", "rfc822-headers")) {
		char *text = decode_part(f, o, bytes);

		add_text(is_type(o, "text", "*") ? f->original : f->status,
			 text);
		g_free(text);
	} else if ((html || is_type(o, "text", "plain") ||
		    is_type(o, "text", "enriched")) &&
		   !is_attachment(o, b)) {
		char *text = decode_part(f, o, bytes);

		if (html)
			add_html(f, text, b);
		else
			add_plain(o, text, b);
		g_free(text);
		g_byte_array_unref(bytes);
		return;
	}
	add_file(f, g_mime_part_get_filename(GMIME_PART(o)), o, bytes);
}

/* -- tree -- */

/* The first choice that is plain text, else the last with any; HTML as well. */
static void alternative_read(struct form *f, GMimeMultipart *m, struct body *b,
			     unsigned depth)
{
	struct body best = { g_string_new(NULL), g_string_new(NULL), FALSE };

	for (int i = 0; i < g_mime_multipart_get_count(m); i++) {
		struct body one = { g_string_new(NULL), g_string_new(NULL),
				    FALSE };
		char *told;

		part_read(f, g_mime_multipart_get_part(m, i), &one, depth);
		told = g_strstrip(g_strdup(one.text->str));
		if (*told && !best.plain) {
			g_string_assign(best.text, one.text->str);
			best.plain = one.plain;
		}
		if (one.html->len)
			g_string_assign(best.html, one.html->str);
		g_free(told);
		g_string_free(one.text, TRUE);
		g_string_free(one.html, TRUE);
	}
	add_text(b->text, best.text->str);
	add_text(b->html, best.html->str);
	b->plain = b->plain || best.plain;
	g_string_free(best.text, TRUE);
	g_string_free(best.html, TRUE);
}

static void multipart_read(struct form *f, GMimeMultipart *m, struct body *b,
			   unsigned depth)
{
	GMimeObject *o = GMIME_OBJECT(m);
	const char *report =
		g_mime_object_get_content_type_parameter(o, "report-type");

	if (report && !*f->report && is_type(o, "multipart", "report"))
		f->report = form_keep(f, form_line(report));
	if (is_type(o, "multipart", "alternative")) {
		alternative_read(f, m, b, depth);
		return;
	}
	for (int i = 0; i < g_mime_multipart_get_count(m); i++)
		part_read(f, g_mime_multipart_get_part(m, i), b, depth);
}

/* A mail in the mail is a file; its text is not its bearer's words. */
static void inner_read(struct form *f, GMimeMessagePart *part)
{
	GMimeMessage *inner = g_mime_message_part_get_message(part);
	GMimeStream *mem = g_mime_stream_mem_new();

	if (inner) {
		char *head =
			g_mime_object_get_headers(GMIME_OBJECT(inner), NULL);
		char *valid = g_utf8_make_valid(head, -1);

		if (!f->inner)
			f->inner = inner;
		text_tidy(valid);
		add_text(f->original, valid);
		g_free(valid);
		g_free(head);
		g_mime_object_write_to_stream(GMIME_OBJECT(inner), NULL, mem);
	}
	add_file(f,
		 g_mime_object_get_content_disposition_parameter(
			 GMIME_OBJECT(part), "filename"),
		 GMIME_OBJECT(part), bytes_of(mem));
}

static gboolean is_a(GMimeObject *o, GType type)
{
	return g_type_is_a(G_OBJECT_TYPE(o), type);
}

static gboolean is_too_much(struct form *f, unsigned depth)
{
	if (depth > MAIL_DEPTH_MAX) {
		form_notice(f, "parts are nested more than 30 deep; the "
			       "inner ones are not shown");
		return TRUE;
	}
	if (++f->parts > MAIL_PARTS_MAX) {
		form_notice(f, "the mail has more than 1,000 parts; the rest "
			       "is not shown");
		return TRUE;
	}
	return FALSE;
}

static void part_read(struct form *f, GMimeObject *o, struct body *b,
		      unsigned depth)
{
	if (!o || is_too_much(f, depth))
		return;
	if (is_a(o, GMIME_TYPE_MULTIPART))
		multipart_read(f, GMIME_MULTIPART(o), b, depth + 1);
	else if (is_a(o, GMIME_TYPE_MESSAGE_PART))
		inner_read(f, GMIME_MESSAGE_PART(o));
	else if (is_a(o, GMIME_TYPE_PART))
		leaf_read(f, o, b);
}

static gboolean is_empty(const GString *s)
{
	return s->len == strspn(s->str, " \t\r\n");
}

void parts_read(struct form *f, GMimeObject *top)
{
	struct body b = { f->text, f->html, FALSE };
	GMimeMessage *inner;

	part_read(f, top, &b, 0);
	/* A mail that only carries another says what that one says. */
	for (int i = 0; is_empty(f->text) && f->inner && i < 3; i++) {
		inner = f->inner;
		f->inner = NULL;
		part_read(f, g_mime_message_get_mime_part(inner), &b, 1);
		if (!f->inner)
			f->inner = inner;
	}
	f->plain = b.plain;
}
