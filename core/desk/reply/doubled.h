/* doubled.h - one answer to one message.
 *
 * The policy may have proposed two replies before either left: a rule's and a
 * playbook's, or one that stays because it tells of money beside a newer one.
 * Once somebody said yes to one of them, or it left, the other does not leave
 * for the same message unseen: one that would leave by itself waits, and
 * whoever approves it, or changes its words, names the first ("after"). What is
 * proposed after the first has left is no second answer but a further word, and
 * what a person writes is meant, when it is written: once it waits for another
 * yes, because the buyer wrote again, it is one of two as any. Receipts
 * (receipt.h) answer nothing; where the buyer has written nothing there is
 * nothing to answer twice. SPDX-License-Identifier: MIT */
#ifndef HW_DESK_DOUBLED_H
#define HW_DESK_DOUBLED_H

#include "desk/internal.h"

/* Of a proposed reply, by its ticket, id and when it was planned. ERR_DATA
 * naming the other one, and what to do. */
int doubled_check(struct desk *d, const struct action *a,
		  struct err *err) MUST_CHECK;
/* May it leave by itself? Why it waits, if not. */
bool doubled_waits(struct desk *d, const struct action *a, struct err *why);

#endif
