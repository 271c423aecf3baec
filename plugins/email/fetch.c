/* fetch.c - folders into records, a page a call.
 *
 * A folder's cursor is "uidvalidity:uid"; uid 0: nothing was read yet, and only
 * what is as young as the first reading wants is looked for. When the server
 * numbered its mails anew, the last days are read again; a mail is known by its
 * ref, which holds nothing of the numbers, so none is doubled.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "imap.h"
#include "page.h"

#define PAGE_BYTES ((gint64)1 << 20)
#define MAIL_BYTES \
	((gint64)1 << 20) /* of a larger mail the beginning is read */
#define IDLE_MS 40000     /* at most, and within the call */
#define REST_MS 5000      /* of the call, to end a wait and the call itself */

static char *since(struct hw_host *h, gint64 ms)
{
	GDateTime *t = g_date_time_new_from_unix_utc(ms / 1000);
	char *text;

	if (!t)
		return h->text(h, "%s", "");
	text = h->text(
		h, "SINCE %d-%.3s-%d", g_date_time_get_day_of_month(t),
		&email_months[3 * (size_t)(g_date_time_get_month(t) - 1)],
		g_date_time_get_year(t));
	g_date_time_unref(t);
	return text;
}

/* -- a page -- */

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

		sum += size > MAIL_BYTES ? MAIL_BYTES : size;
		if (k && sum > PAGE_BYTES)
			break;
	}
	return k;
}

static hw_status fetch_bodies(struct imap *i, struct page *p)
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
	i->on_item = on_body;
	rc = imap_fetch(i, set_of(p, 0, p->count),
			"(UID BODY.PEEK[]<0.1048576>)");
	if (rc == HW_REJECTED || (rc == HW_OK && !all_done(p)))
		rc = fetch_singly(i, p);
	if (rc == HW_OK && p->e->mark_seen && !p->sent)
		rc = imap_mark_seen(i, set_of(p, 0, p->count));
	return rc;
}

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
	return p->e->history_ms ? since(p->h, from) : "";
}

#define SPAN_MIN 4096u
#define SPAN_MAX 65536u /* so many numbers of ten digits are one line yet */
#define SPANS_MAX 500

/* In a folder with more mails than one answer can name: the first range of
 * numbers that holds any. *rest: not all numbers were asked about. */
static hw_status search_ranges(struct imap *i, guint32 after, guint64 top,
			       const char *young, bool *rest)
{
	guint64 from = (guint64)after + 1, span = SPAN_MIN;
	hw_status rc;

	*rest = true;
	for (unsigned n = 1; *rest; n++) {
		struct hw_host *h = i->c.h;
		guint64 to = from + span - 1;

		*rest = to < top && n < SPANS_MAX;
		rc = imap_search(i,
				 h->text(h, "UID %llu:%s%s%s",
					 (unsigned long long)from,
					 *rest ? h->text(h, "%llu",
							 (unsigned long long)to)
					       : "*",
					 *young ? " " : "", young));
		if (rc || i->uids->len)
			return rc;
		from = to + 1;
		span = span < SPAN_MAX ? 2 * span : span;
	}
	return HW_OK;
}

/* Fills i->uids with mails to read, the first of them at least. */
static hw_status search(struct imap *i, guint32 after, const char *young,
			bool *rest)
{
	struct hw_host *h = i->c.h;
	guint64 top = i->uidnext ? (guint64)i->uidnext - 1 : 0;
	hw_status rc;

	*rest = false;
	if (i->exists > SPAN_MAX && !top) {
		if ((rc = imap_search(i, "UID *")))
			return rc;
		if (i->uids->len)
			top = g_array_index(i->uids, guint32, i->uids->len - 1);
	}
	if (i->exists > SPAN_MAX && top > (guint64)after + SPAN_MAX)
		return search_ranges(i, after, top, young, rest);
	return imap_search(i, after    ? h->text(h, "UID %u:*", after + 1)
			      : *young ? young
				       : "ALL");
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

/* -- a page that ends its reader -- */

#define TRIES 2 /* of a page, then of each of its mails alone */

/* "validity:upto:first:deaths": mails up to `upto` are read one by one, since a
 * page with them took its worker along; when that was noted the page began
 * with `first` and `deaths` had been counted. */
struct trial {
	gint64 validity;
	guint32 upto, first;
	gint64 deaths;
};

static const char *trial_key(struct page *p, const char *key)
{
	return p->h->text(p->h, "%s.try", key);
}

static const char *trial_text(struct page *p, const struct trial *t)
{
	return p->h->text(p->h, "%lld:%u:%u:%lld", (long long)t->validity,
			  t->upto, t->first, (long long)t->deaths);
}

static void load_trial(struct page *p, const char *key, struct trial *t)
{
	const char *text = NULL;

	*t = (struct trial){ 0 };
	p->h->kv_get(p->h, trial_key(p, key), &text);
	if (!text)
		return;
	t->validity = email_number(&text, ":");
	t->upto = (guint32)email_number(&text, ":");
	t->first = (guint32)email_number(&text, ":");
	t->deaths = email_number(&text, "");
}

/* So one mail that no reader survives costs itself and does not stop its
 * folder. Only deaths of the worker count: the host tells them, and a desk that
 * was killed in the middle tells none. */
static hw_status begin_page(struct page *p, const char *key, struct trial *t)
{
	const char *told = NULL;
	guint32 first = p->list[0].uid;
	gint64 deaths;

	p->h->kv_get(p->h, "host.deaths", &told);
	deaths = told ? email_number(&told, "") : 0;
	load_trial(p, key, t);
	if (t->validity != p->validity || first > t->upto) {
		*t = (struct trial){ .validity = p->validity };
		if (deaths < TRIES)
			return HW_OK;
		t->upto = p->list[p->count - 1].uid;
		t->first = first;
		t->deaths = deaths;
	}
	p->more |= p->count > 1;
	p->count = 1;
	p->alone = true;
	p->unread = deaths - (t->first == first ? t->deaths : 0) >= TRIES;
	return p->h->kv_keep(p->h, trial_key(p, key), trial_text(p, t));
}

static void end_page(struct page *p, const char *key, struct trial *t)
{
	bool on = p->list[0].uid < t->upto;

	p->unread = false;
	if (!t->upto)
		return;
	t->first = 0;
	t->deaths = 0;
	p->h->kv_put(p->h, trial_key(p, key), on ? trial_text(p, t) : NULL);
}

/* The next page of the folder that is open. */
static hw_status read_page(struct imap *i, struct page *p, const char *key)
{
	gint64 next = i->uidnext; /* before the search, which may find more */
	guint32 after = 0, last;
	struct trial trial;
	const char *young;
	hw_status rc;
	bool rest;
	guint k = 0;

	p->count = 0;
	p->more = false;
	p->validity = i->uidvalidity;
	young = read_on(p, key, p->validity, &after);
	if ((rc = search(i, after, young, &rest)))
		return rc;
	/* "n:*" names the last mail even when its number is below n. */
	while (k < i->uids->len && g_array_index(i->uids, guint32, k) <= after)
		k++;
	for (; k < i->uids->len && p->count < PAGE_MAILS; k++)
		p->list[p->count++] =
			(struct todo){ .uid = g_array_index(i->uids, guint32,
							    k) };
	p->more = p->count && (rest || k < i->uids->len);
	if (p->count) {
		if ((rc = begin_page(p, key, &trial)) ||
		    (rc = fetch_bodies(i, p)))
			return rc;
		end_page(p, key, &trial);
	}
	last = p->count         ? p->list[p->count - 1].uid
	       : after || !next ? after
				: (guint32)(next - 1);
	if (p->count || p->more || !after)
		move_cursor(p, key, p->validity, last);
	return HW_OK;
}

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
	rc = read_page(i, p, "sent");
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
		       "the folder of sent mail cannot be read; see the option "
		       "sent_folder. %s says: %s",
		       i->c.host, conn_words(&i->c, i->answer));
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

hw_status email_fetch(struct hw_host *h, void *self)
{
	struct email *e = self;
	CLEANUP(imap_end) struct imap i = { .text = NULL };
	struct page p = { .h = h, .e = e };
	struct seen before;
	hw_status rc;

	if ((rc = imap_open(&i, h, e)) ||
	    (rc = imap_select(&i, e->mark_seen ? "SELECT" : "EXAMINE",
			      e->folder)))
		return rc;
	before = (struct seen){ .exists = i.exists, .uidnext = i.uidnext };
	if ((rc = read_page(&i, &p, "inbox")) || p.more || p.alone)
		return rc ? rc : HW_MORE;
	rc = sent_page(&i, &p);
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
