/* playbook_back.c - what ended a playbook was a mistake, and it goes on.
 * SPDX-License-Identifier: MIT */
#include "desk/action/action.h"
#include "desk/action/again.h"
#include "desk/intake/upload.h"
#include "desk/playbook/playbook.h"
#include "desk/playbook/playbook_own.h"
#include "desk/reply/heard.h"
#include "desk/reply/promise.h"
#include "desk/ticket/deadline.h"
#include "desk/ticket/merge.h"

/* -- its waits -- */

#define DROPPED_THEN                                                   \
	"WHERE ticket = ?1 AND state = 4 AND done = ?2 AND action IS " \
	"NULL AND purpose IN ('playbook', 'accept', 'promise') ORDER BY id"

static int deadline_back(struct desk *d, const struct deadline *one,
			 struct err *err)
{
	struct deadline after = *one;

	after.state = after.paused ? DEADLINE_PAUSED : DEADLINE_OPEN;
	after.done = 0;
	return change(d, &deadline_kind, one, &after, err);
}

/* *step: that it waited at, "" when nothing of it ended then. */
static int waits_back(struct desk *d, int64_t ticket, int64_t ended,
		      const char **step, struct err *err)
{
	size_t n;
	struct deadline *list =
		record_all(record_query(d->db, &deadline_kind, DROPPED_THEN,
					"ii", ticket, ended),
			   &deadline_kind, &d->arena, &n, err);

	*step = "";
	for (size_t i = 0; list && i < n; i++)
		if (!text_eq(list[i].purpose, "promise"))
			*step = list[i].source;
	for (size_t i = 0; list && **step && i < n; i++)
		if (deadline_back(d, &list[i], err))
			return -1;
	return list ? 0 : -1;
}

/* -- its proposals -- */

#define GONE_THEN                                                            \
	"WHERE ticket = ?1 AND state = 11 AND settled = ?2 AND proposed_by " \
	"= 'policy' AND substr(rule, 1, length(?3)) = ?3 AND (why IN "       \
	"('" PLAYBOOK_WROTE "', '" PLAYBOOK_MERGED                           \
	"') OR why GLOB 'playbook * ends: " PLAYBOOK_TAKEN "') ORDER BY id"

/* What it went with has another number now. */
static int64_t new_of(const struct action *list, const int64_t *now, size_t n,
		      int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].id == id)
			return now[i];
	return 0;
}

static bool is_reply(const struct action *a)
{
	return text_eq(a->verb, "reply");
}

/* A part of what is not back is not either. */
static int effect_back(struct desk *d, const struct action *list, size_t i,
		       int64_t *now, struct err *err)
{
	int64_t head = new_of(list, now, i, list[i].part_of);

	now[i] = 0;
	return list[i].part_of && !head
		       ? 0
		       : again_propose(d, &list[i], head, &now[i], err);
}

/* Words do not promise what was refused meanwhile; where something like it is
 * there already, they tell of that. Of any step: one may say what the next one
 * gives. */
static int words_back(struct desk *d, const struct action *reply,
		      const struct action *list, const int64_t *now, size_t n,
		      struct err *err)
{
	int64_t id, other = 0;

	for (size_t i = 0; i < n; i++) {
		if (is_reply(&list[i]) || list[i].part_of || now[i])
			continue;
		if (action_earlier(d, &list[i], &other, err))
			return -1;
		if (!other) /* an alert told why */
			return 0;
	}
	if (again_propose(d, reply, 0, &id, err))
		return -1;
	return id && other ? promise_beside(d, reply->ticket, reply->rule,
					    other, err)
			   : 0;
}

/* words: also what it had to say. */
static int proposals_back(struct desk *d, const struct ticket *t, int64_t ended,
			  bool words, struct err *err)
{
	size_t n;
	struct action *list = record_all(
		record_query(d->db, &action_kind, GONE_THEN, "iis", t->id,
			     ended, playbook_rule_of(d, t->playbook, "")),
		&action_kind, &d->arena, &n, err);
	int64_t *now = arena_alloc(&d->arena, (n + 1) * sizeof *now);

	for (size_t i = 0; list && i < n; i++)
		if (!is_reply(&list[i]) && effect_back(d, list, i, now, err))
			return -1;
	for (size_t i = 0; list && words && i < n; i++)
		if (is_reply(&list[i]) &&
		    words_back(d, &list[i], list, now, n, err))
			return -1;
	return list ? 0 : -1;
}

/* -- what came meanwhile -- */

/* Through the link of the ticket, or of one that went into it. */
#define UPLOADED_SINCE                                                    \
	"SELECT 1 FROM tickets t JOIN facts f ON f.shop = t.shop AND "    \
	"f.kind = 'evidence' AND f.ref >= '" UPLOAD_REF "T-' || t.id || " \
	"':' AND f.ref < '" UPLOAD_REF                                    \
	"T-' || t.id || ';' WHERE t.id IN " MERGE_FAMILY(                 \
		"?1") " AND f.seen >= ?2 LIMIT 1"

/* Does it wait for a photo that is there by now? Nothing took it then, and it
 * comes once. */
static int shown_since(struct desk *d, int64_t ticket, int64_t then,
		       bool *shown, struct err *err)
{
	struct playing p;
	int64_t found = 0;

	*shown = false;
	if (playbook_at(d, ticket, &p, err) < 0)
		return -1;
	if (!p.here.for_photo)
		return 0;
	if (db_ask(d->db, &found, 0, err, UPLOADED_SINCE, "ii", ticket, then))
		return -1;
	*shown = found != 0;
	return 0;
}

/* -- the whole -- */

static int wrote_since(struct desk *d, int64_t ticket, int64_t then, bool *is,
		       struct err *err)
{
	int64_t last, at = 0;

	if (heard_last(d, ticket, &last, err) ||
	    (last && heard_came(d, last, &at, err)))
		return -1;
	*is = last && at > then;
	return 0;
}

int playbook_back(struct desk *d, int64_t ticket, int64_t ended,
		  struct err *err)
{
	struct ticket t;
	const char *step;
	bool since, shown;

	if (ticket_load(d, ticket, &t, err))
		return -1;
	if (!text_eq(t.step, "stopped") || t.state == TICKET_CLOSED)
		return 0;
	if (wrote_since(d, ticket, ended, &since, err) ||
	    (!since && playbook_vain_since(d, ticket, ended, &since, err)) ||
	    (!since && waits_back(d, ticket, ended, &step, err)))
		return -1;
	if (since || !*step)
		return 0;
	if (playbook_set_step(d, ticket, t.playbook, step, err) ||
	    shown_since(d, ticket, ended, &shown, err) ||
	    proposals_back(d, &t, ended, !shown, err) ||
	    playbook_asks_again(d, ticket, err) ||
	    ticket_load(d, ticket, &t, err) || playbook_over(d, &t, err) < 0 ||
	    (shown && playbook_shown(d, ticket, &shown, err)))
		return -1;
	/* What ended it was settled before this was back. */
	return ticket_settle(d, ticket, err);
}
