/* serve.h - `helloword serve` as a bench runs it.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_BENCH_SERVE_H
#define HW_TESTS_BENCH_SERVE_H

#include <sys/types.h>

struct serving {
	pid_t pid;
	int out;
};

/* Starts it with a manifest; returns when it says that it is ready. */
struct serving serve_start(const char *conf);
void serve_stop(struct serving *s);

/* The proportional set size of a process, kB; 0 when it has gone. */
double serve_pss(pid_t pid);
/* The same when it has come to rest: what has just begun holds little. */
double serve_pss_settled(pid_t pid);
/* The first child of a process whose name starts so; waits a while for it. 0 if
 * none. */
pid_t serve_child(pid_t parent, const char *name);

#endif
