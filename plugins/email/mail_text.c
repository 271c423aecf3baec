/* mail_text.c - charsets, line ends and flowed text.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "form.h"

/* What senders write, and what they mean: the superset that browsers read
 * (WHATWG Encoding, 2024), under glibc's name. */
static const struct alias {
	const char *name, *means;
} aliases[] = {
	{ "us-ascii", "WINDOWS-1252" },
	{ "ascii", "WINDOWS-1252" },
	{ "iso-8859-1", "WINDOWS-1252" },
	{ "iso8859-1", "WINDOWS-1252" },
	{ "latin1", "WINDOWS-1252" },
	{ "iso-8859-9", "WINDOWS-1254" },
	{ "iso-8859-11", "TIS-620" },
	{ "gb2312", "GB18030" },
	{ "gbk", "GB18030" },
	{ "x-gbk", "GB18030" },
	{ "cp936", "GB18030" },
	{ "gb_2312-80", "GB18030" },
	{ "euc-kr", "CP949" },
	{ "ks_c_5601-1987", "CP949" },
	{ "ksc5601", "CP949" },
	{ "korean", "CP949" },
	{ "windows-949", "CP949" },
	{ "shift_jis", "CP932" },
	{ "shift-jis", "CP932" },
	{ "sjis", "CP932" },
	{ "x-sjis", "CP932" },
	{ "windows-31j", "CP932" },
	{ "cp1250", "WINDOWS-1250" },
	{ "cp1251", "WINDOWS-1251" },
	{ "cp1252", "WINDOWS-1252" },
	{ "x-mac-roman", "MACINTOSH" },
	{ "unicode-1-1-utf-7", "UTF-7" },
	{ "utf8", "UTF-8" },
	{ "iso-8859-8-i", "ISO-8859-8" },
	{ "iso-8859-6-i", "ISO-8859-6" },
	{ "cp-850", "CP850" },
	{ "x-euc-jp", "EUC-JP" },
	{ "x-big5", "BIG5-HKSCS" },
	{ "big5", "BIG5-HKSCS" },
	{ "cn-big5", "BIG5-HKSCS" },
};

/* All others come through these names. */
static const char *const charsets[] = {
	"UTF-8",        "UTF-16",       "UTF-16LE",      "UTF-16BE",
	"UTF-32",       "UTF-32LE",     "UTF-32BE",      "UTF-7",
	"US-ASCII",     "ISO-8859-1",   "ISO-8859-2",    "ISO-8859-3",
	"ISO-8859-4",   "ISO-8859-5",   "ISO-8859-6",    "ISO-8859-7",
	"ISO-8859-8",   "ISO-8859-9",   "ISO-8859-10",   "ISO-8859-11",
	"ISO-8859-13",  "ISO-8859-14",  "ISO-8859-15",   "ISO-8859-16",
	"WINDOWS-1250", "WINDOWS-1251", "WINDOWS-1252",  "WINDOWS-1253",
	"WINDOWS-1254", "WINDOWS-1255", "WINDOWS-1256",  "WINDOWS-1257",
	"WINDOWS-1258", "CP437",        "CP850",         "CP852",
	"CP866",        "CP874",        "TIS-620",       "KOI8-R",
	"KOI8-U",       "MACINTOSH",    "GB18030",       "GBK",
	"GB2312",       "HZ",           "ISO-2022-CN",   "BIG5",
	"BIG5-HKSCS",   "CP950",        "EUC-TW",        "EUC-JP",
	"EUC-JP-MS",    "ISO-2022-JP",  "ISO-2022-JP-2", "ISO-2022-JP-3",
	"SHIFT_JIS",    "CP932",        "EUC-KR",        "CP949",
	"ISO-2022-KR",  "JOHAB",        "VISCII",        "ARMSCII-8",
	"GEORGIAN-PS",  "TCVN",         "HP-ROMAN8",
};

int charset_start(void)
{
	static const char probe[] = "a\0b\0";
	gboolean ok = FALSE;

	for (gsize i = 0; i < G_N_ELEMENTS(charsets); i++) {
		/* Never closed: closing would unload the table. */
		iconv_t cd = iconv_open("UTF-8", charsets[i]);
		char in[4], out[32], *from = in, *to = out;
		size_t in_len = sizeof in, out_len = sizeof out;

		if (cd == (iconv_t)-1)
			continue;
		memcpy(in, probe, sizeof in);
		if (!strcmp(charsets[i], "UTF-16LE"))
			ok = iconv(cd, &from, &in_len, &to, &out_len) == 0;
	}
	return ok ? 0 : -1;
}

const char *charset_name(const char *name)
{
	for (gsize i = 0; i < G_N_ELEMENTS(aliases); i++)
		if (!g_ascii_strcasecmp(aliases[i].name, name))
			return aliases[i].means;
	return name;
}

/* One run through iconv; bad bytes become U+FFFD and are counted. NULL when
 * the charset is not known. */
static GString *convert(const char *bytes, size_t len, const char *charset,
			size_t *bad)
{
	iconv_t cd = iconv_open("UTF-8", charset);
	char *from = g_malloc(len + 1), *in = from, out[4096];
	GString *s;

	if (cd == (iconv_t)-1) {
		g_free(from);
		return NULL;
	}
	memcpy(from, bytes, len);
	s = g_string_sized_new(len + len / 2);
	while (len || bytes) {
		char *to = out;
		size_t room = sizeof out;
		size_t rc = len ? iconv(cd, &in, &len, &to, &room)
				: iconv(cd, NULL, NULL, &to, &room);

		g_string_append_len(s, out, to - out);
		if (!len && rc != (size_t)-1 && bytes) {
			bytes = NULL; /* one more call puts out what is held */
			continue;
		}
		if (rc == (size_t)-1 && errno != E2BIG) {
			if (!len)
				break;
			g_string_append(s, "\xef\xbf\xbd");
			(*bad)++;
			in++, len--;
		}
	}
	g_free(from);
	iconv_close(cd);
	return s;
}

static const char *bom_charset(const char *b, size_t len, size_t *skip)
{
	*skip = 0;
	if (len >= 3 && !memcmp(b, "\xef\xbb\xbf", 3))
		return *skip = 3, "UTF-8";
	if (len >= 2 && !memcmp(b, "\xff\xfe", 2))
		return *skip = 2, "UTF-16LE";
	if (len >= 2 && !memcmp(b, "\xfe\xff", 2))
		return *skip = 2, "UTF-16BE";
	return NULL;
}

/* NUL is damage of its own and says nothing of the charset. */
static gboolean is_utf8(const char *b, size_t len)
{
	const char *end = b + len, *bad = b;

	while (b < end && !g_utf8_validate_len(b, (gsize)(end - b), &bad)) {
		if (*bad)
			return FALSE;
		b = bad + 1;
	}
	return TRUE;
}

static gboolean has_escape(const char *b, size_t len)
{
	const char *esc = memchr(b, 0x1b, len);

	return esc && (size_t)(esc - b) + 2 < len &&
	       (esc[1] == '$' || esc[1] == '(') && esc[2] > ' ';
}

/* The charset of bytes whose sender told none, or told a wrong one. */
static const char *guess(const char *b, size_t len)
{
	if (has_escape(b, len))
		return "ISO-2022-JP";
	return is_utf8(b, len) ? "UTF-8" : "WINDOWS-1252";
}

/* Declared UTF-8 with no well-formed sequence in it is not UTF-8. */
static gboolean some_utf8(const char *b, size_t len)
{
	for (size_t i = 0; i + 1 < len; i++)
		if ((b[i] & 0xe0) == 0xc0 || (b[i] & 0xf0) == 0xe0)
			if ((b[i + 1] & 0xc0) == 0x80)
				return TRUE;
	return FALSE;
}

char *text_decode(const char *bytes, size_t len, const char *charset,
		  gboolean *damaged)
{
	size_t skip, bad = 0;
	const char *name = bom_charset(bytes, len, &skip), *nul;
	GString *s = NULL;
	char *text;

	if (!name && charset && *charset)
		name = charset_name(charset);
	if (!name || !g_ascii_strcasecmp(name, "WINDOWS-1252"))
		name = guess(bytes, len);
	if (!g_ascii_strcasecmp(name, "UTF-8") &&
	    !is_utf8(bytes + skip, len - skip) &&
	    !some_utf8(bytes + skip, len - skip))
		name = "WINDOWS-1252";
	if (g_ascii_strcasecmp(name, "UTF-8") != 0) {
		s = convert(bytes + skip, len - skip, name, &bad);
		if (!s) {
			*damaged = TRUE;
			s = convert(bytes + skip, len - skip, guess(bytes, len),
				    &bad);
		}
	}
	if (!s)
		s = g_string_new_len(bytes + skip, (gssize)(len - skip));
	nul = memchr(s->str, 0, s->len);
	if (bad || nul || !g_utf8_validate_len(s->str, s->len, NULL))
		*damaged = TRUE;
	text = g_utf8_make_valid(s->str, (gssize)s->len);
	g_string_free(s, TRUE);
	return text;
}

void text_tidy(char *text)
{
	char *to = text;

	for (const char *p = text; *p; p++) {
		if (*p == '\r') {
			if (p[1] != '\n')
				*to++ = '\n';
		} else if ((unsigned char)*p >= ' ' || *p == '\n' ||
			   *p == '\t') {
			if (*p != 0x7f)
				*to++ = *p;
		}
	}
	*to = '\0';
}

static size_t quote_depth(const char *line, size_t len)
{
	size_t n = 0;

	while (n < len && line[n] == '>')
		n++;
	return n;
}

char *text_unflow(const char *text, gboolean delsp)
{
	GString *out = g_string_new(NULL);
	gboolean soft = FALSE; /* the line before goes on */
	size_t before = 0;

	while (*text) {
		size_t n = strcspn(text, "\n"), depth = quote_depth(text, n);
		const char *line = text + depth;
		size_t len = n - depth;

		if (len && *line == ' ')
			line++, len--; /* space-stuffed */
		if (soft && depth == before) {
			if (out->len)
				g_string_truncate(out, out->len - 1);
		} else {
			for (size_t i = 0; i < depth; i++)
				g_string_append_c(out, '>');
			if (depth)
				g_string_append_c(out, ' ');
		}
		soft = len && line[len - 1] == ' ' &&
		       !(len == 3 && !memcmp(line, "-- ", 3));
		before = depth;
		g_string_append_len(out, line,
				    (gssize)(soft && delsp ? len - 1 : len));
		g_string_append_c(out, '\n');
		text += n + (text[n] == '\n');
	}
	return g_string_free(out, FALSE);
}
