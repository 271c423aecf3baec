/* ticket.h - one after-sales matter: opened once per cause, joined by what
 * belongs to it, closed only with an outcome.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_TICKET_H
#define HW_DESK_TICKET_H

#include "desk/internal.h"

/* What asks for a ticket. */
struct report {
	int64_t shop;
	const char *trigger; /* of the rules: "message", "stalled" ... */
	const char *order_ref, *buyer_ref, *thread, *channel, *tracking;
	const char *cause; /* unique among open tickets of the shop; NULL when
			    * the order or the thread identifies the matter */
	const char *subject;
	struct classified what;
	struct matter matter; /* filled further by ticket_report */
	/* What the policy answered about its tier; NULL: it was not asked. */
	const struct triaged *triaged;
	int64_t message;   /* that reports it, 0 if none */
	int64_t ticket;    /* that it joins, 0 for a new one */
	int64_t limit;     /* the platform's own deadline, 0 if none */
	int64_t own_limit; /* for who gives none: ours, 0 if none */
	const char *limit_source;
	bool folded; /* of many (fold.h): no advice for it */
	bool apart;  /* joins none that is open (regroup.h) */
	/* The message names an order that another bought, on a ticket that has
	 * one: what is known there is of the wrong order, a person answers. */
	bool claims;
	bool shown;    /* photos or a video came with the message */
	int64_t cites; /* the ticket that its message answers, or that has the
			* limit it is about; 0 if none */
};

/* Opens a ticket or joins the open one, sets deadlines, asks the policy and
 * plans what it wants. *id gets the ticket. */
int ticket_report(struct desk *d, struct report *report, int64_t *id,
		  struct err *err) MUST_CHECK;

/* The open ticket of an order (order_ref not "") or of a thread, or the one
 * that it was merged into; 0 if none. */
int64_t ticket_find(struct desk *d, int64_t shop, const char *order_ref,
		    const char *thread);

/* The same of a cause, not "". */
int64_t ticket_of_cause(struct desk *d, int64_t shop, const char *cause);

/* Loads, changes and saves through change(). */
int ticket_load(struct desk *d, int64_t id, struct ticket *t,
		struct err *err) MUST_CHECK;
int ticket_change(struct desk *d, const struct ticket *before,
		  struct ticket *after, struct err *err) MUST_CHECK;

/* So many messages more of the buyer, or fewer. */
int ticket_count(struct desk *d, int64_t id, int64_t step,
		 struct err *err) MUST_CHECK;

/* Is another one open for its cause or order? */
bool ticket_has_successor(struct desk *d, const struct ticket *t);
/* ERR_DATA when another one is open for its cause: it cannot be opened again.
 */
int ticket_cause_free(struct desk *d, const struct ticket *t,
		      struct err *err) MUST_CHECK;

/* Which subject seals what is personal about it, in the arena. */
const char *ticket_subject(struct desk *d, const struct ticket *t);

/* Sets state and waiting_for from the actions and deadlines it has; of one that
 * was merged those of the one that it went into. */
int ticket_settle(struct desk *d, int64_t id, struct err *err) MUST_CHECK;

/* "T-1042" to 1042; also plain digits. 0 when it is neither. */
int64_t ticket_number(const char *text);

/* Adds to an agent's open load. */
int agent_load(struct desk *d, const char *name, int64_t step,
	       struct err *err) MUST_CHECK;

/* A note on it, of now: never sent to anybody. author: an agent, or "desk". */
int ticket_note(struct desk *d, int64_t ticket, const char *author,
		const char *text, struct err *err) MUST_CHECK;

/* Commands of people: check and decide of note and assign. */
int note_check(struct desk *d, struct err *err);
int note_decide(struct desk *d, struct err *err);
int assign_check(struct desk *d, struct err *err);
int assign_decide(struct desk *d, struct err *err);

#endif
