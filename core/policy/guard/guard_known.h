/* guard_known.h - does a contact stand among those that may be told?
 *
 * Lists are lines, and a line may be a whole text, such as a mail. Contacts are
 * compared as people write them: a telephone number with its country or
 * without, "Hauptstr. 5" for "Hauptstraße 5".
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_GUARD_KNOWN_H
#define HW_POLICY_GUARD_KNOWN_H

#include <stdbool.h>
#include <stddef.h>

/* Whole, whatever the case of its letters; "@lamps.example" in the list is
 * every address there, but for domains where anybody may have one (`shared`, by
 * blanks; NULL: none). */
bool known_mail(const char *list, const char *mail, size_t len,
		const char *shared);
bool known_phone(const char *list, const char *phone, size_t len);
/* Its words and its number, in one line. */
bool known_street(const char *list, const char *street, size_t len);

#endif
