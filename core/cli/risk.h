/* risk.h - the risk of orders, and of facts that somebody tries.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_RISK_H
#define HW_CLI_RISK_H

#include "cli/cli.h"

/* Lines of {"facts of facts.conf"} to {"score", "reasons": []}, by the policy
 * of the manifest, or that which ships when there is none. */
int risk_batch(struct cli *c, struct err *err) MUST_CHECK;

/* "risk      45 of 100: dear first order 25, late 20" of an order, or why there
 * is none. */
void risk_put_order(struct str *out, struct db *db, int64_t shop,
		    const char *order_ref);
/* The same of a ticket: the riskiest of its messages, and its order. Nothing
 * where nothing was scored. */
void risk_put_ticket(struct str *out, struct db *db, int64_t ticket);

#endif
