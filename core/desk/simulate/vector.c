/* vector.c - see vector.h.
 * SPDX-License-Identifier: MIT */
#include "desk/simulate/vector.h"

#include <ctype.h>

#include "base/str.h"
#include "desk/playbook/playbook.h"

/* -- what was wanted -- */

static void add(struct effects *e, struct effect one)
{
	if (e->count < EFFECTS_MAX)
		e->at[e->count++] = one;
}

void effects_of_advice(const struct advice *a, struct effects *out)
{
	out->count = 0;
	for (int i = 0; i < a->count; i++) {
		const struct wanted *w = &a->wanted[i];

		add(out, (struct effect){
				 .rule = w->rule ? w->rule : "",
				 .verb = w->verb,
				 .what = w->template_id ? w->template_id : "",
				 .amount = w->amount,
				 .automatic = w->automatic });
	}
	if (a->playbook && *a->playbook)
		add(out, (struct effect){ .rule = "",
					  .verb = "playbook",
					  .what = a->playbook });
}

static const char *rule_of(const char *playbook, const char *step,
			   struct arena *arena)
{
	return arena_printf(arena, PLAYBOOK_RULE "%s: %s", playbook, step);
}

static void add_move(const char *rule, const struct move *m, int64_t now,
		     struct arena *arena, struct effects *out)
{
	const char *percent =
		m->coupon_percent ? arena_printf(arena, "%lld %%",
						 (long long)m->coupon_percent)
				  : "";

	if (*m->ask)
		add(out, (struct effect){ rule, "ask", m->ask, { 0 }, false });
	if (*m->task)
		add(out,
		    (struct effect){ rule, "task", m->task, { 0 }, false });
	if (*m->reply)
		add(out,
		    (struct effect){ rule, "reply", m->reply, { 0 }, false });
	if (m->refund)
		add(out,
		    (struct effect){ rule, "refund", "", m->amount, false });
	if (m->coupon)
		add(out, (struct effect){ rule, "coupon", percent,
					  m->coupon_amount, false });
	if (*m->reship)
		add(out,
		    (struct effect){ rule, "reship", m->reship, { 0 }, false });
	if (m->promise)
		add(out, (struct effect){ rule,
					  "promise",
					  "",
					  { .minor = m->promise - now },
					  false });
}

void effects_of_play(const char *playbook, const struct play *p, int64_t now,
		     struct arena *arena, struct effects *out)
{
	out->count = 0;
	for (int i = 0; i < p->count; i++)
		add_move(rule_of(playbook, p->moves[i].step, arena),
			 &p->moves[i], now, arena, out);
	if (*p->wait)
		add(out, (struct effect){
				 rule_of(playbook, p->wait, arena),
				 "wait",
				 p->accept,
				 { .minor = p->wait_at ? p->wait_at - now : 0 },
				 false });
}

const char *fired_of_play(const char *playbook, const struct play *p,
			  struct arena *arena)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct jw w = JW_INIT(&s);

	jw_array(&w);
	for (int i = 0; i < p->count; i++)
		jw_text(&w, rule_of(playbook, p->moves[i].step, arena));
	jw_end(&w);
	return arena_strdup(arena, str_c(&s));
}

bool effect_same(const struct effect *a, const struct effect *b)
{
	return a->amount.minor == b->amount.minor &&
	       a->automatic == b->automatic && text_eq(a->verb, b->verb) &&
	       text_eq(a->rule, b->rule) && text_eq(a->what, b->what) &&
	       text_eq(a->amount.currency, b->amount.currency);
}

/* -- writing -- */

static void put_money(struct jw *w, struct money m)
{
	jw_i64(w, m.minor);
	jw_text(w, m.currency);
}

static void put_sum(struct jw *w, const char *name, struct money m)
{
	if (!money_given(m))
		return;
	jw_key(w, name);
	jw_array(w);
	put_money(w, m);
	jw_end(w);
}

static void put_effects(struct jw *w, const struct effects *e)
{
	jw_key(w, "did");
	jw_array(w);
	for (int i = 0; i < e->count; i++) {
		const struct effect *one = &e->at[i];

		jw_array(w);
		jw_text(w, one->rule);
		jw_text(w, one->verb);
		jw_text(w, one->what);
		put_money(w, one->amount);
		jw_i64(w, one->automatic);
		jw_end(w);
	}
	jw_end(w);
}

/* A country is a code of two letters; whatever else a shop calls one is text.
 */
static bool is_country(const char *text)
{
	return isalpha((unsigned char)text[0]) &&
	       isalpha((unsigned char)text[1]) && !text[2];
}

const char *seen_put(const struct seen *s, struct arena *arena)
{
	CLEANUP(str_release) struct str out = STR_INIT;
	const struct matter *m = &s->matter;
	struct jw w = JW_INIT(&out);

	jw_object(&w);
	jw_kv_i64(&w, "v", SEEN_FORMAT);
	jw_kv_i64(&w, "at", m->now);
	jw_kv_i64(&w, "ticket", s->ticket);
	if (*m->country && is_country(m->country))
		jw_kv_text(&w, "country", m->country);
	put_sum(&w, "total", m->order_total);
	put_sum(&w, "back", m->refunded_amount);
	put_sum(&w, "open", m->refund_open);
	if (s->tier) {
		jw_kv_i64(&w, "tier", s->tier);
		jw_kv_i64(&w, "respond", s->respond_ms);
	}
	if (s->playbook) {
		jw_kv_text(&w, "playbook", s->playbook);
		jw_kv_text(&w, "after", s->after);
	}
	put_effects(&w, &s->effects);
	jw_end(&w);
	return arena_strdup(arena, str_c(&out));
}
