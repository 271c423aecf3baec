/* internal.h - what the desk's own files share: the desk, the command being
 * taken and how a change is recorded.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_INTERNAL_H
#define HW_DESK_INTERNAL_H

#include "db/record.h"
#include "desk/brain.h"
#include "desk/desk.h"
#include "desk/ledger/seal.h"
#include "model/effects.h"
#include "model/people.h"
#include "model/records.h"

enum taking {
	LIVE,     /* decide, record */
	APPLYING, /* journal replay: apply what was recorded */
	REDECIDE  /* journal replay --decide: decide again, compare */
};

/* The command being taken. */
struct fact;

struct tx {
	struct command *cmd;
	const struct command_kind *kind;
	const cJSON *json; /* its payload, parsed */
	enum taking taking;
	char *subject;        /* sealing subject; "" when nothing is personal */
	struct fact *fact;    /* when it is one (fact.h) */
	struct str decisions; /* canonical JSON, the inside of an array */
	struct str sealed;    /* the personal parts, same positions */
	int count;            /* of decisions */
	uint64_t derived;     /* how many values were derived so far */
};

struct desk {
	struct db *db;
	struct keys *keys;
	const struct brain *brain;
	struct desk_options options;
	char *state, *path;
	char boot[40];
	struct arena arena; /* of the command being taken */
	struct tx tx;
	int64_t seq; /* chain head: read again after a rollback */
	struct hash head;
	bool head_known;
	int64_t agreed_at,
		agreed_mono; /* the clocks, when they were compared */
	const struct delivery *delivery; /* its records are being taken */
	struct arena *delivered;         /* lives as long as that */
};

/* Who says it: people, through whatever door, or the desk and its host. */
enum spoken_by { BY_DESK, BY_PEOPLE };

/* How a kind of command is taken. check() refuses before anything is written
 * (-1: err is for who asked; ERR_SYSTEM is the disk's and fails the batch), or
 * sets the verdict UNCHANGED; apply() writes what the command itself says, in
 * every mode; decide() asks the policy and records changes, live only. -1 of
 * these two rolls the command back. A member may be NULL. */
struct command_kind {
	const char *name;
	int (*check)(struct desk *d, struct err *err);
	int (*apply)(struct desk *d, struct err *err);
	int (*decide)(struct desk *d, struct err *err);
	bool personal; /* its payload is sealed under the subject */
	enum spoken_by spoken_by;
};

/* NULL: there is no such command. */
const struct command_kind *command_kind_find(const char *name);

/* -- changes (change.c): the only way decisions reach rows -- */

/* Writes `after` and records the difference to `before` (NULL: a new row, whose
 * id is taken from the counter and stored in after). Both start with an int64
 * id. Recorded under the command; personal fields go to the sealed part. */
int change(struct desk *d, const struct kind *kind, const void *before,
	   void *after, struct err *err) MUST_CHECK;
/* Applies recorded decisions of an entry. */
int change_apply(struct desk *d, const cJSON *decisions, const cJSON *sealed,
		 struct err *err) MUST_CHECK;
/* Records the facts a decision saw, what fired and what else was considered
 * (vector.h). */
struct vector;
int change_vector(struct desk *d, const struct vector *v,
		  struct err *err) MUST_CHECK;

/* -- journal (journal.c) -- */

/* The entry of the command being taken, onto the chain. */
int journal_append(struct desk *d, struct err *err) MUST_CHECK;
/* Reads seq and hash of the last entry, unless they are known. */
int journal_head(struct desk *d, struct err *err) MUST_CHECK;

/* Takes d->tx.cmd without transaction handling (take.c). */
int take_one(struct desk *d, struct command *cmd, enum taking taking,
	     const cJSON *decisions, const cJSON *sealed,
	     struct err *err) MUST_CHECK;

/* A replay: an entry whose words were erased; what it decided is applied
 * without what was personal. */
int take_erased(struct desk *d, struct command *cmd, const cJSON *decisions,
		struct err *err) MUST_CHECK;

/* -- batches (take.c): a delivery adds its own rows before it commits -- */

#define WAL_LIMIT (INT64_C(16) << 20) /* bytes; checkpointed beyond */

/* A command that is REFUSED with a reason already (its line could not be read)
 * is left alone. */
int desk_take_open(struct desk *d, struct command *cmds, size_t count,
		   struct err *err) MUST_CHECK;
/* Keys first, then the rows; -1: neither happened. */
int desk_commit(struct desk *d, struct err *err) MUST_CHECK;
/* Rolls the open batch back. */
void desk_undo(struct desk *d);

/* -- sealing subjects (subject.c), in the arena -- */

const char *subject_of_order(struct arena *arena, int64_t shop,
			     const char *order_ref);
const char *subject_of_thread(struct arena *arena, int64_t shop,
			      const char *thread);
const char *subject_of_mail(struct arena *arena, int64_t shop, const char *ref);
/* Of the order that was sent with it; of the number alone when nobody knows of
 * one. */
const char *subject_of_parcel(struct desk *d, const char *tracking);
/* By it an erased address (kind "address") or tracking number
 * ("parcel") is known again, and cannot be read. Case does not matter. */
const char *subject_of_value(struct desk *d, const char *kind,
			     const char *value);

/* -- small things -- */

/* A value nobody can guess, the same in a replay. */
struct hash desk_derive(struct desk *d, const char *purpose);
const char *arg_text(const struct desk *d, const char *name); /* "" if none */
int64_t arg_i64(const struct desk *d, const char *name);
/* Outcomes and causes are counted, and stand in the clear in the journal: words
 * of a list that the seller keeps, no sentences about anybody. */
bool arg_is_code(const struct desk *d, const char *name);
/* Raises, or counts again, the one alert of a cause. */
int alert_raise(struct desk *d, const char *level, const char *cause,
		int64_t ticket, const char *text, struct err *err) MUST_CHECK;

#endif
