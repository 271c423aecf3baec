/* desk_kinds.c - the tables of the desk's own rows (records.h).
 * SPDX-License-Identifier: MIT */
#include "model/effects.h"
#include "model/kinds.h"
#include "model/people.h"
#include "model/records.h"
#include "model/tables.h"

#define S shop
static const struct field shop_fields[] = {
	INT(id, FIELD_KEY, "row id"),
	TEXT(account, 0, "the marketplace's own account id"),
	TEXT(label, 0, "the manifest block's name"),
	TEXT(plugin, 0, "which plugin serves it"),
	TEXT(name, 0, "as the marketplace shows it"),
	TEXT(currency, 0, "ISO 4217"),
	TEXT(zone, 0, "IANA time zone"),
	INSTANT(live_since, 0, "facts from before make history only"),
};
#undef S
KIND(shop, "shops", shop, 0, "one account of the seller on a marketplace");

#define S buyer
static const struct field buyer_fields[] = {
	INT(id, FIELD_KEY, "row id"),
	INT(shop, 0, "shop id"),
	TEXT(ref, 0, "the marketplace's buyer id"),
	TEXT(name, FIELD_PII, "name"),
	TEXT(email, FIELD_PII, "mail address"),
	TEXT(phone, FIELD_PII, "phone"),
	TEXT(lang, 0, "BCP 47"),
	TEXT(country, 0, "ISO 3166-1 alpha-2"),
	INT(orders, 0, "orders seen"),
};
#undef S
KIND(buyer, "buyers", buyer, 0, "a person, as known under one shop");

static const char *const directions[] = { NULL, "in", "out", NULL };
static const char *const origins[] = { NULL,   "human", "bounce", "auto_reply",
				       "list", "own",   NULL };
#define S message
static const struct field message_fields[] = {
	INT(id, FIELD_KEY, "row id"),
	INT(shop, 0, "shop or channel instance"),
	INT(ticket, 0, "its ticket; none: it stands in the list"),
	CHOICE(direction, directions, 0, "in or out"),
	CHOICE(origin, origins, 0, "who or what wrote"),
	FLAG(is_public, 0, "others can read it"),
	TEXT(ref, 0, "the channel's id"),
	TEXT(channel, 0, "email, message, sms ..."),
	TEXT(thread, 0, "conversation"),
	TEXT(order_ref, 0, "order"),
	TEXT(from_name, FIELD_PII, "who wrote"),
	TEXT(from_addr, FIELD_PII, "address of who wrote"),
	TEXT(to_addr, FIELD_PII, "address written to"),
	TEXT(subject, FIELD_PII, "subject line"),
	TEXT(text, FIELD_PII, "the whole text"),
	TEXT(reply, FIELD_PII, "without quotes and signature"),
	TEXT(lang, 0, "language"),
	TEXT(message_id, 0, "RFC 5322 Message-ID"),
	TEXT(in_reply_to, 0, "RFC 5322 In-Reply-To"),
	TEXT(notice, FIELD_PII, "what was odd about it"),
	INSTANT(at, 0, "when it was written or sent"),
	INT(evidence, 0, "its raw bytes"),
	INT(action, 0, "the action that sent it"),
	FLAG(quiet, 0, "asks for no automatic answer"),
};
#undef S
KIND(message, "messages", message, 0, "one text in or out on a channel");

#define S note
static const struct field note_fields[] = {
	INT(id, FIELD_KEY, "row id"),
	INT(ticket, 0, "its ticket"),
	TEXT(author, 0, "agent"),
	TEXT(text, FIELD_PII, "words for colleagues only"),
	INSTANT(at, 0, "when"),
};
#undef S
KIND(note, "notes", note, 0, "internal words; no send path accepts one");

static const char *const tiers[] = { NULL, "red", "yellow", "blue", NULL };
static const char *const ticket_states[] = { NULL, "open", "waiting", "closed",
					     NULL };
#define S ticket
static const struct field ticket_fields[] = {
	INT(id, FIELD_KEY, "row id; people see T-1042"),
	INT(shop, 0, "shop id"),
	TEXT(order_ref, 0, "its order, when there is one"),
	TEXT(buyer_ref, 0, "the buyer"),
	TEXT(thread, 0, "conversation it came in"),
	TEXT(channel, 0, "channel it came in"),
	TEXT(tracking, FIELD_PII, "the parcel it is about"),
	TEXT(issue, 0, "primary issue type"),
	TEXT(also, 0, "other issue types, split by blanks"),
	TEXT(lang, 0, "the buyer's language"),
	TEXT(cause, 0, "what makes it one matter: never two open"),
	INT(confidence, 0, "of the classification, 0..100"),
	CHOICE(tier, tiers, 0, "urgency"),
	CHOICE(state, ticket_states, 0, "open, waiting or closed"),
	TEXT(waiting_for, 0, "decision, approval, sending, platform, buyer"),
	TEXT(owner, 0, "agent; none: the unassigned queue"),
	TEXT(subject, FIELD_PII, "headline"),
	TEXT(playbook, 0, "procedure that runs"),
	TEXT(step, 0, "its step"),
	INSTANT(opened, 0, "when"),
	INSTANT(changed, 0, "last change"),
	INSTANT(closed, 0, "when"),
	INSTANT(due, 0, "nearest open deadline"),
	TEXT(outcome, 0, "how it ended"),
	TEXT(root_cause, 0, "why it arose"),
	TEXT(rule, 0, "the rule that tiered it"),
	TEXT(policy, 0, "its version"),
	INT(messages, 0, "in and out"),
	INT(merged, 0, "the ticket that it went into"),
	INT(reopened, 0, "how often it was opened again"),
	INSTANT(snoozed, 0, "set aside until then"),
	TEXT(owner_why, 0, "why it is theirs, in words"),
	TEXT(kept_for, 0, "agent who was away, and gets it back"),
	TEXT(danger, 0, "a danger to people that was told, and by which words"),
};
#undef S
KIND(ticket, "tickets", ticket, 0, "one after-sales matter");

static const char *const action_states[] = { NULL,       "planned", "waiting",
					     "held",     "due",     "sending",
					     "accepted", "settled", "refused",
					     "unknown",  "parked",  "cancelled",
					     "failed",   NULL };
#define S action
static const struct field action_fields[] = {
	INT(id, FIELD_KEY | FIELD_LIFE, "row id"),
	INT(ticket, 0, "its ticket"),
	INT(shop, 0, "shop id"),
	TEXT(verb, 0, "reply, refund, coupon, return, alert"),
	TEXT(instance, 0, "who performs it"),
	TEXT(order_ref, 0, "order"),
	TEXT(effect_class, FIELD_LIFE, "A, B, C or D"),
	CHOICE(state, action_states, FIELD_LIFE, "where it stands"),
	FLAG(automatic, FIELD_LIFE, "no person approved it"),
	TEXT(key, FIELD_LIFE, "idempotency key sent to the platform"),
	TEXT(intent, FIELD_LIFE,
	     "SHA-256 of account, verb, order, lines, number"),
	INT(intent_no, FIELD_LIFE,
	    "1, 2 ... of the same account, verb and order"),
	INT(generation, FIELD_LIFE, "grows on a declared 'new key needed'"),
	INT(after, FIELD_LIFE, "the action that this further intent follows"),
	MONEY(amount, 0, "frozen at the first sending"),
	MONEY(worth, FIELD_LIFE, "to the buyer, for the limits"),
	MONEY(baseline, FIELD_LIFE, "refunded there, read before sending"),
	MONEY(paid, FIELD_LIFE, "paid there, read before sending"),
	TEXT(items, 0, "lines and quantities, JSON"),
	TEXT(args, 0, "the verb's arguments by name, JSON"),
	TEXT(reason, FIELD_PII | FIELD_LIFE, "why, in a person's words"),
	TEXT(rule, 0, "the rule that proposed it"),
	TEXT(policy, 0, "its version"),
	TEXT(proposed_by, 0, "agent or rule"),
	TEXT(approved_by, FIELD_LIFE, "agent"),
	TEXT(subject, FIELD_PII, "of a reply"),
	TEXT(text, FIELD_PII, "of a reply"),
	TEXT(lang, 0, "of a reply"),
	TEXT(channel, 0, "of a reply: where it goes"),
	TEXT(to_addr, FIELD_PII, "of a reply"),
	TEXT(to_name, FIELD_PII, "of a reply"),
	TEXT(message_id, FIELD_LIFE,
	     "of a reply: HMAC over ticket and message"),
	TEXT(in_reply_to, 0, "of a reply"),
	TEXT(references, 0, "of a reply"),
	TEXT(template_id, 0, "of a reply"),
	TEXT(result, FIELD_LIFE, "a coupon's code"),
	TEXT(remote_ref, FIELD_LIFE, "the platform's id of what was done"),
	TEXT(why, FIELD_PII | FIELD_LIFE,
	     "of its last change, in a platform's words too"),
	TEXT(request_hash, FIELD_LIFE, "SHA-256 of the request as sent"),
	INT(attempts, FIELD_LIFE, "sendings"),
	INT(deaths, FIELD_LIFE, "workers it killed"),
	INT(postponed, FIELD_LIFE, "times in a row that it was put off"),
	INSTANT(not_before, FIELD_LIFE, "earliest next try or look"),
	INSTANT(planned, FIELD_LIFE, "when"),
	INSTANT(sent, FIELD_LIFE, "first sending"),
	INSTANT(settled, FIELD_LIFE, "when it came to rest"),
	INT(looks, FIELD_LIFE, "looks taken since it became unknown"),
	INSTANT(hold_until, FIELD_LIFE, "end of the undo window"),
	INSTANT(approved, FIELD_LIFE, "when a person said yes"),
	FLAG(doubt, FIELD_LIFE, "an attempt of it may have been done"),
	TEXT(files, 0, "of a reply: evidence that goes with it"),
	TEXT(matrix_row, FIELD_LIFE,
	     "of compensation.conf, that holds for its order"),
	MONEY(advised, FIELD_LIFE, "what that row gives"),
	FLAG(deviates, FIELD_LIFE, "a person gives something else"),
	INT(beside, 0, "the remedy it may stand beside; below zero, a task"),
	INT(part_of, FIELD_LIFE, "the action it goes with"),
	INT(heard, FIELD_LIFE,
	    "of a reply: the buyer's newest message at its yes"),
	TEXT(besides, 0, "of a reply: what else it tells of, ids, JSON"),
	TEXT(tasks, 0, "of a reply: the tasks it tells of, ids, JSON"),
};
#undef S
KIND(action, "actions", action, 0, "one effect on the outside world");

static const char *const deadline_states[] = { NULL,       "open",    "met",
					       "breached", "dropped", "paused",
					       NULL };
#define S deadline
static const struct field deadline_fields[] = {
	INT(id, FIELD_KEY, "row id"),
	INT(ticket, 0, "its ticket"),
	INT(action, 0, "its action"),
	TEXT(purpose, 0, "first_response, promise, platform, playbook ..."),
	TEXT(source, FIELD_PII, "rule, parcel or platform's id behind it"),
	INSTANT(due, 0, "the moment"),
	INSTANT(set, 0, "when it was set; of an answer, what it counts from"),
	INSTANT(done, 0, "when it was met, breached or dropped"),
	CHOICE(state, deadline_states, 0, "how it stands"),
	INT(alert, 0, "the alert that climbs on"),
	INT(recipient, 0, "who is told then"),
	INT(came_from, 0, "the merged ticket that brought it"),
	TEXT(period, 0,
	     "of triage.conf, whose time may stand still; of a round, how "
	     "many it asked about"),
	INSTANT(paused, 0, "since when it stands still"),
};
#undef S
KIND(deadline, "deadlines", deadline, 0,
     "a moment by which something must have happened");

static const char *const parcel_states[] = { NULL, "under_way", "done", NULL };
#define S parcel
static const struct field parcel_fields[] = {
	INT(id, FIELD_KEY, "row id"),
	TEXT(tracking, FIELD_PII, "tracking number"),
	TEXT(carrier, 0, "id of the carrier, such as dhl"),
	CHOICE(state, parcel_states, 0, "whether it may still move"),
	INSTANT(since, 0, "its last sign of life"),
	INSTANT(looked, 0, "when its carrier was last asked"),
	INSTANT(doubted, 0, "seems to stand still, not looked at since then"),
	FLAG(old, 0, "stood still long before that was noticed"),
	INSTANT(proof, 0, "when its proof of delivery was asked for"),
};
#undef S
KIND(parcel, "parcels", parcel, 0, "a parcel that is watched");

#define S agent
static const struct field agent_fields[] = {
	INT(id, FIELD_KEY, "row id"),
	TEXT(name, 0, "as in the manifest"),
	TEXT(role, 0, "agent, manager, owner, auditor"),
	TEXT(languages, 0, "split by blanks"),
	TEXT(skills, 0, "issue types, split by blanks"),
	INSTANT(absent_until, 0, "nobody is assigned to them before"),
	INT(open_load, 0, "open tickets owned"),
	INSTANT(counted, 0, "from when that absence was counted"),
};
#undef S
KIND(agent, "agents", agent, 0, "somebody who clears the queue");

static const char *const hands[] = { NULL, "auto", "on", "off", NULL };
#define S mode
static const struct field mode_fields[] = {
	INT(id, FIELD_KEY, "row id"),
	TEXT(name, 0, "which: out_of_hours"),
	CHOICE(hand, hands, 0, "what somebody said; auto: by the calendar"),
	FLAG(active, 0, "whether it is so"),
	INSTANT(until, 0, "of what somebody said"),
	INSTANT(since, 0, "when it last changed"),
	INSTANT(turns, 0, "when it changes by itself"),
	TEXT(said_by, 0, "agent"),
	INSTANT(counted, 0, "from when `until` was counted"),
};
#undef S
KIND(mode, "modes", mode, 0, "how the whole desk works for now");

#define S alert
static const struct field alert_fields[] = {
	INT(id, FIELD_KEY, "row id"),
	INT(ticket, 0, "its ticket"),
	INT(shop, 0, "shop id"),
	TEXT(cause, 0, "one alert per cause"),
	TEXT(level, 0, "info, warning, error"),
	TEXT(text, 0, "one sentence without personal data"),
	INSTANT(at, 0, "first seen"),
	INT(count, 0, "times seen"),
	INSTANT(acknowledged, 0, "when"),
	TEXT(acknowledged_by, 0, "agent"),
	TEXT(ladder, 0, "of policy/alerts.conf"),
	INT(step, 0, "its level there"),
	INSTANT(next, 0, "when it climbs on, unless acknowledged"),
};
#undef S
KIND(alert, "alerts", alert, 0, "somebody must look");

#define S recipient
static const struct field recipient_fields[] = {
	INT(id, FIELD_KEY, "row id"),
	TEXT(person, 0, "agent"),
	TEXT(channel, 0, "email, sms, push"),
	INSTANT(last, 0, "when they were told last"),
	INT(sent, 0, "notices of their day"),
	INSTANT(day_ends, 0, "when that day is over"),
	INSTANT(next, 0, "when they are told what waits"),
	INT(action, 0, "the last notice"),
};
#undef S
KIND(recipient, "recipients", recipient, 0, "a person on a channel");

static const char *const summons_states[] = { NULL,     "waits",   "told",
					      "failed", "dropped", NULL };
#define S summons
static const struct field summons_fields[] = {
	INT(id, FIELD_KEY, "row id"),
	INT(alert, 0, "the alert"),
	INT(recipient, 0, "who is told, over which channel"),
	INT(step, 0, "on which level"),
	CHOICE(state, summons_states, 0, "how it stands"),
	FLAG(urgent, 0, "goes through quiet hours"),
	INSTANT(since, 0, "when it was decided"),
	INSTANT(told, 0, "when the notice was made"),
	INT(action, 0, "the notice"),
};
#undef S
KIND(summons, "summons", summons, 0, "somebody is told of an alert");

static const char *const difference_whose[] = { NULL, "ours", "theirs", NULL };
#define S difference
static const struct field difference_fields[] = {
	INT(id, FIELD_KEY, "row id"),
	INT(shop, 0, "shop id"),
	CHOICE(whose, difference_whose, 0, "on which side it stands"),
	TEXT(order_ref, 0, "order"),
	TEXT(ref, 0, "the platform's id, or our action's number"),
	INT(action, 0, "our action"),
	MONEY(amount, 0, "as the side says where it stands"),
	INSTANT(found, 0, "when"),
	INSTANT(explained, 0, "when somebody said how it came about"),
	TEXT(explained_by, 0, "agent"),
	TEXT(cause, 0, "how, in one word"),
};
#undef S
KIND(difference, "differences", difference, 0,
     "a refund that stands on one side only");
