/* message.h - texts that came in: rows, threads and whose matter they are.
 *
 * A message joins a ticket by our own Message-ID (an HMAC nobody can guess)
 * when its sender is a party of that ticket, else by the order it names, else
 * by its thread. A stranger's mail without an order makes no ticket: it stands
 * in the list. A forged reference, or a true one in the hands of somebody who
 * is no party, therefore opens a new ticket or none. A mail bears an id of ours
 * by one look into an index: the id of each action is a secret of its own, so
 * nothing is computed from what came in.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_MESSAGE_H
#define HW_DESK_MESSAGE_H

#include "desk/intake/fact.h"

/* apply: the row of a reported message. */
int message_from_fact(struct desk *d, struct fact *f,
		      struct err *err) MUST_CHECK;
/* decide: to whom it belongs and what follows. */
int message_decide(struct desk *d, struct err *err) MUST_CHECK;

/* A copy of what the desk itself sent, met in the Sent folder: known. */
bool message_is_ours(struct desk *d, const struct hw_text_in *in);

/* What it is about, by its own words. usual: usual_languages(). */
void message_classify(struct desk *d, const struct hw_text_in *in,
		      const char *usual, struct classified *out);

/* Hangs a message on a ticket. */
int message_link(struct desk *d, int64_t id, int64_t ticket,
		 struct err *err) MUST_CHECK;

/* The Message-ID of an action that sends mail: unguessable, the same in a
 * replay. In the command's arena. */
const char *message_id_make(struct desk *d, int64_t ticket);
/* Did this desk make it? Then *ticket is whose it is, 0 of none. */
bool message_id_ours(struct desk *d, const char *id, int64_t *ticket);

#endif
