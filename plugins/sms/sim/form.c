/* form.c - see form.h.
 * SPDX-License-Identifier: MIT */
#include "form.h"

#include "base/mem.h"

static int hex(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
				      : -1;
}

char *form_field(const struct str *form, const char *name)
{
	CLEANUP(str_release) struct str out = STR_INIT;
	size_t len = strlen(name);
	const char *at = str_c(form);

	while (*at && !(strncmp(at, name, len) == 0 && at[len] == '=')) {
		at += strcspn(at, "&");
		at += *at == '&';
	}
	if (!*at)
		return NULL;
	for (at += len + 1; *at && *at != '&'; at++) {
		if (*at == '%' && hex(at[1]) >= 0 && hex(at[2]) >= 0) {
			str_putc(&out, (char)(hex(at[1]) * 16 + hex(at[2])));
			at += 2;
		} else {
			str_putc(&out, (char)(*at == '+' ? ' ' : *at));
		}
	}
	return xstrdup(str_c(&out));
}
