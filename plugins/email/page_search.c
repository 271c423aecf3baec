/* page_search.c - which mails of a folder are to be read.
 * SPDX-License-Identifier: MIT */
#include "page.h"

const char *page_since(struct hw_host *h, gint64 ms)
{
	GDateTime *t = g_date_time_new_from_unix_utc(ms / 1000);
	const char *text;

	if (!t)
		return h->text(h, "%s", "");
	text = h->text(
		h, "SINCE %d-%.3s-%d", g_date_time_get_day_of_month(t),
		&email_months[3 * (size_t)(g_date_time_get_month(t) - 1)],
		g_date_time_get_year(t));
	g_date_time_unref(t);
	return text;
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

hw_status page_search(struct imap *i, guint32 after, const char *young,
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
