/* page_whole.c - a mail that is larger than what is read at once.
 *
 * Photos make mails large. One that makes a page of its own is read piece by
 * piece for its files, up to one that is not full: some servers only estimate
 * how large a mail is. Where the time of a call does not do, or reading it has
 * failed once, the first piece is all that is read of it, and that is told. So
 * a mail that is too large for its server or its line delays no other for long.
 * SPDX-License-Identifier: MIT */
#include "page.h"

#define TRIES 1
#define REST_MS 15000 /* of the call, to make records of it and end it */

static const char *whole_key(struct page *p, const char *key)
{
	return p->h->text(p->h, "%s.whole", key);
}

/* "validity:uid:tries" */
static gint64 tries_of(struct page *p, const char *key)
{
	const char *text = NULL;
	gint64 validity, uid;

	p->h->kv_get(p->h, whole_key(p, key), &text);
	if (!text)
		return 0;
	validity = email_number(&text, ":");
	uid = email_number(&text, ":");
	return validity == p->validity && uid == p->list[0].uid
		       ? email_number(&text, "")
		       : 0;
}

hw_status whole_begin(struct page *p, const char *key)
{
	const struct todo *t = &p->list[0];
	gint64 tries;

	if (p->count != 1 || p->sent || p->unread || t->size <= MAIL_FIRST)
		return HW_OK;
	tries = tries_of(p, key);
	if (tries >= TRIES)
		return HW_OK;
	p->whole = g_string_sized_new(
		(gsize)(t->size < MAIL_WHOLE ? t->size : MAIL_WHOLE) + 1);
	return p->h->kv_keep(p->h, whole_key(p, key),
			     p->h->text(p->h, "%lld:%u:%lld",
					(long long)p->validity, t->uid,
					(long long)tries + 1));
}

static hw_status on_piece(struct imap *i, const struct imap_item *item)
{
	struct page *p = i->arg;

	if (item->uid == p->list[0].uid &&
	    p->whole->len + item->body_len <= (gsize)MAIL_WHOLE + MAIL_FIRST)
		g_string_append_len(p->whole, item->body,
				    (gssize)item->body_len);
	return HW_OK;
}

/* The next piece; *more: there may be another one. */
static hw_status read_piece(struct imap *i, struct page *p, bool *more)
{
	gsize had = p->whole->len;
	hw_status rc;

	rc = imap_fetch(
		i, p->h->text(p->h, "%u", p->list[0].uid),
		p->h->text(p->h, "(UID BODY.PEEK[]<%zu.1048576>)", had));
	*more = rc == HW_OK && (gint64)(p->whole->len - had) == MAIL_FIRST &&
		(gint64)p->whole->len < MAIL_WHOLE;
	return rc == HW_REJECTED ? HW_OK : rc;
}

hw_status whole_end(struct imap *i, struct page *p, const char *key)
{
	bool more = p->whole && (gint64)p->whole->len == MAIL_FIRST;
	hw_status rc = HW_OK;

	i->on_item = on_piece;
	while (rc == HW_OK && more && conn_left(&i->c) > REST_MS)
		rc = read_piece(i, p, &more);
	if (rc == HW_OK && p->whole && p->whole->len)
		rc = emit_mail(p, &p->list[0], p->whole->str, p->whole->len);
	if (rc == HW_OK && p->whole)
		rc = p->h->kv_put(p->h, whole_key(p, key), NULL);
	page_end(p);
	return rc;
}

void page_end(struct page *p)
{
	if (p->whole)
		g_string_free(p->whole, TRUE);
	p->whole = NULL;
}
