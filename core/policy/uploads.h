/* uploads.h - what buyers may send through a link (A42): policy/uploads.conf.
 * A folder without the file takes nothing. Pure.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_UPLOADS_H
#define HW_POLICY_UPLOADS_H

#include "policy/conf/conf.h"

struct uploads {
	const char *platforms, *types; /* by blanks; NULL: there is no file */
	int64_t bytes;                 /* of one file */
	int64_t files;                 /* of an order */
	int64_t valid_ms;
};

/* Takes a whole file; mistakes are recorded. Texts live as long as the arena.
 */
void uploads_read(struct uploads *u, struct conf *c, struct arena *arena);

#endif
