/* front.c - what shops, carriers and the mailbox show, in the words of plugins,
 * and what polls bring of it: late, twice, older and in another order.
 * SPDX-License-Identifier: MIT */
#include "desk/ledger/restored.h"
#include "year/happens.h"
#include "year/seller.h"

#define LETTERS_AT_ONCE 20
#define NEWS_AT_ONCE 40

static void put_amount(struct str *s, const char *name, int64_t minor)
{
	str_printf(s,
		   ",\"%s\":{\"amount\":\"%lld.%02lld\",\"currency\":\"USD\"}",
		   name, (long long)minor / 100, (long long)minor % 100);
}

char letter_of(const struct world *w, int n)
{
	return (char)(w->shop[n].name[0] - 'a' + 'A');
}

int spoken(int n, int order)
{
	return 1000000 + n * 100000 + order;
}

void put_order(struct world *w, struct str *out, int n, int order)
{
	const struct order_truth *o = &w->shop[n].orders.at[order];

	str_printf(out,
		   "{\"kind\":\"order\",\"ref\":\"%c%d\",\"name\":\"#%d\","
		   "\"version\":%lld,\"status\":\"%s\",\"buyer_ref\":\"B%d\","
		   "\"buyer_name\":\"Ann %d\",\"email\":"
		   "\"b%d@buyer.example\",\"lang\":\"%s\"",
		   letter_of(w, n), order, spoken(n, order),
		   (long long)o->version, o->cancelled ? "cancelled" : "open",
		   o->buyer, o->buyer, o->buyer,
		   w->seller ? seller_lang(o->buyer) : "en");
	if (w->seller)
		str_printf(out, ",\"country\":\"%s\"",
			   seller_country(o->buyer));
	put_when(out, "placed", o->placed);
	put_amount(out, "total", o->paid);
	str_puts(out, ",\"lines\":[{\"ref\":\"L1\",\"title\":\"Lamp\","
		      "\"quantity\":1}]}\n");
	str_printf(out,
		   "{\"kind\":\"payment\",\"ref\":\"P%c%d\",\"order_ref\":"
		   "\"%c%d\",\"type\":\"sale\",\"status\":\"success\"",
		   letter_of(w, n), order, letter_of(w, n), order);
	put_when(out, "at", o->placed);
	put_amount(out, "amount", o->paid);
	str_puts(out, "}\n");
}

static void put_part(struct world *w, struct str *out, int n, int index,
		     const char *part, int64_t minor, bool older)
{
	const struct shop_truth *s = &w->shop[n];
	const struct refund_truth *r = &s->refunds.at[index];
	bool final = w->now >= r->final && !older;
	bool gone = r->gone && w->now >= r->gone && !older;

	str_printf(out,
		   "{\"kind\":\"payment\",\"ref\":\"R%d%s\",\"order_ref\":"
		   "\"%c%d\",\"type\":\"refund\",\"version\":%d,\"status\":"
		   "\"%s\"",
		   index, part, letter_of(w, n), r->order, 1 + final + gone,
		   gone || (final && r->fails) ? "failed"
		   : final                     ? "success"
					       : "pending");
	put_amount(out, "amount", minor);
	if (s->effect_class != 'D')
		put_when(out, "at", r->done);
	if (s->effect_class < 'C' && *r->key)
		str_printf(out, ",\"note\":\"HelloWord %s\"", r->key);
	if (s->effect_class < 'C' && *part)
		str_printf(out, ",\"parent_ref\":\"R%d\"", index);
	str_puts(out, "}\n");
}

static void put_refund(struct world *w, struct str *out, int n, int index,
		       bool older)
{
	const struct refund_truth *r = &w->shop[n].refunds.at[index];

	if (w->now < r->shown || (r->gone && w->now >= r->gone && r->unseen))
		return;
	if (!r->split || r->minor < 2) {
		put_part(w, out, n, index, "", r->minor, older);
		return;
	}
	put_part(w, out, n, index, "-1", r->minor / 2, older);
	put_part(w, out, n, index, "-2", r->minor - r->minor / 2, older);
}

static void put_them(struct world *w, struct str *out, int n, int order,
		     bool older)
{
	const struct shop_truth *s = &w->shop[n];

	for (int i = s->orders.at[order].first; i >= 0;
	     i = s->refunds.at[i].next)
		put_refund(w, out, n, i, older);
}

void put_payments(struct world *w, struct str *out, int n, int order)
{
	put_them(w, out, n, order, false);
}

/* -- polls -- */

bool bring(struct world *w, int lane, struct str *lines)
{
	CLEANUP(str_release) struct str answers = STR_INIT;
	struct call_result r = { .records = str_c(lines),
				 .records_len = lines->len,
				 .kv = "" };
	struct err err = { 0 };

	if (host_deliver(&w->host, w->lane[lane].instance, "sync", &r, 0,
			 &answers, &err) == 0)
		return true;
	if (!w->reads_fail)
		broken(w, "a delivery failed: %s", err.text);
	return false;
}

static void put_bad(struct world *w, struct str *out)
{
	static const char *const bad[] = {
		"not json",
		"{\"kind\":\"payment\",\"ref\":\"X\",\"order_ref\":\"A1\","
		"\"type\":\"refund\",\"status\":\"success\",\"amount\":{"
		"\"amount\":\"-5.00\",\"currency\":\"USD\"}}",
		"{\"kind\":\"order\",\"name\":\"no ref\"}",
		"{\"kind\":\"scan\",\"tracking\":\"T1\",\"status\":"
		"\"in_transit\",\"occurred\":\"2199-01-01T00:00:00Z\"}",
	};

	str_printf(out, "%s\n", bad[chance(w, COUNT_OF(bad))]);
}

static void put_news(struct world *w, struct str *out, int n, int order)
{
	bool older = fault(w, FAULT_OLD_FACT, 15), first = one_in(w, 4);

	if (first)
		put_payments(w, out, n, order);
	put_order(w, out, n, order);
	if (!first)
		put_payments(w, out, n, order);
	if (older)
		put_them(w, out, n, order, true);
}

/* As a poll that found no more. */
static void at_the_end(struct world *w, int lane)
{
	struct err err = { 0 };

	if (restored_read(w->desk, w->lane[lane].instance->name, &err) &&
	    !w->reads_fail)
		broken(w, "the end of a poll was not taken: %s", err.text);
}

/* Those whose moment has come leave the list when they were taken in. */
void poll_shop(struct world *w, int n)
{
	CLEANUP(str_release) struct str lines = STR_INIT;
	struct news_list *news = &w->shop[n].news;
	struct news_list later = { 0 };
	int count = 0, left = 0;

	for (size_t i = 0; i < news->len; i++) {
		if (news->at[i].at <= w->now && count < NEWS_AT_ONCE &&
		    (w->calm || !one_in(w, 8))) {
			put_news(w, &lines, n, news->at[i].order);
			count++;
		} else {
			news_list_push(&later, news->at[i]);
			left += news->at[i].at <= w->now;
		}
	}
	if (fault(w, FAULT_BAD_FACT, 60))
		put_bad(w, &lines);
	if (count && !bring(w, n, &lines)) {
		news_list_release(&later);
		return;
	}
	tell(w, "; poll %s: %d", w->shop[n].name, count);
	news_list_release(news);
	*news = later;
	if (!left)
		at_the_end(w, n);
}

static void put_letter(struct world *w, struct str *out, size_t index)
{
	static const char *const texts[] = {
		"Where is it? I have not received my parcel: not received",
		"The quality is bad",
		"The quality is poor, I want my money back",
		"thanks, all is well",
		"It came damaged",
	};
	const struct letter *l = &w->letters.at[index];
	const struct order_truth *o = &w->shop[l->shop].orders.at[l->order];
	const char *text = w->seller ? seller_letter(o->buyer, l->text)
				     : texts[(size_t)l->text % COUNT_OF(texts)];

	str_printf(out,
		   "{\"kind\":\"text_in\",\"ref\":\"M%zu\",\"channel\":"
		   "\"email\",\"thread\":\"M%zu\",\"from_addr\":"
		   "\"b%d@buyer.example\",\"subject\":\"Order "
		   "#%d\",\"message_id\":\"<m%zu@buyer.example>\","
		   "\"origin\":\"human\"",
		   index, index, o->buyer, spoken(l->shop, l->order), index);
	str_puts(out, ",\"text\":");
	json_quote(out, text, strlen(text));
	put_when(out, "at", l->at);
	str_puts(out, "}\n");
}

void poll_mail(struct world *w)
{
	CLEANUP(str_release) struct str lines = STR_INIT;
	size_t at = w->letters_read;

	for (int i = 0; i < LETTERS_AT_ONCE && at < w->letters.len; i++, at++) {
		put_letter(w, &lines, at);
		if (fault(w, FAULT_OLD_FACT, 20))
			put_letter(w, &lines, chance(w, at + 1));
	}
	if (at > w->letters_read) {
		if (!bring(w, MAILBOX, &lines))
			return;
		tell(w, "; mails to %zu", at);
		w->letters_read = at;
	}
	if (at == w->letters.len)
		at_the_end(w, MAILBOX);
}
