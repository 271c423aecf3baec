/* accounts.h - whose requests are sent: the instances of the manifest.
 *
 * A new configuration exchanges only what changed: an account that is the same,
 * its secrets and its file of CAs included, stays with all that is in flight
 * and with what it kept of replies. One that changed takes no new requests and
 * ends when the last of its own has; one that is gone still serves the calls
 * that are not over yet.
 * SPDX-License-Identifier: MIT */
#ifndef HW_SENDER_ACCOUNTS_H
#define HW_SENDER_ACCOUNTS_H

#include "sender/stream.h"

struct accounts;

/* Both are kept until the process ends. */
struct accounts *accounts_new(struct transfers *transfers,
			      struct streams *streams);

/* instances: of the `configure` frame. Appends what is wrong with them. */
void accounts_set(struct accounts *all, const cJSON *instances,
		  struct str *wrong);
/* NULL when there is none of that name. */
struct account *accounts_find(const struct accounts *all, const char *name);
/* Frees those that ended. */
void accounts_sweep(struct accounts *all);

#endif
