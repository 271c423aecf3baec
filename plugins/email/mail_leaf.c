/* mail_leaf.c - a part without parts: text that is shown, or a file.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "part.h"

gboolean part_is(GMimeObject *o, const char *type, const char *subtype)
{
	GMimeContentType *t = g_mime_object_get_content_type(o);

	return t && g_mime_content_type_is_type(t, type, subtype);
}

GByteArray *part_bytes(GMimeStream *mem /* takes */)
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
	return part_bytes(mem);
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

/* A picture that the text shows: it says so, or is named there by its id. */
static int32_t is_within(GMimeObject *o)
{
	GMimeContentDisposition *d = g_mime_object_get_content_disposition(o);

	return d ? !g_ascii_strcasecmp(
			   g_mime_content_disposition_get_disposition(d),
			   "inline")
		 : g_mime_object_get_content_id(o) != NULL;
}

void part_file(struct form *f, const char *name, GMimeObject *o,
	       GByteArray *bytes /* takes */)
{
	GMimeContentType *t = g_mime_object_get_content_type(o);
	char *type = t ? g_mime_content_type_get_mime_type(t) : NULL;
	gsize len = bytes->len;
	char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, bytes->data,
						len);
	char *line = form_line(type ? type : "application/octet-stream");
	struct mail_file file = { .size = len, .within = is_within(o) };

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

void part_text(GString *to, const char *text)
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

		part_text(b->text, joined);
		g_free(joined);
	} else {
		part_text(b->text, text);
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
	part_text(b->text, text);
	part_text(b->html, html);
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
	char *meta = !told && part_is(o, "text", "html") ? meta_charset(bytes)
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

void leaf_read(struct form *f, GMimeObject *o, struct body *b)
{
	GByteArray *bytes = content_of(GMIME_PART(o));
	gboolean html = part_is(o, "text", "html");

	if (part_is(o, "message", "*") ||
	    part_is(o, "text", "rfc822-headers")) {
		char *text = decode_part(f, o, bytes);

		part_text(part_is(o, "text", "*") ? f->original : f->status,
			  text);
		g_free(text);
	} else if ((html || part_is(o, "text", "plain") ||
		    part_is(o, "text", "enriched")) &&
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
	part_file(f, g_mime_part_get_filename(GMIME_PART(o)), o, bytes);
}
