/* fetch.c - what the channel asks of a mailbox: what is new, and whether a mail
 * of ours is there.
 *
 * A call reads a page of the inbox, then one of the folder of sent mail, and
 * waits at the server when both are read.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "page.h"

#define IDLE_MS 40000 /* at most, and within the call */
#define REST_MS 5000  /* of the call, to end a wait and the call itself */

static hw_status sent_page(struct imap *i, struct page *p)
{
	const char *folder = p->e->sent_folder;
	hw_status rc;

	if (!*folder)
		return HW_OK;
	if (strcmp(folder, "auto") == 0) {
		if ((rc = imap_find_sent(i)))
			return rc;
		folder = i->sent->str;
		if (!*folder)
			return HW_OK;
	}
	if ((rc = imap_select(i, "EXAMINE", folder)))
		return rc;
	p->sent = true;
	rc = page_read(i, p, "sent");
	p->sent = false;
	return rc;
}

/* What fails there costs nothing else: the mails of the inbox are taken all the
 * same, and the folder is tried again at the next call. Told once in a row. */
static void sent_failed(struct imap *i, struct email *e, hw_status rc)
{
	struct hw_host *h = i->c.h;

	if (e->sent_failing)
		return;
	e->sent_failing = true;
	if (rc == HW_REJECTED)
		h->log(h, HW_ERROR,
		       "%s does not let the folder of sent mail be read; see "
		       "the option sent_folder",
		       i->c.host);
	else
		h->log(h, HW_WARNING,
		       "%s failed while the folder of sent mail was read; it "
		       "is tried again",
		       i->c.host);
}

struct seen {
	gint64 exists, uidnext;
};

/* The next number tells it; the count may be the same when one mail came and
 * another went. A server that tells no number is taken by its count. */
static bool came_since(const struct imap *i, const struct seen *before)
{
	return before->uidnext && i->uidnext ? i->uidnext != before->uidnext
					     : i->exists != before->exists;
}

/* Nothing is left to read: wait at the server, so that the next mail is seen
 * at once. A server that ends the wait without news is polled instead. */
static hw_status wait_for_news(struct imap *i, const struct page *p,
			       const struct seen *before)
{
	bool news = false, full = false;
	gint64 ms = conn_left(&i->c) - REST_MS;
	hw_status rc;

	if (!p->e->idle || !(i->can & IMAP_IDLE) || ms <= 0)
		return HW_OK;
	if ((rc = imap_select(i, "EXAMINE", p->e->folder)))
		return rc;
	if (came_since(i, before))
		return HW_MORE;
	rc = imap_idle(i, ms < IDLE_MS ? ms : IDLE_MS, &news, &full);
	return rc ? rc : news || full ? HW_MORE : HW_OK;
}

/* Tells the desk whether more is there than was read: one that was restored
 * from a backup sends nothing until it knows all that was sent since. */
static void tell_behind(struct hw_host *h, bool behind)
{
	const char *was = NULL;

	h->kv_get(h, "behind", &was);
	if (behind != (was && *was))
		h->kv_put(h, "behind", behind ? "1" : NULL);
}

hw_status email_fetch(struct hw_host *h, void *self)
{
	struct email *e = self;
	CLEANUP(imap_end) struct imap i = { .text = NULL };
	CLEANUP(page_end) struct page p = { .h = h, .e = e };
	struct seen before;
	hw_status rc;

	if ((rc = imap_open(&i, h, e)) ||
	    (rc = imap_select(&i, e->mark_seen ? "SELECT" : "EXAMINE",
			      e->folder)))
		return rc;
	before = (struct seen){ .exists = i.exists, .uidnext = i.uidnext };
	if ((rc = page_read(&i, &p, "inbox")) || p.more || p.alone) {
		tell_behind(h, true);
		return rc ? rc : HW_MORE;
	}
	rc = sent_page(&i, &p);
	tell_behind(h, rc || p.more);
	if (rc)
		sent_failed(&i, e, rc);
	else
		e->sent_failing = false;
	if (rc && rc != HW_REJECTED)
		return HW_OK; /* this connection is of no use any more */
	if (rc == HW_OK && p.more)
		return HW_MORE;
	if (p.emitted)
		return e->idle && (i.can & IMAP_IDLE) ? HW_MORE : HW_OK;
	return wait_for_news(&i, &p, &before);
}

/* -- did we send this? -- */

static hw_status outcome(struct hw_host *h, const struct hw_text_out *t,
			 int32_t state)
{
	return hw_emit_outcome(h, &(struct hw_outcome){ .ref = t->message_id,
							.state = state });
}

hw_status email_find(struct hw_host *h, void *self, const struct hw_text_out *t)
{
	const struct email *e = self;
	CLEANUP(imap_end) struct imap i = { .text = NULL };
	const char *folder = e->sent_folder;
	hw_status rc;

	if (!*folder || strpbrk(t->message_id, "\"\\\r\n"))
		return outcome(h, t, HW_ABSENT);
	if ((rc = imap_open(&i, h, e)))
		return rc;
	if (strcmp(folder, "auto") == 0) {
		if ((rc = imap_find_sent(&i)))
			return rc;
		folder = i.sent->str;
	}
	if (!*folder)
		return outcome(h, t, HW_ABSENT);
	if ((rc = imap_select(&i, "EXAMINE", folder)) ||
	    (rc = imap_search(&i, h->text(h, "HEADER Message-ID \"%s\"",
					  t->message_id))))
		return rc;
	return outcome(h, t, i.uids->len ? HW_SETTLED : HW_ABSENT);
}
