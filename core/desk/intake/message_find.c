/* message_find.c - see message_find.h.
 * SPDX-License-Identifier: MIT */
#include "desk/intake/message_find.h"

#include "desk/intake/message.h"
#include "desk/intake/order_find.h"
#include "desk/ticket/merge.h"
#include "desk/ticket/ticket.h"

/* -- by what its headers cite -- */

/* Is the sender a party of the ticket: written to by us, or the order's
 * buyer, or somebody who wrote in it before? */
static bool is_party(struct desk *d, int64_t ticket, const char *address)
{
	return db_i64(d->db, 0,
		      "SELECT 1 FROM messages WHERE ticket = ?1 AND "
		      "lower(from_addr) = lower(?2) UNION ALL "
		      "SELECT 1 FROM messages WHERE ticket = ?1 AND "
		      "lower(to_addr) = lower(?2) UNION ALL "
		      "SELECT 1 FROM actions WHERE ticket = ?1 AND "
		      "lower(to_addr) = lower(?2) UNION ALL "
		      "SELECT 1 FROM tickets t JOIN orders o ON "
		      "o.shop = t.shop AND o.ref = t.order_ref "
		      "WHERE t.id = ?1 AND lower(o.email) = lower(?2) "
		      "LIMIT 1",
		      "is", ticket, address) != 0;
}

/* Or of one that went into it. */
static bool is_party_of_any(struct desk *d, int64_t ticket, const char *address)
{
	size_t n;
	int64_t *ids = merge_family(d->db, &d->arena, ticket, &n);

	for (size_t i = 0; i < n; i++)
		if (is_party(d, ids[i], address))
			return true;
	return false;
}

static int64_t ticket_of_ours(struct desk *d, const char *id)
{
	int64_t ticket;

	return message_id_ours(d, id, &ticket) ? ticket : 0;
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

/* -- by what it says -- */

static const char *sender(const struct hw_text_in *in)
{
	return in->from_addr ? in->from_addr : "";
}

/* The order it is about: as the shop's own channel says, or as its buyer names
 * it. */
static bool names_order(struct desk *d, const struct hw_text_in *in,
			int64_t shop, struct found_order *out)
{
	const char *from = sender(in);

	if (in->order_ref && *in->order_ref &&
	    order_told(d, shop, in->order_ref, out))
		return true;
	return *from && (order_claimed(d, in->subject, from, out) ||
			 order_claimed(d, in->text, from, out));
}

/* Somebody names an order whose buyer has another address, or none that we
 * know. It may be the buyer writing from elsewhere, so a person should see it;
 * it may be anybody, so nothing of the order may stand in an answer: the
 * ticket is the thread's, with the claim as a note. Nor is it about whatever
 * order the sender had last. The order of the ticket they are a party of is
 * what we wrote to them about. */
static const char *unproven_claim(struct desk *d, const struct hw_text_in *in,
				  const struct message_matter *m)
{
	const struct found_order own = { .shop = m->shop, .ref = m->order_ref };
	const char *word = order_mentioned(d, in->subject, &own);

	return word ? word : order_mentioned(d, in->text, &own);
}

static void by_ticket(struct desk *d, int64_t id, struct message_matter *out)
{
	struct err none = { 0 };
	struct ticket t;

	id = id ? merge_target(d, id) : 0;
	if (!id || ticket_load(d, id, &t, &none))
		return;
	*out = (struct message_matter){ .found = true,
					.ticket = id,
					.shop = t.shop,
					.order_ref = t.order_ref,
					.thread = t.thread };
}

/* The one it cites, as a party of it; what it names may be another matter. */
static bool of_cited(struct desk *d, const struct hw_text_in *in, int64_t shop,
		     struct message_matter *out)
{
	struct found_order order;

	by_ticket(d, by_ids(d, in, ticket_of_ours), out);
	if (out->found && !names_order(d, in, shop, &order))
		out->claim = unproven_claim(d, in, out);
	return out->found;
}

/* References are written by the sender: a thread is joined by who is a party of
 * it. */
static void of_thread(struct desk *d, const struct hw_text_in *in, int64_t shop,
		      struct message_matter *out)
{
	bool claims = out->claim != NULL;
	int64_t ticket = ticket_find(d, shop, "", out->thread);

	out->found = ticket ? is_party_of_any(d, ticket, sender(in)) : claims;
	if (!ticket || !out->found || !claims)
		return;
	by_ticket(d, ticket, out);
	out->claim = unproven_claim(d, in, out);
}

/* By our reference, by its order, by its thread, by what it claims. */
static void of_human(struct desk *d, const struct hw_text_in *in, int64_t shop,
		     struct message_matter *out)
{
	struct found_order order;

	if (of_cited(d, in, shop, out))
		return;
	out->found = names_order(d, in, shop, &order);
	if (!out->found) {
		out->claim = unproven_claim(d, in, out);
		out->found = !out->claim && order_latest(d, sender(in), &order);
	}
	if (out->found) {
		out->shop = order.shop;
		out->order_ref = order.ref;
	} else if (text_eq(in->channel, "email")) {
		of_thread(d, in, shop, out);
	} else {
		out->found = true;
	}
}

void message_find(struct desk *d, const struct hw_text_in *in, int64_t shop,
		  struct message_matter *out)
{
	*out = (struct message_matter){ .shop = shop,
					.order_ref = "",
					.thread =
						in->thread ? in->thread : "" };
	if (in->origin == HW_HUMAN) {
		of_human(d, in, shop, out);
		return;
	}
	by_ticket(d, by_ids(d, in, ticket_of_ours), out);
	if (!out->found && in->origin == HW_OWN)
		by_ticket(d, by_ids(d, in, ticket_of_message), out);
}

const char *message_address(const struct hw_text_in *in)
{
	const char *address =
		in->origin == HW_OWN ? in->to_addr : in->from_addr;

	return address ? address : "";
}

/* A thread is made by who writes the headers and may be several people's; a
 * mail that is nobody's matter is forgotten alone. */
const char *message_subject(struct desk *d, const struct hw_text_in *in,
			    const struct message_matter *m)
{
	const char *told = in->order_ref ? in->order_ref : "";

	if (*m->order_ref || *told)
		return subject_of_order(&d->arena, m->shop,
					*m->order_ref ? m->order_ref : told);
	if (!m->found)
		return subject_of_mail(&d->arena, m->shop, in->ref);
	return subject_of_thread(&d->arena, m->shop,
				 *m->thread ? m->thread : in->ref);
}
