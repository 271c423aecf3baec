/* code.h - who promises a code writes it.
 *
 * A template has the code that was made. Where that came after the words were
 * written from one, and these have not begun to leave, they are written anew
 * and wait for a yes; where a person had changed them, they wait for that
 * person. A person's own words are as they were typed. Where these tell of a
 * coupon (backing.h) they leave when it has made its code, and with that in
 * them: said without it they are refused, and what was approved before there
 * was one waits again, to be completed. A manager lets them leave without it,
 * with a reason. A coupon that makes no code needs none, and what a reply that
 * left has said need not be said again. Other words for a proposal (`ticket
 * reply --edit`) keep the code that it had. Whoever says that a coupon was made
 * says its code, too, one word; a code that is known is said no other way. So
 * it is with one that is made by hand (code_by_hand.h).
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_CODE_H
#define HW_DESK_CODE_H

#include "desk/internal.h"
#include "model/loop.h"

/* SQL: the person's reply `a`, which tells of the effect `m`, has to wait for
 * the code of that. */
#define CODE_TO_COME                                                      \
	"(a.rule IS NULL AND m.verb = 'coupon' AND m.result IS NULL AND " \
	"+m.state IN (3, 4, 5, 6, 9))"

/* Of a person's reply: ERR_DATA naming a code that was made, which its words
 * promise and do not have; where they take the place of the proposal that the
 * command names ("instead"): which that had, and is still given. */
int code_check(struct desk *d, const struct action *reply,
	       struct err *err) MUST_CHECK;
/* The coupon was made: replies that waited for that leave, or wait for a yes
 * again when they lack its code, and a playbook that waits for it goes on.
 * Where it had a code before, what a manager let leave without it since stays
 * approved. Nothing when it is none. */
int code_made(struct desk *d, const struct action *before,
	      const struct action *coupon, struct err *err) MUST_CHECK;

/* A code is known: what would have it, had it been written now, does not leave
 * without it (code_came.c). */
int code_came(struct desk *d, const struct action *coupon,
	      struct err *err) MUST_CHECK;
int code_came_by_hand(struct desk *d, const struct task *t, const char *code,
		      struct err *err) MUST_CHECK;
/* The same of a reply that was on its way when it came, and is due again. */
int code_again(struct desk *d, const struct action *reply,
	       struct err *err) MUST_CHECK;

/* A reply that waits for a code has it, or it waits for a yes again: a person's
 * that has not begun to leave, and whose effect has made one. */
int code_look_again(struct desk *d, const struct action *reply,
		    struct err *err) MUST_CHECK;

/* -- "retry" {"action", "seen", "code"?}, "task_done" (code_said.c) -- */

/* Without blanks around it; "" when none was. */
const char *code_said(struct desk *d);
/* A buyer types it in: ERR_DATA when it is several words. */
int code_is_word(const char *code, struct err *err) MUST_CHECK;
/* Of the action that somebody has looked at: ERR_DATA for a coupon that was
 * made, without a code; for a code that is no word, or another than it has; and
 * for one of anything else. */
int code_said_check(struct desk *d, const struct action *a, bool done,
		    struct err *err) MUST_CHECK;

#endif
