/* danger.h - a buyer tells of a danger to people: goods that caught fire, gave
 * a shock, hurt or poisoned somebody (policy/dangers.conf).
 *
 * It is a fact beside the issue, which is what the buyer wants because of it: a
 * message tells it, its ticket keeps it, with the words of the policy that told
 * it and nothing that the buyer wrote. Of such a ticket people are told at once
 * by an alert of its own ("danger:12"), also where it was closed, where its
 * message only thanks, and when a message on an open one tells it first; one
 * that is told beside another takes the place of an alert that nobody has seen,
 * and says both. Nothing leaves by itself for it or its order, nor what was
 * about to when it was told, and it is not closed while nobody has acknowledged
 * that alert. What is proposed is the policy's matter (the fact `danger`).
 *
 * 0, or -1 and err when the database failed.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_DANGER_H
#define HW_DESK_DANGER_H

#include "desk/ticket/ticket.h"
#include "hw_plugin.h"

/* In which languages a text may be beside the one that is heard in its own
 * words; tags, with blanks between them, "" or NULL. Who is wrong hides no
 * danger: it is looked for in each of them. */
struct danger_langs {
	const char *said;   /* by who brought it, or what it was taken for */
	const char *before; /* its ticket's and order's */
};

/* The danger that a text tells of, as the policy calls it, in the arena; "" for
 * none. subject and text may be NULL. */
const char *danger_in(struct desk *d, const char *subject, const char *text,
		      const struct danger_langs *langs);
static inline bool danger_told(const struct classified *what)
{
	return what->danger && *what->danger;
}

/* What is told now beside what the ticket knows already. */
void danger_add(struct desk *d, struct ticket *t, const char *told);

/* It was told on a ticket: what is about to leave by itself waits for people,
 * and they are told when it is news there (another one, or the ticket is new or
 * open again), or when nobody was told of that ticket's before. Nothing for
 * what is history. */
int danger_tell(struct desk *d, int64_t ticket, const struct report *r,
		bool news, struct err *err) MUST_CHECK;
/* The same when a ticket got it from one that went into it. unseen: people were
 * told of it there, and nobody has said that they looked. */
int danger_carried(struct desk *d, const struct ticket *before,
		   const struct ticket *after, bool unseen,
		   struct err *err) MUST_CHECK;
/* And goes back with it: takes what it brought out of *t, unless somebody wrote
 * there since that moment, and may have told the same; with nothing left the
 * alert is over. */
int danger_parted(struct desk *d, struct ticket *t, const char *brought,
		  int64_t since, struct err *err) MUST_CHECK;
/* *alert: the one of that ticket that nobody has acknowledged, or 0. */
int danger_alert(struct desk *d, int64_t ticket, int64_t *alert,
		 struct err *err) MUST_CHECK;
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
