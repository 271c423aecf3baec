/* heard.h - what a reply answers: the buyer's messages that had come when
 * somebody said yes to it, and none that came later.
 *
 * Such a reply keeps the newest of them (`heard`). When the buyer writes and it
 * has not begun to leave, its approval is over: it waits again, with its key,
 * and who approves sees why. So do replies that leave by themselves; what the
 * rules or a playbook propose to the newer message takes their place as it
 * takes that of any proposal. One that is on its way answers what it heard: the
 * newer message has its own time, counted from when it came, and the ticket has
 * no answer to it. Machines do not count as the buyer, nor does what stands on
 * no ticket; a receipt (receipt.h) answers nothing and goes all the same.
 *
 * A person who changes the words of a proposal answers what had come when they
 * opened it: had the buyer written since then, the command is refused. Nobody
 * knows what was read before a text on the command line, or a yes; who says it
 * there (`--heard`, the message's number) is held to it as well.
 *
 * Rows and journals from before have no `heard`: what left answered whatever
 * had come until then.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_HEARD_H
#define HW_DESK_HEARD_H

#include "desk/internal.h"
#include "desk/reply/receipt.h"

/* SQL: of the ticket ?1, the newest that its buyer wrote, by the order in which
 * it came (the buyer's clock may be wrong). */
#define HEARD_LAST                                                          \
	"SELECT max(id) FROM messages WHERE ticket = ?1 AND direction = 1 " \
	"AND origin = 1"
/* SQL: up to which message our message `m` is an answer. */
#define HEARD_UNTIL \
	"coalesce((SELECT heard FROM actions WHERE id = m.action), m.id)"
/* SQL: is our message `m` more than a receipt? */
#define HEARD_ANSWERS                                                     \
	"NOT EXISTS (SELECT 1 FROM actions WHERE id = m.action AND rule " \
	"= '" RECEIPT_RULE "')"

/* Where the buyer had written nothing; 0 is not kept. */
#define HEARD_NOTHING INT64_C(-1)

/* What the buyer of a ticket wrote last, also of what went into it: the id of
 * the message, 0 when there is none. */
int heard_last(struct desk *d, int64_t ticket, int64_t *message,
	       struct err *err) MUST_CHECK;
/* The same where no desk runs. */
int heard_last_in(struct db *db, struct arena *arena, int64_t ticket,
		  int64_t *message, struct err *err) MUST_CHECK;
/* *message: what they wrote there before `than`; 0 when that was the first. */
int heard_before(struct desk *d, int64_t ticket, int64_t than, int64_t *message,
		 struct err *err) MUST_CHECK;
/* What a message says, by its own words. */
int heard_about(struct desk *d, int64_t message, struct classified *what,
		struct err *err) MUST_CHECK;
/* Does a message ask for an answer? Thanks do not, nor what was erased. */
int heard_asks(struct desk *d, int64_t message, bool *does,
	       struct err *err) MUST_CHECK;
/* When it came, by our clock; now, where nobody knows. */
int heard_came(struct desk *d, int64_t message, int64_t *at,
	       struct err *err) MUST_CHECK;

/* Somebody says yes to it now, or it leaves by itself: what had come until
 * then. Of a reply to a buyer; nothing of anything else. */
int heard_note(struct desk *d, struct action *a, struct err *err) MUST_CHECK;

/* A person answers what they have read: "heard" of the command is the last
 * message of the buyer that they could read, or HEARD_NOTHING. ERR_DATA when a
 * later one has come, or it is a message that the ticket does not have; nothing
 * where the command does not say. */
int heard_what_came(struct desk *d, int64_t ticket, struct err *err) MUST_CHECK;

/* The buyer may have written: replies of the ticket that were approved before
 * that and have not begun to leave wait again. */
int heard_since(struct desk *d, int64_t ticket, struct err *err) MUST_CHECK;

/* A reply was taken: the response that was waited for is met, as far as the
 * reply heard; for what came since then one is waited for. */
int heard_answered(struct desk *d, const struct action *a,
		   struct err *err) MUST_CHECK;

#endif
