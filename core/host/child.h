/* child.h - a process of ours at the other end of a socketpair, speaking
 * frames: the way to workers and to the sender.
 *
 * Started with posix_spawn, an empty environment and nothing inherited but
 * file descriptor 3 and standard error, which is ours for a program of ours and
 * a pipe for one that runs somebody else's code (words.h). Whatever goes wrong
 * with it ends in one call of gone(); the child is dead and reaped by then.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_CHILD_H
#define HW_HOST_CHILD_H

#include <sys/types.h>

#include "host/loop.h"
#include "host/words.h"
#include "wire/frame.h"

struct child {
	struct loop *loop;
	const char *name;  /* for the log; borrowed */
	struct said *said; /* [nullable] of one that runs code not ours: takes
			    * what it prints; borrowed */
	bool running;
	pid_t pid; /* 0: a thread of this process, or not running */
	struct watch watch;
	struct timer ending; /* its socket is closed and it is not reaped yet */
	int64_t reap_by;     /* clock_mono ms */
	struct words words;  /* with said only */
	struct frame_reader in;
	struct str out; /* bytes the socket would not take yet */
	size_t sent;    /* bytes of it that are gone */
	int64_t taken;  /* when it took some last; clock_mono ms */
	void (*frame)(struct child *c, const struct frame *f);
	/* [nullable] child_relay(): takes the frame, or leaves it: false. */
	bool (*relay)(struct child *c, const struct frame *f);
	bool held; /* a frame was left; the others wait behind it */
	void (*gone)(struct child *c, const char *how);
	void *arg;
};

/* argv[0] is the program's path. -1 with ERR_SYSTEM. */
int child_start(struct child *c, const char *const *argv,
		struct err *err) MUST_CHECK;
/* For debugging: the other end is a thread of this process, which owns the
 * descriptor. It cannot be killed, and its crash is ours. */
int child_inside(struct child *c, void (*run)(int fd),
		 struct err *err) MUST_CHECK;
/* Sends a frame, or keeps it until the socket takes it. False: no byte of it
 * was taken, because it is no frame or too much waits already. A child that is
 * gone swallows it, and so does one that took nothing for half a minute while
 * too much waited: that is killed, and gone() has told before this returns. */
bool child_send(struct child *c, const char *json, size_t json_len,
		const void *blob, size_t blob_len);
/* In the midst of other work: takes what has come, as long as relay() does, and
 * sends what waits, without waiting for either. What is left is served when the
 * loop comes around. Ends no child. */
void child_relay(struct child *c);
/* All that was sent to it is on its way. */
bool child_took_all(const struct child *c);
/* Kills and reaps without calling gone(). */
void child_stop(struct child *c);
/* Kills; gone() is called with `how`. */
void child_kill(struct child *c, const char *how);
void child_release(struct child *c);

#endif
