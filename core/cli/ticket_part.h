/* ticket_part.h - the rows of one kind that a ticket has, as an agent reads
 * them: its messages, its actions ...; which of them, and in which order, is
 * said by ticket_view.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_TICKET_PART_H
#define HW_CLI_TICKET_PART_H

#include "base/mem.h"
#include "cli/marks.h"
#include "db/db.h"

/* In the order of the page. */
enum ticket_part {
	PART_DISPUTES,
	PART_REVIEWS,
	PART_MESSAGES,
	PART_NOTES,
	PART_ACTIONS,
	PART_DEADLINES,
	TICKET_PARTS
};

/* Appends them, with what was marked in texts. */
int ticket_part(struct str *out, struct db *db, struct arena *arena,
		struct marks *marks, enum ticket_part part, int64_t ticket,
		struct err *err) MUST_CHECK;

#endif
