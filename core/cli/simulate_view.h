/* simulate_view.h - what a trial of another policy found.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_SIMULATE_VIEW_H
#define HW_CLI_SIMULATE_VIEW_H

#include "cli/cli.h"
#include "desk/simulate/simulate.h"

void simulate_tell(struct cli *c, const struct trial *t);
void simulate_put_json(struct cli *c, const struct trial *t); /* one line */

#endif
