/* imap_name.c - strings and names of folders in a command.
 * SPDX-License-Identifier: MIT */
#include "imap_own.h"

void imap_put_quoted(GString *out, const char *text)
{
	g_string_append_c(out, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *text);
	}
	g_string_append_c(out, '"');
}

/* A run of characters beyond ASCII: "&", UTF-16 in base 64 with a comma for the
 * slash and no padding, "-". */
static void put_utf7(GString *out, const gunichar *at, const gunichar *end)
{
	GString *bytes = g_string_new(NULL);
	char *b64;

	for (; at < end; at++) {
		gunichar c = *at;

		if (c > 0xFFFF) {
			gunichar high = 0xD800 + ((c - 0x10000) >> 10);

			g_string_append_c(bytes, (char)(high >> 8));
			g_string_append_c(bytes, (char)high);
			c = 0xDC00 + ((c - 0x10000) & 0x3FF);
		}
		g_string_append_c(bytes, (char)(c >> 8));
		g_string_append_c(bytes, (char)c);
	}
	b64 = g_base64_encode((const guchar *)bytes->str, bytes->len);
	g_strdelimit(b64, "/", ',');
	b64[strcspn(b64, "=")] = '\0';
	g_string_append_printf(out, "&%s-", b64);
	g_free(b64);
	g_string_free(bytes, TRUE);
}

void imap_put_folder(GString *out, const char *name)
{
	glong n = 0;
	gunichar *all = g_utf8_to_ucs4_fast(name, -1, &n);

	g_string_append_c(out, '"');
	for (glong k = 0; k < n; k++) {
		glong from = k;

		while (k < n && (all[k] < 0x20 || all[k] > 0x7E))
			k++;
		if (k > from)
			put_utf7(out, all + from, all + k);
		if (k == n)
			break;
		if (all[k] == '&')
			g_string_append(out, "&-");
		else if (all[k] == '"' || all[k] == '\\')
			g_string_append_printf(out, "\\%c", (char)all[k]);
		else
			g_string_append_c(out, (char)all[k]);
	}
	g_string_append_c(out, '"');
	g_free(all);
}
