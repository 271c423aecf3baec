/* cost_view.h - the ways to put a matter right: what the compensation matrix
 * gives, and what each is expected to cost, the best first, with its parts.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_COST_VIEW_H
#define HW_CLI_COST_VIEW_H

#include "cli/cli.h"
#include "desk/simulate/explain.h"

/* Nothing for a matter without an order, or a policy without the file. */
void cost_view(struct str *out, struct brain_of *b, const struct explained *e);
/* As members "matrix" and "alternatives" of the object that is open; and where
 * no way pays anything back, "nothing_back" as a word: "refunded" (all of it
 * went back, or is on its way) or "unpaid" (no payment is known). */
void cost_view_json(struct jw *w, struct brain_of *b,
		    const struct explained *e);
/* Of a ticket, for `ticket show`: by the manifest's policy, if it is sound. */
void cost_view_ticket(struct cli *c, struct db *db, int64_t ticket,
		      struct str *out);

#endif
