/* message.c - see message.h.
 * SPDX-License-Identifier: MIT */
#include "desk/intake/message.h"

#include <strings.h>

#include "base/encode.h"
#include "base/when.h"
#include "desk/action/action.h"
#include "desk/alert/danger.h"
#include "desk/alert/sign.h"
#include "desk/intake/message_find.h"
#include "desk/intake/usual.h"
#include "desk/task/task_told.h"
#include "desk/ticket/deadline.h"
#include "desk/ticket/ticket.h"

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
	return record_save(d->db, &evidence_kind, *evidence, d->tx.cmd->shop,
			   &e, err) ||
			       evidence_link(d, *evidence, file, NULL, err)
		       ? -1
		       : 0;
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
		.quiet = in->quiet,
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

/* Found by what everybody may know of it, "<t12.", and compared as a whole in
 * constant time: how long that takes says nothing of how much was right. */
bool message_id_ours(struct desk *d, const char *id, int64_t *ticket)
{
	size_t len = strlen(id), head = strcspn(id, ".");
	CLEANUP(free_ptr) char *from = xasprintf("%.*s.", (int)head, id);
	CLEANUP(free_ptr) char *to = xasprintf("%.*s/", (int)head, id);
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   "SELECT ticket, message_id FROM actions "
				   "WHERE message_id >= ?1 AND message_id < ?2",
				   "ss", from, to);
	bool found = false;

	*ticket = 0;
	while (text_starts(id, "<t") && rows_next(&r)) {
		const char *ours = rows_text(&r, 1);

		if (strlen(ours) != len || !bytes_eq_const(ours, id, len))
			continue;
		*ticket = rows_i64(&r, 0);
		found = true;
	}
	return found;
}

bool message_is_ours(struct desk *d, const struct hw_text_in *in)
{
	int64_t ticket;

	return in->origin == HW_OWN && in->message_id &&
	       message_id_ours(d, in->message_id, &ticket);
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
	if (action_drop_replies(d, ticket, 0, why, err))
		return -1;
	return deadline_end(d, ticket, 0, "first_response", NULL, DEADLINE_MET,
			    err);
}

static int own_decide(struct desk *d, struct err *err)
{
	int64_t ticket = d->tx.fact->matter->ticket;

	if (!ticket)
		return 0;
	if (message_link(d, d->tx.fact->id, ticket, err) ||
	    stop_proposals(d, ticket, "answered outside the desk", err) ||
	    task_told_since(d, ticket, 0, "", err))
		return -1;
	return ticket_settle(d, ticket, err);
}

static int bounce_decide(struct desk *d, const struct hw_text_in *in,
			 struct err *err)
{
	int64_t ticket = d->tx.fact->matter->ticket;

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

/* "Re: ..." was written before, and "Order #1003" says which order, not what is
 * the matter with it: two words at most, and a number. */
static bool tells(const char *subject)
{
	bool number = false, in_word = false;
	int words = 0;

	if (strncasecmp(subject, "re:", 3) == 0)
		return false;
	for (; *subject; subject++) {
		words += *subject != ' ' && !in_word;
		in_word = *subject != ' ';
		number |= *subject >= '0' && *subject <= '9';
	}
	return words > 2 || !number;
}

void message_classify(struct desk *d, const struct hw_text_in *in,
		      const char *usual, struct classified *out)
{
	const char *text = in->reply && *in->reply ? in->reply : in->text;
	const char *subject =
		in->subject && tells(in->subject) ? in->subject : "";

	*out = (struct classified){ .issue = "other", .also = "" };
	if (d->brain && text)
		d->brain->classify(
			d->brain,
			arena_printf(&d->arena, "%s\n%s", subject, text),
			in->lang && *in->lang ? in->lang : NULL, usual,
			&d->arena, out);
	out->danger = danger_in(
		d, in->subject, text,
		&(struct danger_langs){ .said = out->lang, .before = usual });
}

static int note_claim(struct desk *d, int64_t ticket, const char *claim,
		      struct err *err)
{
	return ticket_note(d, ticket, "desk",
			   arena_printf(&d->arena,
					"names order %s, but its buyer is not "
					"known under this address: ask before "
					"you tell anything of the order",
					claim),
			   err);
}

static int human_decide(struct desk *d, const struct hw_text_in *in,
			struct err *err)
{
	struct report report = { .trigger = "message",
				 .channel = in->channel,
				 .subject = in->subject,
				 .message = d->tx.fact->id };
	const struct message_matter *m = d->tx.fact->matter;
	int64_t id;

	if (!m->found) /* a stranger: it stands in the list */
		return danger_of_stranger(d, in, err);
	report.shop = m->shop;
	report.order_ref = m->order_ref;
	report.thread = m->thread;
	report.cites = m->ticket;
	report.claims = m->claim && *m->order_ref;
	report.shown = json_i64(d->tx.json, "shown", 0) > 0;
	message_classify(
		d, in,
		usual_languages(d, m->ticket, m->shop, m->order_ref, m->thread),
		&report.what);
	if (text_eq(report.what.issue, "machine_mail") &&
	    !danger_told(&report.what))
		return 0;
	if (ticket_report(d, &report, &id, err) ||
	    sign_message(d, in, &report, id, err))
		return -1;
	return m->claim ? note_claim(d, id, m->claim, err) : 0;
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
		return own_decide(d, err);
	default:
		return bounce_decide(d, in, err);
	}
}
