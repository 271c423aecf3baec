/* heard.c - see heard.h.
 * SPDX-License-Identifier: MIT */
#include "desk/reply/heard.h"

#include "desk/action/action.h"
#include "desk/alert/remind.h"
#include "desk/intake/fact.h"
#include "desk/intake/message.h"
#include "desk/intake/usual.h"
#include "desk/ticket/deadline.h"
#include "desk/ticket/merge.h"
#include "desk/ticket/ticket.h"

int heard_last_in(struct db *db, struct arena *arena, int64_t ticket,
		  int64_t *message, struct err *err)
{
	size_t n;
	int64_t *ids = merge_family(db, arena, ticket, &n);

	*message = 0;
	for (size_t i = 0; i < n; i++) {
		int64_t one;

		if (db_ask(db, &one, 0, err, HEARD_LAST, "i", ids[i]))
			return -1;
		if (one > *message)
			*message = one;
	}
	return 0;
}

int heard_last(struct desk *d, int64_t ticket, int64_t *message,
	       struct err *err)
{
	return heard_last_in(d->db, &d->arena, ticket, message, err);
}

int heard_before(struct desk *d, int64_t ticket, int64_t than, int64_t *message,
		 struct err *err)
{
	return db_ask(d->db, message, 0, err,
		      "SELECT max(id) FROM messages WHERE ticket "
		      "IN " MERGE_FAMILY("?1") " AND direction = 1 AND origin "
					       "= 1 AND id < ?2",
		      "ii", ticket, than);
}

static int says(struct desk *d, int64_t message, struct message *m,
		struct classified *what, struct err *err)
{
	struct hw_text_in in;

	if (record_load(d->db, &message_kind, message, m, &d->arena, err) < 0)
		return -1;
	in = (struct hw_text_in){ .channel = m->channel,
				  .subject = m->subject,
				  .text = m->text,
				  .reply = m->reply,
				  .lang = m->lang };
	message_classify(
		d, &in,
		usual_languages(d, m->ticket, m->shop, m->order_ref, m->thread),
		what);
	return 0;
}

int heard_about(struct desk *d, int64_t message, struct classified *what,
		struct err *err)
{
	struct message m = { 0 };

	return says(d, message, &m, what, err);
}

int heard_asks(struct desk *d, int64_t message, bool *does, struct err *err)
{
	struct message m = { 0 };
	struct classified what;

	if (says(d, message, &m, &what, err))
		return -1;
	*does = !text_eq(what.issue, "thanks") &&
		!(text_blank(m.text) && text_blank(m.from_addr));
	return 0;
}

int heard_note(struct desk *d, struct action *a, struct err *err)
{
	int64_t last;

	if (!text_eq(a->verb, "reply") || !a->ticket || receipt_is(a))
		return 0;
	if (heard_last(d, a->ticket, &last, err))
		return -1;
	a->heard = last ? last : HEARD_NOTHING;
	return 0;
}

/* A number that was mistyped is later than all, and would hold nobody to
 * anything. What was read then was read. */
static int is_there(struct desk *d, int64_t ticket, int64_t message,
		    struct err *err)
{
	int64_t found = 0;

	if (message == HEARD_NOTHING || d->tx.taking != LIVE)
		return 0;
	if (db_ask(d->db, &found, 0, err,
		   "SELECT 1 FROM messages WHERE id = ?2 AND ticket "
		   "IN " MERGE_FAMILY("?1"),
		   "ii", ticket, message))
		return -1;
	return found ? 0
		     : err_set(err, ERR_DATA,
			       "message %lld is none of T-%lld; `ticket show "
			       "T-%lld` has their numbers",
			       (long long)message, (long long)ticket,
			       (long long)ticket);
}

int heard_what_came(struct desk *d, int64_t ticket, struct err *err)
{
	int64_t last, heard = arg_i64(d, "heard");

	if (!heard)
		return 0;
	if (is_there(d, ticket, heard, err))
		return -1;
	if (heard_last(d, ticket, &last, err))
		return -1;
	return !last || last <= heard
		       ? 0
		       : err_set(err, ERR_DATA,
				 "the buyer wrote since; see `ticket show "
				 "T-%lld`",
				 (long long)ticket);
}

/* -- before it leaves -- */

#define WROTE "the buyer wrote since; read it before you approve"

int heard_since(struct desk *d, int64_t ticket, struct err *err)
{
	int64_t last;
	struct action *list;
	size_t n;

	if (heard_last(d, ticket, &last, err))
		return -1;
	list = record_all(record_query(d->db, &action_kind,
				       "WHERE ticket = ?1 AND state IN (3, 4) "
				       "AND verb = 'reply' AND heard < ?2 "
				       "ORDER BY id",
				       "ii", ticket, last),
			  &action_kind, &d->arena, &n, err);
	for (size_t i = 0; list && i < n; i++)
		if (!list[i].doubt &&
		    action_wait_again(d, &list[i], WROTE, err))
			return -1;
	return list ? 0 : -1;
}

/* -- after it has left -- */

/* The next after `message` that the buyer wrote in one of these tickets. */
static int next_of(struct desk *d, const int64_t *ids, size_t n,
		   int64_t *message, struct err *err)
{
	int64_t next = 0;

	for (size_t i = 0; i < n; i++) {
		int64_t one;

		if (db_ask(d->db, &one, 0, err,
			   "SELECT min(id) FROM messages WHERE ticket = ?1 AND "
			   "direction = 1 AND origin = 1 AND id > ?2",
			   "ii", ids[i], *message))
			return -1;
		if (one && (!next || one < next))
			next = one;
	}
	*message = next;
	return 0;
}

/* The first that asks for an answer and that it did not hear; 0: none. */
static int first_unheard(struct desk *d, const struct action *a, int64_t ticket,
			 int64_t *message, struct err *err)
{
	size_t n;
	int64_t *ids = merge_family(d->db, &d->arena, ticket, &n);
	bool asks = false;

	*message = a->heard;
	while (!asks)
		if (next_of(d, ids, n, message, err) ||
		    (*message && heard_asks(d, *message, &asks, err)))
			return -1;
		else if (!*message)
			break;
	return 0;
}

int heard_came(struct desk *d, int64_t message, int64_t *at, struct err *err)
{
	struct message m = { 0 };
	struct hw_text_in in;

	if (record_load(d->db, &message_kind, message, &m, &d->arena, err) < 0)
		return -1;
	in = (struct hw_text_in){ .channel = m.channel, .ref = m.ref };
	*at = fact_seen(d, &text_in_kind, &in, m.shop);
	if (!*at)
		*at = d->tx.cmd->at;
	return 0;
}

static int wait_for_next(struct desk *d, const struct action *a,
			 struct err *err)
{
	int64_t unheard, since;
	struct ticket t;

	if (ticket_load(d, merge_target(d, a->ticket), &t, err) ||
	    first_unheard(d, a, t.id, &unheard, err))
		return -1;
	if (!unheard || t.state == TICKET_CLOSED)
		return 0;
	return heard_came(d, unheard, &since, err) ||
			       response_since(d, &t, since, err)
		       ? -1
		       : 0;
}

int heard_answered(struct desk *d, const struct action *a, struct err *err)
{
	if (deadline_end(d, a->ticket, 0, "first_response", NULL, DEADLINE_MET,
			 err))
		return -1;
	return a->heard ? wait_for_next(d, a, err) : 0;
}
