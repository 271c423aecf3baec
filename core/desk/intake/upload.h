/* upload.h - photos and videos that a buyer sends through a link (A42), and how
 * files are judged, whichever way they come.
 *
 * The link is a ticket's own: its number and the hour at which it ends, under
 * an HMAC of the install's secret, in letters only (a digit may look like a
 * tracking number to the guard). Nothing of it is kept, and who has it can add
 * files, and see nothing. A file becomes evidence of the ticket's order, sealed
 * with it and forgotten with it; a playbook that waits for the buyer goes on,
 * and else people are told. Only tickets with an order have a link.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_UPLOAD_H
#define HW_DESK_UPLOAD_H

#include "desk/ticket/ticket.h"
#include "hw_plugin.h"

/* How the ref of such evidence begins: "upload:T-12:...". */
#define UPLOAD_REF "upload:"

/* For a reply that is being written, in the command's arena; "" where there is
 * none. */
const char *upload_link(struct desk *d, const struct ticket *t);

/* -- judging: of the page, and of messages (attached.h) -- */

/* What it is by its bytes, *mime; 0, or why it is not taken: FILE_OTHER,
 * FILE_BROKEN or FILE_LARGE (model/records.h). Pure. */
int upload_judge(const struct upload_terms *terms, const void *bytes,
		 size_t len, const char **mime);
/* Are so many different files of it here already? */
bool upload_full(struct desk *d, const char *subject,
		 const struct upload_terms *terms);
/* "photo" or "video": of a media type that is taken. */
const char *upload_type(const char *mime);
/* A name as a sender wrote it, of one line and at most 100 bytes, in the arena.
 */
const char *upload_name(struct arena *arena, const char *name);

/* -- for the page -- */

enum upload_is {
	UPLOAD_OPEN,
	UPLOAD_WRONG, /* none of ours, or changed */
	UPLOAD_OVER,  /* too old, or its ticket is closed or forgotten */
	UPLOAD_FULL   /* so many files are there already */
};

struct upload_place {
	int64_t ticket, shop; /* ticket: the link's, also when it was merged */
	const char *order_ref, *lang;
	const char *label; /* of the shop */
};

/* Whose a link's last part is. What is in *out lives in the arena. */
enum upload_is upload_find(struct desk *d, const char *token,
			   struct arena *arena, struct upload_place *out);

/* Takes a file that was looked at: its media type is what it is. Commits. The
 * same file again is no second one. */
int upload_take(struct desk *d, const struct upload_place *at, const char *mime,
		const char *name, const void *bytes, size_t len,
		struct err *err) MUST_CHECK;

/* The evidence being taken is such a file: its ticket hears of it. */
int upload_landed(struct desk *d, const struct hw_evidence *e,
		  struct err *err) MUST_CHECK;

#endif
