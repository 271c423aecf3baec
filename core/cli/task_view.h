/* task_view.h - tasks as people read them.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_TASK_VIEW_H
#define HW_CLI_TASK_VIEW_H

#include "cli/cli.h"
#include "host/manifest.h"
#include "model/effects.h"
#include "model/loop.h"

/* "refund 20.00 EUR", "coupon 10 %", "reship"; nothing where nobody said. */
void task_view_what(struct str *out, const struct task *t);
/* How it stands: "open", "late", "waiting" for a yes, "done" ... */
const char *task_view_state(const struct task *t);
/* The table of `task list`. */
void task_view_head(struct str *out);
void task_view_line(struct str *out, const struct task *t);
/* The page of `task show`. */
void task_view_page(struct str *out, struct db *db, const struct task *t);
/* One sentence about one that was given just now. m: [nullable] who is named
 * when it waits for a yes. */
void task_view_said(struct str *out, const struct task *t,
		    const struct manifest *m);
/* For may.h: what a yes to it is about; texts are the task's. */
struct action task_view_gift(const struct task *t);

#endif
