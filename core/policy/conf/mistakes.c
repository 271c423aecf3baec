/* mistakes.c - see mistakes.h.
 * SPDX-License-Identifier: MIT */
#include "policy/conf/mistakes.h"

#include "base/str.h"
#include "base/utf8.h"

void mistake_v(struct mistakes *m, const char *file, int line, const char *fmt,
	       va_list ap)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	if (m->list.len >= MISTAKES_MAX)
		return;
	str_printf(&s, "%s:%d: ", file, line);
	str_vprintf(&s, fmt, ap);
	utf8_one_line(s.at);
	mistake_list_push(&m->list, str_take(&s));
}

void mistake(struct mistakes *m, const char *file, int line, const char *fmt,
	     ...)
{
	va_list ap;

	va_start(ap, fmt);
	mistake_v(m, file, line, fmt, ap);
	va_end(ap);
}

void mistakes_cut(struct mistakes *m, size_t len)
{
	while (m->list.len > len)
		free(m->list.at[--m->list.len]);
}

void mistakes_release(struct mistakes *m)
{
	for (size_t i = 0; i < m->list.len; i++)
		free(m->list.at[i]);
	mistake_list_release(&m->list);
}
