/* reply_text.h - what a reply says: a template rendered with what is known of
 * the ticket, its order and its parcel.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_REPLY_TEXT_H
#define HW_DESK_REPLY_TEXT_H

#include "desk/internal.h"

/* Renders a template for a ticket into the command's arena; ERR_DATA lists what
 * is missing. where: the reply whose address is known. amount: the sum that it
 * may speak of, if given. */
int reply_render(struct desk *d, const struct ticket *t,
		 const struct action *where, const char *template_id,
		 struct money amount, struct rendered *out,
		 struct err *err) MUST_CHECK;

/* The same with up to 4 values more than the ticket has, and no sum. */
int reply_render_more(struct desk *d, const struct ticket *t,
		      const struct action *where, const char *template_id,
		      const struct slot_value *more, size_t count,
		      struct rendered *out, struct err *err) MUST_CHECK;

#endif
