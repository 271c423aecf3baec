/* ladder.h - an alert goes to people in levels until somebody acknowledges it.
 *
 * The first level is the app: the row itself, in the transaction of what raised
 * it. Each next one comes when nobody has acknowledged within its time after
 * the one before was told: a deadline "alert" of the alert's number. Whom a
 * level names is asked when it comes. What is told goes through tell.h, which
 * keeps to quiet hours, gathers, and counts. When no level reaches anybody, all
 * are tried again later. When one person was told of an alert as often as its
 * ladder says, it is told once a day from then on: it never ends in silence,
 * and nobody learns to look away.
 *
 * Nothing climbs without policy/alerts.conf, nor do the ladder's own alerts
 * ("ladder:...") and those about a notice that did not leave: the alerts that
 * it told of climb on at once instead.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_LADDER_H
#define HW_DESK_LADDER_H

#include "desk/alert/alarm.h"
#include "desk/internal.h"
#include "desk/ticket/ticket.h"

/* The rule of the notices that it plans: texts to the agents of the manifest,
 * of no ticket and no order. As all notices they are not held for the undo
 * window of replies; nor, unlike others, while a restored copy is on hold
 * (restored.h). */
#define LADDER_RULE "alert"
bool ladder_is_notice(const struct action *a);
/* The same, asked of rows of actions. */
#define LADDER_NOTICE_SQL                                                  \
	"(verb = 'reply' AND rule = '" LADDER_RULE "' AND ticket IS NULL " \
	"AND order_ref IS NULL AND worth IS NULL)"

/* Of an alert that is about to be a row: its ladder, and when it climbs on. */
int ladder_choose(struct desk *d, struct alert *a, struct err *err) MUST_CHECK;
/* It is one: the wait begins. */
int ladder_begin(struct desk *d, const struct alert *a,
		 struct err *err) MUST_CHECK;
/* Somebody acknowledged it: the wait ends, and what has not left stays. */
int ladder_stop(struct desk *d, const struct alert *a,
		struct err *err) MUST_CHECK;

/* A deadline "alert" has come due. */
int ladder_wake(struct desk *d, const struct deadline *one,
		struct err *err) MUST_CHECK;
/* Nobody could be told of it on its level: the next one, now. */
int ladder_on(struct desk *d, int64_t alert, struct err *err) MUST_CHECK;

/* A ticket is new, or something about it is: an alert, if the policy wants
 * one. */
int ladder_arrived(struct desk *d, int64_t ticket, const struct report *r,
		   int tier, struct err *err) MUST_CHECK;
/* It was answered: its arrival and its reminders are over. */
int ladder_answered(struct desk *d, int64_t ticket, struct err *err) MUST_CHECK;

/* Sets, moves or (due 0) ends the one open wait of an alert ("alert") or of a
 * recipient ("tell"). Its row names nobody: it may stand in the command of
 * anybody's data. */
int ladder_wait(struct desk *d, int64_t alert, int64_t recipient, int64_t due,
		struct err *err) MUST_CHECK;

/* The ladder of an alert by the policy of now: 1, 0 when it has none, -1. */
int ladder_ask(struct desk *d, const struct alert *a, struct alarm_ladder *l,
	       struct err *err) MUST_CHECK;

/* The alarms of the policy, or NULL. */
const struct alarms *ladder_alarms(const struct desk *d);
/* "red", "yellow", "blue", or "". */
const char *ladder_tier(int32_t tier);

#endif
