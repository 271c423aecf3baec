/* message_find.h - whose matter a message is, told before anything is written.
 *
 * What seals it follows from that: a mail about an order is forgotten with the
 * order, whatever thread it came in.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_MESSAGE_FIND_H
#define HW_DESK_MESSAGE_FIND_H

#include "desk/internal.h"
#include "hw_plugin.h"

struct message_matter {
	bool found;     /* else it is nobody's: it stands in the list */
	int64_t ticket; /* that its headers cite, 0 if none */
	int64_t shop;
	const char *order_ref, *thread; /* "" if none */
	/* The order that it names and that another bought, or NULL. What it
	 * says is then of no order of the sender's either. */
	const char *claim;
};

/* `shop` is who reports it. Texts live in the desk's arena. */
void message_find(struct desk *d, const struct hw_text_in *in, int64_t shop,
		  struct message_matter *out);

/* Whose mail it is besides us: the sender, or whom our own was written to; ""
 * when nobody told. */
const char *message_address(const struct hw_text_in *in);

/* Which subject seals it, in the arena. */
const char *message_subject(struct desk *d, const struct hw_text_in *in,
			    const struct message_matter *m);

#endif
