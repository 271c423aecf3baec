/* page.c - the next page of a folder, into records.
 *
 * A folder's cursor is "uidvalidity:uid"; uid 0: nothing was read yet, and only
 * what is as young as the first reading wants is looked for. When the server
 * numbered its mails anew, the last days are read again; a mail is known by its
 * ref, which holds nothing of the numbers, so none is doubled.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "page.h"

#define PAGE_BYTES ((gint64)1 << 20)

/* -- its mails -- */

static struct todo *wanted(struct page *p, guint32 uid)
{
	for (guint k = 0; k < p->count; k++)
		if (p->list[k].uid == uid)
			return &p->list[k];
	return NULL;
}

static hw_status on_size(struct imap *i, const struct imap_item *item)
{
	struct todo *t = wanted(i->arg, item->uid);

	if (t && item->size > 0)
		t->size = item->size;
	if (t && *item->date)
		t->date_ms = email_internal_date(item->date);
	return HW_OK;
}

static hw_status on_body(struct imap *i, const struct imap_item *item)
{
	struct page *p = i->arg;
	struct todo *t = wanted(p, item->uid);

	/* No bytes are no mail: all of them would be one and the same. */
	if (!t || t->done || item->body_len == 0)
		return HW_OK;
	t->done = true;
	if (p->whole) {
		g_string_append_len(p->whole, item->body,
				    (gssize)item->body_len);
		return HW_OK;
	}
	return p->unread ? emit_unread(p, t, item->body, item->body_len)
			 : emit_mail(p, t, item->body, item->body_len);
}

static const char *set_of(struct page *p, guint from, guint count)
{
	GString *s = g_string_new(NULL);
	const char *kept;

	for (guint k = from; k < from + count; k++)
		g_string_append_printf(s, "%s%u", k > from ? "," : "",
				       p->list[k].uid);
	kept = p->h->text(p->h, "%s", s->str);
	g_string_free(s, TRUE);
	return kept;
}

static bool all_done(const struct page *p)
{
	for (guint k = 0; k < p->count; k++)
		if (!p->list[k].done)
			return false;
	return true;
}

static bool found(const struct imap *i, guint32 uid)
{
	for (guint k = 0; k < i->uids->len; k++)
		if (g_array_index(i->uids, guint32, k) == uid)
			return true;
	return false;
}

/* One by one what did not come, after a refusal or without a word, so that one
 * bad mail hides no other. What was removed meanwhile is passed over; what is
 * there and does not come is told. */
static hw_status fetch_singly(struct imap *i, struct page *p)
{
	hw_status rc = imap_search(
		i, p->h->text(p->h, "UID %s", set_of(p, 0, p->count)));
	bool sure = rc == HW_OK;

	if (rc && rc != HW_REJECTED)
		return rc;
	for (guint k = 0; k < p->count; k++) {
		struct todo *t = &p->list[k];

		if (t->done || (sure && !found(i, t->uid)))
			continue;
		rc = imap_fetch(i, set_of(p, k, 1),
				"(UID BODY.PEEK[]<0.1048576>)");
		if (rc && rc != HW_REJECTED)
			return rc;
		if (!t->done && (rc = emit_missing(p, t)))
			return rc;
	}
	return HW_OK;
}

/* How many of the list fit one page. */
static guint fitting(const struct page *p)
{
	gint64 sum = 0;
	guint k;

	for (k = 0; k < p->count; k++) {
		gint64 size = p->list[k].size;

		sum += size > MAIL_FIRST ? MAIL_FIRST : size;
		if (k && sum > PAGE_BYTES)
			break;
	}
	return k;
}

static hw_status fetch_bodies(struct imap *i, struct page *p, const char *key)
{
	guint fit;
	hw_status rc;

	i->arg = p;
	i->on_item = on_size;
	rc = imap_fetch(i, set_of(p, 0, p->count),
			"(UID RFC822.SIZE INTERNALDATE)");
	if (rc && rc != HW_REJECTED)
		return rc;
	fit = fitting(p);
	p->more |= fit < p->count;
	p->count = fit;
	if ((rc = whole_begin(p, key)))
		return rc;
	i->on_item = on_body;
	rc = imap_fetch(i, set_of(p, 0, p->count),
			"(UID BODY.PEEK[]<0.1048576>)");
	if (rc == HW_REJECTED || (rc == HW_OK && !all_done(p)))
		rc = fetch_singly(i, p);
	if (rc == HW_OK)
		rc = whole_end(i, p, key);
	if (rc == HW_OK && p->e->mark_seen && !p->sent)
		rc = imap_mark_seen(i, set_of(p, 0, p->count));
	return rc;
}

/* -- its place in the folder -- */

/* Where to read on: mails up to *after are known; with none known, criteria for
 * those that are young enough, "" for any. */
static const char *read_on(struct page *p, const char *key, gint64 validity,
			   guint32 *after)
{
	const char *cursor = NULL, *ended = NULL;
	gint64 now = p->h->now(p->h), from = now - p->e->history_ms;
	char *colon;

	*after = 0;
	p->h->kv_get(p->h, key, &cursor);
	if (cursor && strtoll(cursor, &colon, 10) == validity &&
	    *colon == ':' && (*after = (guint32)strtoul(colon + 1, NULL, 10)))
		return "";
	p->h->kv_get(p->h, p->h->text(p->h, "%s.end", key), &ended);
	if (ended && strtoll(ended, NULL, 10) - 2 * DAY_MS < from)
		from = strtoll(ended, NULL, 10) - 2 * DAY_MS;
	return p->e->history_ms ? page_since(p->h, from) : "";
}

static void move_cursor(struct page *p, const char *key, gint64 validity,
			guint32 uid)
{
	struct hw_host *h = p->h;

	h->kv_put(h, key, h->text(h, "%lld:%u", (long long)validity, uid));
	if (!p->more)
		h->kv_put(h, h->text(h, "%s.end", key),
			  h->text(h, "%lld", (long long)h->now(h)));
}

/* Lists what was found above `after`, as far as a page goes. */
static void list_found(const struct imap *i, struct page *p, guint32 after,
		       bool rest)
{
	guint k = 0;

	/* "n:*" names the last mail even when its number is below n. */
	while (k < i->uids->len && g_array_index(i->uids, guint32, k) <= after)
		k++;
	for (p->count = 0; k < i->uids->len && p->count < PAGE_MAILS; k++)
		p->list[p->count++] =
			(struct todo){ .uid = g_array_index(i->uids, guint32,
							    k) };
	p->more = p->count && (rest || k < i->uids->len);
}

hw_status page_read(struct imap *i, struct page *p, const char *key)
{
	gint64 next = i->uidnext; /* before the search, which may find more */
	guint32 after = 0;
	struct trial trial;
	const char *young;
	hw_status rc;
	bool rest;

	p->count = 0;
	p->more = false;
	p->validity = i->uidvalidity;
	young = read_on(p, key, p->validity, &after);
	if ((rc = page_search(i, after, young, &rest)))
		return rc;
	list_found(i, p, after, rest);
	if (p->count) {
		if ((rc = trial_begin(p, key, &trial)) ||
		    (rc = fetch_bodies(i, p, key)))
			return rc;
		trial_end(p, key, &trial);
		move_cursor(p, key, p->validity, p->list[p->count - 1].uid);
	} else if (!after) {
		move_cursor(p, key, p->validity,
			    next ? (guint32)(next - 1) : 0);
	}
	return HW_OK;
}
