/* blank_desk.c - see blank_desk.h.
 * SPDX-License-Identifier: MIT */
#include "help/blank_desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "help/must_desk.h"

int64_t blank_kept;

static int load(void *arg, const char *instance, struct str *out,
		struct err *err)
{
	(void)arg, (void)instance, (void)err;
	str_puts(out, "{}");
	return 0;
}

static int keep(void *arg, const char *instance, const char *key,
		const char *value, struct err *err)
{
	(void)arg, (void)instance, (void)value, (void)err;
	assert_true(key && *key);
	blank_kept++;
	return 0;
}

static int64_t now(void *arg)
{
	(void)arg;
	return BEGIN_MS;
}

const struct worker_desk blank_desk = { load, keep, now, NULL };
