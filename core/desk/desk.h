/* desk.h - the deterministic state machine that owns the database.
 *
 * Everything from outside is a command. The desk takes commands one at a time;
 * for each it writes what the command says, asks the policy what follows,
 * writes that, and appends both to the journal: one transaction a batch, all
 * of it or none. Nothing below desk_stamp() reads the clock, draws a random
 * number or talks to anybody, so the same commands give the same rows.
 *
 * The desk keeps nothing in memory that is not derivable from rows.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_DESK_H
#define HW_DESK_DESK_H

#include "base/hash.h"
#include "base/json.h"
#include "base/mem.h"
#include "db/db.h"

struct desk;
struct brain; /* policy and packs: desk/brain.h */

struct desk_options {
	const char *state;          /* folder of the database, keys, evidence */
	const struct brain *brain;  /* keeps until desk_close; NULL decides
				     * nothing (imports, tests) */
	int64_t (*now)(void *arg);  /* the clock door; NULL is the wall clock */
	int64_t (*mono)(void *arg); /* the monotonic one; NULL: as `now`, so
				     * that a given clock never jumps */
	void *now_arg;              /* of both */
	const char *path; /* database file; NULL: STATE/helloword.db */
};

/* -1 as db_open. Creates what is missing in the state folder. */
int desk_open(struct desk **out, const struct desk_options *options,
	      struct err *err) MUST_CHECK;
void desk_close(struct desk *desk);

struct db *desk_db(struct desk *desk); /* reads between batches */
struct keys *desk_keys(struct desk *desk);
const char *desk_state(const struct desk *desk);
const struct brain *desk_brain(const struct desk *desk); /* may be NULL */
void desk_set_brain(struct desk *desk, const struct brain *brain);
int64_t desk_now(struct desk *desk);
/* Goes on evenly whatever the clock does, ms since some moment: for waits that
 * no row keeps. */
int64_t desk_mono(struct desk *desk);

/* -- commands -- */

enum verdict {
	TAKEN,     /* journaled */
	UNCHANGED, /* a fact that says nothing new: counted, not journaled */
	REFUSED    /* err says why; nothing was written */
};

struct command {
	/* Set by whoever submits; borrowed until it is taken. */
	const char *kind; /* "order", "approve", "due" ... (commands.c) */
	const char *by;   /* actor: agent's name, "operator", "plugin:x",
			   * "desk", "rule:x" */
	const char *via;  /* door: "cli", "http", "sync", "hook", "import",
			   * "timer", "host" */
	const char *json; /* payload: one object */
	size_t json_len;
	/* [nullable] Facts: what is kept when it is refused, where that is not
	 * the payload: the line as it came. */
	const char *came;
	size_t came_len;
	int64_t shop;         /* facts: whose they are */
	const char *instance; /* facts: the manifest block */

	/* Set by desk_stamp at intake, or from the journal in a replay. */
	int64_t at, mono;
	const char *boot;
	struct hash entropy;

	/* Answer. */
	enum verdict verdict;
	struct err err;
	int64_t seq;
	int64_t id; /* of the row it made or changed, if one */
};

/* Draws moment, boot id and entropy: the only place that does. */
void desk_stamp(struct desk *desk, struct command *cmd);

/* Takes commands in one transaction and commits once: when it returns 0 every
 * TAKEN command is durable. A refused command costs only itself. -1 when the
 * commit failed: then none of them happened. */
int desk_take(struct desk *desk, struct command *cmds, size_t count,
	      struct err *err) MUST_CHECK;

/* One command, stamped and taken; 0 only when it was not refused. */
int desk_do(struct desk *desk, struct command *cmd, struct err *err) MUST_CHECK;

/* -- deliveries -- */

enum { SCANNED_CLEAN = '+', SCANNED_FOUND = '!', SCANNED_NOT = '-' };

/* One plugin call's records, kv and cursor: commits whole. A record that is
 * refused goes to the quarantine in the same transaction. */
struct delivery {
	const char *instance, *via;
	int64_t shop;
	const char *records; /* one JSON object a line */
	size_t records_len;
	/* Bytes of files, one after another: so many for each record that has a
	 * number "beside". Bytes travel so, and not as base 64 in the record:
	 * twenty megabytes would be a text of 28 that is parsed. With bytes of
	 * no record the delivery is refused. */
	const void *beside;
	size_t beside_len;
	/* [nullable] What a scanner said of each file_in that has some, in
	 * their order: SCANNED_CLEAN or SCANNED_FOUND; of others it said
	 * nothing. */
	const char *scanned;
	const char *kv; /* JSON object: value or null (delete); or NULL */
	size_t kv_len;
	int64_t inbox;      /* the hook that was read, 0 if none */
	int64_t quarantine; /* the row that is taken in again, 0 if none */
	/* [nullable] Stamped here and taken after the records, in the same
	 * transaction: what the call came to, beside what it kept. When it is
	 * refused (its verdict says so) nothing of the delivery happened. */
	struct command *last;
	/* [nullable] Called now and then while the records are taken; may not
	 * touch the desk. */
	void (*meanwhile)(void *arg);
	void *arg;

	int64_t taken, unchanged, quarantined; /* answer */
};

/* -1: nothing of it happened; the same delivery may come again. */
int desk_deliver(struct desk *desk, struct delivery *d,
		 struct err *err) MUST_CHECK;

/* -- time -- */

/* The moment of the nearest open deadline, or -1. */
int64_t desk_next_due(struct desk *desk);
/* Takes the deadlines due by now, 256 at most; one that fails is put off with
 * an alert. Returns how many moved, 0 when none is left, or -1. */
int desk_tick(struct desk *desk, struct err *err) MUST_CHECK;

#endif
