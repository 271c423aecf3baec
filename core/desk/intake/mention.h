/* mention.h - does a text name this mail address?
 *
 * An address within a longer one is somebody else's: lee@x.example does not
 * stand in ann.lee@x.example, nor in lee@x.example.org. A mark that opens a
 * quote is not part of it, nor is one that ends a sentence.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_MENTION_H
#define HW_DESK_MENTION_H

#include <stdbool.h>

/* Whatever the case of its letters. An empty address is named nowhere. */
bool mentions_address(const char *text, const char *address);

#endif
