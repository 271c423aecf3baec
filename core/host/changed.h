/* changed.h - what differs between two configurations, in words for whoever
 * had the desk read it again: names of instances, files, packs and parts of the
 * manifest, and no values (one may be an address).
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_CHANGED_H
#define HW_HOST_CHANGED_H

#include "base/json.h"
#include "host/brain.h"

/* Appends a text for each kind of thing that differs; nothing when all is as it
 * was. What a credential's file has is not compared: those are read anew each
 * time. */
void changed_put(struct jw *texts, const struct brain_of *old,
		 const struct brain_of *next);

#endif
