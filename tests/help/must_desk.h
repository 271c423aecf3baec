/* must_desk.h - what tests do with a desk of their own: open one, let plugins
 * tell it things, let time pass, replay it. All of it must go well (must.h).
 *
 * How a desk is opened (folder, clocks, policy) is a matter of the test.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_MUST_DESK_H
#define HW_TESTS_MUST_DESK_H

#include "desk/desk.h"
#include "desk/intake/intake.h"
#include "help/must.h"

/* Where the clocks of tests begin: 2026-09-21T14:13:20Z, a Monday. */
#define BEGIN_MS INT64_C(1790000000000)

/* To be closed with desk_close(). */
struct desk *must_open(const struct desk_options *options);
/* An instance of `plugin` whose facts make tickets from `live_since` on; gives
 * the id of its shop. */
int64_t must_have_shop(struct desk *d, const char *label, const char *plugin,
		       int64_t live_since);

/* A page of `instance`, one JSON object a line; bad lines are counted in what
 * it gives. */
struct delivery must_deliver(struct desk *d, const char *instance,
			     const char *records, size_t len);
/* The same, of which every line is good. */
void must_hear(struct desk *d, const char *instance, const char *records);

/* A command from the command line. -1 and err when it was refused. */
int person_does(struct desk *d, const char *kind, const char *by,
		const char *json, struct err *err);

/* Until nothing is due. */
void must_tick(struct desk *d);

/* The chain holds, and the journal alone, in a new database at `path` (removed
 * before and after), gives the same rows and the same decisions. */
void must_replay(struct desk *d, const char *path);

#endif
