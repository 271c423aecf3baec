/* ticket_reply.h - the words of a reply or a note, as a person gave them.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_TICKET_REPLY_H
#define HW_CLI_TICKET_REPLY_H

#include "cli/cli.h"

/* The text that is the third word; ERR_DATA when it is far too long. */
int ticket_text(struct cli *c, struct str *out, struct err *err) MUST_CHECK;
/* The same of a reply, or with --edit the proposed one as it was changed, and
 * which that is (else 0). What it lacks for its reader is told on standard
 * error (composing.h). */
int ticket_reply_text(struct cli *c, struct str *out, int64_t *instead,
		      struct err *err) MUST_CHECK;

#endif
