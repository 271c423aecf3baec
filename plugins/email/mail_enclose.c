/* mail_enclose.c - a text and the files that go with it, as one body.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "form.h"

/* Nothing in base 64 or quoted-printable has "=_", so no part can hold it; and
 * the same mail gets the same bytes. */
static void put_boundary(GMimeMultipart *all, const char *message_id)
{
	char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, message_id,
						  -1);
	char *boundary = g_strdup_printf("=_%.40s", sum);

	g_mime_multipart_set_boundary(all, boundary);
	g_free(boundary);
	g_free(sum);
}

static GMimePart *file_part(const struct hw_file *f)
{
	const char *slash = strchr(f->type, '/');
	char *type = g_strndup(f->type, (gsize)(slash - f->type));
	GMimePart *part = g_mime_part_new_with_type(type, slash + 1);
	GMimeStream *stream =
		g_mime_stream_mem_new_with_buffer(f->bytes, f->len);
	GMimeDataWrapper *data = g_mime_data_wrapper_new_with_stream(
		stream, GMIME_CONTENT_ENCODING_DEFAULT);

	g_mime_part_set_content(part, data);
	g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64);
	g_mime_object_set_disposition(GMIME_OBJECT(part), "attachment");
	g_mime_part_set_filename(part, f->name);
	g_object_unref(data);
	g_object_unref(stream);
	g_free(type);
	return part;
}

/* A name that needs no quoting, so that no header can be written with it. */
static gboolean is_name(const char *name)
{
	return *name && *name != '.' && strlen(name) <= 100 &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz"
			    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_") ==
		       strlen(name);
}

static gboolean is_type(const char *type)
{
	const char *slash = strchr(type, '/');

	return slash && slash != type && slash[1] && strlen(type) <= 100 &&
	       strspn(type, "abcdefghijklmnopqrstuvwxyz0123456789.+-/") ==
		       strlen(type) &&
	       !strchr(slash + 1, '/');
}

const char *mail_enclosable(const struct mail_out *o)
{
	size_t all = 0;

	for (uint32_t i = 0; i < o->file_count; i++) {
		const struct hw_file *f = o->files[i];

		if (!is_name(f->name) || !is_type(f->type))
			return "a file's name or media type may not stand in a "
			       "mail";
		all += f->len;
	}
	return all > MAIL_FILES_MAX ? "the files are larger than 10 MiB" : NULL;
}

GMimeObject *mail_enclose(const struct mail_out *o, GMimePart *text)
{
	GMimeMultipart *all;

	if (!o->file_count)
		return GMIME_OBJECT(text);
	all = g_mime_multipart_new_with_subtype("mixed");
	put_boundary(all, o->text->message_id);
	g_mime_multipart_add(all, GMIME_OBJECT(text));
	g_object_unref(text);
	for (uint32_t i = 0; i < o->file_count; i++) {
		GMimePart *part = file_part(o->files[i]);

		g_mime_multipart_add(all, GMIME_OBJECT(part));
		g_object_unref(part);
	}
	return GMIME_OBJECT(all);
}
