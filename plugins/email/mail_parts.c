/* mail_parts.c - the tree of parts: which are text, which are files.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "part.h"

static void part_read(struct form *f, GMimeObject *o, struct body *b,
		      unsigned depth);

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
	part_text(b->text, best.text->str);
	part_text(b->html, best.html->str);
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

	if (report && !*f->report && part_is(o, "multipart", "report"))
		f->report = form_keep(f, form_line(report));
	if (part_is(o, "multipart", "alternative")) {
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
		part_text(f->original, valid);
		g_free(valid);
		g_free(head);
		g_mime_object_write_to_stream(GMIME_OBJECT(inner), NULL, mem);
	}
	part_file(f,
		  g_mime_object_get_content_disposition_parameter(
			  GMIME_OBJECT(part), "filename"),
		  GMIME_OBJECT(part), part_bytes(mem));
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
