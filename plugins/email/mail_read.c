/* mail_read.c - one mail from bytes to fields.
 * SPDX-License-Identifier: MIT */
#include <libxml/parser.h>
#include <string.h>

#include "form.h"

#define IDS_MAX 100 /* of References: the oldest and the newest */
#define ADDRESSES_MAX 500

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

/* -- addresses -- */

struct address {
	const char *name, *addr; /* "" */
};

static gboolean first_mailbox(struct form *f, InternetAddressList *list,
			      struct address *a, unsigned depth)
{
	for (int i = 0; list && i < internet_address_list_length(list); i++) {
		InternetAddress *ia =
			internet_address_list_get_address(list, i);

		if (INTERNET_ADDRESS_IS_GROUP(ia)) {
			InternetAddressGroup *g = INTERNET_ADDRESS_GROUP(ia);

			if (depth < 3 &&
			    first_mailbox(f,
					  internet_address_group_get_members(g),
					  a, depth + 1))
				return TRUE;
			continue;
		}
		a->addr = form_keep(f,
				    form_line(internet_address_mailbox_get_addr(
					    INTERNET_ADDRESS_MAILBOX(ia))));
		a->name =
			form_keep(f, form_line(internet_address_get_name(ia)));
		if (*a->addr)
			return TRUE;
	}
	return FALSE;
}

/* Something with an at sign in what is no address list. */
static char *find_address(const char *text)
{
	const char *at = strchr(text, '@'), *from = at, *end = at;
	static const char breaks[] = " \t\"'<>()[],;:";

	if (!at)
		return g_strdup("");
	while (from > text && !strchr(breaks, from[-1]))
		from--;
	while (*end && !strchr(breaks, *end))
		end++;
	return g_strndup(from, (gsize)(end - from));
}

static InternetAddressList *addresses_of(const char *raw)
{
	char *named = form_charsets(raw);
	char *flat = g_mime_utils_header_unfold(named);
	InternetAddressList *list =
		*flat ? internet_address_list_parse(form_options(), flat)
		      : NULL;

	g_free(flat);
	g_free(named);
	return list;
}

static struct address read_address(struct form *f, GMimeObject *o,
				   const char *header)
{
	const char *raw = form_header(o, header);
	InternetAddressList *list = addresses_of(raw);
	struct address a = { "", "" };

	if (!first_mailbox(f, list, &a, 0) || !strchr(a.addr, '@')) {
		char *line = form_decode(raw), *found = find_address(line);

		if (*found || !*a.addr)
			a.addr = form_keep(f, g_strdup(found));
		if (!*a.name && !*found)
			a.name = form_keep(f, g_strdup(line));
		g_free(found);
		g_free(line);
	}
	if (list)
		g_object_unref(list);
	return a;
}

static void add_all(InternetAddressList *list, GString *to, int *left,
		    unsigned depth)
{
	for (int i = 0; list && i < internet_address_list_length(list); i++) {
		InternetAddress *ia =
			internet_address_list_get_address(list, i);
		char *line;

		if (INTERNET_ADDRESS_IS_GROUP(ia)) {
			if (depth < 3)
				add_all(internet_address_group_get_members(
						INTERNET_ADDRESS_GROUP(ia)),
					to, left, depth + 1);
			continue;
		}
		if ((*left)-- <= 0)
			return;
		line = form_line(internet_address_mailbox_get_addr(
			INTERNET_ADDRESS_MAILBOX(ia)));
		if (*line)
			g_string_append_printf(to, "%s%s", to->len ? ", " : "",
					       line);
		g_free(line);
	}
}

static const char *all_addresses(struct form *f, GMimeObject *o)
{
	static const char *const headers[] = { "To", "Cc" };
	GString *to = g_string_new(NULL);
	int left = ADDRESSES_MAX;

	for (gsize i = 0; i < G_N_ELEMENTS(headers); i++) {
		InternetAddressList *list =
			addresses_of(form_header(o, headers[i]));

		add_all(list, to, &left, 0);
		if (list)
			g_object_unref(list);
	}
	return form_keep(f, g_string_free(to, FALSE));
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
	}
	if (d)
		g_date_time_unref(d);
	g_free(line);
	return w;
}

/* -- the whole -- */

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

static void read_header(struct form *f, GMimeObject *o)
{
	struct address a = read_address(f, o, "From");

	if (!*a.addr && !*a.name)
		a = read_address(f, o, "Sender");
	f->m.from_name = a.name;
	f->m.from_addr = a.addr;
	f->m.reply_to = read_address(f, o, "Reply-To").addr;
	f->m.to_addr = read_address(f, o, "To").addr;
	f->m.to = all_addresses(f, o);
	f->m.message_id = first_id(f, o, "Message-ID");
	f->m.in_reply_to = first_id(f, o, "In-Reply-To");
	f->m.references = all_ids(f, o, "References");
	f->m.subject = form_keep(f, read_subject(o));
	f->m.date = read_date(o);
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
		read_header(f, GMIME_OBJECT(m));
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
