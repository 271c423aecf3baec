/* enclosure.h - evidence that goes to the buyer with a reply.
 *
 * A reply carries the files that its text names: "proof-of-delivery-12.pdf" is
 * what people and templates call the file of evidence row 12. So what the buyer
 * reads and what is enclosed agree, also when a person changed the words, and a
 * name that is taken out takes the file out. Only a proof of delivery of the
 * ticket's own order can be named, and only where the channel can carry it; a
 * raw mail or what a buyer sent is never sent on.
 *
 * The action keeps which evidence and the name of its sealed file; the bytes
 * stay where they are, sealed under their subject, and are read when the reply
 * leaves. After an erasure there is nothing to be read, and it does not leave.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_ENCLOSURE_H
#define HW_DESK_ENCLOSURE_H

#include "desk/ticket/ticket.h"

/* The proof of delivery of an order, if there is one. Texts: in the arena that
 * was passed; "" when not known. */
struct enclosure {
	int64_t evidence, size; /* size: bytes of the file; 0: there is none */
	const char *name;       /* what texts call it */
	const char *file;       /* the sealed file's */
	const char *mime, *url; /* url: https, or "" */
};

/* The newest with a file, else the newest. 1, 0 when there is none, -1. */
int enclosure_of_order(struct db *db, int64_t shop, const char *order_ref,
		       struct arena *arena, struct enclosure *out,
		       struct err *err) MUST_CHECK;

/* Can it go with a reply through that instance and channel? */
bool enclosure_fits(const struct brain *b, const struct enclosure *e,
		    const char *instance, const char *channel);

/* Sets a->files to what a->text names; "" mostly. ERR_DATA when the channel
 * cannot carry what is named. a: ticket, instance and channel are known. */
int enclosure_named(struct desk *d, struct action *a,
		    struct err *err) MUST_CHECK;

/* -- for the host, when a reply leaves -- */

struct enclosed {
	struct enclosure what;
	struct str bytes;
};
VEC(enclosed_list, struct enclosed);

/* Appends what an action's `files` name, with their bytes. ERR_DATA in words
 * for an agent: erased, or not what it says it is. */
int enclosure_read(struct desk *d, const char *files, struct arena *arena,
		   struct enclosed_list *out, struct err *err) MUST_CHECK;
void enclosures_free(struct enclosed_list *list);

#endif
