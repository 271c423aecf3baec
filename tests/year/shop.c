/* shop.c - see shop.h.
 * SPDX-License-Identifier: MIT */
#include "year/world.h"

static const char *const shop_names[] = { "alpha", "beta", "gamma", "delta" };

static void is_news(struct shop_truth *s, int order, int64_t at)
{
	news_list_push(&s->news, (struct news){ order, at });
}

void shop_open(struct world *w, int n, char effect_class)
{
	struct shop_truth *s = &w->shop[n];

	*s = (struct shop_truth){ .name = shop_names[n],
				  .effect_class = effect_class,
				  .key_life_ms = DAY_MS };
	s->lag_ms = effect_class == 'A' ? 30 * SECOND_MS
					: between(w, 40, 1200) * SECOND_MS;
	s->read_lag_ms = s->lag_ms / 3;
	s->late_ms = s->lag_ms / 2;
}

void shop_close(struct world *w, int n)
{
	order_list_release(&w->shop[n].orders);
	refund_list_release(&w->shop[n].refunds);
	news_list_release(&w->shop[n].news);
	news_list_release(&w->shop[n].copied);
}

int shop_sells(struct world *w, int n)
{
	struct shop_truth *s = &w->shop[n];
	struct order_truth o = { .placed = w->now,
				 .paid = between(w, 300, 6000),
				 .version = 1,
				 .buyer = (int)chance(w, 400),
				 .first = -1 };

	is_news(s, (int)s->orders.len, w->now);
	order_list_push(&s->orders, o);
	return (int)s->orders.len - 1;
}

int order_of(const char *ref)
{
	return ref && *ref ? (int)strtol(ref + 1, NULL, 10) : -1;
}

bool refund_counts(const struct world *w, const struct refund_truth *r)
{
	return !(r->fails && w->now >= r->final) &&
	       !(r->gone && w->now >= r->gone);
}

int64_t paid_back(const struct world *w, int n, int order)
{
	const struct shop_truth *s = &w->shop[n];
	int64_t sum = 0;

	for (int i = s->orders.at[order].first; i >= 0;
	     i = s->refunds.at[i].next)
		if (refund_counts(w, &s->refunds.at[i]))
			sum += s->refunds.at[i].minor;
	return sum;
}

struct truth truth_of(const struct world *w, int n, int order,
		      const char *intent)
{
	const struct shop_truth *s = &w->shop[n];
	struct truth t = { 0 };

	for (int i = s->orders.at[order].first; i >= 0;
	     i = s->refunds.at[i].next) {
		const struct refund_truth *r = &s->refunds.at[i];

		if (!text_eq(r->intent, intent))
			continue;
		t.taken_back |= r->gone && w->now >= r->gone;
		if (!refund_counts(w, r))
			continue;
		t.count++;
		t.minor += r->minor;
		t.pending |= w->now < r->final;
		t.forgotten |= r->forgotten;
	}
	return t;
}

/* -- money goes back -- */

static int add_refund(struct world *w, int n, struct refund_truth *r)
{
	struct shop_truth *s = &w->shop[n];
	struct order_truth *o = &s->orders.at[r->order];
	int index = (int)s->refunds.len;

	r->next = o->first;
	o->first = index;
	is_news(s, r->order, r->shown);
	if (r->final > r->shown)
		is_news(s, r->order, r->final);
	if (r->gone)
		is_news(s, r->order, r->gone);
	refund_list_push(&s->refunds, *r);
	return index;
}

/* What becomes of it: at once, after a while, never, or not for good. */
static void decide_fate(struct world *w, struct refund_truth *r)
{
	r->final = r->done;
	if (!w->calm && one_in(w, 5)) {
		r->final += between(w, HOUR_MS, 2 * DAY_MS);
		r->fails = fault(w, FAULT_FAILED, 8);
	}
	if (!r->fails && fault(w, FAULT_TAKEN_BACK, 80)) {
		r->gone = r->final + between(w, HOUR_MS, 20 * DAY_MS);
		r->unseen = one_in(w, 2);
	}
	r->split = fault(w, FAULT_SPLIT, 12);
}

static void intent_of(struct world *w, const char *key, char *out, size_t size)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(desk_db(w->desk),
				   "SELECT intent FROM actions WHERE key = ?1",
				   "s", key);

	snprintf(out, size, "%s", rows_next(&r) ? rows_text(&r, 0) : "");
	if (!*out)
		broken(w, "money left for a key that no action has");
}

static int known_key(const struct world *w, int n, const char *key)
{
	const struct shop_truth *s = &w->shop[n];

	for (size_t i = s->refunds.len; i-- > 0;) {
		if (s->refunds.at[i].asked <= w->now - s->key_life_ms)
			break;
		if (text_eq(s->refunds.at[i].key, key))
			return (int)i;
	}
	return -1;
}

enum shop_answer shop_asked(struct world *w, int n, const char *key, int order,
			    int64_t minor, bool late, int *index)
{
	struct shop_truth *s = &w->shop[n];
	struct order_truth *o = &s->orders.at[order];
	struct refund_truth r = { .order = order,
				  .minor = minor,
				  .asked = w->now };

	*index = s->effect_class == 'A' ? known_key(w, n, key) : -1;
	if (*index >= 0)
		return s->refunds.at[*index].minor == minor &&
				       s->refunds.at[*index].order == order
			       ? ANSWER_TAKEN
			       : ANSWER_ODD;
	if (o->foreign && paid_back(w, n, order) + minor > o->paid)
		return ANSWER_REFUSED;
	snprintf(r.key, sizeof r.key, "%s", key);
	intent_of(w, key, r.intent, sizeof r.intent);
	r.done = w->now + between(w, 0, late ? s->late_ms : SECOND_MS);
	r.shown = r.done + between(w, 0, s->read_lag_ms);
	decide_fate(w, &r);
	*index = add_refund(w, n, &r);
	return ANSWER_TAKEN;
}

void shop_foreign(struct world *w, int n, int order)
{
	struct shop_truth *s = &w->shop[n];
	struct order_truth *o = &s->orders.at[order];
	int64_t left = o->paid - paid_back(w, n, order);
	struct refund_truth r = { .order = order, .asked = w->now };

	if (left <= 0)
		return;
	w->figures->faults[FAULT_FOREIGN]++;
	o->foreign = true;
	r.minor = one_in(w, 2) ? left : between(w, 1, left);
	r.done = r.final = w->now;
	r.shown = w->now + between(w, 0, s->read_lag_ms);
	add_refund(w, n, &r);
	tell(w, "; by hand %s %d: %lld", s->name, order, (long long)r.minor);
}

void shop_copied(struct world *w, int n)
{
	struct shop_truth *s = &w->shop[n];

	news_list_clear(&s->copied);
	for (size_t i = 0; i < s->news.len; i++)
		news_list_push(&s->copied, s->news.at[i]);
}

static int by_moment(const void *a, const void *b)
{
	const struct news *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

/* Each once: what is due is due now, and what was still to come when the copy
 * was made may be to come in the list as well. */
static void each_once(struct news_list *news, int64_t now)
{
	size_t kept = 0;

	for (size_t i = 0; i < news->len; i++)
		if (news->at[i].at < now)
			news->at[i].at = now;
	if (news->len)
		qsort(news->at, news->len, sizeof *news->at, by_moment);
	for (size_t i = 0; i < news->len; i++)
		if (!kept || by_moment(&news->at[kept - 1], &news->at[i]))
			news->at[kept++] = news->at[i];
	news->len = kept;
}

void shop_tells_all(struct world *w, int n, int64_t since)
{
	struct shop_truth *s = &w->shop[n];

	for (size_t i = 0; i < s->copied.len; i++)
		news_list_push(&s->news, s->copied.at[i]);
	since -= HOUR_MS;
	for (size_t i = s->orders.len; i-- > 0;) {
		if (s->orders.at[i].placed < since)
			break;
		is_news(s, (int)i, w->now);
	}
	for (size_t i = 0; i < s->refunds.len; i++) {
		struct refund_truth *r = &s->refunds.at[i];

		r->forgotten |= r->asked >= since + HOUR_MS;
		if (r->final >= since || r->shown >= since || r->gone >= since)
			is_news(s, r->order, w->now);
	}
	each_once(&s->news, w->now);
}

void shop_calms(struct world *w, int n)
{
	struct shop_truth *s = &w->shop[n];

	s->down_until = 0;
	for (size_t i = 0; i < s->refunds.len; i++)
		if (s->refunds.at[i].gone > w->now)
			s->refunds.at[i].gone = 0;
}
