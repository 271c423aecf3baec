/* hostile.h - every reply of a fixture replaced by what is none.
 * SPDX-License-Identifier: MIT */
#ifndef HW_JUDGE_HOSTILE_H
#define HW_JUDGE_HOSTILE_H

#include "judge/weigh.h"

/* One reply of one fixture. */
struct place {
	struct subject *subject;
	struct sample *sample;
	size_t step;
	bool effect;            /* it answers the effect */
	struct hw_response res; /* as the fixture gives it */
	bool json;              /* its body is */
	struct arena *arena;
	struct err *err;
};

/* Was it tried before? Notes it. */
bool hostile_known(struct subject *s, struct told_list *known, const char *key);

/* Plays the fixture with this reply in the place of its own, and weighs what
 * comes of it. w->sent and w->expect are set by the caller. -1: no worker. */
int hostile_try(const struct place *p, const struct twist *twist,
		struct weighing *w) MUST_CHECK;

/* Of the whole reply (hostile_reply.c), of each member of its JSON
 * (hostile_json.c), of the lines of streams (hostile_stream.c). */
int hostile_replies(const struct place *p) MUST_CHECK;
int hostile_members(const struct place *p, struct told_list *known) MUST_CHECK;
int hostile_streams(struct subject *s, struct sample *c,
		    struct told_list *known, struct err *err) MUST_CHECK;

/* All of it, for every fixture that passes and ends well. */
int hostile(struct subject *s, struct err *err) MUST_CHECK;

#endif
