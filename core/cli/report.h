/* report.h - what `report` can count.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_REPORT_H
#define HW_CLI_REPORT_H

#include "cli/cli.h"

/* The first moment of --since DAY, ms; 0 without one. ERR_USAGE: no day. */
int report_since(struct cli *c, int64_t *since, struct err *err) MUST_CHECK;

/* How parcels of each carrier fared, and what is bad of it. */
int report_carriers(struct cli *c, struct err *err) MUST_CHECK;

/* What people gave otherwise than the compensation matrix says. */
int report_deviations(struct cli *c, struct err *err) MUST_CHECK;

/* Of which dangers buyers told, by the goods of their orders. */
int report_dangers(struct cli *c, struct err *err) MUST_CHECK;

#endif
