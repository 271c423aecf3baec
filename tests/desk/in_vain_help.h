/* in_vain_help.h - a playbook of the shipped policy whose remedy comes to
 * nothing. SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_IN_VAIN_HELP_H
#define HW_TESTS_IN_VAIN_HELP_H

#include "desk/action_help.h"
#include "desk/backing_help.h"
#include "desk/play_help.h"

#define STEP "SELECT step FROM tickets WHERE id = 1"
#define WAIT "wait for it to leave"
#define PROPOSED "SELECT count(*) FROM actions WHERE state = 2"
#define SAID(text) "SELECT count(*) FROM alerts WHERE text LIKE '%" text "%'"

/* Whoever looks said yes, and what then is proposed waits. */
#define ACCEPTED(total, reply)                            \
	SHOWN(total, "damaged", "damaged.photo_request"), \
	{                                                 \
		"yes", NULL, WAIT, reply                  \
	}

/* By the warehouse, or (reships) by the shop. */
struct desk *vain_plays(const struct turn *turns, bool reships);
void vain_stands_at(struct desk *d, const char *step);
/* It has ended, with what it proposed, and does not wake up later. */
void vain_ends(struct desk *d);
/* The newest of that verb. */
int64_t vain_approved(struct desk *d, const char *verb);
/* By the shop; it was approved. */
void vain_refused(struct desk *d, const char *verb);

#endif
