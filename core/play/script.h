/* script.h - the world as a fixture writes it: replies for requests, the other
 * end of streams; and what was wrong with what the plugin did.
 *
 * Used from both sides: behind a call's door in this process, and behind the
 * frames of a worker.
 * SPDX-License-Identifier: MIT */
#ifndef HW_PLAY_SCRIPT_H
#define HW_PLAY_SCRIPT_H

#include "play/fixture.h"
#include "wire/call.h"

/* One answer that is not the fixture's. */
struct twist {
	size_t step; /* of the fixture: a reply */
	bool kill;   /* the worker is killed instead */
	hw_status failed;
	const char *why; /* of `failed`; HW_OK: `res` is the reply */
	struct hw_response res;
};

/* What was asked for, whatever the fixture thinks of it. */
struct seen {
	int effects;       /* requests that are declared as effects */
	bool twisted;      /* the twist was reached */
	struct str effect; /* the last one: method, URL, headers, body */
	struct str urls;   /* a line each */
};

struct script {
	struct fixture *fixture;
	const cJSON *asks; /* the requests that the plugin declares */
	struct arena arena;
	/* loose: what differs from the fixture is no problem, the connection is
	 * lost there; what is not declared stays one. */
	bool loose;
	int asked;                 /* loose: requests so far */
	const struct twist *twist; /* [nullable] */
	bool kill;      /* now: a twist, or KILL in a stream, was reached */
	bool silent;    /* loose: a server that has said all says no more */
	int idle;       /* how often it did so */
	int64_t waited; /* ms that passed in reads of streams */
	struct seen seen;
	size_t step;         /* the next one */
	struct str problems; /* a line each */
	struct kvs kept;
	struct str log; /* a line each, for `log =` of the result */
	/* the open stream */
	bool stream_open;
	const char *stream_left; /* lines not yet played */
	int32_t stream_n;
	struct str written;  /* by the plugin, no whole line yet */
	const char *to_read; /* by the plugin */
	size_t to_read_len;
};

/* The fixture is borrowed until script_release(). */
void script_start(struct script *s, struct fixture *f);
void script_release(struct script *s);

/* Answers a request with the next step: HW_OK and *res, or a failure whose
 * words are *why. */
hw_status script_http(struct script *s, const struct hw_request *req,
		      struct hw_response *res, const char **why);
/* What the fixture's part answers: HW_OK and *res, or a failure. */
hw_status script_reply(struct script *s, const struct part *p,
		       struct hw_response *res, const char **why);
void script_keep(struct script *s, const char *key, const char *value);
hw_status script_stream(struct script *s, const struct stream_ask *ask,
			struct stream_answer *answer, const char **why);
void script_log(struct script *s, int32_t level, const char *text);

/* "fail: TEXT" or "fail auth: TEXT", in small or capital letters: the failure
 * and its words. */
hw_status script_fail(struct script *s, const char *line, const char **why);

/* Notes a problem as one line (or more). */
void script_problem(struct script *s, const char *fmt, ...)
	HW_PRINTF_LIKE(2, 3);

/* Closes the stream, and notes what the fixture expected of it. */
void script_stream_end(struct script *s);

/* Notes what the fixture still expected. */
void script_end(struct script *s);

#endif
