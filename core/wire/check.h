/* check.h - is what a plugin declares what the contract asks for?
 *
 * Each gives -1 with ERR_DATA and one sentence that names the file and what to
 * change.
 * SPDX-License-Identifier: MIT */
#ifndef HW_WIRE_CHECK_H
#define HW_WIRE_CHECK_H

#include "wire/load.h"

/* Of a contract that this program speaks; before anything else is read. */
int check_abi(const struct plugin *p, const struct hw_plugin *theirs,
	      struct err *err) MUST_CHECK;
/* Its id, its options, and that its tables can be walked. */
int check_head(const struct plugin *p, struct err *err) MUST_CHECK;
/* What it provides and the requests it makes; once its interfaces are taken. */
int check_provides(const struct plugin *p, struct err *err) MUST_CHECK;

#endif
