/* performing.h - an action on its way: what perform.c, perform_pick.c and
 * perform_tell.c share.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_PERFORMING_H
#define HW_HOST_PERFORMING_H

#include "desk/action/action.h"
#include "host/effect.h"
#include "host/host.h"

struct performing {
	struct call_job job; /* first */
	struct host *host;
	struct lane_pair *lane;
	struct performing *next;
	struct arena arena;
	struct action action;
	const struct verb_info *verb;
	bool look;      /* find only: nothing will be sent */
	bool started;   /* the worker has heard of its call */
	bool committed; /* `sending` was taken */
	bool answered;  /* the platform replied to the marked request */
	bool not_sent;  /* surely no byte of it left */
	enum effect_answer answer;
	struct err held; /* why the desk did not take `sending` */
	bool plain;      /* the desk refused the word: only "unknown" is left */
	const char *files; /* that go with a text, JSON; NULL: none */
	struct str body;   /* their bytes */
	struct str word;   /* the command that the desk could not take yet */
	/* What the call handed in and kept: taken together with the word, so
	 * that a kill in between loses neither or both. */
	struct str records, kv;
	int64_t tell_at, tell_wait; /* clock_mono; ms */
};

/* -- telling the desk (perform_tell.c) -- */

/* Each ends p, unless the database failed: then the same word is told again
 * and again, and nothing else is done for its order meanwhile. */

struct word {
	const char *outcome, *why, *ref, *result;
	int64_t retry_at;
	bool died, new_key;
};
void perform_tell(struct performing *p, const struct word *word);
void perform_retell(struct host *h); /* what is due to be */
/* A call failed and nothing was sent by it. */
void perform_tell_status(struct performing *p, const struct call_result *r);
/* A call that may have an effect is over; outcome: [nullable] its line. */
void perform_tell_acted(struct performing *p, const struct call_result *r,
			const cJSON *outcome);
/* A look is over: facts it brought have been taken; the desk may have settled
 * the action by them. What it has not is absent. */
void perform_tell_look(struct performing *p, const cJSON *outcome);
/* A look before another attempt: true when it found the first, which was told.
 */
bool perform_tell_found(struct performing *p, const cJSON *outcome);
/* A look at a settled refund is over: is it still shown? */
void perform_tell_again(struct performing *p, const struct call_result *r);

/* -- calls (perform.c) -- */

void perform_begin(struct performing *p);

/* -- the list (perform_pick.c) -- */

/* What a call says of its whole instance. */
void perform_note(struct performing *p, const struct call_result *r);

/* Without a word: the desk knows, or picks it again. */
void perform_end(struct performing *p);

/* As host_log, about the action. */
void perform_log(const struct performing *p, const struct err *err);

#endif
