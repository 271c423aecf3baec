/* ticket_file.h - a file of a matter, as it was received.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_TICKET_FILE_H
#define HW_CLI_TICKET_FILE_H

#include "cli/cli.h"

/* The bytes on standard output, which must be no terminal. */
int ticket_file(struct cli *c, struct err *err) MUST_CHECK;

#endif
