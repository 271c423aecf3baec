/* code_help.h - a desk whose action 2 is a coupon, and a guard that knows
 * codes. SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_CODE_HELP_H
#define HW_TESTS_CODE_HELP_H

#include "desk/desk_help.h"

#define COUPON(percent, more)                                \
	"{\"verb\":\"coupon\",\"order\":\"O1\",\"args\":\"{" \
	"\\\"percent\\\":" percent "}\",\"reason\":\"sorry\"" more "}"
#define THE_COUPON "{\"action\":2}"

/* Of ten percent, planned on T-1; "code" needs a coupon, and a percentage its
 * own. */
struct desk *desk_with_a_coupon(void);
/* The same on a desk whose T-1 is there. */
struct desk *coupon_planned(struct desk *d);
/* Its code is TY-1. */
void code_is_made(struct desk *d);
/* tom is refused, by a sentence that has `words` in it. */
void refuses_tom(struct desk *d, const char *kind, const char *json,
		 const char *words);

#endif
