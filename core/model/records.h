/* records.h - the desk's own rows: what it decides and what people do.
 *
 * Every row has an int64 id from a counter in the database, never re-used.
 * Words for states are the ones of docs and schema; nothing else is used.
 * SPDX-License-Identifier: MIT */
#ifndef HW_MODEL_RECORDS_H
#define HW_MODEL_RECORDS_H

#include "base/money.h"
#include "base/when.h"

/* One account of the seller on one marketplace, named by the marketplace's own
 * account id; `label` is the manifest block's name. */
struct shop {
	int64_t id;
	const char *account, *label, *plugin, *name, *currency, *zone;
	int64_t live_since; /* facts from before make history only */
};

/* A person, as known under one shop. */
struct buyer {
	int64_t id, shop;
	const char *ref, *name, *email, *phone, *lang, *country;
	int64_t orders;
};

enum { DIR_IN = 1, DIR_OUT };
struct message {
	int64_t id, shop, ticket;
	int32_t direction, origin, is_public;
	const char *ref, *channel, *thread, *order_ref;
	const char *from_name, *from_addr, *to_addr, *subject, *text, *reply;
	const char *lang, *message_id, *in_reply_to, *notice;
	int64_t at, evidence, action; /* action: what sent it, if we did */
	int32_t quiet;
};

/* Never leaves the desk: no send path accepts one. */
struct note {
	int64_t id, ticket;
	const char *author, *text;
	int64_t at;
};

enum { TIER_RED = 1, TIER_YELLOW, TIER_BLUE };
enum { TICKET_OPEN = 1, TICKET_WAITING, TICKET_CLOSED };
struct ticket {
	int64_t id, shop;
	const char *order_ref, *buyer_ref, *thread, *channel, *tracking;
	const char *issue, *also /* words by blanks */, *lang, *cause;
	int64_t confidence; /* 0..100 */
	int32_t tier, state;
	const char *waiting_for; /* decision, approval, sending, platform,
				  * buyer */
	const char *owner;       /* agent, "" is the unassigned queue */
	const char *subject, *playbook, *step;
	int64_t opened, changed, closed, due; /* due: its nearest deadline */
	const char *outcome, *root_cause, *rule, *policy;
	int64_t messages;
	int64_t merged;        /* the ticket it went into, 0 if none */
	int64_t reopened;      /* times */
	int64_t snoozed;       /* until then it is set aside; 0: it is not */
	const char *owner_why; /* why it is theirs, in words */
};

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
	int64_t beside;  /* the remedy that it may stand beside (remedy.h) */
	int64_t part_of; /* the action that it goes with (part.h) */
};

/* Paused: the buyer is asked, and its time stands still (desk/pause.h). */
enum {
	DEADLINE_OPEN = 1,
	DEADLINE_MET,
	DEADLINE_BREACHED,
	DEADLINE_DROPPED,
	DEADLINE_PAUSED
};
struct deadline {
	int64_t id, ticket, action;
	const char *purpose; /* first_response, remind, promise, platform, undo,
			      * settle, parcel, playbook, accept, task, clock,
			      * reconcile, follow_up, snooze, handling, invite,
			      * escalate, alert, tell, shift, dispute */
	const char *source; /* the rule or the platform's field it comes from */
	int64_t due, set, done;
	int32_t state;
	int64_t alert, recipient; /* whose next step it is */
	int64_t came_from;  /* by a merge (merge.h); 0: its own ticket's */
	const char *period; /* of triage.conf, "" none */
	int64_t paused;     /* since when */
};

/* What is known of a parcel beyond what shop and carrier report: whose it is
 * to look at, and when that was done. `doubted`: it seems to stand still, but
 * nobody has looked lately; `old`: it did so long before it was noticed. */
enum { PARCEL_UNDER_WAY = 1, PARCEL_DONE };
struct parcel {
	int64_t id;
	const char *tracking, *carrier; /* carrier: its id, "" if unknown */
	int32_t state, old;
	int64_t since; /* its last sign of life */
	int64_t looked, doubted, proof;
};

struct agent {
	int64_t id;
	const char *name, *role, *languages, *skills;
	int64_t absent_until; /* away until then; 0: they are not */
	int64_t open_load;
	int64_t counted; /* when "for so long" was said; 0: until a moment */
};

/* Whether buyers are told that nobody works: by the calendar, or because
 * somebody said so. */
enum { BY_CALENDAR = 1, BY_HAND_ON, BY_HAND_OFF };
struct mode {
	int64_t id;
	const char *name; /* "out_of_hours" */
	int32_t hand, active;
	int64_t until; /* of what somebody said; 0: until they say otherwise */
	int64_t since; /* when it last changed */
	int64_t turns; /* when it changes by itself; 0: never */
	const char *said_by;
	int64_t counted; /* as an agent's */
};

/* Somebody must look: one per cause, counted when it comes again. */
struct alert {
	int64_t id, ticket, shop;
	const char *cause, *level, *text;
	int64_t at, count, acknowledged;
	const char *acknowledged_by;
	const char *ladder; /* policy/alerts.conf; "": it climbs none */
	int64_t step;       /* its level there, from 1; 0: none */
	int64_t next;       /* when it climbs on; 0: it does not */
};

/* A person on a channel: what was told there, and when more may be. */
struct recipient {
	int64_t id;
	const char *person, *channel;
	int64_t last; /* when last */
	int64_t sent; /* notices of the day that ends at day_ends */
	int64_t day_ends;
	int64_t next;   /* when what waits is told; 0: nothing does */
	int64_t action; /* the last notice */
};

/* That somebody is told of an alert. */
enum {
	SUMMONS_WAITS = 1,
	SUMMONS_TOLD,
	SUMMONS_FAILED,
	SUMMONS_DROPPED /* acknowledged before */
};
struct summons {
	int64_t id, alert, recipient, step;
	int32_t state, urgent;
	int64_t since, told;
	int64_t action; /* the notice */
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
