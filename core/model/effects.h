/* effects.h - the desk's own rows about what it does outside: actions, and
 * refunds that stand on one side only.
 *
 * As records.h has it: ids from a counter, never re-used; words for states are
 * the ones of docs and schema.
 * SPDX-License-Identifier: MIT */
#ifndef HW_MODEL_EFFECTS_H
#define HW_MODEL_EFFECTS_H

#include "base/money.h"

/* States of an action. A plan goes on to waiting, held or due in the command
 * that makes it, so no row rests in planned; the word is the contract's. */
enum action_state {
	ACTION_PLANNED = 1,
	ACTION_WAITING,
	ACTION_HELD,
	ACTION_DUE,
	ACTION_SENDING,
	ACTION_ACCEPTED,
	ACTION_SETTLED,
	ACTION_REFUSED,
	ACTION_UNKNOWN,
	ACTION_PARKED,
	ACTION_CANCELLED,
	ACTION_FAILED
};
struct action {
	int64_t id, ticket, shop;
	const char *verb;     /* reply, refund, coupon, return, alert ... */
	const char *instance; /* the manifest block that performs it */
	const char *order_ref, *effect_class;
	int32_t state, automatic;
	const char *key;    /* UUID sent to the platform */
	const char *intent; /* hex SHA-256: unique while not refused */
	int64_t intent_no, generation, after;
	struct money amount, baseline, paid; /* the last two: before sending */
	struct money worth;       /* to the buyer: what limits count */
	const char *items, *args; /* JSON, canonical */
	const char *reason, *rule, *policy, *proposed_by, *approved_by;
	const char *subject, *text, *lang, *to_addr, *to_name; /* replies */
	const char *message_id, *in_reply_to, *references;
	const char *template_id, *channel;
	const char *files; /* of a reply: "EVIDENCE:NAME" by blanks */
	const char *result, *remote_ref, *why; /* why: of its last change */
	const char *request_hash;
	int64_t attempts, deaths, postponed, not_before, planned, sent, settled;
	int64_t looks;
	int64_t hold_until, approved;
	int32_t doubt; /* an attempt of it may have been done, nobody knows */
	/* Of compensation.conf: the row that holds for its order, what that
	 * gives (of a range the nearer end), and whether a person gives
	 * something else. */
	const char *matrix_row;
	struct money advised;
	int32_t deviates;
	int64_t beside;  /* the remedy or task it may stand beside (remedy.h) */
	int64_t part_of; /* the action that it goes with (part.h) */
	/* Of an approved reply: the newest message of the buyer by then, -1
	 * when there was none; 0: not kept (heard.h). */
	int64_t heard;
	const char *besides; /* of a reply: what else it tells of, "[3,7]" */
	const char *tasks;   /* of a reply: the tasks it tells of, "[3,7]" */
};

/* A refund that stands on one side only: ours that the platform does not show,
 * or one there that is none of ours. It stays until somebody said how it came
 * about. */
enum { DIFFERENCE_OURS = 1, DIFFERENCE_THEIRS };
struct difference {
	int64_t id, shop;
	int32_t whose;
	const char *order_ref;
	const char *ref; /* of the payment, or the number of our action */
	int64_t action;
	struct money amount;
	int64_t found, explained;
	const char *explained_by, *cause; /* cause: one word */
};

#endif
