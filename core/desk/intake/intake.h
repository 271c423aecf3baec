/* intake.h - the quarantine, the inbox and what plugins keep.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_INTAKE_H
#define HW_DESK_INTAKE_H

#include "base/vec.h"
#include "desk/internal.h"

/* Keeps what was refused, sealed, inside an open transaction. ref: of the hook
 * when kind is "hook", else "". */
int quarantine_put(struct desk *d, const char *instance, const char *kind,
		   const char *ref, const char *text, size_t len,
		   const char *reason, struct err *err) MUST_CHECK;
int quarantine_close(struct desk *d, int64_t id, struct err *err) MUST_CHECK;
/* It came back and is refused again, for this reason now. */
int quarantine_again(struct desk *d, int64_t id, const char *reason,
		     struct err *err) MUST_CHECK;
/* The command that tells of it, stamped; its payload is in json. */
struct command quarantine_alert(struct desk *d, struct str *json,
				const char *instance, const char *kind,
				const char *reason);

/* Takes a quarantined record in again, in one transaction with its row: TAKEN
 * or UNCHANGED closes it; refused again it stays open with its present reason
 * (ERR_DATA). */
int quarantine_retry(struct desk *d, int64_t id, struct err *err) MUST_CHECK;
/* Appends the record as it came. ERR_DATA when there is no open one. */
int quarantine_read(struct desk *d, int64_t id, struct str *out,
		    struct err *err) MUST_CHECK;

/* The command "drop_record" {"record", "reason"}: one that nobody will ever
 * read is given up. Its words and its key go as in an erasure (erase.h); only
 * that, when and by whom stays. Managers and owners. */
int drop_record_check(struct desk *d, struct err *err);
int drop_record_apply(struct desk *d, struct err *err);
/* Of its key and its seal, in the arena. */
const char *subject_of_record(struct arena *arena, int64_t id);

/* A durable string of an instance; value NULL removes it. */
int kv_save(struct desk *d, const char *instance, const char *key,
	    const char *value, struct err *err) MUST_CHECK;
/* All strings of an instance as one JSON object. */
int kv_load(struct db *db, const char *instance, struct str *out,
	    struct err *err) MUST_CHECK;

/* Stores a verified webhook, sealed; commits. 1 when it is new, 0 when this
 * event was stored before (both are to be acknowledged), -1. */
int inbox_store(struct desk *d, const char *instance, const char *event_id,
		const char *topic, const void *body, size_t len,
		struct err *err) MUST_CHECK;

struct inbox_item {
	int64_t id;
	const char *topic, *event_id; /* in the arena */
	struct str body;              /* release it */
};
/* The oldest waiting hook of an instance: 1, 0 or -1. One that nobody can open
 * (its key is gone) is passed over for ever and an alert tells. */
int inbox_next(struct desk *d, const char *instance, struct arena *arena,
	       struct inbox_item *out, struct err *err) MUST_CHECK;
/* Would inbox_next() find one? */
bool inbox_waits(struct desk *d, const char *instance);
/* The plugin could not read it: counted; after 5 tries it is quarantined, from
 * where a retry puts it before the plugin again. `why` stands in the clear for
 * ever: our own words, none of a plugin's. */
int inbox_failed(struct desk *d, int64_t id, const char *why,
		 struct err *err) MUST_CHECK;
/* It could not be read for now, for no fault of its own: others go first, and
 * it comes again at `retry_at` or, when that is 0, after a pause that doubles.
 * After three days each time counts as a failure. 1 when it waits for more than
 * a quarter of an hour, 0 or -1. */
int inbox_postpone(struct desk *d, int64_t id, int64_t retry_at,
		   const char *why, struct err *err) MUST_CHECK;

#endif
