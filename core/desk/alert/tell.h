/* tell.h - telling a person of alerts over a channel: one notice for all that
 * waits, not in their quiet hours, and no more a day than the policy says.
 *
 * What is to be told waits as a row (struct summons); a deadline "tell" of the
 * recipient's number says when it goes. A notice has numbers of tickets, what
 * kind, how urgent and by when, and where to look: never what anybody wrote.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_TELL_H
#define HW_DESK_TELL_H

#include "desk/alert/alarm.h"
#include "desk/internal.h"

struct tell_item {
	struct summons summons;
	struct alert alert;
};

/* What waits for `person` grows by an alert. *when: no later than it is told,
 * unless the budget of the day is spent. */
int tell_add(struct desk *d, const struct alert *a, const char *person,
	     const char *channel, bool urgent, int64_t *when,
	     struct err *err) MUST_CHECK;

/* The address of a person on a channel that works; NULL otherwise. */
const char *tell_address(struct desk *d, const char *person,
			 const char *channel, struct alarm_person *out);

/* A deadline "tell" has come due. */
int tell_wake(struct desk *d, const struct deadline *one,
	      struct err *err) MUST_CHECK;

/* A notice did not leave: those it told of climb on. */
int tell_failed(struct desk *d, int64_t action, struct err *err) MUST_CHECK;
/* An alert was acknowledged: a notice of nothing else that has not left yet is
 * cancelled. */
int tell_stop(struct desk *d, int64_t alert, struct err *err) MUST_CHECK;

/* tell_text.c: the notice in words, in the arena. Of a short one (sms, push)
 * the first few alerts and how many more. */
const char *tell_subject(struct desk *d, const struct tell_item *items,
			 size_t n);
const char *tell_text(struct desk *d, const struct tell_item *items, size_t n,
		      bool is_short);

#endif
