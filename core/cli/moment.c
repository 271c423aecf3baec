/* moment.c - see moment.h.
 * SPDX-License-Identifier: MIT */
#include "cli/moment.h"

#include "base/when.h"

int moment_put(struct jw *w, const char *word, struct err *err)
{
	struct err none = { 0 };
	struct when when;
	int64_t ms;

	if (!*word)
		return 0;
	if (duration_parse(&ms, word, &none) == 0 && ms > 0) {
		jw_kv_i64(w, "for", ms);
		return 0;
	}
	if (when_parse(&when, word, &none) == 0 &&
	    when.basis != WHEN_ZONE_UNKNOWN) {
		jw_kv_i64(w, "until", when.ms);
		return 0;
	}
	return err_set(err, ERR_USAGE,
		       "\"%.40s\" is neither a time (\"8 h\", \"3 d\") nor a "
		       "moment with its zone (2026-12-01T08:00:00+01:00)",
		       word);
}
