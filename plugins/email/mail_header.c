/* mail_header.c - the fields of a mail that stand in its header.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "form.h"

#define IDS_MAX 100 /* of References: the oldest and the newest */

/* -- ids -- */

static void add_id(GPtrArray *ids, const char *at, size_t len)
{
	GString *id = g_string_sized_new(len);
	char *clean;

	for (size_t i = 0; i < len; i++)
		if ((unsigned char)at[i] > ' ' && at[i] != 0x7f)
			g_string_append_c(id, at[i]);
	clean = g_utf8_make_valid(id->str, (gssize)id->len);
	g_string_free(id, TRUE);
	if (*clean && strlen(clean) < 1000)
		g_ptr_array_add(ids, clean);
	else
		g_free(clean);
}

/* "<a@b> <c@d>"; without brackets, the words with an at sign. */
static GPtrArray *ids_of(const char *raw)
{
	GPtrArray *ids = g_ptr_array_new_with_free_func(g_free);
	const char *p = raw;

	while ((p = strchr(p, '<'))) {
		size_t n = strcspn(p + 1, "<>");

		if (p[1 + n] == '>')
			add_id(ids, p + 1, n);
		p += 1 + n;
	}
	for (p = raw; !ids->len && *p;) {
		size_t n;

		p += strspn(p, " \t\r\n,");
		n = strcspn(p, " \t\r\n,");
		if (memchr(p, '@', n))
			add_id(ids, p, n);
		p += n;
	}
	return ids;
}

static const char *first_id(struct form *f, GMimeObject *o, const char *name)
{
	GPtrArray *ids = ids_of(form_header(o, name));
	char *id = g_strdup(ids->len ? g_ptr_array_index(ids, 0) : "");

	g_ptr_array_unref(ids);
	return form_keep(f, id);
}

static const char *all_ids(struct form *f, GMimeObject *o, const char *name)
{
	GPtrArray *ids = ids_of(form_header(o, name));
	GString *s = g_string_new(NULL);

	for (guint i = 0; i < ids->len; i++) {
		if (i > 0 && i + IDS_MAX <= ids->len)
			continue;
		if (s->len)
			g_string_append_c(s, ' ');
		g_string_append(s, g_ptr_array_index(ids, i));
	}
	g_ptr_array_unref(ids);
	return form_keep(f, g_string_free(s, FALSE));
}

/* -- date -- */

/* A time without a zone is the sender's local one, unknown to us. */
static gboolean has_zone(const char *text)
{
	const char *p = strchr(text, ':');

	if (!p)
		return FALSE;
	p += strspn(p, ":0123456789.");
	p += strspn(p, " \t\r\n");
	return *p == '+' || *p == '-' || g_ascii_isalpha(*p);
}

#define OFFSET_MAX (19L * 3600) /* seconds; a record takes no more */

/* Of a moment before 1970 or in a zone that there is none nothing is told. */
static struct hw_when read_date(GMimeObject *o)
{
	struct hw_when w = { 0 };
	char *line = form_line(form_header(o, "Date"));
	GDateTime *d = *line ? g_mime_utils_header_decode_date(line) : NULL;

	if (d && g_date_time_get_year(d) >= 1970 &&
	    g_date_time_get_year(d) < 2200) {
		gint64 offset = g_date_time_get_utc_offset(d) / G_USEC_PER_SEC;

		w.ms = g_date_time_to_unix(d) * 1000;
		w.basis = !has_zone(line) ? HW_ZONE_UNKNOWN
			  : offset        ? HW_OFFSET
					  : HW_UTC;
		w.offset_s = w.basis == HW_OFFSET ? (int32_t)offset : 0;
		if (w.ms < 0 || offset <= -OFFSET_MAX || offset >= OFFSET_MAX)
			w = (struct hw_when){ 0 };
	}
	if (d)
		g_date_time_unref(d);
	g_free(line);
	return w;
}

/* -- subject -- */

/* Raw bytes that are no UTF-8 are most likely in the charset of the text. */
static char *read_subject(GMimeObject *o)
{
	const char *raw = form_header(o, "Subject");
	GMimeObject *top = g_mime_message_get_mime_part(GMIME_MESSAGE(o));
	const char *charset =
		top ? g_mime_object_get_content_type_parameter(top, "charset")
		    : NULL;
	gboolean damaged = FALSE;
	char *text, *line;

	if (!charset || g_utf8_validate(raw, -1, NULL))
		return form_decode(raw);
	text = text_decode(raw, strlen(raw), charset, &damaged);
	line = form_decode(damaged ? raw : text);
	g_free(text);
	return line;
}

/* -- the whole -- */

void header_read(struct form *f, GMimeObject *o)
{
	struct address a = address_read(f, o, "From");

	if (!*a.addr && !*a.name)
		a = address_read(f, o, "Sender");
	f->m.from_name = a.name;
	f->m.from_addr = a.addr;
	f->m.reply_to = address_read(f, o, "Reply-To").addr;
	f->m.to_addr = address_read(f, o, "To").addr;
	f->m.to = address_all(f, o);
	f->m.message_id = first_id(f, o, "Message-ID");
	f->m.in_reply_to = first_id(f, o, "In-Reply-To");
	f->m.references = all_ids(f, o, "References");
	f->m.subject = form_keep(f, read_subject(o));
	f->m.date = read_date(o);
}
