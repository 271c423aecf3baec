/* goodwill.c - see goodwill.h.
 * SPDX-License-Identifier: MIT */
#include "desk/money/goodwill.h"

#include "desk/alert/alert.h"
#include "desk/erase/erase.h"
#include "desk/playbook/advice.h"
#include "desk/playbook/playbook.h"
#include "desk/reply/day_told.h"
#include "desk/ticket/deadline.h"
#include "desk/ticket/merge.h"
#include "desk/ticket/ticket.h"

#define INVITE "invite"

/* -- was it a good end? -- */

static int satisfied(const struct ticket *t, int64_t stars)
{
	if (stars)
		return stars >= 4 ? FLAG_YES : FLAG_NO;
	return text_eq(t->issue, "thanks") || words_have(t->also, "thanks")
		       ? FLAG_YES
		       : FLAG_UNKNOWN;
}

/* Who was erased is not written to, nor remembered for anything. */
static bool is_erased(struct desk *d, const struct ticket *t)
{
	return erased_at(d, subject_of_order(&d->arena, t->shop,
					     t->order_ref)) != 0;
}

static void know(struct desk *d, const struct ticket *t, struct report *r)
{
	matter_of_ticket(d, t, "closed", r);
	r->matter.stars = db_i64(d->db, 0,
				 "SELECT stars FROM reviews WHERE shop = ?1 "
				 "AND order_ref = ?2 AND stars > 0 ORDER BY id "
				 "DESC LIMIT 1",
				 "is", t->shop, t->order_ref);
	r->matter.satisfied = satisfied(t, r->matter.stars);
}

/* -- tags -- */

static int add_tag(struct desk *d, const struct ticket *t, int64_t buyer,
		   const char *name, struct err *err)
{
	struct tag tag = { .shop = t->shop,
			   .buyer = buyer,
			   .order_ref = t->order_ref,
			   .name = name,
			   .ticket = t->id,
			   .at = d->tx.cmd->at };

	if (db_i64(d->db, 0,
		   "SELECT 1 FROM tags WHERE buyer = ?1 AND name = ?2", "is",
		   buyer, name))
		return 0;
	return change(d, &tag_kind, NULL, &tag, err);
}

static int add_tags(struct desk *d, const struct ticket *t,
		    const struct report *r, struct err *err)
{
	char *save = NULL, *names;
	int64_t buyer;

	if (!d->brain->after.tags)
		return 0;
	buyer = db_i64(d->db, 0,
		       "SELECT id FROM buyers WHERE shop = ?1 AND ref = ?2",
		       "is", t->shop, r->buyer_ref ? r->buyer_ref : "");
	names = arena_strdup(
		&d->arena,
		d->brain->after.tags(d->brain, &r->matter, &d->arena));
	for (char *w = strtok_r(names, " ", &save); buyer && w;
	     w = strtok_r(NULL, " ", &save))
		if (add_tag(d, t, buyer, w, err))
			return -1;
	return 0;
}

/* -- the invitation -- */

static const char *source_of(struct desk *d, int64_t shop, const char *ref)
{
	return arena_printf(&d->arena, "%lld %s", (long long)shop, ref);
}

static const char *cause_of(struct desk *d, int64_t ticket)
{
	return arena_printf(&d->arena, "invite:%lld", (long long)ticket);
}

static int may_invite(struct desk *d, const struct ticket *t,
		      const struct report *r, struct invitation *out,
		      struct err *err)
{
	int64_t before = 0;

	if (!d->brain->after.invite ||
	    !d->brain->after.invite(d->brain, &r->matter, &d->arena, out))
		return 0;
	if (db_ask(d->db, &before, 0, err,
		   "SELECT 1 FROM actions WHERE shop = ?1 AND order_ref = ?2 "
		   "AND template_id = ?3",
		   "iss", t->shop, t->order_ref, out->template_id))
		return -1;
	return !before && !ticket_find(d, t->shop, t->order_ref, "");
}

static int plan_invitation(struct desk *d, const struct ticket *t,
			   const struct report *r, struct err *err)
{
	struct invitation it;
	int may = may_invite(d, t, r, &it, err);

	if (may <= 0)
		return may;
	return deadline_set(d, 0, 0, INVITE,
			    source_of(d, t->shop, t->order_ref),
			    d->tx.cmd->at + it.wait_ms, err);
}

int goodwill_look(struct desk *d, int64_t ticket, struct err *err)
{
	struct report r;
	struct ticket t;

	if (!d->brain || ticket_load(d, ticket, &t, err))
		return d->brain ? -1 : 0;
	if (t.state != TICKET_CLOSED || !*t.order_ref || is_erased(d, &t))
		return 0;
	know(d, &t, &r);
	return add_tags(d, &t, &r, err) || plan_invitation(d, &t, &r, err) < 0
		       ? -1
		       : 0;
}

static int64_t last_closed(struct desk *d, int64_t shop, const char *order_ref)
{
	return db_i64(d->db, 0,
		      "SELECT max(id) FROM tickets WHERE shop = ?1 AND "
		      "order_ref = ?2 AND state = 3 AND merged IS NULL",
		      "is", shop, order_ref);
}

int goodwill_of_order(struct desk *d, int64_t shop, const char *order_ref,
		      struct err *err)
{
	int64_t id = last_closed(d, shop, order_ref);

	return id ? goodwill_look(d, id, err) : 0;
}

/* One that waits for a yes. Nothing else that the policy proposed waits under a
 * closed ticket. */
static int withdraw_invitation(struct desk *d, const struct ticket *t,
			       struct err *err)
{
	struct action a = { 0 };
	int found = record_find(
		d->db, &action_kind, &a, &d->arena, NULL, err,
		"WHERE shop = ?1 AND verb = 'reply' AND order_ref = ?2 AND "
		"state = 2 AND proposed_by = 'policy' AND (ticket = ?3 OR "
		"ticket IN (SELECT id FROM tickets WHERE shop = ?1 AND "
		"order_ref = ?2 AND state = 3)) ORDER BY id DESC LIMIT 1",
		"isi", t->shop, t->order_ref, t->id);

	if (found <= 0)
		return found;
	return action_cancel(d, a.id, "something else has come up", err) ||
			       alert_over(d, cause_of(d, a.ticket), err)
		       ? -1
		       : 0;
}

int goodwill_over(struct desk *d, int64_t ticket, struct err *err)
{
	struct ticket t;

	if (ticket_load(d, ticket, &t, err))
		return -1;
	if (!*t.order_ref)
		return 0;
	return deadline_over(d, INVITE, source_of(d, t.shop, t.order_ref),
			     DEADLINE_DROPPED, err) ||
			       withdraw_invitation(d, &t, err)
		       ? -1
		       : 0;
}

int goodwill_invite(struct desk *d, const struct deadline *one, struct err *err)
{
	struct invitation it;
	struct wanted w = { .verb = "reply" };
	struct report r;
	struct ticket t;
	char *ref;
	int64_t shop = strtoll(one->source, &ref, 10), id;
	int may;

	ref += *ref == ' ';
	id = last_closed(d, shop, ref);
	if (!id || !d->brain)
		return 0;
	if (ticket_load(d, id, &t, err))
		return -1;
	if (is_erased(d, &t))
		return 0;
	know(d, &t, &r);
	may = may_invite(d, &t, &r, &it, err);
	if (may <= 0)
		return may;
	w.template_id = it.template_id;
	w.rule = it.rule;
	w.policy = it.policy;
	if (advice_propose(d, &t, &w, err))
		return -1;
	return alert_raise(
		d, "info", cause_of(d, id), id,
		arena_printf(&d->arena,
			     "T-%lld: an invitation to write a review waits "
			     "for approval; `helloword action list`",
			     (long long)id),
		err);
}

/* -- the look after a remedy -- */

static int64_t look_after(struct desk *d, const char *verb)
{
	return d->brain && d->brain->after.follow_up
		       ? d->brain->after.follow_up(d->brain, verb, "",
						   d->tx.cmd->at)
		       : 0;
}

static int begin(struct desk *d, int64_t ticket, const char *verb, int64_t due,
		 struct err *err)
{
	struct ticket t;

	if (!ticket || due <= 0)
		return 0;
	if (ticket_load(d, merge_target(d, ticket), &t, err))
		return -1;
	return t.state == TICKET_CLOSED || playbook_runs(&t)
		       ? 0
		       : deadline_set(d, t.id, 0, "follow_up", verb, due, err);
}

int follow_up_begin(struct desk *d, const struct action *a, struct err *err)
{
	return begin(d, a->ticket, a->verb, look_after(d, a->verb), err);
}

int follow_up_of_task(struct desk *d, const struct task *t, struct err *err)
{
	int64_t due = look_after(d, t->gives);

	if (!due && text_eq(t->gives, "exchange"))
		due = look_after(d, "reship");
	return begin(d, t->ticket, t->gives, due, err);
}

int follow_up_due(struct desk *d, const struct deadline *one, struct err *err)
{
	const char *what =
		text_eq(one->source, DAY_TOLD)
			? "today is the day that a reply told the buyer; see "
			  "that it is kept, and write to them"
			: arena_printf(&d->arena,
				       "see whether the buyer is helped by the "
				       "%s",
				       one->source);

	return alert_raise(
		d, "warning",
		arena_printf(&d->arena, "follow-up:%lld", (long long)one->id),
		one->ticket,
		arena_printf(&d->arena, "T-%lld: %s", (long long)one->ticket,
			     what),
		err);
}
