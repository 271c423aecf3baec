/* mail_write.c - one mail from fields to bytes.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "form.h"

#define ADDRESS_MAX 254   /* RFC 5321 4.5.3.1.3, without its brackets */
#define ID_MAX 900        /* a line holds 998 (RFC 5322 2.1.1) */
#define WORD_BYTES_MAX 39 /* 64 columns as base64, after "Subject: " too */
#define IDS_BYTES_MAX ((size_t)32 << 10)

/* -- what may pass -- */

static gboolean is_line(const char *text)
{
	if (!text)
		return TRUE;
	for (const char *p = text; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			return FALSE;
	return strlen(text) <= MAIL_FIELD_MAX &&
	       g_utf8_validate(text, -1, NULL);
}

/* dot-atom@domain: nothing that needs quoting can reach a header. */
static gboolean is_address(const char *text)
{
	const char *at = strchr(text, '@');

	if (!at || at == text || !at[1] || strlen(text) > ADDRESS_MAX)
		return FALSE;
	for (const char *p = text; *p; p++)
		if ((*p == '@' && p != at) || (unsigned char)*p <= ' ' ||
		    (unsigned char)*p >= 0x7f || strchr("<>()[]\\,;:\"", *p))
			return FALSE;
	return TRUE;
}

static gboolean is_id(const char *at, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)at[i] <= ' ' ||
		    (unsigned char)at[i] >= 0x7f || at[i] == '<' ||
		    at[i] == '>')
			return FALSE;
	return len <= ID_MAX && memchr(at, '@', len);
}

/* "a@b c@d" to "<a@b> <c@d>", with or without brackets. NULL when one is no
 * id. Gives. */
static char *ids_with_brackets(const char *text)
{
	GString *out = g_string_new(NULL);

	if (!is_line(text) || strlen(text) > IDS_BYTES_MAX)
		return g_string_free(out, TRUE);
	for (const char *p = text + strspn(text, " "); *p;
	     p += strspn(p, " ")) {
		size_t len = strcspn(p, " ");
		const char *id = p;

		p += len;
		if (len > 2 && *id == '<' && id[len - 1] == '>')
			id++, len -= 2;
		if (!is_id(id, len))
			return g_string_free(out, TRUE);
		g_string_append_printf(out, "%s<%.*s>", out->len ? " " : "",
				       (int)len, id);
	}
	return g_string_free(out, FALSE);
}

static const char *refuse(const struct mail_out *o)
{
	const struct hw_text_out *t = o->text;

	if (!is_line(t->subject) || !is_line(t->to_name) ||
	    !is_line(o->from_name))
		return "the subject or a name has a line end or a control "
		       "character, is not UTF-8 or is too long";
	if (!t->to_addr || !is_address(t->to_addr))
		return "the recipient is not a mail address";
	if (!o->from_addr || !is_address(o->from_addr))
		return "the sender is not a mail address";
	if (o->reply_to && *o->reply_to && !is_address(o->reply_to))
		return "the address for replies is not a mail address";
	if (!t->message_id || !*t->message_id)
		return "the mail has no Message-ID";
	if (!t->text || !g_utf8_validate(t->text, -1, NULL))
		return "the text is not UTF-8";
	if (strlen(t->text) > MAIL_TEXT_MAX)
		return "the text is longer than 1 MiB";
	return mail_enclosable(o);
}

/* -- composing -- */

/* Encoded words of at most 75 columns, each of whole characters (RFC 2047
 * section 2 and 5); GMime 3.2.13 writes a text without blanks as one. Gives. */
static char *encode(const char *text)
{
	GString *out = g_string_new(NULL);

	while (*text) {
		size_t n = strnlen(text, WORD_BYTES_MAX);
		char *data;

		while (text[n] && (text[n] & 0xc0) == 0x80)
			n--;
		data = g_base64_encode((const guchar *)text, n);
		g_string_append_printf(
			out, "%s =?UTF-8?B?%s?=", out->len ? "\n" : "", data);
		g_free(data);
		text += n;
	}
	return g_string_free(out, FALSE);
}

/* Replaces a header's text by words and what follows them: "" or an address. */
static void put_words(GMimeMessage *m, const char *name, const char *text,
		      const char *after)
{
	GMimeHeader *h;
	char *words, *raw;

	h = g_mime_header_list_get_header(
		g_mime_object_get_header_list(GMIME_OBJECT(m)), name);
	if (!h || !text || g_str_is_ascii(text))
		return;
	words = encode(text);
	raw = *after ? g_strdup_printf("%s\n <%s>\n", words, after)
		     : g_strdup_printf("%s\n", words);
	g_mime_header_set_raw_value(h, raw);
	g_free(raw);
	g_free(words);
}

static void put_address(GMimeMessage *m, GMimeAddressType type,
			const char *name, const char *addr)
{
	InternetAddress *a =
		internet_address_mailbox_new(name && *name ? name : NULL, addr);

	internet_address_set_charset(a, "UTF-8");
	internet_address_list_add(g_mime_message_get_addresses(m, type), a);
	g_object_unref(a);
}

/* -1 when one of the ids is none. */
static int put_ids(GMimeObject *o, const char *name, const char *ids, int one)
{
	char *value;

	if (!ids || !*ids)
		return 0;
	value = ids_with_brackets(ids);
	if (!value || (one && strchr(value, ' '))) {
		g_free(value);
		return -1;
	}
	g_mime_object_set_header(o, name, value, NULL);
	g_free(value);
	return 0;
}

static void put_date(GMimeMessage *m, struct hw_when w)
{
	GTimeZone *zone;
	GDateTime *utc, *local;

	if (w.basis == HW_NO_TIME)
		return;
	zone = g_time_zone_new_offset(w.basis == HW_OFFSET ? w.offset_s : 0);
	utc = g_date_time_new_from_unix_utc(w.ms / 1000);
	local = utc ? g_date_time_to_timezone(utc, zone) : NULL;
	if (local)
		g_mime_message_set_date(m, local);
	if (local)
		g_date_time_unref(local);
	if (utc)
		g_date_time_unref(utc);
	g_time_zone_unref(zone);
}

/* Quoted-printable stays readable; where most is not ASCII, base64 is half
 * as long. */
static gboolean mostly_ascii(const char *text)
{
	size_t high = 0, n = 0;

	for (; text[n]; n++)
		high += (unsigned char)text[n] >= 0x80;
	return high * 5 < n || !high;
}

static GMimePart *text_part(const char *text)
{
	gboolean qp = mostly_ascii(text);
	GMimePart *part = g_mime_part_new_with_type("text", "plain");
	char *tidy = g_strdup(text);
	GMimeStream *stream;
	GMimeDataWrapper *data;
	GString *s;

	text_tidy(tidy);
	s = g_string_new(tidy);
	g_free(tidy);
	if (!s->len || s->str[s->len - 1] != '\n')
		g_string_append_c(s, '\n');
	if (!qp)
		g_string_replace(s, "\n", "\r\n", 0);
	stream = g_mime_stream_mem_new_with_buffer(s->str, s->len);
	data = g_mime_data_wrapper_new_with_stream(
		stream, GMIME_CONTENT_ENCODING_DEFAULT);
	g_mime_part_set_content(part, data);
	g_mime_part_set_content_encoding(
		part, qp ? GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE
			 : GMIME_CONTENT_ENCODING_BASE64);
	g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset",
						 "utf-8");
	g_object_unref(data);
	g_object_unref(stream);
	g_string_free(s, TRUE);
	return part;
}

static GMimeMessage *compose(const struct mail_out *o, const char **why)
{
	const struct hw_text_out *t = o->text;
	GMimeMessage *m = g_mime_message_new(FALSE);
	GMimeObject *head = GMIME_OBJECT(m);
	GMimeObject *body = mail_enclose(o, text_part(t->text));

	put_date(m, o->date);
	put_address(m, GMIME_ADDRESS_TYPE_FROM, o->from_name, o->from_addr);
	put_address(m, GMIME_ADDRESS_TYPE_TO, t->to_name, t->to_addr);
	if (o->reply_to && *o->reply_to)
		put_address(m, GMIME_ADDRESS_TYPE_REPLY_TO, NULL, o->reply_to);
	g_mime_message_set_subject(m, t->subject ? t->subject : "", "UTF-8");
	put_words(m, "Subject", t->subject, "");
	put_words(m, "From", o->from_name, o->from_addr);
	put_words(m, "To", t->to_name, t->to_addr);
	if (put_ids(head, "Message-ID", t->message_id, 1) ||
	    put_ids(head, "In-Reply-To", t->in_reply_to, 1) ||
	    put_ids(head, "References", t->references, 0))
		*why = "the Message-ID or one that is referred to is not an id";
	if (t->automatic) /* RFC 3834 section 5 */
		g_mime_object_set_header(head, "Auto-Submitted", "auto-replied",
					 NULL);
	g_mime_object_set_header(head, "MIME-Version", "1.0", NULL);
	g_mime_message_set_mime_part(m, body);
	g_object_unref(body);
	return m;
}

char *mail_write(const struct mail_out *out, size_t *len, const char **why)
{
	GMimeMessage *m;
	GString *s;
	char *text, *bytes = NULL;

	*why = refuse(out);
	if (*why)
		return NULL;
	m = compose(out, why);
	if (!*why) {
		text = g_mime_object_to_string(GMIME_OBJECT(m), NULL);
		s = g_string_new(text);
		g_string_replace(s, "\n", "\r\n", 0);
		*len = s->len;
		bytes = malloc(s->len + 1);
		if (bytes)
			memcpy(bytes, s->str, s->len + 1);
		else
			*why = "there is no memory for the mail";
		g_string_free(s, TRUE);
		g_free(text);
	}
	g_object_unref(m);
	return bytes;
}
