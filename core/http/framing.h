/* framing.h - a request whose end two readers could see in two places is none.
 *
 * What stands before us may have read it otherwise, and a second request hide
 * in the body of the first (smuggling).
 * SPDX-License-Identifier: MIT */
#ifndef HW_HTTP_FRAMING_H
#define HW_HTTP_FRAMING_H

#include <microhttpd.h>
#include <stdbool.h>

/* Two lengths or codings or both, a coding but chunked, not one host, or names
 * and lengths that are none. */
bool framing_ambiguous(struct MHD_Connection *c);

#endif
