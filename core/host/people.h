/* people.h - the parts of a manifest that are about people: agents, limits and
 * undo windows.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_PEOPLE_H
#define HW_HOST_PEOPLE_H

#include "host/manifest.h"

/* Reads them into m, whose instances were read. */
void people_read(struct manifest *m);

#endif
