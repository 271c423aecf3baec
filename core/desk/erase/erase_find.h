/* erase_find.h - what one erasure takes.
 *
 * An erasure names an order, a ticket without one, or a mail address. Looked up
 * once, before anything is blanked, and written into the command by natural
 * keys and ids of decided rows, so that a replay, which no longer has the
 * address, takes the same. Nothing personal stands in it: an address is there
 * as its HMAC.
 *
 * Messages of no ticket are found by their address (from or to), by the order
 * that their channel told, by the address in their text, and in a thread of
 * such ones when nobody else is known in it. A record that intake could not
 * read goes when it is the order's, or names the address; one that nobody can
 * read is named and stays.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_ERASE_FIND_H
#define HW_DESK_ERASE_FIND_H

#include "base/set.h"
#include "desk/internal.h"

struct erase_item {
	int64_t id; /* tickets, quarantine; of messages while they are found */
	int64_t shop;
	const char *ref, *channel, *thread; /* in the desk's arena */
};
VEC(erase_items, struct erase_item);
VEC(erase_texts, const char *);

struct erasure {
	struct erase_items orders;     /* shop, ref */
	struct erase_items tickets;    /* id; without an order */
	struct erase_items messages;   /* shop, channel, ref; of no ticket */
	struct erase_items quarantine; /* id; records that name the buyer */
	struct erase_items unread;     /* id; perhaps, but not readable: stay */
	struct erase_texts subjects;   /* whose keys are to be destroyed */
	struct text_set known; /* what stands in the lists, while found */
};

void erasure_release(struct erasure *e);

/* Reads what the command being taken says and looks up what hangs on it. -1
 * with ERR_DATA when there is no such thing. */
int erasure_find(struct desk *d, struct erasure *e, struct err *err) MUST_CHECK;

/* As the command's payload, and back; also of a journal in which only the order
 * or the ticket stands. */
void erasure_put(const struct erasure *e, struct str *out);
int erasure_read(struct desk *d, const cJSON *json, struct erasure *e,
		 struct err *err) MUST_CHECK;

#endif
