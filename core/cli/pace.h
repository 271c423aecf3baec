/* pace.h - the clock of a desk that runs: the wall's, or for a sandbox one that
 * plays a day in minutes.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_PACE_H
#define HW_CLI_PACE_H

#include "base/err.h"

struct pace {
	int64_t began_wall, began_mono; /* of the accelerated clock */
	double speed;                   /* 1 and more times life's */
	double later; /* its speed after pace_change(), 0 as before */
	bool fast;
};

/* Begins now. text: [nullable] "600", or "600,5" for a change to 5. */
int pace_open(struct pace *p, const char *text, struct err *err) MUST_CHECK;
/* From the same moment on at the later pace: nothing jumps. Gives the speed. */
double pace_change(struct pace *p);

/* Of a desk (desk_options); arg: the pace. */
int64_t pace_now(void *arg);
int64_t pace_mono(void *arg);

#endif
