/* remote.h - the desk's end of the conversation with a worker, with a script as
 * the world.
 *
 *	struct remote r;
 *	remote_start(&r, &how, err) || remote_open(&r, &asked, &script, &out)
 *	... remote_call(&r, &asked, &script, &out), any number of times
 *	remote_end(&r)
 * SPDX-License-Identifier: MIT */
#ifndef HW_PLAY_REMOTE_H
#define HW_PLAY_REMOTE_H

#include <sys/types.h>

#include "play/play.h"
#include "wire/frame.h"

struct remote_how {
	const char *worker;      /* the program */
	const char *so;          /* the plugin */
	const char *const *vars; /* its environment: "NAME=value", NULL */
	int wait_ms;             /* for one frame; then it is killed */
};

struct remote {
	const struct remote_how *how;
	int fd, said_fd;
	pid_t pid;
	bool hung, killed; /* killed: a twist said so */
	int64_t id;
	struct frame_reader in;
	struct str said; /* on standard error; the first part of it */
	int status;      /* of waitpid(), once it is gone */
	/* of the call under way */
	struct script *script;
	const struct asked *asked;
	struct err *err;
};

/* Starts the process; how is kept until the end. */
int remote_start(struct remote *r, const struct remote_how *how,
		 struct err *err) MUST_CHECK;
/* 1 when the plugin is open, 0 when *out says why not, -1 when the worker is
 * gone: then remote_end() and remote_fate() say how. */
int remote_open(struct remote *r, const struct asked *a, struct script *s,
		struct played *out, struct err *err) MUST_CHECK;
/* 0 and *out, or -1 as above. */
int remote_call(struct remote *r, const struct asked *a, struct script *s,
		struct played *out, struct err *err) MUST_CHECK;
/* Waits for its end, or makes it; may be called again. */
void remote_end(struct remote *r);
void remote_release(struct remote *r); /* and frees */

/* What the plugin says of itself (docs/wire.md), appended to json: 1; 0 when it
 * cannot be loaded, and `said` has why. */
int remote_describe(const struct remote_how *how, struct str *json,
		    struct str *said, struct err *err) MUST_CHECK;

/* Of a worker that is not there any more. */
#define REMOTE_GONE "the worker is gone"

/* Did it hang, or die of a signal? */
bool remote_felled(const struct remote *r);
/* How it ended, as a piece of a sentence; NULL: as it should. The words
 * are in the arena. */
const char *remote_fate(const struct remote *r, struct arena *a);

#endif
