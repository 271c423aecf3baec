/* people.h - the parts of a manifest that are about people: agents, limits and
 * undo windows.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_PEOPLE_H
#define HW_HOST_PEOPLE_H

#include "host/manifest.h"

/* Reads them into m, whose instances were read. */
void people_read(struct manifest *m);

/* Words of "shops" in a block that are no instances of m are mistakes. */
void people_check_shops(const struct manifest *m, const struct conf_node *g,
			const char *shops);

/* Where an agent is told of alerts, and when they are left alone: the members
 * mail, phone, push, zone and quiet (people_reach.c). Gives a->zone. */
void people_reach(const struct conf_node *g, struct agent_entry *a);

#endif
