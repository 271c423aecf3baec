/* advice.c - see advice.h.
 * SPDX-License-Identifier: MIT */
#include "desk/advice.h"

#include "base/when.h"
#include "desk/action.h"
#include "desk/enclosure.h"
#include "desk/merge.h"
#include "desk/message.h"
#include "desk/occasion.h"
#include "desk/playbook.h"
#include "desk/remedy.h"
#include "desk/vector.h"
#include "hw_plugin.h"

/* -- texts -- */

#define SLOTS_MORE 4 /* of the caller */
#define SLOTS_MAX (20 + OCCASION_SLOTS + SLOTS_MORE)

struct slots {
	struct slot_value at[SLOTS_MAX];
	size_t count;
};

static void slot_text(struct slots *s, const char *name, const char *text)
{
	if (text && *text)
		s->at[s->count++] = (struct slot_value){ .name = name,
							 .type = SLOT_TEXT,
							 .text = text };
}

static void slot_date(struct slots *s, const char *name, int64_t ms)
{
	if (ms)
		s->at[s->count++] = (struct slot_value){ .name = name,
							 .type = SLOT_DATE,
							 .number = ms };
}

static void slot_money(struct slots *s, const char *name, struct money m)
{
	if (money_given(m))
		s->at[s->count++] = (struct slot_value){ .name = name,
							 .type = SLOT_MONEY,
							 .money = m };
}

static void guide_slot(struct desk *d, const struct ticket *t, struct slots *s)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   "SELECT sku FROM order_lines WHERE shop = "
				   "?1 AND order_ref = ?2 AND sku IS NOT NULL "
				   "ORDER BY id",
				   "is", t->shop, t->order_ref);
	const char *link = "";

	while (d->brain->guide && !*link && rows_next(&r))
		link = d->brain->guide(d->brain, rows_text(&r, 0));
	slot_text(s, "guide_link", link);
}

static void order_slots(struct desk *d, const struct ticket *t, struct slots *s)
{
	struct err err = { 0 };
	struct hw_order o = { 0 };

	if (record_find(d->db, &order_kind, &o, &d->arena, NULL, &err,
			"WHERE shop = ?1 AND ref = ?2", "is", t->shop,
			t->order_ref) <= 0)
		return;
	slot_text(s, "buyer_name", o.buyer_name);
	slot_text(s, "order", *o.name ? o.name : o.ref);
	slot_date(s, "order_date", o.placed.ms);
	slot_text(s, "item",
		  db_text(d->db, &d->arena,
			  "SELECT title FROM order_lines WHERE shop = ?1 AND "
			  "order_ref = ?2 ORDER BY id LIMIT 1",
			  "is", t->shop, t->order_ref));
	guide_slot(d, t, s);
}

static void parcel_slots(struct desk *d, const struct ticket *t,
			 struct slots *s)
{
	struct err err = { 0 };
	struct hw_shipment p = { 0 };
	const char *link = "";

	if (record_find(d->db, &shipment_kind, &p, &d->arena, NULL, &err,
			"WHERE shop = ?1 AND order_ref = ?2 "
			"ORDER BY tracking IS NULL, id DESC LIMIT 1",
			"is", t->shop, t->order_ref) <= 0)
		return;
	if (d->brain->tracking_link)
		link = d->brain->tracking_link(d->brain, p.carrier, p.tracking,
					       &d->arena);
	slot_text(s, "tracking", p.tracking);
	slot_text(s, "carrier", p.carrier);
	slot_text(s, "tracking_link", *link ? link : p.url);
	slot_date(s, "eta", p.estimated.ms);
	slot_date(s, "status_date",
		  db_i64(d->db, 0,
			 "SELECT max(occurred) FROM scans WHERE tracking = ?1",
			 "s", p.tracking));
}

static int render_with(struct desk *d, const struct ticket *t,
		       const struct action *where, const char *template_id,
		       struct slots s, struct money amount,
		       struct rendered *out, struct err *err)
{
	order_slots(d, t, &s);
	parcel_slots(d, t, &s);
	slot_money(&s, "amount", amount);
	slot_text(&s, "coupon",
		  db_text(d->db, &d->arena,
			  "SELECT result FROM actions WHERE shop = ?1 AND "
			  "order_ref = ?2 AND verb = 'coupon' AND state = 7 "
			  "ORDER BY intent_no DESC LIMIT 1",
			  "is", t->shop, t->order_ref));
	slot_date(&s, "promise_date",
		  db_i64(d->db, 0,
			 "SELECT min(due) FROM deadlines WHERE ticket = ?1 AND "
			 "purpose = 'promise' AND state = 1",
			 "i", t->id));
	slot_text(&s, "shop_name", d->brain->shop_name);
	if (occasion_slots(d, t, where, s.at, &s.count, err))
		return -1;
	return d->brain->render(d->brain, template_id, t->lang, s.at, s.count,
				&d->arena, out, err);
}

/* Renders a template for a ticket into the command's arena; ERR_DATA lists what
 * is missing. where: the reply whose address is known. */
static int render(struct desk *d, const struct ticket *t,
		  const struct action *where, const char *template_id,
		  struct money amount, struct rendered *out, struct err *err)
{
	return render_with(d, t, where, template_id,
			   (struct slots){ .count = 0 }, amount, out, err);
}

int advice_render(struct desk *d, const struct ticket *t,
		  const struct action *where, const char *template_id,
		  const struct slot_value *more, size_t count,
		  struct rendered *out, struct err *err)
{
	struct slots s = { .count = 0 };

	while (s.count < count && s.count < SLOTS_MORE) {
		s.at[s.count] = more[s.count];
		s.count++;
	}
	return render_with(d, t, where, template_id, s, (struct money){ 0 },
			   out, err);
}

/* -- proposals -- */

/* Of a mail nobody gave a subject for: to somebody who wrote without one what a
 * template says of "your message", in their language; to somebody who never
 * wrote the shop's and the order's name. A mail without any is taken for junk.
 */
static const char *first_subject(struct desk *d, const struct ticket *t,
				 const struct action *where, bool wrote)
{
	struct rendered text = { 0 };
	struct err err = { 0 };
	const char *order =
		db_text(d->db, &d->arena,
			"SELECT coalesce(name, ref) FROM orders WHERE shop = "
			"?1 AND ref = ?2",
			"is", t->shop, t->order_ref);

	if (wrote && d->brain->render &&
	    render(d, t, where, "other.holding", (struct money){ 0 }, &text,
		   &err) == 0 &&
	    !text_blank(text.subject))
		return text.subject;
	return arena_printf(
		&d->arena, "%s %s",
		d->brain->shop_name ? d->brain->shop_name : "",
		*order ? order
		       : arena_printf(&d->arena, "T-%lld", (long long)t->id));
}

/* The newest that the buyer wrote, also in what was merged into it. */
static bool newest_of(struct desk *d, int64_t ticket, struct message *out)
{
	size_t n;
	int64_t *ids = merge_family(d->db, &d->arena, ticket, &n);
	struct err err = { 0 };
	bool found = false;

	for (size_t i = 0; i < n; i++) {
		struct message m = { 0 };

		if (record_find(d->db, &message_kind, &m, &d->arena, NULL, &err,
				"WHERE ticket = ?1 AND direction = 1 AND "
				"origin = 1 ORDER BY at DESC, id DESC LIMIT 1",
				"i", ids[i]) <= 0 ||
		    (found && m.at <= out->at))
			continue;
		*out = m;
		found = true;
	}
	return found;
}

/* By which instance the shop of a ticket speaks on a channel. */
static const char *way_of(struct desk *d, const struct ticket *t,
			  const char *channel)
{
	return d->brain->speaks_for
		       ? d->brain->speaks_for(d->brain, channel,
					      db_text(d->db, &d->arena,
						      "SELECT label FROM shops "
						      "WHERE id = ?1",
						      "i", t->shop))
		       : d->brain->channel_instance(d->brain, channel);
}

/* Where it came in, if that sends on its channel: of two mailboxes the buyer
 * wrote to one, and the other may be another brand's. */
static const char *way_back(struct desk *d, const struct ticket *t,
			    const struct message *m)
{
	const char *came_in =
		db_text(d->db, &d->arena,
			"SELECT label FROM shops WHERE id = ?1", "i", m->shop);

	return d->brain->sends && *came_in &&
			       d->brain->sends(d->brain, came_in, m->channel)
		       ? came_in
		       : way_of(d, t, m->channel);
}

/* The buyer's last message decides where a reply goes; without one, the order's
 * address and the mail channel. True when they wrote. */
static bool find_address(struct desk *d, const struct ticket *t,
			 struct action *a)
{
	struct err err = { 0 };
	struct message m = { 0 };
	struct hw_order o = { 0 };
	bool wrote = newest_of(d, t->id, &m);

	a->channel = wrote ? m.channel : "email";
	a->instance = wrote ? way_back(d, t, &m) : way_of(d, t, a->channel);
	if (wrote) {
		a->to_addr = m.from_addr;
		a->to_name = m.from_name;
		a->in_reply_to = m.message_id;
		a->references = m.message_id;
		if (text_blank(a->subject) && !text_blank(m.subject))
			a->subject = text_starts(m.subject, "Re:")
					     ? m.subject
					     : arena_printf(&d->arena, "Re: %s",
							    m.subject);
	} else if (record_find(d->db, &order_kind, &o, &d->arena, NULL, &err,
			       "WHERE shop = ?1 AND ref = ?2", "is", t->shop,
			       t->order_ref) > 0) {
		a->to_addr = o.email;
		a->to_name = o.buyer_name;
	}
	return wrote;
}

bool reply_address(struct desk *d, const struct ticket *t, struct action *a)
{
	bool wrote = find_address(d, t, a);

	if (text_blank(a->subject))
		a->subject = first_subject(d, t, a, wrote);
	return a->to_addr && *a->to_addr && *a->instance;
}

/* The sum that a reply speaks of is that of the refund which is proposed beside
 * it; where the order has another one already, nothing is said. */
static struct money amount_told(struct desk *d, const struct ticket *t,
				const struct wanted *w)
{
	struct action other, like = { .verb = "refund",
				      .shop = t->shop,
				      .order_ref = t->order_ref };
	struct err err = { 0 };
	int64_t id;

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

	find_address(d, t, &where);
	if (render(d, t, &where, w->template_id, amount_told(d, t, w), &text,
		   &why))
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
	a.automatic = w->automatic;
	return action_plan(d, &a, false, err);
}

/* What is being proposed. head: of a part, what it goes with; 0 when that was
 * not planned. unmet: the rule whose remedy the goods have by another one
 * already; a reply that promises it is not proposed. */
struct proposing {
	int64_t head;
	const char *unmet;
};

static int not_proposed(struct desk *d, const struct ticket *t,
			const struct wanted *w, const struct action *a,
			const char *why, struct proposing *p, struct err *err)
{
	struct err other = { 0 };

	if (!w->part && remedy_check(d, a, &other)) {
		if (other.code != ERR_DATA) {
			*err = other;
			return -1;
		}
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
	if (other)
		return 0; /* there is one already: no second */
	return not_proposed(d, t, w, &a, why.text, p, err);
}

/* Of its rule something else is approved, on its way or done. */
#define TELLS                                                            \
	"(a.verb = 'reply' AND EXISTS (SELECT 1 FROM actions m WHERE "   \
	"m.ticket = a.ticket AND m.rule = a.rule AND m.verb <> 'reply' " \
	"AND m.state IN (3, 4, 5, 6, 7, 9)))"
#define PROPOSED                                              \
	"SELECT a.id FROM actions a WHERE a.ticket = ?1 AND " \
	"a.state = 2 AND a.proposed_by = 'policy' AND NOT " TELLS " AND "

int advice_tells(struct desk *d, const struct action *a, bool *tells,
		 struct err *err)
{
	int64_t found = 0;
	int rc = db_ask(d->db, &found, 0, err,
			"SELECT 1 FROM actions a WHERE a.id = ?1 AND " TELLS,
			"i", a->id);

	*tells = found != 0;
	return rc;
}

int advice_withdraw(struct desk *d, int64_t ticket, const char *rule,
		    bool playbook, const char *why, struct err *err)
{
	static const char *const asks[] = {
		PROPOSED "a.rule = ?2",
		PROPOSED "substr(a.rule, 1, length(?2)) = ?2",
	};
	int64_t id;

	while ((id = db_i64(d->db, 0, asks[playbook], "is", ticket, rule)))
		if (action_cancel(d, id, why, err))
			return -1;
	return 0;
}

int advice_drop_reply(struct desk *d, int64_t ticket, const char *why,
		      struct err *err)
{
	int64_t id = db_i64(d->db, 0, PROPOSED "a.verb = 'reply'", "i", ticket);

	return id ? action_cancel(d, id, why, err) : 0;
}

int advice_propose_all(struct desk *d, const struct ticket *t,
		       const struct wanted *list, int count, struct err *err)
{
	struct proposing p = { 0 };
	int rc = 0;

	for (int i = 0; i < count && rc == 0; i++)
		/* One open reply is enough; a newer one replaces the text. */
		rc = !text_eq(list[i].verb, "reply")
			     ? propose_money(d, t, &list[i], &p, err)
		     : p.unmet && text_eq(p.unmet, list[i].rule) ? 0
		     : advice_drop_reply(d, t->id,
					 "a newer proposal replaces it", err)
			     ? -1
			     : propose_reply(d, t, &list[i], err);
	return rc;
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
