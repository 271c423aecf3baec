/* ticket_reply.h - the words of a reply or a note, as a person gave them.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_TICKET_REPLY_H
#define HW_CLI_TICKET_REPLY_H

#include "cli/cli.h"

/* The text that is the third word; ERR_DATA when it is far too long. */
int ticket_text(struct cli *c, struct str *out, struct err *err) MUST_CHECK;
/* The proposal that was changed, and the message that its buyer had written
 * last when it was opened (heard.h), or that of --heard when it is an earlier
 * one; both 0 when none was. */
struct reply_of {
	int64_t instead, heard;
};

/* The same of a reply, or with --edit the proposed one as it was changed, and
 * which that is. What it lacks for its reader is told on standard error
 * (composing.h). ERR_USAGE, before the editor opens, for --heard or --after
 * that are no numbers, and for --after without --edit: nothing would ask. */
int ticket_reply_text(struct cli *c, struct str *out, struct reply_of *of,
		      struct err *err) MUST_CHECK;

#endif
