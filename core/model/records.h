/* records.h - the desk's own rows about the trade: buyers, what they write,
 * tickets and their deadlines, parcels. What the desk does outside is in
 * effects.h; who works there, and who is told, in people.h.
 *
 * Every row has an int64 id from a counter in the database, never re-used.
 * Words for states are the ones of docs and schema; nothing else is used.
 * SPDX-License-Identifier: MIT */
#ifndef HW_MODEL_RECORDS_H
#define HW_MODEL_RECORDS_H

#include <stdint.h>

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

/* A file that came with a text (hw_files.h), taken or not: the fact, and its
 * row. What the desk finds stands behind what was reported. */
struct file_in {
	const char *ref, *text_ref, *name, *type; /* type: as the sender says */
	int64_t size;
	struct when at;
	int32_t within;
	const char *mime; /* by its bytes; "" of what is not taken */
	int32_t refused;
	int64_t message, evidence; /* 0: not taken */
};
/* Why it was not taken. */
enum {
	FILE_OTHER = 1, /* it is nothing that uploads.conf takes */
	FILE_LARGE,     /* larger than that takes */
	FILE_MANY,      /* so many are there already */
	FILE_UNREAD,    /* it did not come whole */
	FILE_UNSEEN,    /* the scanner did not look at it */
	FILE_FOUND,     /* it found something in it */
	FILE_BROKEN     /* damaged, or of a form that cannot be read */
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
	const char *kept_for;  /* who had it before they were away, while
				* nobody has begun on it */
	const char *danger;    /* to people, and the words that told it */
};

/* Paused: the buyer is asked, and its time stands still (desk/ticket/pause.h).
 */
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

#endif
