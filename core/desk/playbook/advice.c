/* advice.c - see advice.h.
 * SPDX-License-Identifier: MIT */
#include "desk/playbook/advice.h"

#include "desk/action/action.h"
#include "desk/playbook/given.h"
#include "desk/playbook/playbook.h"
#include "desk/reply/enclosure.h"
#include "desk/reply/promise.h"
#include "desk/reply/reply_address.h"
#include "desk/reply/reply_text.h"
#include "desk/reply/screen.h"
#include "desk/simulate/vector.h"

/* The sum that a reply speaks of is that of the refund which is proposed beside
 * it (where the order has another one already, nothing is said), or of the one
 * that is there and that it tells of: a part must not read as all of it. */
static struct money amount_told(struct desk *d, const struct ticket *t,
				const struct wanted *w)
{
	struct action other, like = { .verb = "refund",
				      .shop = t->shop,
				      .order_ref = t->order_ref };
	struct err err = { 0 };
	int64_t id;

	if (w->tells_of && text_eq(w->tells_of, "refund"))
		return screen_refund(d, &like);
	if (!money_given(w->amount) || w->amount.minor <= 0 ||
	    action_earlier(d, &like, &id, &err))
		return (struct money){ 0 };
	if (id && (action_load(d, id, &other, &err) ||
		   !money_same_currency(other.amount, w->amount) ||
		   money_cmp(other.amount, w->amount) != 0))
		return (struct money){ 0 };
	return w->amount;
}

static int propose_reply(struct desk *d, const struct ticket *t,
			 const struct wanted *w, struct err *err)
{
	struct rendered text = { 0 };
	struct err why = { 0 };
	struct action a = { .verb = "reply",
			    .ticket = t->id,
			    .shop = t->shop,
			    .order_ref = t->order_ref,
			    .lang = t->lang,
			    .rule = w->rule,
			    .policy = w->policy,
			    .proposed_by = "policy",
			    .template_id = w->template_id };

	struct action where = a;

	reply_address_find(d, t, &where);
	if (reply_render(d, t, &where, w->template_id, amount_told(d, t, w),
			 &text, &why))
		return alert_raise(d, "warning",
				   arena_printf(&d->arena, "render:%s:%s",
						w->template_id, t->lang),
				   t->id,
				   arena_printf(&d->arena,
						"T-%lld: no reply proposed, %s",
						(long long)t->id, why.text),
				   err);
	a.text = text.text;
	a.subject = text.subject;
	if (!reply_address(d, t, &a))
		return 0;
	if (enclosure_named(d, &a, err))
		return -1;
	if (!text_blank(w->tells_of) && promise_there(d, &a, w->tells_of, err))
		return -1;
	a.automatic = w->automatic;
	return action_plan(d, &a, false, err);
}

/* What is being proposed. head: of a part, what it goes with; 0 when that was
 * not planned. unmet: the rule whose gift is not proposed (the goods are made
 * good by another one already, the shop cannot); a reply that promises it is
 * not either. other: what is there
 * already of what the rule `of` wants. told: the rule whose gift the buyer was
 * told of already; it does not tell of it again. */
struct proposing {
	int64_t head, other;
	const char *unmet, *of, *told;
};

static int not_proposed(struct desk *d, const struct ticket *t,
			const struct wanted *w, const char *why,
			struct proposing *p, struct err *err)
{
	if (!w->part) {
		p->unmet = w->rule;
		if (advice_withdraw(d, t->id, w->rule, false,
				    "what it promises is not given", err))
			return -1;
	}
	return alert_raise(d, "warning",
			   arena_printf(&d->arena, "propose:%s:%lld", w->verb,
					(long long)t->id),
			   t->id,
			   arena_printf(&d->arena, "T-%lld: no %s proposed: %s",
					(long long)t->id, w->verb, why),
			   err);
}

static int propose_money(struct desk *d, const struct ticket *t,
			 const struct wanted *w, struct proposing *p,
			 struct err *err)
{
	struct err why = { 0 };
	int64_t other;
	struct action a = { .verb = w->verb,
			    .ticket = t->id,
			    .shop = t->shop,
			    .order_ref = t->order_ref,
			    .amount = w->amount,
			    .args = w->args ? w->args : "",
			    .rule = w->rule,
			    .policy = w->policy,
			    .proposed_by = "policy",
			    .automatic = w->automatic,
			    .part_of = w->part ? p->head : 0 };

	if (w->part && !p->head)
		return 0;
	if (!w->part)
		p->head = 0;
	a.instance =
		db_text(d->db, &d->arena,
			"SELECT label FROM shops WHERE id = ?1", "i", t->shop);
	if (money_given(a.amount) && a.amount.minor <= 0)
		err_set(&why, ERR_DATA,
			"nothing of the order is left to refund");
	else if (action_plan(d, &a, false, &why) == 0) {
		if (!w->part)
			p->head = a.id;
		return 0;
	}
	if (why.code != ERR_DATA) {
		*err = why;
		return -1;
	}
	if (action_earlier(d, &a, &other, err))
		return -1;
	if (other) { /* there is one already: no second */
		p->other = other;
		p->of = w->rule;
		return 0;
	}
	return not_proposed(d, t, w, why.text, p, err);
}

/* Before anything of it is proposed: words may stand before their money. */
static int look_told(struct desk *d, const struct ticket *t,
		     const struct wanted *w, struct proposing *p,
		     struct err *err)
{
	bool again = false;

	if (!text_eq(w->verb, "reply") && !w->part &&
	    given_again(d, t, w->verb, &again, err))
		return -1;
	if (again)
		p->told = w->rule;
	return 0;
}

static bool is_of(const char *rule, const struct wanted *w)
{
	return rule && text_eq(rule, w->rule);
}

/* One open reply is enough; a newer one replaces the text. */
static int propose_words(struct desk *d, const struct ticket *t,
			 const struct wanted *w, const struct proposing *p,
			 struct err *err)
{
	if (is_of(p->unmet, w) || is_of(p->told, w))
		return 0;
	return advice_drop_reply(d, t->id, "a newer proposal replaces it",
				 err) ||
			       propose_reply(d, t, w, err)
		       ? -1
		       : 0;
}

int advice_propose_all(struct desk *d, const struct ticket *t,
		       const struct wanted *list, int count, struct err *err)
{
	struct proposing p = { 0 };
	int rc = 0;

	for (int i = 0; i < count && rc == 0; i++)
		rc = look_told(d, t, &list[i], &p, err);
	for (int i = 0; i < count && rc == 0; i++)
		rc = text_eq(list[i].verb, "reply")
			     ? propose_words(d, t, &list[i], &p, err)
			     : propose_money(d, t, &list[i], &p, err);
	return rc == 0 && p.other ? promise_beside(d, t->id, p.of, p.other, err)
				  : rc;
}

int advice_propose(struct desk *d, const struct ticket *t,
		   const struct wanted *w, struct err *err)
{
	return advice_propose_all(d, t, w, 1, err);
}

/* A money rule that something unknown held back: somebody should know. */
static int tell_held(struct desk *d, int64_t ticket, const char *why,
		     struct err *err)
{
	if (!why || !*why)
		return 0;
	return alert_raise(
		d, "warning",
		arena_printf(&d->arena, "held:%lld", (long long)ticket), ticket,
		arena_printf(&d->arena, "T-%lld: held back, %s",
			     (long long)ticket, why),
		err);
}

int advice_record(struct desk *d, int64_t ticket, const struct report *report,
		  const struct advice *advice, struct err *err)
{
	struct seen seen = { .matter = report->matter, .ticket = ticket };

	if (report->triaged) {
		seen.tier = report->triaged->tier;
		seen.respond_ms = report->triaged->respond_ms;
	}
	effects_of_advice(advice, &seen.effects);
	return change_vector(d,
			     &(struct vector){ report->trigger, advice->vector,
					       advice->fired,
					       advice->considered,
					       seen_put(&seen, &d->arena) },
			     err);
}

/* One at a time; the same one is not begun anew, and then a person goes on. */
static int follow_playbook(struct desk *d, const struct ticket *t,
			   const struct advice *a, const struct matter *m,
			   struct err *err)
{
	if (!a->playbook || !*a->playbook || playbook_runs(t))
		return 0;
	if (!text_eq(t->playbook, a->playbook))
		return playbook_start(d, t, a->playbook, m, err);
	return a->again.verb ? advice_propose(d, t, &a->again, err) : 0;
}

int advice_follow(struct desk *d, int64_t ticket, struct report *report,
		  struct err *err)
{
	struct advice advice = ADVICE_NONE;
	struct ticket t;

	if (!d->brain)
		return 0;
	d->brain->advise(d->brain, &report->matter, &d->arena, &advice);
	if (advice_record(d, ticket, report, &advice, err) ||
	    tell_held(d, ticket, advice.held_back, err) ||
	    ticket_load(d, ticket, &t, err))
		return -1;
	if (advice_propose_all(d, &t, advice.wanted, advice.count, err))
		return -1;
	return follow_playbook(d, &t, &advice, &report->matter, err);
}
