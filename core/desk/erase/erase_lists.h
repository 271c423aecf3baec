/* erase_lists.h - what the files that look up an erasure share: its lists, in
 * which everything stands once, and each other's part of the search.
 *
 * Texts that are put into a list live in the desk's arena.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_ERASE_LISTS_H
#define HW_DESK_ERASE_LISTS_H

#include "desk/erase/erase_find.h"

/* -- the lists (erase_lists.c) -- */

enum erase_list { IN_TICKETS, IN_MESSAGES, IN_QUARANTINE, IN_UNREAD };

bool erasure_has(const struct erasure *e, enum erase_list list, int64_t id);
/* False when it stood there. */
bool erasure_add(struct desk *d, struct erasure *e, enum erase_list list,
		 struct erase_item item);
bool erasure_has_order(struct desk *d, const struct erasure *e, int64_t shop,
		       const char *ref);
void erasure_add_order(struct desk *d, struct erasure *e, int64_t shop,
		       const char *ref);
void erasure_add_subject(struct erasure *e, const char *subject);

/* -- messages of no ticket (erase_mails.c) -- */

/* Columns of a message, and what it is of here: `sql` begins with this. */
#define ERASE_MAILS                                                            \
	"SELECT id, shop, channel, ref, thread FROM messages WHERE ticket IS " \
	"NULL AND "

/* Those of a shop of which `sql` is true, with ?1 the shop and ?2 the text. */
int erase_add_mails_of_shop(struct desk *d, struct erasure *e, const char *sql,
			    int64_t shop, const char *text,
			    struct err *err) MUST_CHECK;
/* From it, to it, and those that name it. */
int erase_add_mails_of(struct desk *d, struct erasure *e, const char *address,
		       struct err *err) MUST_CHECK;
/* A thread whose words are nobody else's, with all its messages. */
int erase_add_thread(struct desk *d, struct erasure *e, int64_t shop,
		     const char *thread, struct err *err) MUST_CHECK;
/* The threads of everything that was found. */
int erase_close_threads(struct desk *d, struct erasure *e,
			struct err *err) MUST_CHECK;

/* -- what intake could not read (erase_unread.c) -- */

int erase_add_unread_of_order(struct desk *d, struct erasure *e, int64_t shop,
			      const char *ref, struct err *err) MUST_CHECK;
int erase_add_unread_of_address(struct desk *d, struct erasure *e,
				const char *address,
				struct err *err) MUST_CHECK;

#endif
