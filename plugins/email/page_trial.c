/* page_trial.c - a page that ends its reader.
 *
 * So one mail that no reader survives costs itself and does not stop its
 * folder. Only deaths of the worker count: the host tells them, and a desk that
 * was killed in the middle tells none.
 * SPDX-License-Identifier: MIT */
#include "page.h"

#define TRIES 2 /* of a page, then of each of its mails alone */

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

hw_status trial_begin(struct page *p, const char *key, struct trial *t)
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

void trial_end(struct page *p, const char *key, struct trial *t)
{
	bool on = p->list[0].uid < t->upto;

	p->unread = false;
	if (!t->upto)
		return;
	t->first = 0;
	t->deaths = 0;
	p->h->kv_put(p->h, trial_key(p, key), on ? trial_text(p, t) : NULL);
}
