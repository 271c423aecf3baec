/* script_own.h - a request held against a step of a fixture (script_ask.c), for
 * the script that answers it (script.c).
 * SPDX-License-Identifier: MIT */
#ifndef HW_PLAY_SCRIPT_OWN_H
#define HW_PLAY_SCRIPT_OWN_H

#include "play/script.h"

/* Is it the request that the step says? Tells what differs, but of a loose
 * script. */
bool script_asked(struct script *s, const struct part *p,
		  const struct hw_request *req);
/* Does a row of the plugin's own allow it, with this mark? The desk lets
 * nothing else pass. Tells what differs, and notes what was seen. */
bool script_declared(struct script *s, const struct part *p,
		     const struct hw_request *req);
/* Of "Name: value"; "" when there is none. */
const char *script_value(const char *line);

#endif
