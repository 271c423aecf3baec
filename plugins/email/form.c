/* form.c - keeping strings, and words of headers.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "form.h"

const char *form_keep(struct form *f, char *text)
{
	g_ptr_array_add(f->kept, text);
	return text;
}

void form_notice(struct form *f, const char *sentence)
{
	if (!*f->m.notice)
		f->m.notice = sentence;
}

char *form_line(const char *text)
{
	GString *out = g_string_new(NULL);
	gsize len = text ? strnlen(text, MAIL_FIELD_MAX) : 0;
	char *valid = g_utf8_make_valid(text ? text : "", (gssize)len);

	for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (c < 0x20 || c == 0x7f)
			c = ' ';
		/* Direction marks hide what a name or a file really is. */
		if ((c >= 0x80 && c < 0xa0) || c == 0x200e || c == 0x200f ||
		    (c >= 0x202a && c <= 0x202e) ||
		    (c >= 0x2066 && c <= 0x2069) || c == 0xfeff)
			continue;
		if (c != ' ' || (out->len && out->str[out->len - 1] != ' '))
			g_string_append_unichar(out, c);
	}
	g_free(valid);
	return g_strchomp(g_string_free(out, FALSE));
}

GMimeParserOptions *form_options(void)
{
	static const char *charsets[] = { "utf-8", "windows-1252", NULL };
	static GMimeParserOptions *options; /* lives as long as the program */

	if (!options) {
		options = g_mime_parser_options_new();
		g_mime_parser_options_set_fallback_charsets(options, charsets);
	}
	return options;
}

/* "=?charset?B?data?=" */
struct word {
	const char *charset, *data, *end;
	gsize charset_len, data_len;
};

static gboolean base64_word(const char *at, struct word *w)
{
	w->charset = at + 2;
	if (at[0] != '=' || at[1] != '?')
		return FALSE;
	w->charset_len = strcspn(w->charset, "?* \t\r\n");
	w->data = w->charset + w->charset_len;
	if (g_ascii_strncasecmp(w->data, "?B?", 3) != 0)
		return FALSE;
	w->data += 3;
	w->data_len = strcspn(w->data, "? \t\r\n");
	w->end = w->data + w->data_len + 2;
	return w->data[w->data_len] == '?' && w->data[w->data_len + 1] == '=';
}

static void add_base64(GByteArray *to, const struct word *w)
{
	char *data = g_strndup(w->data, w->data_len);
	gsize len = 0;
	guchar *bytes = g_base64_decode(data, &len);

	g_byte_array_append(to, bytes, (guint)len);
	g_free(bytes);
	g_free(data);
}

/* Senders cut a text into words by bytes, amid a character, and pad each;
 * neighbours of one charset become one word. Gives. */
static char *join_words(const char *raw)
{
	GString *out = g_string_new(NULL);
	const char *at;

	while ((at = strstr(raw, "=?"))) {
		GByteArray *bytes;
		struct word w, more;
		char *data;

		g_string_append_len(out, raw, at - raw);
		raw = at;
		if (!base64_word(at, &w)) {
			g_string_append_len(out, raw, 2);
			raw += 2;
			continue;
		}
		bytes = g_byte_array_new();
		add_base64(bytes, &w);
		raw = w.end;
		while (base64_word(raw + strspn(raw, " \t\r\n"), &more) &&
		       more.charset_len == w.charset_len &&
		       !g_ascii_strncasecmp(more.charset, w.charset,
					    w.charset_len)) {
			add_base64(bytes, &more);
			raw = more.end;
		}
		data = g_base64_encode(bytes->data, bytes->len);
		g_string_append_printf(out, "=?%.*s?B?%s?=", (int)w.charset_len,
				       w.charset, data);
		g_free(data);
		g_byte_array_free(bytes, TRUE);
	}
	g_string_append(out, raw);
	return g_string_free(out, FALSE);
}

/* "=?gb2312?" becomes "=?GB18030?", for GMime takes names to the letter. */
char *form_charsets(const char *raw)
{
	GString *out = g_string_new(NULL);
	char *joined = join_words(raw);
	const char *at;

	raw = joined;
	while ((at = strstr(raw, "=?"))) {
		gsize n = strcspn(at + 2, "?* \t\r\n");
		char name[40];

		g_string_append_len(out, raw, at + 2 - raw);
		raw = at + 2;
		if (n >= sizeof name || (raw[n] != '?' && raw[n] != '*'))
			continue;
		memcpy(name, raw, n);
		name[n] = '\0';
		g_string_append(out, charset_name(name));
		raw += n;
	}
	g_string_append(out, raw);
	g_free(joined);
	return g_string_free(out, FALSE);
}

char *form_decode(const char *raw)
{
	char *renamed = form_charsets(raw ? raw : "");
	char *unfolded = g_mime_utils_header_unfold(renamed);
	char *decoded =
		g_mime_utils_header_decode_text(form_options(), unfolded);
	char *line = form_line(decoded);

	g_free(decoded);
	g_free(unfolded);
	g_free(renamed);
	return line;
}

const char *form_header(GMimeObject *o, const char *name)
{
	GMimeHeader *h = g_mime_header_list_get_header(
		g_mime_object_get_header_list(o), name);
	const char *raw = h ? g_mime_header_get_raw_value(h) : NULL;

	while (raw &&
	       (*raw == ' ' || *raw == '\t' || *raw == '\r' || *raw == '\n'))
		raw++;
	return raw ? raw : "";
}

gboolean form_starts_any(const char *text, const char *const *words,
			 gsize count)
{
	for (gsize i = 0; i < count && words[i]; i++)
		if (!g_ascii_strncasecmp(text, words[i], strlen(words[i])))
			return TRUE;
	return FALSE;
}
