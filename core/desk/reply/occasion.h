/* occasion.h - on what occasion a reply is written: which variant of a template
 * fits best (policy/words/variant.h), and the proof of delivery that it may
 * show.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_OCCASION_H
#define HW_DESK_OCCASION_H

#include "desk/ticket/ticket.h"

#define OCCASION_SLOTS 10

/* Appends at most OCCASION_SLOTS to out: country, platform, channel,
 * upload_link (upload.h), tier, written (how many replies of the ticket left:
 * "0" "1" "2" "3+"), proof ("file": it can be enclosed, "link", "known",
 * "none"), proof_file, proof_link, reship ("yes": the shop can send an order
 * once more, "no"). `a` knows channel and instance. What is not
 * known is left out. -1 when the database fails: that there is no proof must be
 * known, not supposed. */
int occasion_slots(struct desk *d, const struct ticket *t,
		   const struct action *a, struct slot_value *out,
		   size_t *count, struct err *err) MUST_CHECK;

#endif
