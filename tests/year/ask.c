/* ask.c - a request for money at a shop: whether it arrives, and what becomes
 * of the reply.
 * SPDX-License-Identifier: MIT */
#include "year/world.h"

/* Appends the outcome line of a call that knows what became of it. */
static void put_outcome(struct world *w, struct worker *k, int index)
{
	const struct shop_truth *s = &w->shop[k->lane];
	bool settled = w->now >= s->refunds.at[index].final &&
		       !s->refunds.at[index].fails && one_in(w, 3);

	str_printf(&k->records, "{\"kind\":\"outcome\",\"state\":\"%s\"",
		   settled ? "settled" : "accepted");
	if (s->effect_class < 'C' || (s->effect_class == 'C' && one_in(w, 2)))
		str_printf(&k->records, ",\"ref\":\"R%d\"", index);
	str_puts(&k->records, "}\n");
}

static void answer(struct worker *k, int http, const char *code,
		   hw_status status)
{
	k->replied = true;
	k->http = http;
	k->status = status;
	snprintf(k->blob, sizeof k->blob, "{\"code\":\"%s\"}", code);
}

static void no_answer(struct worker *k, bool sent)
{
	k->replied = true;
	k->http = 0;
	k->status = HW_RETRY;
	k->reply.sent = sent;
}

/* The request arrives, and something becomes of the reply. */
static void arrives(struct worker *k, const struct asked *a, bool late)
{
	struct world *w = k->w;
	int index = -1;
	enum shop_answer got =
		shop_asked(w, k->lane, a->key, order_of(a->order_ref), a->minor,
			   late, &index);

	if (got == ANSWER_REFUSED) {
		answer(k, 422, "refused", HW_REJECTED);
	} else if (got == ANSWER_ODD) {
		answer(k, 400, "other bytes", HW_RETRY);
	} else if (late || fault(w, FAULT_LOST_REPLY, 12)) {
		no_answer(k, true);
		w->figures->unclear++;
	} else if (fault(w, FAULT_500, 25)) {
		answer(k, 500, "sorry", HW_RETRY);
		w->figures->unclear++;
	} else if (fault(w, FAULT_GARBAGE, 40)) {
		answer(k, 200, "<html>", HW_BROKEN);
		w->figures->unclear++;
	} else {
		answer(k, 201, "", HW_OK);
		put_outcome(w, k, index);
	}
	tell(k->w, " -> %s R%d %d", a->order_ref, index, k->http);
}

void send_request(struct worker *k, const struct asked *a)
{
	struct world *w = k->w;
	bool keyed = w->shop[k->lane].effect_class == 'A';

	w->figures->sends++;
	if (fault(w, FAULT_LOST_ASK, 20)) {
		no_answer(k, true);
		w->figures->unclear++;
	} else if (fault(w, FAULT_UNSENT, 25)) {
		no_answer(k, false);
	} else if (fault(w, FAULT_BUSY, 20)) {
		answer(k, 429, "busy", HW_RETRY);
	} else if (keyed && fault(w, FAULT_BURNT, 50)) {
		answer(k, 409, "burnt", HW_RETRY);
	} else if (fault(w, FAULT_REFUSED, 40)) {
		answer(k, 422, "refused", HW_REJECTED);
	} else {
		arrives(k, a, fault(w, FAULT_LATE, 12));
		k->dies = fault(w, FAULT_DIED, 50);
	}
}
