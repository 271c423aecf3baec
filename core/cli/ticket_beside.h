/* ticket_beside.h - what stands beside a reply that is being written: notes on
 * how one writes there (composing.h), what the proposed one lacks, and what can
 * be enclosed in it.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_TICKET_BESIDE_H
#define HW_CLI_TICKET_BESIDE_H

#include "cli/cli.h"

/* As text or, with --json, as a line. */
void ticket_beside(struct cli *c, struct db *db, int64_t id);

#endif
