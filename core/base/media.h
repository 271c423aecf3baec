/* media.h - what a file is, by what is in it and not by its name.
 *
 * Knows photos and videos that phones make. A file that only begins like one is
 * none: its outer boxes or chunks must hold to its end.
 * SPDX-License-Identifier: MIT */
#ifndef HW_BASE_MEDIA_H
#define HW_BASE_MEDIA_H

#include <stdbool.h>
#include <stddef.h>

/* "image/jpeg", "image/png", "image/heic" or "video/mp4"; NULL: none of them.
 * A phone's .MOV is the same boxes under another brand, and an mp4 here. */
const char *media_type(const void *bytes, size_t len);
/* Does it begin as one of them, and cannot be read to its end: cut off on its
 * way, say, or whole and of a form that is not known here? */
bool media_broken(const void *bytes, size_t len);

#endif
