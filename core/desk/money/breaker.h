/* breaker.h - when too much money leaves a shop at once, no more does until
 * somebody has looked.
 *
 * Budgets of people and rules (limit.h) ask who says yes; a breaker asks
 * nobody: it counts what really leaves, whatever door it came through, so that
 * a runaway rule or a stolen account stops at an amount that the owner chose. A
 * tripped one raises an alert; acknowledging it, by a manager or an owner, says
 * "go on", and what went before counts no more.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_BREAKER_H
#define HW_DESK_BREAKER_H

#include "desk/internal.h"

/* 0 when it may leave; -1 with ERR_RETRY and why when its shop's breaker is
 * open, or would open with it. A second attempt of what was let through once is
 * never held. */
int breaker_check(struct desk *d, const struct action *a,
		  struct err *err) MUST_CHECK;
/* Raises the alert when the breaker holds this action. */
int breaker_tell(struct desk *d, const struct action *a,
		 struct err *err) MUST_CHECK;
/* May this person acknowledge that alert? ERR_DENIED says why not. */
int breaker_may_lift(struct desk *d, const char *cause,
		     struct err *err) MUST_CHECK;

#endif
