/* judge.h - is a plugin fit to be let near a shop?
 *
 * Everything is done through helloword-worker, locked in as it will be: what
 * the plugin declares is held against the contract, its fixtures are played,
 * then every reply in them is replaced by replies that no author likes to
 * think of, the worker is killed in the middle of calls, calls are repeated
 * and options set to their edges. What is found is a list to work off.
 * SPDX-License-Identifier: MIT */
#ifndef HW_JUDGE_JUDGE_H
#define HW_JUDGE_JUDGE_H

#include "judge/report.h"

struct judge_ask {
	const char *so;       /* the plugin */
	const char *fixtures; /* folder of *.http */
	const char *worker;   /* the program */
	bool sanitize;        /* the .so is built with -fsanitize=address */
	int wait_ms;          /* a call that gives no sign for longer hangs */
};

/* Fills the report. -1 when the judging itself failed: no worker, no such
 * file, a fixture folder that cannot be read. */
int judge(const struct judge_ask *ask, struct report *r,
	  struct err *err) MUST_CHECK;

#endif
