/* reply_address.c - see reply_address.h.
 * SPDX-License-Identifier: MIT */
#include "desk/reply/reply_address.h"

#include <strings.h>

#include "desk/reply/receipt.h"
#include "desk/reply/reply_text.h"
#include "desk/ticket/merge.h"
#include "hw_plugin.h"

/* Of a mail nobody gave a subject for: to somebody who wrote without one what a
 * template says of "your message", in their language; to somebody who never
 * wrote the shop's and the order's name. A mail without any is taken for junk.
 */
static const char *first_subject(struct desk *d, const struct ticket *t,
				 const struct action *where, bool wrote)
{
	struct rendered text = { 0 };
	struct err err = { 0 };
	const char *order =
		db_text(d->db, &d->arena,
			"SELECT coalesce(name, ref) FROM orders WHERE shop = "
			"?1 AND ref = ?2",
			"is", t->shop, t->order_ref);

	if (wrote && d->brain->render &&
	    reply_render(d, t, where, "other.holding", (struct money){ 0 },
			 &text, &err) == 0 &&
	    !text_blank(text.subject))
		return text.subject;
	return arena_printf(
		&d->arena, "%s %s",
		d->brain->shop_name ? d->brain->shop_name : "",
		*order ? order
		       : arena_printf(&d->arena, "T-%lld", (long long)t->id));
}

/* The newest that the buyer wrote, also in what was merged into it; from that
 * address, if one is named. */
static bool newest_of(struct desk *d, int64_t ticket, const char *from,
		      struct message *out)
{
	size_t n;
	int64_t *ids = merge_family(d->db, &d->arena, ticket, &n);
	struct err err = { 0 };
	bool found = false;

	for (size_t i = 0; i < n; i++) {
		struct message m = { 0 };

		if (record_find(d->db, &message_kind, &m, &d->arena, NULL, &err,
				"WHERE ticket = ?1 AND direction = 1 AND "
				"origin = 1 AND (?2 = '' OR lower(from_addr) = "
				"lower(?2)) ORDER BY at DESC, id DESC LIMIT 1",
				"is", ids[i], from) <= 0 ||
		    (found && m.at <= out->at))
			continue;
		*out = m;
		found = true;
	}
	return found;
}

/* By which instance the shop of a ticket speaks on a channel. */
static const char *way_of(struct desk *d, const struct ticket *t,
			  const char *channel)
{
	return d->brain->speaks_for
		       ? d->brain->speaks_for(d->brain, channel,
					      db_text(d->db, &d->arena,
						      "SELECT label FROM shops "
						      "WHERE id = ?1",
						      "i", t->shop))
		       : d->brain->channel_instance(d->brain, channel);
}

/* Where it came in, if that sends on its channel: of two mailboxes the buyer
 * wrote to one, and the other may be another brand's. */
static const char *way_back(struct desk *d, const struct ticket *t,
			    const struct message *m)
{
	const char *came_in =
		db_text(d->db, &d->arena,
			"SELECT label FROM shops WHERE id = ?1", "i", m->shop);

	return d->brain->sends && *came_in &&
			       d->brain->sends(d->brain, came_in, m->channel)
		       ? came_in
		       : way_of(d, t, m->channel);
}

bool reply_address_find(struct desk *d, const struct ticket *t,
			struct action *a)
{
	struct err err = { 0 };
	struct message m = { 0 };
	struct hw_order o = { 0 };
	const char *named = a->to_addr ? a->to_addr : "";
	bool wrote = newest_of(d, t->id, named, &m);

	a->channel = wrote ? m.channel : "email";
	a->instance = wrote ? way_back(d, t, &m) : way_of(d, t, a->channel);
	if (wrote) {
		a->to_addr = m.from_addr;
		a->to_name = m.from_name;
		a->in_reply_to = m.message_id;
		a->references = m.message_id;
		if (text_blank(a->subject) && !text_blank(m.subject))
			a->subject = text_starts(m.subject, "Re:")
					     ? m.subject
					     : arena_printf(&d->arena, "Re: %s",
							    m.subject);
	} else if (record_find(d->db, &order_kind, &o, &d->arena, NULL, &err,
			       "WHERE shop = ?1 AND ref = ?2", "is", t->shop,
			       t->order_ref) > 0 &&
		   (!*named || (o.email && strcasecmp(o.email, named) == 0))) {
		a->to_addr = o.email;
		a->to_name = o.buyer_name;
	}
	return wrote;
}

bool reply_address(struct desk *d, const struct ticket *t, struct action *a)
{
	bool wrote = reply_address_find(d, t, a);

	if (text_blank(a->subject))
		a->subject = first_subject(d, t, a, wrote);
	return a->to_addr && *a->to_addr && *a->instance;
}

int reply_named(struct desk *d, const struct action *a, struct err *err)
{
	return d->tx.taking == LIVE ? merge_whom(d->db, &d->arena, a->ticket,
						 a->to_addr, err)
				    : 0;
}

bool reply_for_one(struct desk *d, const struct action *a, struct err *why)
{
	struct err said = { 0 };

	if (!text_eq(a->verb, "reply") || !a->ticket || receipt_is(a) ||
	    merge_whom(d->db, &d->arena, a->ticket, "", &said) == 0)
		return true;
	err_set(why, ERR_RETRY,
		"waits for approval: its ticket is two buyers' since a merge; "
		"look at whom it goes to");
	return false;
}
