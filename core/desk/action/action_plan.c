/* action_plan.c - from a wish to an action with a key of its own.
 *
 * intent = SHA-256("hw1", account, verb, scope, line set, intent number). The
 * key sent to the platform is the first 16 bytes of the same over the
 * generation too, as a UUID: derived, not random and without an install id, so
 * a restored or cloned database makes the same key.
 * SPDX-License-Identifier: MIT */
#include "base/encode.h"
#include "base/when.h"
#include "desk/action/action.h"
#include "desk/action/by_hand.h"
#include "desk/action/part.h"
#include "desk/alert/danger.h"
#include "desk/alert/notice.h"
#include "desk/intake/loop_guard.h"
#include "desk/intake/message.h"
#include "desk/intake/order_find.h"
#include "desk/ledger/restored.h"
#include "desk/money/limit.h"
#include "desk/money/matrix.h"
#include "desk/money/refund.h"
#include "desk/money/remedy.h"
#include "desk/money/worth.h"
#include "desk/playbook/advice.h"
#include "desk/playbook/given.h"
#include "desk/reply/backing.h"
#include "desk/reply/doubled.h"
#include "desk/reply/heard.h"
#include "desk/reply/reply_address.h"
#include "desk/reply/screen.h"
#include "desk/ticket/deadline.h"
#include "desk/ticket/ticket.h"

static const char *account_of(struct desk *d, int64_t shop)
{
	const char *account = db_text(
		d->db, &d->arena,
		"SELECT coalesce(account, label) FROM shops WHERE id = ?1", "i",
		shop);

	return account;
}

static void hash_intent(struct desk *d, struct hasher *h,
			const struct action *a)
{
	hasher_start(h);
	hasher_text(h, "hw1");
	hasher_text(h, account_of(d, a->shop));
	hasher_text(h, a->verb);
	hasher_text(h, a->order_ref && *a->order_ref
			       ? a->order_ref
			       : arena_printf(&d->arena, "T-%lld",
					      (long long)a->ticket));
	hasher_text(h, a->items);
	hasher_i64(h, a->intent_no);
}

/* A UUID of version 8 (RFC 9562: bytes of our own making). */
static const char *uuid_of(struct desk *d, struct hash h)
{
	CLEANUP(str_release) struct str hex = STR_INIT;
	const char *x;

	h.at[6] = (uint8_t)((h.at[6] & 0x0F) | 0x80);
	h.at[8] = (uint8_t)((h.at[8] & 0x3F) | 0x80);
	put_hex(&hex, h.at, 16);
	x = str_c(&hex);
	return arena_printf(&d->arena, "%.8s-%.4s-%.4s-%.4s-%.12s", x, x + 8,
			    x + 12, x + 16, x + 20);
}

void action_set_keys(struct desk *d, struct action *a)
{
	char hex[2 * HASH_LEN + 1];
	struct hasher h;
	struct hash intent;

	hash_intent(d, &h, a);
	intent = hasher_end(&h);
	hash_hex(&intent, hex);
	a->intent = arena_strdup(&d->arena, hex);
	hash_intent(d, &h, a);
	hasher_i64(&h, a->generation);
	a->key = uuid_of(d, hasher_end(&h));
}

int action_earlier(struct desk *d, const struct action *a, int64_t *other,
		   struct err *err)
{
	*other = 0;
	if (!a->order_ref || !*a->order_ref)
		return !a->ticket ? 0
				  : db_ask(d->db, other, 0, err,
					   "SELECT id FROM actions WHERE "
					   "ticket = ?1 AND verb = ?2 AND "
					   "order_ref IS NULL AND state NOT IN "
					   "(8, 11, 12) ORDER BY intent_no "
					   "DESC LIMIT 1",
					   "is", a->ticket, a->verb);
	return db_ask(d->db, other, 0, err,
		      "SELECT id FROM actions WHERE shop = ?1 AND verb = ?2 "
		      "AND order_ref = ?3 AND state NOT IN (8, 11, 12) "
		      "ORDER BY intent_no DESC LIMIT 1",
		      "iss", a->shop, a->verb, a->order_ref);
}

static const char *of_what(struct desk *d, const struct action *a)
{
	return *a->order_ref
		       ? arena_printf(&d->arena, "order %s",
				      order_spoken(d, a->shop, a->order_ref))
		       : arena_printf(&d->arena, "T-%lld",
				      (long long)a->ticket);
}

/* The highest number of its verb for its order, of its ticket when there is
 * none; each way in has its index. */
static int last_number(struct desk *d, const struct action *a, int64_t *last,
		       struct err *err)
{
	if (*a->order_ref)
		return db_ask(d->db, last, 0, err,
			      "SELECT max(intent_no) FROM actions WHERE "
			      "shop = ?1 AND verb = ?2 AND order_ref = ?3",
			      "iss", a->shop, a->verb, a->order_ref);
	if (text_eq(a->verb, "reply"))
		return db_ask(d->db, last, 0, err,
			      "SELECT max(intent_no) FROM actions WHERE "
			      "ticket IS nullif(?1, 0) AND verb = 'reply'",
			      "i", a->ticket);
	return db_ask(d->db, last, 0, err,
		      "SELECT max(intent_no) FROM actions WHERE ticket = ?1 "
		      "AND verb = ?2 AND order_ref IS NULL",
		      "is", a->ticket, a->verb);
}

/* Replies may be many; of everything else an order has one, or a matter without
 * one, unless a further one names the one it follows. */
int action_number(struct desk *d, struct action *a, struct err *err)
{
	bool reply = text_eq(a->verb, "reply");
	int64_t other = 0, last;

	if (!reply && action_earlier(d, a, &other, err))
		return -1;
	if (other && other != a->after)
		return err_set(err, ERR_DATA,
			       "%s has action %lld (%s) already; name it with "
			       "--after %lld if you mean a further one",
			       of_what(d, a), (long long)other, a->verb,
			       (long long)other);
	if (a->after && !other && !reply)
		return err_set(err, ERR_DATA,
			       "action %lld is not an open or settled %s of "
			       "this order",
			       (long long)a->after, a->verb);
	if (last_number(d, a, &last, err))
		return -1;
	a->intent_no = 1 + last;
	return 0;
}

int action_classify(struct desk *d, struct action *a, struct err *err)
{
	struct verb_facts verb;
	char text[2] = { 0 };

	if (!d->brain)
		return err_set(err, ERR_BUG, "no policy is loaded");
	if (!d->brain->verb(d->brain, a->instance, a->verb, &verb))
		return by_hand_instead(a, err);
	text[0] = verb.effect_class;
	a->effect_class = arena_strdup(&d->arena, text);
	if (verb.money && !money_given(a->amount))
		return err_set(err, ERR_DATA, "%s needs an amount", a->verb);
	return 0;
}

bool action_off(struct desk *d, const struct action *a, struct err *why)
{
	if (d->brain &&
	    !text_eq(d->brain->effects(d->brain, a->instance), "off"))
		return false;
	err_set(why, ERR_RETRY,
		"instance \"%s\" has effects = \"off\" in the manifest: "
		"nothing leaves through it",
		a->instance);
	return true;
}

/* While what was done since a copy is still being read, what a rule plans may
 * be what it did then. */
static bool may_be_done(struct desk *d, struct err *why)
{
	int64_t since;

	if (restored_held(d->db, &since, why) == 0 && !since)
		return false;
	if (!why->code)
		err_set(why, ERR_RETRY,
			"waits for approval: it was planned while a restored "
			"desk was catching up and may have been done before; "
			"look first");
	return true;
}

/* Off: nothing leaves. Propose: a person approves. Auto: what a rule marks
 * automatic goes by itself after its undo window. */
static bool may_go(struct desk *d, const struct action *a, bool approved,
		   struct err *why)
{
	const char *effects = d->brain->effects(d->brain, a->instance);

	if (approved)
		return !action_off(d, a, why);
	if (screen_text(d, a, why) || screen_unjudged(d, a, why) ||
	    danger_waits(d, a, why))
		return false;
	return a->automatic && text_eq(effects, "auto") &&
	       !may_be_done(d, why) && !doubled_waits(d, a, why) &&
	       reply_for_one(d, a, why) && loop_guard(d, a, why) &&
	       limit_of_rules(d, a, why) == 0;
}

int action_hold(struct desk *d, const struct action *before,
		struct action *after, const char *why, struct err *err)
{
	int64_t window = notice_is(after)
				 ? 0
				 : d->brain->undo_window(d->brain, after->verb);

	if (heard_note(d, after, err))
		return -1;
	if (window <= 0)
		return action_to(d, before, after, ACTION_DUE, why, err);
	after->hold_until = d->tx.cmd->at + window;
	if (action_to(d, before, after, ACTION_HELD, why, err))
		return -1;
	return deadline_set(d, after->ticket, after->id, "undo", after->verb,
			    after->hold_until, err);
}

static int enter(struct desk *d, struct action *a, bool approved,
		 struct err *err)
{
	struct err why = { 0 };
	const char *waits;
	int64_t head;

	if (part_waits(d, a, &head, err))
		return -1;
	if (!head && (approved || part_fits(d, a)) &&
	    may_go(d, a, approved, &why))
		return action_hold(d, NULL, a, "planned", err);
	if (given_why(d, a, &waits, err))
		return -1;
	return action_to(d, NULL, a, ACTION_WAITING,
			 why.code ? arena_strdup(&d->arena, why.text) : waits,
			 err);
}

/* In a copy that was put back what was planned and paid since is planned once
 * more, under the same key; the shop may show it by then. */
static int known_already(struct desk *d, int64_t id, struct err *err)
{
	struct action a;
	bool moved;

	if (action_load(d, id, &a, err))
		return -1;
	return refund_known(d, &a, &moved, err);
}

int action_plan(struct desk *d, struct action *a, bool approved,
		struct err *err)
{
	if (!a->order_ref)
		a->order_ref = "";
	if (!a->items)
		a->items = "";
	a->planned = d->tx.cmd->at;
	if (remedy_check(d, a, err) || action_number(d, a, err) ||
	    action_classify(d, a, err))
		return -1;
	action_set_keys(d, a);
	worth_of(d, a, &a->worth);
	matrix_note(d, a);
	if (text_eq(a->verb, "reply")) {
		a->message_id = message_id_make(d, a->ticket);
		if (backing_tie(d, a, err))
			return -1;
	}
	if (approved) {
		a->approved_by = d->tx.cmd->by;
		a->approved = d->tx.cmd->at;
	}
	return enter(d, a, approved, err) || known_already(d, a->id, err) ? -1
									  : 0;
}
