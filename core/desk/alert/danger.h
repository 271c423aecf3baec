/* danger.h - a buyer tells of a danger to people: goods that caught fire, gave
 * a shock, hurt or poisoned somebody (policy/dangers.conf).
 *
 * It is a fact beside the issue, which is what the buyer wants because of it: a
 * message tells it, its ticket keeps it, with the words of the policy that told
 * it and nothing that the buyer wrote. Of such a ticket people are told at once
 * by an alert of its own ("danger:12"), also where it was closed, where its
 * message only thanks, and when a message on an open one tells it first;
 * nothing leaves by itself for it or its order, and it is not closed while
 * nobody has acknowledged that alert. What is proposed is the policy's matter
 * (the fact `danger`).
 *
 * 0, or -1 and err when the database failed.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_DANGER_H
#define HW_DESK_DANGER_H

#include "desk/ticket/ticket.h"
#include "hw_plugin.h"

/* The danger that a text tells of, as the policy calls it, in the arena; "" for
 * none. subject and text may be NULL; lang "" or NULL: that of its words. */
const char *danger_in(struct desk *d, const char *subject, const char *text,
		      const char *lang);
static inline bool danger_told(const struct classified *what)
{
	return what->danger && *what->danger;
}

/* What is told now beside what the ticket knows already. */
void danger_add(struct desk *d, struct ticket *t, const char *told);

/* The alert of a ticket that a danger was told on for the first time, or
 * another one; none for what is history. */
int danger_tell(struct desk *d, int64_t ticket, const struct report *r,
		struct err *err) MUST_CHECK;
/* The same when a ticket got it from one that went into it. */
int danger_carried(struct desk *d, const struct ticket *before,
		   const struct ticket *after, struct err *err) MUST_CHECK;
/* A mail that is nobody's matter makes no ticket, but is told of. */
int danger_of_stranger(struct desk *d, const struct hw_text_in *in,
		       struct err *err) MUST_CHECK;

/* May an action not leave by itself, because a danger was told on its ticket,
 * or on an open one of its order? Then *why. */
bool danger_waits(struct desk *d, const struct action *a, struct err *why);

/* Holds a ticket's closing (ending.h): ERR_DATA while nobody has acknowledged
 * its alert. */
int danger_unseen(struct desk *d, int64_t ticket, struct err *err) MUST_CHECK;

#endif
