/* action_send.c - the marked request was checked and hashed, and nothing has
 * left yet: may it?
 * SPDX-License-Identifier: MIT */
#include "desk/action/action.h"
#include "desk/action/action_commands.h"
#include "desk/action/part.h"
#include "desk/alert/ladder.h"
#include "desk/ledger/clock.h"
#include "desk/ledger/restored.h"
#include "desk/money/breaker.h"
#include "desk/money/refund.h"
#include "desk/money/remedy.h"
#include "desk/reply/promise.h"
#include "desk/task/task_wait.h"

static int in_flight(struct desk *d, const struct action *a, int64_t *other,
		     struct err *err)
{
	*other = 0;
	if (!*a->order_ref || !money_given(a->worth))
		return 0;
	return db_ask(d->db, other, 0, err,
		      "SELECT id FROM actions WHERE shop = ?1 AND "
		      "order_ref = ?2 AND state IN (5, 9) AND id <> ?3 AND "
		      "worth IS NOT NULL",
		      "isi", a->shop, a->order_ref, a->id);
}

/* A platform that knows the key answers with what it did the first time, or
 * refuses other bytes: what they would do is not what was looked up. */
static int same_bytes(struct desk *d, const struct action *a, struct err *err)
{
	const char *hash = arg_text(d, "request_hash");

	if (*a->effect_class != 'A' || !*a->request_hash ||
	    text_eq(a->request_hash, hash))
		return 0;
	return err_set(err, ERR_DATA,
		       "the request would differ from the first one under its "
		       "key");
}

/* An earlier attempt may have been done: only its living key makes a second
 * one the same. */
static int key_holds(struct desk *d, const struct action *a, struct err *err)
{
	if (!a->doubt || *a->effect_class != 'A' || action_key_alive(d, a))
		return 0;
	return err_set(err, ERR_DATA,
		       "its key has expired, and an earlier attempt may have "
		       "been done");
}

/* What cannot be read holds, too. */
static int held_back(struct desk *d, const struct action *a, struct err *err)
{
	int64_t since, other;
	bool doubted = false;

	if (restored_held(d->db, &since, err) || in_flight(d, a, &other, err) ||
	    (money_given(a->worth) && clock_holds(d, &doubted, err)))
		return -1;
	if (since && !ladder_is_notice(a))
		return err_set(err, ERR_RETRY,
			       "restored from a backup: nothing is sent until "
			       "every open action has been looked up");
	if (other)
		return err_set(err, ERR_RETRY,
			       "action %lld of the same order is in flight",
			       (long long)other);
	if (doubted)
		return err_set(err, ERR_RETRY,
			       "the clock jumped: money waits until it agreed "
			       "for five minutes");
	return breaker_check(d, a, err);
}

int sending_check(struct desk *d, struct err *err)
{
	struct action a;

	if (action_arg(d, &a, err))
		return -1;
	if (a.state != ACTION_DUE)
		return err_set(err, ERR_DATA, "action %lld is %s, not due",
			       (long long)a.id, action_state_name(a.state));
	if (held_back(d, &a, err) || action_off(d, &a, err) ||
	    part_leaves(d, &a, err) || promise_leaves(d, &a, err) ||
	    task_leaves(d, &a, err))
		return -1;
	if (same_bytes(d, &a, err) || key_holds(d, &a, err) ||
	    remedy_left(d, &a, err))
		return -1;
	return action_is_refund(&a) ? refund_fits(d, &a, err) : 0;
}

int sending_decide(struct desk *d, struct err *err)
{
	struct action before, after;

	if (action_arg(d, &before, err))
		return -1;
	after = before;
	after.request_hash = arg_text(d, "request_hash");
	after.attempts++;
	if (!before.sent)
		after.sent = d->tx.cmd->at;
	if (action_is_refund(&before) && !before.attempts)
		order_sums(d->db, before.shop, before.order_ref, &after.paid,
			   &after.baseline);
	return action_to(d, &before, &after, ACTION_SENDING, "on its way", err);
}
