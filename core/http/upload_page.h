/* upload_page.h - what a buyer sees behind a ticket's link: a form for a file,
 * and what became of the one that they sent.
 *
 * Its words are those of the packs, in the buyer's language, else in English.
 * Whose link it is and what is taken is decided by upload.c.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HTTP_UPLOAD_PAGE_H
#define HW_HTTP_UPLOAD_PAGE_H

#include "desk/intake/upload.h"
#include "http/server.h"

enum upload_fate {
	PAGE_FORM, /* none was sent yet */
	PAGE_CAME,
	PAGE_TYPE, /* none that we open */
	PAGE_BROKEN,
	PAGE_BIG,
	PAGE_OVER, /* the link, not the file */
	PAGE_LATER
};

/* Answers the request with that page. */
void upload_page(struct desk *d, struct http_request *r,
		 const struct upload_place *at, enum upload_fate fate);

#endif
