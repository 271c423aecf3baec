/* regroup.c - see regroup.h.
 * SPDX-License-Identifier: MIT */
#include "desk/ticket/regroup.h"

#include "desk/alert/remind.h"
#include "desk/intake/message.h"
#include "desk/intake/usual.h"
#include "desk/playbook/advice.h"
#include "desk/reply/heard.h"
#include "desk/ticket/ending.h"
#include "desk/ticket/merge.h"

/* -- split -- */

static int load_message(struct desk *d, int64_t id, struct message *m,
			struct err *err)
{
	int found = record_load(d->db, &message_kind, id, m, &d->arena, err);

	if (found == 0)
		return err_set(err, ERR_DATA, "there is no message %lld",
			       (long long)id);
	return found < 0 ? -1 : 0;
}

/* Among the first n? */
static bool is_again(const cJSON *list, int n, int64_t id)
{
	const cJSON *one;
	int64_t other;

	cJSON_ArrayForEach (one, list)
		if (n-- <= 0)
			break;
		else if (json_as_i64(one, &other) && other == id)
			return true;
	return false;
}

int split_check(struct desk *d, struct err *err)
{
	const cJSON *list = json_get(d->tx.json, "messages"), *one;
	struct ticket t;
	int n = 0;

	if (ticket_load(d, arg_i64(d, "ticket"), &t, err))
		return -1;
	if (t.state == TICKET_CLOSED)
		return err_set(err, ERR_DATA, "T-%lld is closed",
			       (long long)t.id);
	cJSON_ArrayForEach (one, list) {
		struct message m = { 0 };
		int64_t id = 0;

		if (!json_as_i64(one, &id) || load_message(d, id, &m, err))
			return err->code ? -1
					 : err_set(err, ERR_DATA,
						   "messages is a list of "
						   "numbers");
		if (is_again(list, n, id))
			return err_set(err, ERR_DATA,
				       "message %lld is named twice",
				       (long long)id);
		if (m.ticket != t.id || m.direction != DIR_IN)
			return err_set(err, ERR_DATA,
				       "message %lld is none that came in on "
				       "T-%lld",
				       (long long)id, (long long)t.id);
		n++;
	}
	if (!n)
		return err_set(err, ERR_DATA,
			       "say which messages of T-%lld are another "
			       "matter; `ticket show` has their numbers",
			       (long long)t.id);
	d->tx.subject = arena_strdup(&d->arena, ticket_subject(d, &t));
	return n < t.messages
		       ? 0
		       : err_set(err, ERR_DATA,
				 "T-%lld would have no message left; split off "
				 "some of them",
				 (long long)t.id);
}

/* The first tells what the new one is about; the others go with it. */
static int others_go(struct desk *d, int64_t from, int64_t into,
		     struct str *items, struct err *err)
{
	const cJSON *list = json_get(d->tx.json, "messages"), *one;
	int64_t n = 0;

	cJSON_ArrayForEach (one, list) {
		int64_t id = 0;

		if (!json_as_i64(one, &id) || message_link(d, id, into, err))
			return -1;
		str_printf(items, "%s%lld", n ? " " : "", (long long)id);
		n++;
	}
	if (ticket_count(d, from, -n, err))
		return -1;
	return n > 1 ? ticket_count(d, into, n - 1, err) : 0;
}

/* The first of the new ticket's messages to which nothing was said yet. */
#define WAITS                                                                 \
	"SELECT min(id) FROM messages WHERE ticket = ?2 AND direction = 1 "   \
	"AND origin = 1 AND id > coalesce((SELECT max(" HEARD_UNTIL ") FROM " \
	"messages m WHERE m.ticket = ?1 AND m.direction = 2 "                 \
	"AND " HEARD_ANSWERS "), 0)"

/* Who wrote it waits since then, not since somebody saw that it is another
 * matter. One that was answered there is asked about from now on. */
static int waits_since(struct desk *d, int64_t from, int64_t into,
		       struct err *err)
{
	struct deadline open = { 0 };
	int64_t message, since;
	struct report r;
	struct ticket t;
	int found =
		record_find(d->db, &deadline_kind, &open, &d->arena, NULL, err,
			    "WHERE ticket = ?1 AND state = 1 AND purpose = "
			    "'first_response' ORDER BY id",
			    "i", into);

	if (found <= 0)
		return found;
	if (db_ask(d->db, &message, 0, err, WAITS, "ii", from, into))
		return -1;
	if (!message)
		return 0;
	if (heard_came(d, message, &since, err) ||
	    ticket_load(d, into, &t, err))
		return -1;
	matter_of_ticket(d, &t, "tier", &r);
	return response_move(d, &t, &r.matter, &open, since, err) ||
			       response_moved(d, &t, &r.matter, err) ||
			       ticket_settle(d, into, err)
		       ? -1
		       : 0;
}

int split_decide(struct desk *d, struct err *err)
{
	CLEANUP(str_release) struct str items = STR_INIT;
	struct operation op = { .ticket = arg_i64(d, "ticket"),
				.verb = "split" };
	struct report r = { .trigger = "message", .apart = true };
	struct message m = { 0 };
	struct hw_text_in in = { 0 };
	struct ticket t;

	if (!json_as_i64(
		    cJSON_GetArrayItem(json_get(d->tx.json, "messages"), 0),
		    &r.message) ||
	    ticket_load(d, op.ticket, &t, err) ||
	    load_message(d, r.message, &m, err))
		return -1;
	in.text = m.text;
	in.reply = m.reply;
	in.subject = m.subject;
	in.lang = *m.lang ? m.lang : t.lang;
	in.channel = m.channel;
	r.shop = t.shop;
	r.order_ref = t.order_ref;
	r.buyer_ref = t.buyer_ref;
	r.thread = t.thread;
	r.channel = m.channel;
	r.subject = m.subject;
	message_classify(
		d, &in, usual_languages(d, t.id, t.shop, t.order_ref, t.thread),
		&r.what);
	if (ticket_report(d, &r, &op.other, err) ||
	    others_go(d, t.id, op.other, &items, err) ||
	    waits_since(d, t.id, op.other, err))
		return -1;
	op.items = arena_strdup(&d->arena, str_c(&items));
	if (operation_note(d, &op, err) || ticket_settle(d, t.id, err))
		return -1;
	d->tx.cmd->id = op.other;
	return 0;
}

int split_undo_check(struct desk *d, const struct operation *op,
		     struct err *err)
{
	struct ticket first, second;
	int64_t id = 0;

	if (ticket_load(d, op->ticket, &first, err) ||
	    ticket_load(d, op->other, &second, err))
		return -1;
	if (first.state == TICKET_CLOSED || second.state == TICKET_CLOSED)
		return err_set(err, ERR_DATA,
			       "T-%lld is closed, and what was split goes "
			       "together again only while both are open",
			       (long long)(first.state == TICKET_CLOSED
						   ? first.id
						   : second.id));
	if (db_ask(d->db, &id, 0, err,
		   "SELECT id FROM actions WHERE ticket = ?1 AND state NOT IN "
		   "(1, 2, 8, 11, 12) LIMIT 1",
		   "i", op->other))
		return -1;
	return id ? err_set(err, ERR_DATA,
			    "T-%lld has action %lld already, which cannot go "
			    "back; `ticket merge T-%lld T-%lld` instead",
			    (long long)op->other, (long long)id,
			    (long long)op->other, (long long)op->ticket)
		  : ending_money_rests(d, op->other, "taking that back", err);
}

static int messages_return(struct desk *d, const struct operation *op,
			   int64_t *n, struct err *err)
{
	char *save = NULL, *copy = arena_strdup(&d->arena, op->items);

	for (char *w = strtok_r(copy, " ", &save); w;
	     w = strtok_r(NULL, " ", &save), (*n)++)
		if (message_link(d, strtoll(w, NULL, 10), op->ticket, err))
			return -1;
	return 0;
}

/* The new one is closed as one that went into the first. */
int split_undo(struct desk *d, const struct operation *op, struct err *err)
{
	int64_t n = 0;

	if (messages_return(d, op, &n, err) ||
	    ticket_count(d, op->ticket, n, err) ||
	    ticket_count(d, op->other, -n, err))
		return -1;
	return merge_into(d, op->other, op->ticket, err);
}

/* -- link -- */

int link_check(struct desk *d, struct err *err)
{
	int64_t a = arg_i64(d, "ticket"), b = arg_i64(d, "other");
	struct ticket t;

	if (ticket_load(d, a, &t, err) || ticket_load(d, b, &t, err))
		return -1;
	if (a == b)
		return err_set(err, ERR_DATA,
			       "T-%lld cannot be linked with itself",
			       (long long)a);
	if (db_i64(d->db, 0,
		   "SELECT 1 FROM operations WHERE verb = 'link' AND undone IS "
		   "NULL AND ((ticket = ?1 AND other = ?2) OR (ticket = ?2 AND "
		   "other = ?1))",
		   "ii", a, b))
		d->tx.cmd->verdict = UNCHANGED;
	return 0;
}

int link_decide(struct desk *d, struct err *err)
{
	struct operation op = { .ticket = arg_i64(d, "ticket"),
				.other = arg_i64(d, "other"),
				.verb = "link" };

	return operation_note(d, &op, err);
}
