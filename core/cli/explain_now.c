/* explain_now.c - what would be done about a ticket now.
 * SPDX-License-Identifier: MIT */
#include "cli/cost_view.h"
#include "cli/explain_own.h"
#include "cli/owed.h"
#include "cli/view.h"
#include "desk/simulate/explain.h"
#include "desk/ticket/retier.h"
#include "model/people.h"

static void put_wish(struct str *s, const struct wanted *w)
{
	CLEANUP(str_release) struct str amount = STR_INIT;

	str_printf(s, "    would propose: %s", w->verb);
	if (w->template_id)
		str_printf(s, " %s", w->template_id);
	if (money_given(w->amount)) {
		money_put(&amount, w->amount);
		str_printf(s, " %s %s", str_c(&amount), w->amount.currency);
	}
	str_printf(s, " (rule %s)\n", w->rule);
}

static void put_move(struct str *s, const struct move *m)
{
	str_printf(s, "    then: %s%s%s%s%s", m->step,
		   *m->reply ? ", reply " : "", m->reply,
		   m->refund ? ", propose a refund" : "",
		   m->coupon ? ", propose a coupon" : "");
	if (*m->reship)
		str_printf(s, ", propose a reshipment (%s)", m->reship);
	if (*m->task)
		str_printf(s, ", a task for %s", m->task);
	str_putc(s, '\n');
}

static void tell_playbook(struct telling *t, const struct explained *e)
{
	struct str *s = &t->c->out;

	if (*e->ticket.playbook && !e->runs)
		str_printf(s, "    playbook %s: %s\n", e->ticket.playbook,
			   e->ticket.step);
	if (!e->runs)
		return;
	str_printf(s, "    playbook %s waits at \"%s\" until ",
		   e->ticket.playbook, e->ticket.step);
	view_instant(s, e->next_at);
	str_putc(s, '\n');
	if (*e->ends)
		str_printf(s, "    and ends then: %s\n", e->ends);
	for (int i = 0; !*e->ends && i < e->next.count; i++)
		put_move(s, &e->next.moves[i]);
}

static void put_wishes_json(struct jw *w, const struct advice *a)
{
	jw_key(w, "would");
	jw_array(w);
	for (int i = 0; i < a->count; i++) {
		jw_object(w);
		jw_kv_text(w, "verb", a->wanted[i].verb);
		if (a->wanted[i].template_id)
			jw_kv_text(w, "template", a->wanted[i].template_id);
		jw_kv_text(w, "rule", a->wanted[i].rule);
		jw_kv_text(w, "policy", a->wanted[i].policy);
		jw_end(w);
	}
	jw_end(w);
}

static int put_now_json(struct telling *t, const struct explained *e,
			struct err *err)
{
	static const struct advice none = { 0 };
	bool closed = e->ticket.state == TICKET_CLOSED;
	struct jw w = JW_INIT(&t->c->out);
	int rc;

	jw_object(&w);
	jw_kv_i64(&w, "ticket", e->ticket.id);
	jw_kv_text(&w, "issue", e->ticket.issue);
	jw_kv_text(&w, "trigger", e->trigger);
	jw_kv_text(&w, "tier_rule", e->triaged.rule);
	jw_key(&w, "facts");
	jw_raw(&w, e->advice.vector, strlen(e->advice.vector));
	jw_key(&w, "fired");
	jw_raw(&w, e->advice.fired, strlen(e->advice.fired));
	jw_key(&w, "considered");
	jw_raw(&w, e->advice.considered, strlen(e->advice.considered));
	jw_kv_bool(&w, "closed", closed);
	put_wishes_json(&w, closed ? &none : &e->advice);
	if (!closed)
		cost_view_json(&w, t->brain, e);
	if (e->runs) {
		jw_kv_text(&w, "playbook", e->ticket.playbook);
		jw_kv_text(&w, "waits_at", e->ticket.step);
		jw_kv_i64(&w, "next_at", e->next_at);
	}
	rc = closed ? 0 : owed_put_json(&w, t->db, e->ticket.id, err);
	jw_end(&w);
	str_putc(&t->c->out, '\n');
	return rc;
}

static bool by_hand(const struct explained *e)
{
	return text_eq(e->ticket.rule, TIER_BY_HAND);
}

int explain_tell_now(struct telling *t, int64_t id, struct err *err)
{
	struct explained e;

	if (!t->brain)
		return 0;
	arena_clear(&t->arena);
	if (explain_now(t->db, brain_of(t->brain), t->now, id, &t->arena, &e,
			err))
		return -1;
	if (t->c->json)
		return put_now_json(t, &e, err);
	if (e.ticket.state == TICKET_CLOSED) {
		str_printf(&t->c->out,
			   "T-%lld is closed (%s): nothing is proposed\n",
			   (long long)id, view_or_dash(e.ticket.outcome));
		return 0;
	}
	str_printf(&t->c->out, "T-%lld now: %s, asked as %s, tier by %s\n",
		   (long long)id, e.ticket.issue, e.trigger,
		   by_hand(&e)      ? e.ticket.rule
		   : e.triaged.rule ? e.triaged.rule
				    : "-");
	explain_words(t, id);
	explain_facts(t, e.advice.vector);
	explain_considered(t, e.advice.fired, e.advice.considered);
	for (int i = 0; i < e.advice.count; i++)
		put_wish(&t->c->out, &e.advice.wanted[i]);
	cost_view(&t->c->out, t->brain, &e);
	tell_playbook(t, &e);
	return owed_put(&t->c->out, t->db, id, err);
}
