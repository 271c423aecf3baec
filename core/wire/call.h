/* call.h - one call of a plugin: struct hw_host with all that hangs on it.
 *
 * The same code serves the worker (services go out as frames), a plugin run
 * inside the desk for debugging, and the fixture player; what differs is a
 * struct call_door. Everything a plugin passes may be NULL, too long or not
 * UTF-8: text is repaired and a warning logged, and what cannot be repaired
 * makes the whole call HW_BROKEN, whatever the plugin returns afterwards. A
 * call never reads a clock: `now` comes with it and may be moved by the door.
 * SPDX-License-Identifier: MIT */
#ifndef HW_WIRE_CALL_H
#define HW_WIRE_CALL_H

#include "base/json.h"
#include "base/mem.h"
#include "base/vec.h"
#include "hw_files.h"
#include "hw_plugin.h"
#include "wire/limits.h"

struct call;

enum stream_do {
	STREAM_OPEN,
	STREAM_START_TLS,
	STREAM_READ,
	STREAM_WRITE,
	STREAM_CLOSE
};

struct stream_ask {
	enum stream_do what;
	int32_t n, port, tls, secret; /* n: which stream; not for open */
	const char *host;
	const void *bytes; /* write */
	uint32_t len;      /* write: bytes; read: at most */
	int64_t wait_ms;
};

struct stream_answer {
	int32_t n; /* open: the stream; read: bytes, or HW_STREAM_IDLE */
	const char *bytes; /* read; in the call's arena */
};

/* What leaves the process. Functions answer HW_OK, or what call_fail() gave.
 * A NULL member: the service is not offered (http, keep: the call fails). */
struct call_door {
	/* Fills *res from c->arena; the body ends in a NUL. */
	hw_status (*http)(struct call *c, const struct hw_request *req,
			  struct hw_response *res);
	/* Makes key durable before it returns; value NULL forgets it. */
	hw_status (*keep)(struct call *c, const char *key, const char *value);
	hw_status (*stream)(struct call *c, const struct stream_ask *ask,
			    struct stream_answer *answer);
	void (*log)(struct call *c, int32_t level, const char *text);
};

struct kv {
	const char *key, *value; /* value NULL: unset */
};
VEC(kvs, struct kv);
struct json_tree {
	cJSON *root;
};
VEC(json_trees, struct json_tree);

struct call {
	struct hw_host host; /* first: what the plugin holds */
	const struct call_door *door;
	void *door_arg;
	const char *name; /* "carrier.track": for its sentences */
	int64_t now, deadline;
	struct arena arena; /* everything below lives here */
	struct kvs kv;      /* as it stood, and what kv_keep changed */
	struct kvs puts;    /* what commits with the call */
	size_t put_bytes;
	struct json_trees trees;
	struct str records; /* a JSON object a line */
	int32_t count;      /* of records */
	struct str beside;  /* bytes of their files, one after another */
	/* The text emitted last, [nullable], and how many files it has so far.
	 */
	const struct hw_text_in *text;
	int64_t text_files;
	const char *why; /* of the last fail(); NULL if none */
	int64_t retry_at;
	int64_t pause_until;   /* the last reply's Retry-After; 0 if none */
	struct hw_file *files; /* that go with a text; in the arena */
	uint32_t file_count;
	bool broken;   /* sticky: the call ends HW_BROKEN */
	bool repaired; /* the warning was given */
};

/* Starts an empty call; name is borrowed. Everything else is filled by hand
 * or with call_kv() before the plugin sees &c->host. */
void call_start(struct call *c, const struct call_door *door, void *door_arg,
		const char *name);
void call_release(struct call *c);

/* Sets what kv_get will find; copies. */
void call_kv(struct call *c, const char *key, const char *value);

/* The files of a text that is sent: what they are stands in its argument, their
 * bytes in the body; both are borrowed for the call. -1 with ERR_DATA. */
int call_take_files(struct call *c, const cJSON *arg, const void *body,
		    size_t body_len, struct err *err) MUST_CHECK;

/* As host->fail, for doors. Returns why (HW_BROKEN for one that is no
 * failure). */
hw_status call_fail(struct call *c, hw_status why, int64_t retry_at,
		    const char *fmt, ...) HW_PRINTF_LIKE(4, 5);
/* The plugin broke its contract: sticky. Returns HW_BROKEN. */
hw_status call_broken(struct call *c, const char *fmt, ...)
	HW_PRINTF_LIKE(2, 3);
void call_log(struct call *c, int32_t level, const char *fmt, ...)
	HW_PRINTF_LIKE(3, 4);

/* text as valid UTF-8, NULL stays NULL; repaired copies are in the arena. */
const char *call_text(struct call *c, const char *text);

/* What the call really came to: a status that does not exist, a failure
 * without a word and a broken call are all told in c->why. On a failure the
 * records and the puts are gone. */
hw_status call_end(struct call *c, hw_status returned);

/* Appends the members of the `done` frame (docs/wire.md), id first. */
void call_put_done(struct call *c, int64_t id, hw_status status,
		   struct str *json);

/* The words of statuses: "ok", "more", "retry" ... or NULL. */
const char *status_word(hw_status status);
bool status_from_word(hw_status *status, const char *word);

#endif
