/* moment.h - until when, as people say it.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_MOMENT_H
#define HW_CLI_MOMENT_H

#include "cli/cli.h"

/* "2026-12-01T08:00:00+01:00" becomes "until", "8 h" becomes "for" (both ms) in
 * a request; "" nothing. A moment without a zone is refused: whose clock? */
int moment_put(struct jw *w, const char *word, struct err *err) MUST_CHECK;

#endif
