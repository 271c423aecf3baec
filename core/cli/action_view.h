/* action_view.h - actions as people read them.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_ACTION_VIEW_H
#define HW_CLI_ACTION_VIEW_H

#include "cli/cli.h"
#include "model/effects.h"

/* "refund 12.50 USD", "coupon 10 %". */
void action_view_what(struct str *out, const struct action *a);
/* ", refund 12.50 USD of order #1001, T-3", ", reply to Ann Smith, T-3": what
 * tells it from others in a sentence. */
void action_view_of(struct str *out, struct db *db, const struct action *a);
/* The table of `action list`. */
void action_view_head(struct str *out);
void action_view_line(struct str *out, struct db *db, const struct action *a);
/* A paragraph inside its ticket, with what may be done about it. */
void action_view_part(struct str *out, struct db *db, const struct action *a);
/* Without a desk that runs, and on hold after a restore, nothing leaves at its
 * time; nor does what waits for something else (awaited.h). */
enum leaving { LEAVES_ITSELF, LEAVES_WITH_A_DESK, LEAVES_AFTER_HOLD };
/* One sentence: what became of it just now. m: [nullable] who is named when
 * this user cannot approve it. */
void action_view_said(struct str *out, struct db *db, const struct action *a,
		      enum leaving leaving, const struct manifest *m);
/* The page of `action show`. */
void action_view_page(struct str *out, struct db *db, const struct action *a);

#endif
