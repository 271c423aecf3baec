/* loop_kinds.c - the tables of loop.h.
 * SPDX-License-Identifier: MIT */
#include "model/loop.h"

#include "model/kinds.h"
#include "model/tables.h"

const char *const task_gifts[] = { "reship",       "exchange",
				   "return",       "refund",
				   "store_credit", "coupon",
				   "nothing",      NULL };

static const char *const task_states[] = { NULL,     "open",    "done",
					   "failed", "dropped", NULL };
#define S task
static const struct field task_fields[] = {
	INT(id, FIELD_KEY, "row id"),
	INT(ticket, 0, "its ticket"),
	INT(shop, 0, "shop id"),
	TEXT(order_ref, 0, "its order"),
	TEXT(role, 0, "who does it: warehouse, finance, agent ..."),
	TEXT(step, 0, "of the playbook that gave it"),
	TEXT(text, FIELD_PII, "what is to be done"),
	INSTANT(set, 0, "when it was given"),
	INSTANT(due, 0, "by when"),
	INSTANT(done, 0, "when it ended"),
	CHOICE(state, task_states, 0, "how it stands"),
	TEXT(by, 0, "who ended it"),
	TEXT(note, FIELD_PII, "in their words"),
	INT(deadline, 0, "the deadline of it"),
	INT(alert, 0, "the alert that tells of it"),
	INT(late, 0, "times that it was said to be late"),
	TEXT(gives, 0, "the buyer: reship, refund ..., or nothing"),
	MONEY(amount, 0, "how much, of what gives money"),
	INT(percent, 0, "of a coupon, in place of an amount"),
	MONEY(worth, 0, "to the buyer, for the limits"),
	TEXT(proposed_by, 0, "who gave it: agent or policy"),
	FLAG(waits, 0, "nobody said yes to it yet"),
	TEXT(approved_by, 0, "agent"),
	INSTANT(approved, 0, "when a person said yes"),
	TEXT(reason, FIELD_PII, "why so much, in a person's words"),
	TEXT(matrix_row, 0, "of compensation.conf, that holds for its order"),
	MONEY(advised, 0, "what that row gives"),
	FLAG(deviates, 0, "a person gives something else"),
	INT(beside, 0, "the remedy it may stand beside; below zero, a task"),
	TEXT(code, 0, "of a coupon that was made"),
	TEXT(playbook, 0, "that gave it"),
};
#undef S
KIND(task, "tasks", task, 0, "what a role must do, and by when");

#define S tag
static const struct field tag_fields[] = {
	INT(id, FIELD_KEY, "row id"),
	INT(shop, 0, "shop id"),
	INT(buyer, 0, "whose it is"),
	TEXT(order_ref, 0, "the order that earned it"),
	TEXT(name, FIELD_PII, "the tag"),
	INT(ticket, 0, "the ticket that earned it"),
	INSTANT(at, 0, "when"),
};
#undef S
KIND(tag, "tags", tag, 0, "what a buyer is known for, by rule");

#define S operation
static const struct field operation_fields[] = {
	INT(id, FIELD_KEY, "row id"),
	INT(ticket, 0, "the ticket it was done to"),
	INT(other, 0, "the other ticket"),
	TEXT(verb, 0, "close, assign, merge, split, link, snooze"),
	TEXT(items, 0, "messages that went over, split by blanks"),
	TEXT(was, 0, "the owner before; of a merge, the danger it brought"),
	INSTANT(at, 0, "when"),
	INSTANT(undone, 0, "when it was taken back"),
	TEXT(by, 0, "agent"),
	TEXT(undone_by, 0, "agent"),
};
#undef S
KIND(operation, "operations", operation, 0,
     "what was done to a ticket as a whole");

static const char *const review_whats[] = { NULL,   "new",  "changed",
					    "gone", "back", NULL };
#define S review_change
static const struct field review_change_fields[] = {
	INT(id, FIELD_KEY, "row id"),
	INT(shop, 0, "shop id"),
	INT(review, 0, "the review"),
	TEXT(order_ref, 0, "its order"),
	CHOICE(what, review_whats, 0, "what became of it"),
	FLAG(text, 0, "its words are others"),
	INT(before, 0, "stars before"),
	INT(stars, 0, "stars since then"),
	INSTANT(at, 0, "when it was noticed"),
};
#undef S
KIND(review_change, "review_changes", review_change, 0,
     "how a public rating came, changed or went");
