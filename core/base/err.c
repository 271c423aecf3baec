/* err.c - see err.h.
 * SPDX-License-Identifier: MIT */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>

#include "base/utf8.h"

/* Cuts what did not fit at a whole character and says so. What was quoted may
 * be anything; the sentence stays one line. */
static void finish(struct err *err, int wanted)
{
	static const char more[] = "…";
	size_t max = sizeof err->text - sizeof more;

	utf8_one_line(err->text);
	if (wanted < (int)sizeof err->text)
		return;
	memcpy(err->text + utf8_prefix(err->text, sizeof err->text - 1, max),
	       more, sizeof more);
}

int err_set(struct err *err, enum err_code code, const char *fmt, ...)
{
	va_list ap;

	err->code = code;
	va_start(ap, fmt);
	finish(err, vsnprintf(err->text, sizeof err->text, fmt, ap));
	va_end(ap);
	return -1;
}

int err_errno(struct err *err, enum err_code code, const char *fmt, ...)
{
	int number = errno;
	char text[sizeof err->text];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	return err_set(err, code, "%s: %s", text, strerror(number));
}

int err_context(struct err *err, const char *fmt, ...)
{
	char context[sizeof err->text], text[sizeof err->text];
	va_list ap;

	memcpy(text, err->text, sizeof text);
	va_start(ap, fmt);
	vsnprintf(context, sizeof context, fmt, ap);
	va_end(ap);
	return err_set(err, err->code, "%s: %s", context, text);
}

int err_exit(enum err_code code)
{
	static const int exits[] = {
		[ERR_NONE] = 0,    [ERR_FAILED] = 1,  [ERR_FOUND] = 3,
		[ERR_USAGE] = 64,  [ERR_DATA] = 65,   [ERR_NO_DESK] = 69,
		[ERR_BUG] = 70,    [ERR_SYSTEM] = 71, [ERR_RETRY] = 75,
		[ERR_DENIED] = 77, [ERR_CONFIG] = 78,
	};

	return (size_t)code < COUNT_OF(exits) ? exits[code] : 70;
}
