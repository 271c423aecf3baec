/* play.h - one playing of a fixture, in this process or through a worker.
 * SPDX-License-Identifier: MIT */
#ifndef HW_PLAY_PLAY_H
#define HW_PLAY_PLAY_H

#include "play/script.h"
#include "wire/op.h"

/* What a call came to. Texts live in the script's arena. */
struct played {
	hw_status status;
	const char *why;
	int64_t retry_at;
	struct kvs kv;
	struct str records;
};
#define PLAYED_INIT                 \
	{                           \
		.records = STR_INIT \
	}
void played_release(struct played *p);

/* What is asked of the plugin, from the fixture's call part. */
struct asked {
	const char *op;
	cJSON *config, *arg; /* owned; arg may be NULL */
	struct kvs kv;
	int64_t now, deadline;
	const char *body; /* [nullable] */
	size_t body_len;
};
void asked_release(struct asked *a);
/* -1 with ERR_DATA: an option that does not exist, a value that is none. */
int asked_read(struct asked *a, struct fixture *f, const struct plugin *p,
	       struct err *err) MUST_CHECK;

/* Both fill *out and leave problems with the script. -1 when the plugin could
 * not even be asked. */
int play_here(struct played *out, const struct asked *a, struct script *s,
	      const struct plugin *p, struct err *err) MUST_CHECK;
int play_worker(struct played *out, const struct asked *a, struct script *s,
		const struct plugin *p, const char *worker,
		struct err *err) MUST_CHECK;

/* Holds *out against the fixture's result and records. */
void played_check(struct script *s, const struct played *out);

#endif
