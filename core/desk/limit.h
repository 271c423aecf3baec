/* limit.h - how much money an agent may approve, and rules by themselves.
 *
 * A limit is in its own currency; an amount in another one is compared by the
 * policy's rates. Where there is no rate, or only an old one, the limit does
 * not cover the amount: an owner must say yes.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_LIMIT_H
#define HW_DESK_LIMIT_H

#include "desk/internal.h"

/* -1 with ERR_DENIED: above what the agent (NULL: a rule without a person) may
 * approve for one action, or with it for this UTC day. No limit in the manifest
 * covers nothing. */
int limit_exceeded(struct desk *d, const struct action *a, const char *agent,
		   const struct limits *l, struct err *err) MUST_CHECK;

/* Must somebody else than who proposed it approve it? */
bool limit_four_eyes(struct desk *d, const struct action *a,
		     const struct limits *l);

#endif
