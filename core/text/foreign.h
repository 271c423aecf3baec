/* foreign.h - which language a text is in when no pack speaks it: CLD2, which
 * knows about 160, offline.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TEXT_FOREIGN_H
#define HW_TEXT_FOREIGN_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The shortest code of the language (BCP 47), or "" when the text does not tell
 * for sure. Static. */
const char *foreign_language(const char *text, size_t len);

#ifdef __cplusplus
}
#endif

#endif
