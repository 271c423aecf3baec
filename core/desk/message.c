/* message.c - see message.h.
 * SPDX-License-Identifier: MIT */
#include "desk/message.h"

#include "base/encode.h"
#include "base/when.h"
#include "desk/action.h"
#include "desk/deadline.h"
#include "desk/order_find.h"
#include "desk/ticket.h"

/* -- the row -- */

/* The raw bytes are in the evidence store already (intake put them there and
 * left `file` in the payload). */
static int save_raw(struct desk *d, const struct hw_text_in *in,
		    int64_t *evidence, struct err *err)
{
	const cJSON *file = json_get(d->tx.json, "file");
	struct hw_evidence e = { .ref = in->ref,
				 .order_ref = in->order_ref,
				 .kind = "mail",
				 .mime = "message/rfc822",
				 .at = in->at };

	*evidence = 0;
	if (!file)
		return 0;
	*evidence = db_next_id(d->db, "evidence");
	if (record_save(d->db, &evidence_kind, *evidence, d->tx.cmd->shop, &e,
			err))
		return -1;
	return db_run(d->db, err, "INSERT INTO files VALUES(?1, ?2, ?3, ?4)",
		      "issi", *evidence, d->tx.subject, json_text(file, "name"),
		      json_i64(file, "size", 0));
}

int message_from_fact(struct desk *d, struct fact *f, struct err *err)
{
	const struct hw_text_in *in = f->rec;
	struct message m = {
		.shop = d->tx.cmd->shop,
		.direction = in->origin == HW_OWN ? DIR_OUT : DIR_IN,
		.origin = in->origin,
		.is_public = in->is_public,
		.ref = in->ref,
		.channel = in->channel,
		.thread = in->thread,
		.order_ref = in->order_ref,
		.from_name = in->from_name,
		.from_addr = in->from_addr,
		.to_addr = in->to_addr,
		.subject = in->subject,
		.text = in->text,
		.reply = in->reply,
		.lang = in->lang,
		.message_id = in->message_id,
		.in_reply_to = in->in_reply_to,
		.notice = in->notice,
		.at = in->at.basis ? in->at.ms : d->tx.cmd->at,
	};

	if (save_raw(d, in, &m.evidence, err))
		return -1;
	if (!f->id)
		f->id = db_next_id(d->db, message_kind.table);
	return record_save(d->db, &message_kind, f->id, 0, &m, err);
}

/* -- our own Message-IDs -- */

const char *message_id_make(struct desk *d, int64_t ticket)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct hash h = desk_derive(d, "message-id");
	const char *domain = d->brain && d->brain->mail_domain
				     ? d->brain->mail_domain
				     : "localhost";

	str_printf(&s, "<t%lld.", (long long)ticket);
	put_base32(&s, h.at, 20);
	str_printf(&s, "@%s>", domain);
	return arena_strdup(&d->arena, str_c(&s));
}

/* Is the sender a party of the ticket: written to by us, or the order's
 * buyer, or somebody who wrote in it before? */
static bool is_party(struct desk *d, int64_t ticket, const char *address)
{
	return db_i64(d->db, 0,
		      "SELECT 1 FROM messages WHERE ticket = ?1 AND "
		      "lower(?2) IN (lower(from_addr), lower(to_addr)) UNION "
		      "SELECT 1 FROM actions WHERE ticket = ?1 AND "
		      "lower(to_addr) = lower(?2) UNION "
		      "SELECT 1 FROM tickets t JOIN orders o ON "
		      "o.shop = t.shop AND o.ref = t.order_ref "
		      "WHERE t.id = ?1 AND lower(o.email) = lower(?2)",
		      "is", ticket, address) != 0;
}

bool message_is_ours(struct desk *d, const struct hw_text_in *in)
{
	return in->origin == HW_OWN && in->message_id && *in->message_id &&
	       db_i64(d->db, 0, "SELECT 1 FROM actions WHERE message_id = ?1",
		      "s", in->message_id) != 0;
}

/* The ticket whose Message-ID stands in one header; 0 when none of ours. */
static int64_t ticket_of_id(struct desk *d, const char *id)
{
	return db_i64(d->db, 0,
		      "SELECT ticket FROM actions WHERE message_id = ?1", "s",
		      id);
}

/* The ticket of a mail that somebody answered outside the desk. */
static int64_t ticket_of_message(struct desk *d, const char *id)
{
	return db_i64(d->db, 0,
		      "SELECT ticket FROM messages WHERE message_id = ?1 AND "
		      "ticket IS NOT NULL",
		      "s", id);
}

/* The first id of In-Reply-To and References that leads to a ticket. */
static int64_t by_ids(struct desk *d, const struct hw_text_in *in,
		      int64_t (*ticket_of)(struct desk *, const char *))
{
	CLEANUP(free_ptr)
	char *all = xasprintf("%s %s", in->in_reply_to ? in->in_reply_to : "",
			      in->references ? in->references : "");
	int64_t found = 0;
	char *save = NULL;

	for (char *id = strtok_r(all, " \t\r\n", &save); id && !found;
	     id = strtok_r(NULL, " \t\r\n", &save)) {
		found = ticket_of(d, id);
		if (found && in->origin == HW_HUMAN &&
		    !is_party(d, found, in->from_addr ? in->from_addr : ""))
			found = 0;
	}
	return found;
}

static int64_t by_references(struct desk *d, const struct hw_text_in *in)
{
	return by_ids(d, in, ticket_of_id);
}

/* -- what follows -- */

int message_link(struct desk *d, int64_t id, int64_t ticket, struct err *err)
{
	struct message before = { 0 }, after;

	if (record_load(d->db, &message_kind, id, &before, &d->arena, err) < 0)
		return -1;
	after = before;
	after.ticket = ticket;
	return change(d, &message_kind, &before, &after, err);
}

/* Somebody answered outside the desk: what we propose would be a second
 * answer. */
static int stop_proposals(struct desk *d, int64_t ticket, const char *why,
			  struct err *err)
{
	struct action before, after;
	int64_t id;

	while ((id = db_i64(d->db, 0,
			    "SELECT id FROM actions WHERE ticket = ?1 AND "
			    "verb = 'reply' AND state IN (1, 2, 3, 4)",
			    "i", ticket))) {
		if (action_load(d, id, &before, err))
			return -1;
		after = before;
		if (action_to(d, &before, &after, ACTION_CANCELLED, why, err))
			return -1;
	}
	return deadline_end(d, ticket, 0, "first_response", NULL, DEADLINE_MET,
			    err);
}

static int own_decide(struct desk *d, const struct hw_text_in *in,
		      struct err *err)
{
	int64_t ticket = by_references(d, in);

	if (!ticket)
		ticket = by_ids(d, in, ticket_of_message);
	if (!ticket)
		return 0;
	if (message_link(d, d->tx.fact->id, ticket, err) ||
	    stop_proposals(d, ticket, "answered outside the desk", err))
		return -1;
	return ticket_settle(d, ticket, err);
}

static int bounce_decide(struct desk *d, const struct hw_text_in *in,
			 struct err *err)
{
	int64_t ticket = by_references(d, in);

	if (!ticket)
		return 0;
	if (message_link(d, d->tx.fact->id, ticket, err))
		return -1;
	if (in->origin != HW_BOUNCE)
		return 0;
	return alert_raise(
		d, "warning",
		arena_printf(&d->arena, "bounce:%lld", (long long)ticket),
		ticket,
		arena_printf(&d->arena,
			     "T-%lld: our mail came back; check "
			     "the address",
			     (long long)ticket),
		err);
}

static void classify(struct desk *d, const struct hw_text_in *in,
		     struct classified *out)
{
	const char *text = in->reply && *in->reply ? in->reply : in->text;

	*out = (struct classified){ .issue = "other", .also = "" };
	if (d->brain && text)
		d->brain->classify(d->brain,
				   arena_printf(&d->arena, "%s\n%s",
						in->subject ? in->subject : "",
						text),
				   in->lang && *in->lang ? in->lang : NULL,
				   in->channel, &d->arena, out);
}

/* -- whose matter? -- */

/* The order it is about: as the shop's own channel says, as its buyer names it,
 * or the buyer's latest. */
static bool find_order(struct desk *d, const struct hw_text_in *in,
		       struct found_order *out)
{
	const char *from = in->from_addr ? in->from_addr : "";

	if (in->order_ref && *in->order_ref &&
	    order_told(d, d->tx.cmd->shop, in->order_ref, out))
		return true;
	return *from && (order_claimed(d, in->subject, from, out) ||
			 order_claimed(d, in->text, from, out) ||
			 order_latest(d, from, out));
}

/* Somebody names an order whose buyer has another address, or none that we
 * know. It may be the buyer writing from elsewhere, so a person should see it;
 * it may be anybody, so nothing of the order may stand in an answer: the
 * ticket is the thread's, with the claim as a note. */
static const char *unproven_claim(struct desk *d, const struct hw_text_in *in)
{
	const char *word = order_mentioned(d, in->subject);

	return word ? word : order_mentioned(d, in->text);
}

static void by_ticket(const struct ticket *t, struct report *report)
{
	report->shop = t->shop;
	report->order_ref = t->order_ref;
	report->thread = t->thread;
}

/* By our reference, by its order, by its thread, by what it claims. False when
 * it is nobody's. */
static bool find_matter(struct desk *d, const struct hw_text_in *in,
			struct report *report, const char **claim,
			struct err *err)
{
	struct found_order order;
	struct ticket t;
	int64_t ticket = by_references(d, in);

	report->shop = d->tx.cmd->shop;
	report->order_ref = "";
	report->thread = in->thread;
	if (ticket && ticket_load(d, ticket, &t, err) == 0) {
		by_ticket(&t, report);
		return true;
	}
	if (find_order(d, in, &order)) {
		report->shop = order.shop;
		report->order_ref = order.ref;
		return true;
	}
	if (!text_eq(in->channel, "email"))
		return true;
	/* References are written by the sender: a thread is joined by who is
	 * a party of it. */
	ticket = ticket_find(d, report->shop, "", in->thread ? in->thread : "");
	if (ticket && is_party(d, ticket, in->from_addr ? in->from_addr : ""))
		return true;
	*claim = ticket ? NULL : unproven_claim(d, in);
	return *claim != NULL;
}

static int note_claim(struct desk *d, int64_t ticket, const char *claim,
		      struct err *err)
{
	struct note n = {
		.ticket = ticket,
		.author = "desk",
		.at = d->tx.cmd->at,
		.text = arena_printf(&d->arena,
				     "names order %s, but its buyer is not "
				     "known under this address: ask before "
				     "you tell anything of the order",
				     claim),
	};

	return change(d, &note_kind, NULL, &n, err);
}

static int human_decide(struct desk *d, const struct hw_text_in *in,
			struct err *err)
{
	struct report report = { .trigger = "message",
				 .channel = in->channel,
				 .subject = in->subject,
				 .message = d->tx.fact->id };
	const char *claim = NULL;
	int64_t id;

	if (!find_matter(d, in, &report, &claim, err))
		return 0; /* a stranger: it stands in the list */
	classify(d, in, &report.what);
	if (text_eq(report.what.issue, "machine_mail"))
		return 0;
	if (ticket_report(d, &report, &id, err))
		return -1;
	return claim ? note_claim(d, id, claim, err) : 0;
}

int message_decide(struct desk *d, struct err *err)
{
	const struct hw_text_in *in = d->tx.fact->rec;

	if (d->tx.fact->before_live)
		return 0;
	switch (in->origin) {
	case HW_HUMAN:
		return human_decide(d, in, err);
	case HW_OWN:
		return own_decide(d, in, err);
	default:
		return bounce_decide(d, in, err);
	}
}
