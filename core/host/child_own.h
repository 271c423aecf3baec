/* child_own.h - what the life of a child (child.c) and its frames
 * (child_frames.c) share.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_CHILD_OWN_H
#define HW_HOST_CHILD_OWN_H

#include "host/child.h"

#define CHILD_OUT_MAX ((size_t)64 << 20) /* bytes kept for a slow child */

/* child.c: its socket is closed; gone() is told when it is reaped. */
void child_lost(struct child *c);
/* child_frames.c: its socket can be read, or takes bytes again. */
void child_ready(struct watch *w, short events);

#endif
