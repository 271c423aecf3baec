/* role.h - what an agent's role lets it do, whatever the door.
 *
 * An auditor reads. An agent works on tickets; how much it may give away is
 * limit.h. Handing in facts by hand and looking into the quarantine is for
 * managers and owners, and for the system's operator, who is no agent: a forged
 * payment would be money. So is having the configuration read again, since a
 * half-written file would be in force at once.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_ROLE_H
#define HW_DESK_ROLE_H

#include "desk/desk.h"

/* Is it something that a person says: a reply, an approval ...? */
bool command_of_people(const char *kind);

/* -1 with ERR_DENIED: who may not say such things. */
int role_may_speak(struct desk *d, const char *who, struct err *err) MUST_CHECK;
int role_may_hand_in(struct desk *d, const char *who,
		     struct err *err) MUST_CHECK;
int role_may_reload(struct desk *d, const char *who,
		    struct err *err) MUST_CHECK;

/* Somebody of the manifest, whatever the role; else the system's operator, who
 * may propose: what leaves, money and words, an agent has said yes to. */
bool role_is_agent(struct desk *d, const char *who);
/* ERR_DENIED for who is none: they may not `what`. */
int role_agents_only(struct desk *d, const char *what,
		     struct err *err) MUST_CHECK;

/* A manager or an owner, who may let a shop's money go on. */
bool role_leads(struct desk *d, const char *who);

#endif
