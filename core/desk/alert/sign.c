/* sign.c - see sign.h.
 * SPDX-License-Identifier: MIT */
#include "desk/alert/sign.h"

#include "desk/intake/fact.h"
#include "desk/intake/review.h"
#include "desk/playbook/advice.h"
#include "desk/ticket/fold.h"
#include "model/sign.h"

/* -- the order as a matter -- */

/* Nobody said anything: the order's facts alone. False: it is not known. */
static bool know(struct desk *d, int64_t shop, const char *order_ref,
		 struct report *r)
{
	*r = (struct report){ .shop = shop,
			      .order_ref = order_ref,
			      .trigger = "",
			      .what = { .issue = "", .also = "", .lang = "" } };
	matter_fill(d, r);
	return r->matter.has_order == FLAG_YES;
}

/* -- telling -- */

static bool was_told(struct desk *d, int64_t ticket)
{
	return ticket && db_i64(d->db, 0,
				"SELECT 1 FROM alerts WHERE ticket = ?1 AND "
				"acknowledged IS NULL",
				"i", ticket);
}

static const char *name_of(struct desk *d, int64_t shop, const char *order_ref)
{
	return db_text(d->db, &d->arena,
		       "SELECT coalesce(name, ref) FROM orders WHERE shop = "
		       "?1 AND ref = ?2",
		       "is", shop, order_ref);
}

/* Of orders that were learnt late one alert tells for all, and of what is open
 * since before go-live that of its tickets (follow.c). */
static int tell_order(struct desk *d, const struct scored *s, struct err *err)
{
	int64_t ticket = ticket_find(d, s->shop, s->order_ref, "");

	if (was_told(d, ticket) || (d->tx.fact && d->tx.fact->before_live))
		return 0;
	if (d->tx.fact && d->tx.fact->kind == &order_kind &&
	    d->tx.fact->fresh && fold_late(d, d->tx.fact->occurred))
		return alert_raise(
			d, "warning",
			arena_printf(&d->arena, "risks-before:%lld",
				     (long long)s->shop),
			0,
			"orders at risk that were learnt late; `helloword "
			"risk` shows them",
			err);
	return alert_raise(
		d, "warning",
		arena_printf(&d->arena, "risk:%lld", (long long)s->id), ticket,
		arena_printf(&d->arena, "order %s is at risk, %lld of 100: %s",
			     name_of(d, s->shop, s->order_ref),
			     (long long)s->score, s->signs),
		err);
}

/* -- orders -- */

int sign_order(struct desk *d, int64_t shop, const char *order_ref,
	       struct err *err)
{
	struct scored before = { 0 }, after;
	struct risk_told told;
	struct report r;
	int found;

	if (!d->brain || !d->brain->senses.risk || !order_ref || !*order_ref ||
	    !know(d, shop, order_ref, &r) ||
	    !d->brain->senses.risk(d->brain, &r.matter, false, &d->arena,
				   &told))
		return 0;
	found = record_find(d->db, &risk_kind, &before, &d->arena, NULL, err,
			    "WHERE shop = ?1 AND order_ref = ?2 AND message IS "
			    "NULL",
			    "is", shop, order_ref);
	if (found < 0)
		return -1;
	if (found && before.score == told.score &&
	    text_eq(before.signs, told.signs))
		return 0;
	after = before;
	after.shop = shop;
	after.order_ref = order_ref;
	after.score = told.score;
	after.signs = told.signs;
	after.policy = told.policy;
	after.at = d->tx.cmd->at;
	if (told.alert && !after.told)
		after.told = d->tx.cmd->at;
	if (change(d, &risk_kind, found ? &before : NULL, &after, err))
		return -1;
	return after.told != before.told ? tell_order(d, &after, err) : 0;
}

int sign_order_again(struct desk *d, int64_t shop, const char *order_ref,
		     struct err *err)
{
	int64_t kept = 0;

	if (!order_ref || !*order_ref)
		return 0;
	if (db_ask(d->db, &kept, 0, err,
		   "SELECT 1 FROM risks WHERE shop = ?1 AND order_ref = ?2 AND "
		   "message IS NULL",
		   "is", shop, order_ref))
		return -1;
	return kept ? sign_order(d, shop, order_ref, err) : 0;
}

bool sign_now(struct db *db, const struct brain *b, int64_t now, int64_t shop,
	      const char *order_ref, struct arena *arena, struct risk_told *out)
{
	struct command cmd = { .kind = "risk", .at = now };
	struct desk d = {
		.db = db, .brain = b, .arena = *arena, .tx = { .cmd = &cmd }
	};
	struct report r;
	bool is = b->senses.risk && know(&d, shop, order_ref, &r) &&
		  b->senses.risk(b, &r.matter, false, &d.arena, out);

	*arena = d.arena;
	return is;
}

/* -- messages -- */

static const char *words_of(struct desk *d, const char *subject,
			    const char *text, const char *lang)
{
	return d->brain && d->brain->senses.words
		       ? d->brain->senses.words(
				 d->brain,
				 arena_printf(&d->arena, "%s\n%s",
					      subject ? subject : "",
					      text ? text : ""),
				 lang ? lang : "", &d->arena)
		       : "";
}

static int tell_message(struct desk *d, int64_t ticket, const char *words,
			const struct risk_told *risk, struct err *err)
{
	bool by_words = *words != '\0';

	if (!ticket || (!by_words && !risk->alert) || was_told(d, ticket))
		return 0;
	return alert_raise(
		d, "warning",
		arena_printf(&d->arena,
			     by_words ? "words:%lld" : "risk-ticket:%lld",
			     (long long)ticket),
		ticket,
		by_words ? arena_printf(&d->arena,
					"T-%lld: the buyer wrote words of %s",
					(long long)ticket, words)
			 : arena_printf(&d->arena,
					"T-%lld is at risk, %lld of 100: %s",
					(long long)ticket,
					(long long)risk->score, risk->signs),
		err);
}

int sign_message(struct desk *d, const struct hw_text_in *in,
		 struct report *report, int64_t ticket, struct err *err)
{
	struct risk_told told = { .score = 0, .signs = "" };
	const char *text = in->reply && *in->reply ? in->reply : in->text;
	const char *words = words_of(d, in->subject, text, report->what.lang);
	struct scored s = { .shop = report->shop,
			    .order_ref = report->order_ref,
			    .message = d->tx.fact->id,
			    .ticket = ticket,
			    .at = d->tx.cmd->at };

	if (!report->matter.trigger)
		matter_fill(d, report);
	if (d->brain && d->brain->senses.risk &&
	    d->brain->senses.risk(d->brain, &report->matter, true, &d->arena,
				  &told)) {
		s.score = told.score;
		s.signs = told.signs;
		s.policy = told.policy;
		if (change(d, &risk_kind, NULL, &s, err))
			return -1;
	}
	return tell_message(d, ticket, words, &told, err);
}

/* -- reviews -- */

/* Few stars, and stars that fell, are told of for themselves (review.c). */
static bool told_by_stars(const struct review_change *c)
{
	if (c->what == REVIEW_NEW)
		return c->stars <= 3;
	return c->before && c->stars < c->before;
}

int sign_review(struct desk *d, const struct review_change *c, struct err *err)
{
	const struct hw_review *r = d->tx.fact->rec;
	const char *words, *name;

	if (!c->what || c->what == REVIEW_GONE || told_by_stars(c) ||
	    d->tx.fact->before_live || fold_late(d, d->tx.fact->occurred))
		return 0;
	words = words_of(d, r->title, r->text, r->lang);
	if (!*words)
		return 0;
	name = name_of(d, c->shop, c->order_ref ? c->order_ref : "");
	return alert_raise(
		d, "warning",
		arena_printf(&d->arena, "review-words:%lld",
			     (long long)c->review),
		review_ticket(d, c),
		arena_printf(&d->arena,
			     "a review%s%s of %lld star%s has words of %s",
			     *name ? " of order " : "", name,
			     (long long)c->stars, c->stars == 1 ? "" : "s",
			     words),
		err);
}
