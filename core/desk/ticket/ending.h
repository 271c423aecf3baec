/* ending.h - how a ticket ends, and begins again.
 *
 * It is closed with an outcome and a cause of the policy's tree. What is still
 * to be done holds it: effects under way, money that waits, a platform's limit,
 * tasks, promises, follow-ups, a buyer who has no answer, who got what no reply
 * tells of, or was told of what nobody gives; a reason overrules that, and
 * stands as a note on the ticket. The reason overrules all of it: one refusal
 * names as much of it as fits, what weighs most first, and how many more.
 * Money, effects and a platform's limit only a manager or an owner overrules.
 * What its alerts told ends with it, and comes back when the closing is taken
 * back. A buyer who writes soon afterwards opens it again (after.h says how
 * soon), and that is counted; thanks do not, they are a good sign. Endings are
 * counted by day, shop, outcome and cause in the table `endings`, by triggers.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_ENDING_H
#define HW_DESK_ENDING_H

#include "desk/ticket/operation.h"
#include "desk/ticket/ticket.h"

/* A buyer wrote, and no open ticket has it: *id is the one that was opened
 * again, 0 when there is none. *over: it was thanks for one that stays closed,
 * and nothing more is to be done. */
int ending_heard(struct desk *d, struct report *report, int64_t *id, bool *over,
		 struct err *err) MUST_CHECK;

/* Why a ticket is open again. */
enum reopening {
	REOPEN_MISTAKE, /* it was closed, or merged, by mistake: nothing new
			 * begins, and what the end dropped is the caller's */
	REOPEN_OPEN,    /* the matter was not over: that is counted. An answer
			 * is waited for again, for the time of its tier from
			 * now on; a platform's limit runs again; a playbook
			 * that waited when it was closed has ended, since
			 * whoever opens it goes on by hand */
	REOPEN_HEARD,   /* the same, and the buyer wrote: a playbook that waited
			 * for them goes on (playbook_heard) */
};

/* Writes `after` without what the end of `before` left in it. */
int ticket_reopen(struct desk *d, const struct ticket *before,
		  struct ticket *after, enum reopening why,
		  struct err *err) MUST_CHECK;

/* The order is given something, and no ticket of it is open: the last one that
 * ended is open again, since its buyer is to be told. *id: that one, or 0 when
 * the order never had one. */
int ending_gives_on(struct desk *d, int64_t shop, const char *order_ref,
		    int64_t *id, struct err *err) MUST_CHECK;

/* The limits of platforms that the end of `closed` dropped run again, under
 * `to`: those that these tickets brought into it when they were merged; NULL:
 * all. */
int ending_limits_back(struct desk *d, const struct ticket *closed,
		       const int64_t *brought_by, size_t count, int64_t to,
		       struct err *err) MUST_CHECK;

#define ENDING_WHY "the ticket was closed" /* of what closing gives up */
#define ENDING_FORCE ", or give --force REASON"
#define ENDING_LEADS "; that is for a manager or an owner"
/* ERR_DATA naming what holds a ticket, as much as fits; overruled: only of what
 * takes more than a reason (ending_overruled()). */
int ending_held(struct desk *d, int64_t ticket, bool overruled,
		struct err *err) MUST_CHECK;

/* Rows of one kind, for a sentence (ending_named.c). */
struct named {
	int64_t first;
	int count;
	const char *all; /* "action 3", "actions 3 (refund) and 4", "tasks 1, 2,
			  * 3, 4, 5 and 7 more"; in the arena */
};
/* Of the number and a word (or NULL) of each row; to be released by the caller.
 */
int ending_named(struct desk *d, struct named *out, const char *kind,
		 struct rows *r, struct err *err) MUST_CHECK;

/* ERR_DATA when the buyer wrote last and nobody answered (unanswered.c). */
int ending_unanswered(struct desk *d, int64_t ticket,
		      struct err *err) MUST_CHECK;
/* The message that they wrote last, if nobody answered and it asks for an
 * answer; else 0. */
int ending_waits(struct desk *d, int64_t ticket, int64_t *message,
		 struct err *err) MUST_CHECK;
/* Replies that the closing gave up are proposed again, as they were, when it is
 * taken back; one that tells of money or goods that went with it is not, and an
 * alert says so (ending_replies.c). */
int ending_replies_back(struct desk *d, const struct ticket *closed,
			struct err *err) MUST_CHECK;

/* Proposals that nobody has approved go. */
int ending_drop_waiting(struct desk *d, int64_t ticket, const char *why,
			struct err *err) MUST_CHECK;
/* ERR_DATA when an effect is under way, or money waits for approval; `what`
 * would be done to it, and no reason overrules that. */
int ending_money_rests(struct desk *d, int64_t ticket, const char *what,
		       struct err *err) MUST_CHECK;

/* held: -1 and in err what stands in the way. 0 when nothing does, or when the
 * command has a reason ("force") and who gives it leads; ERR_DENIED for who
 * does not. */
int ending_overruled(struct desk *d, int held, struct err *err) MUST_CHECK;
/* That reason as a note on the ticket, of what was done by it ("closed");
 * nothing when there is none. */
int ending_note_force(struct desk *d, int64_t ticket, const char *what,
		      struct err *err) MUST_CHECK;

int close_undo_check(struct desk *d, const struct operation *op,
		     struct err *err) MUST_CHECK;
int close_undo(struct desk *d, const struct operation *op,
	       struct err *err) MUST_CHECK;

/* Commands: "close" {"ticket", "outcome", "cause", "force"?} and "reopen"
 * {"ticket"}. */
int close_check(struct desk *d, struct err *err);
int close_decide(struct desk *d, struct err *err);
int reopen_check(struct desk *d, struct err *err);
int reopen_decide(struct desk *d, struct err *err);

#endif
