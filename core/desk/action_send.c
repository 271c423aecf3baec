/* action_send.c - what the host reports while it performs an action.
 *
 * sending: the marked request was checked and hashed; nothing has left yet.
 * result: what became of it, in one of a few words; everything that is not a
 * declared "not done" is unknown.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "desk/action.h"
#include "desk/breaker.h"
#include "desk/clock.h"
#include "desk/deadline.h"
#include "desk/limit.h"
#include "desk/reconcile.h"
#include "desk/restored.h"
#include "desk/ticket.h"

#define RETRY_FIRST_MS (5 * SECOND_MS)
#define RETRY_LAST_MS (15 * MINUTE_MS)
#define POSTPONE_FIRST_MS (20 * SECOND_MS)
#define RETRY_AT_MOST_MS (7 * DAY_MS)  /* whatever a platform asks for */
#define LOOK_APART_MS (60 * SECOND_MS) /* between two looks, at least */
#define SETTLE_POLL_MS (5 * MINUTE_MS)
#define SETTLE_LAST_MS (6 * HOUR_MS)
#define DEATHS_MAX 3 /* workers an action may kill before it is parked */

static int load_arg(struct desk *d, struct action *a, struct err *err)
{
	return action_load(d, arg_i64(d, "action"), a, err);
}

static bool is_refund(const struct action *a)
{
	return text_eq(a->verb, "refund");
}

/* -- sending -- */

static int in_flight(struct desk *d, const struct action *a, int64_t *other,
		     struct err *err)
{
	*other = 0;
	if (!*a->order_ref || !money_given(a->amount))
		return 0;
	return db_ask(d->db, other, 0, err,
		      "SELECT id FROM actions WHERE shop = ?1 AND "
		      "order_ref = ?2 AND state IN (5, 9) AND id <> ?3 AND "
		      "amount IS NOT NULL",
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

/* What nobody declares is taken as the worst. */
static struct verb_facts facts_of(struct desk *d, const struct action *a)
{
	struct verb_facts verb;

	if (d->brain && d->brain->verb(d->brain, a->instance, a->verb, &verb))
		return verb;
	return (struct verb_facts){ .effect_class = 'D',
				    .lag_ms = 15 * MINUTE_MS };
}

static bool key_alive(struct desk *d, const struct action *a)
{
	struct verb_facts verb = facts_of(d, a);

	/* A restored copy may not know when it was sent first: not before it
	 * was planned. */
	return verb.effect_class == 'A' &&
	       d->tx.cmd->at - (a->sent ? a->sent : a->planned) <
		       verb.key_life_ms / 10 * 8;
}

/* An earlier attempt may have been done: only its living key makes a second
 * one the same. */
static int key_holds(struct desk *d, const struct action *a, struct err *err)
{
	if (!a->doubt || *a->effect_class != 'A' || key_alive(d, a))
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
	    (money_given(a->amount) && clock_holds(d, &doubted, err)))
		return -1;
	if (since)
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

	if (load_arg(d, &a, err))
		return -1;
	if (a.state != ACTION_DUE)
		return err_set(err, ERR_DATA, "action %lld is %s, not due",
			       (long long)a.id, action_state_name(a.state));
	if (held_back(d, &a, err) || action_off(d, &a, err))
		return -1;
	if (same_bytes(d, &a, err) || key_holds(d, &a, err))
		return -1;
	return is_refund(&a) ? refund_fits(d, &a, err) : 0;
}

int sending_decide(struct desk *d, struct err *err)
{
	struct action before, after;

	if (load_arg(d, &before, err))
		return -1;
	after = before;
	after.request_hash = arg_text(d, "request_hash");
	after.attempts++;
	if (!before.sent)
		after.sent = d->tx.cmd->at;
	if (is_refund(&before) && !before.attempts)
		order_sums(d->db, before.shop, before.order_ref, &after.paid,
			   &after.baseline);
	return action_to(d, &before, &after, ACTION_SENDING, "on its way", err);
}

/* -- results -- */

/* Full jitter would need chance; the action's number spreads them as well. */
static int64_t doubling(const struct action *a, int64_t first, int64_t times)
{
	int64_t wait = first;

	for (int64_t i = 1; i < times && wait < RETRY_LAST_MS; i++)
		wait *= 2;
	if (wait > RETRY_LAST_MS)
		wait = RETRY_LAST_MS;
	return wait / 2 + a->id * 7919 % (wait / 2 + 1);
}

static int64_t backoff(const struct action *a)
{
	return doubling(a, RETRY_FIRST_MS, a->attempts);
}

int64_t action_first_look(struct desk *d, const struct action *a)
{
	int64_t lag = facts_of(d, a).lag_ms;

	return d->tx.cmd->at + (*a->effect_class == 'A' ? 0 : lag);
}

int action_to_unknown(struct desk *d, const struct action *before,
		      struct action *after, const char *why, struct err *err)
{
	char class_of = *before->effect_class;

	after->looks = 0;
	after->doubt = 1;
	if (action_to(d, before, after, ACTION_UNKNOWN, why, err))
		return -1;
	if (class_of == 'D') {
		struct action unknown = *after;

		return action_to(d, &unknown, after, ACTION_PARKED, why, err);
	}
	return 0;
}

static int unknown_result(struct desk *d, const struct action *before,
			  struct err *err)
{
	struct action after = *before;
	const char *why = arg_text(d, "why");
	int64_t earliest =
		d->tx.cmd->at + (*before->effect_class == 'A' ? backoff(before)
							      : RETRY_FIRST_MS);

	after.deaths += arg_i64(d, "died") != 0;
	after.not_before = action_first_look(d, before);
	if (after.not_before < earliest)
		after.not_before = earliest;
	return action_to_unknown(d, before, &after, why, err);
}

/* Often at first, then less: what is not paid out after an hour takes days. */
static int64_t next_poll(struct desk *d, const struct action *a)
{
	int64_t wait = SETTLE_POLL_MS;

	for (int64_t i = 0; i < a->looks && wait < SETTLE_LAST_MS; i++)
		wait *= 2;
	return d->tx.cmd->at + (wait < SETTLE_LAST_MS ? wait : SETTLE_LAST_MS);
}

static int done_result(struct desk *d, const struct action *before,
		       int32_t state, struct err *err)
{
	struct action after = *before;
	const char *ref = arg_text(d, "ref");
	bool moved;

	if (*ref)
		after.remote_ref = ref;
	if (*arg_text(d, "result"))
		after.result = arg_text(d, "result");
	after.looks = 0;
	after.not_before = next_poll(d, &after);
	if (action_to(d, before, &after, state, arg_text(d, "why"), err))
		return -1;
	/* A poll may have seen it before the reply came. */
	return state == ACTION_ACCEPTED ? refund_known(d, &after, &moved, err)
					: 0;
}

/* Refused now; but an earlier attempt may have been done, and the refusal be
 * its consequence. */
static int refuse(struct desk *d, const struct action *before, struct err *err)
{
	struct action after = *before;

	if (!before->doubt)
		return action_to(d, before, &after, ACTION_REFUSED,
				 arg_text(d, "why"), err);
	return action_to(d, before, &after, ACTION_PARKED,
			 "refused now, but an earlier attempt may have been "
			 "done; look on the platform",
			 err);
}

/* When the platform wants to be asked again; `otherwise` when it did not say.
 * A plugin that names the far future postpones no action for ever. */
static int64_t retry_at(struct desk *d, int64_t otherwise)
{
	int64_t at = arg_i64(d, "retry_at"), now = d->tx.cmd->at;

	if (at <= now)
		return otherwise;
	return at - now < RETRY_AT_MOST_MS ? at : now + RETRY_AT_MOST_MS;
}

/* A declared "not done": refused for good, or due again after a while. */
static int not_done(struct desk *d, const struct action *before, bool final,
		    struct err *err)
{
	struct action after = *before;

	if (final)
		return refuse(d, before, err);
	if (arg_i64(d, "new_key")) {
		after.generation++;
		after.request_hash = ""; /* of the key before */
		action_set_keys(d, &after);
	}
	after.not_before = retry_at(d, d->tx.cmd->at + backoff(before));
	return action_to(d, before, &after, ACTION_DUE, arg_text(d, "why"),
			 err);
}

/* What two looks did not find may be sent once more: where our own reference
 * would have shown it, or the money itself (C). Above what a rule may give away
 * a person decides: looks are only as good as the lag that is declared. */
static bool looks_can_tell(const struct action *a)
{
	return *a->effect_class == 'B' ||
	       (*a->effect_class == 'C' && is_refund(a) &&
		money_given(a->baseline));
}

static bool may_send_again(struct desk *d, const struct action *a)
{
	return looks_can_tell(a) && a->attempts < 2 &&
	       (!money_given(a->amount) || limit_rule_allows(d, a->amount));
}

static const char *not_again(const struct action *a)
{
	return looks_can_tell(a) && a->attempts < 2
		       ? "looked twice: not there; that much is sent again "
			 "only when a person has looked, too"
		       : "nobody can tell whether it was done; look on the "
			 "platform";
}

/* A look found nothing. Class A may send again at any time the key lives, B and
 * C after two looks; everything else is for a person. */
static int absent(struct desk *d, const struct action *before, struct err *err)
{
	struct action after = *before;
	bool moved;

	if (refund_known(d, before, &moved, err))
		return -1;
	if (moved)
		return 0;
	after.looks++;
	after.postponed = 0;
	if (before->state == ACTION_ACCEPTED) {
		after.not_before = next_poll(d, &after);
		return change(d, &action_kind, before, &after, err);
	}
	if (*before->effect_class == 'A' && key_alive(d, before)) {
		after.not_before = d->tx.cmd->at;
		return action_to(d, before, &after, ACTION_DUE,
				 "not there; same key again", err);
	}
	if (looks_can_tell(before) && after.looks < 2) {
		after.not_before = d->tx.cmd->at + LOOK_APART_MS;
		return change(d, &action_kind, before, &after, err);
	}
	if (may_send_again(d, before))
		return action_to(d, before, &after, ACTION_DUE,
				 "looked twice: not there", err);
	return action_to(d, before, &after, ACTION_PARKED, not_again(before),
			 err);
}

static int poison(struct desk *d, const struct action *before, struct err *err)
{
	struct action after = *before;

	after.deaths++;
	if (after.deaths < DEATHS_MAX) {
		after.not_before = d->tx.cmd->at + backoff(before);
		return change(d, &action_kind, before, &after, err);
	}
	return action_to(d, before, &after, ACTION_PARKED,
			 "it killed its worker three times", err);
}

static int postpone(struct desk *d, const struct action *before,
		    struct err *err)
{
	struct action after = *before;
	int64_t wait = doubling(before, POSTPONE_FIRST_MS, ++after.postponed);

	after.not_before = retry_at(d, d->tx.cmd->at + wait);
	after.why = arg_text(d, "why");
	if (change(d, &action_kind, before, &after, err))
		return -1;
	return before->state == ACTION_DUE ? breaker_tell(d, before, err) : 0;
}

static int still_accepted(struct desk *d, const struct action *before,
			  struct err *err)
{
	struct action after = *before;

	after.looks++;
	after.postponed = 0;
	after.not_before = next_poll(d, &after);
	return change(d, &action_kind, before, &after, err);
}

int action_not_settled(struct desk *d, int64_t id, struct err *err)
{
	struct action before, after;

	if (action_load(d, id, &before, err))
		return -1;
	after = before;
	if (before.state == ACTION_ACCEPTED)
		return action_to(d, &before, &after, ACTION_PARKED,
				 "accepted three days ago, and still not shown "
				 "as done; look on the platform",
				 err);
	if (before.state == ACTION_UNKNOWN ||
	    (before.state == ACTION_DUE && before.doubt))
		return action_to(d, &before, &after, ACTION_PARKED,
				 "for a day nobody could tell whether it was "
				 "done; look on the platform",
				 err);
	return 0;
}

/* A settled one was looked at again. */
static int looked_again(struct desk *d, const struct action *before,
			const char *outcome, struct err *err)
{
	struct action after = *before;

	if (text_eq(outcome, "gone"))
		return action_to(d, before, &after, ACTION_PARKED,
				 "it was settled, and the platform does not "
				 "show it any more; look there",
				 err);
	if (text_eq(outcome, "shown")) {
		after.looks++;
		action_again(d, &after);
	} else {
		after.not_before = d->tx.cmd->at + SETTLE_LAST_MS;
	}
	return change(d, &action_kind, before, &after, err);
}

static const char *const outcomes[] = { "accepted", "settled",  "refused",
					"not_done", "unknown",  "absent",
					"died",     "postpone", "impossible",
					"shown",    "gone",     NULL };

int result_check(struct desk *d, struct err *err)
{
	const char *outcome = arg_text(d, "outcome");
	const char *const *o = outcomes;
	struct action a;

	while (*o && !text_eq(*o, outcome))
		o++;
	if (!*o)
		return err_set(err, ERR_DATA, "\"%.40s\" is no outcome",
			       outcome);
	if (load_arg(d, &a, err))
		return -1;
	d->tx.subject = arena_strdup(&d->arena, action_subject(d, &a));
	return 0;
}

static int result_sending(struct desk *d, const struct action *a,
			  const char *outcome, struct err *err)
{
	if (text_eq(outcome, "refused"))
		return not_done(d, a, true, err);
	if (text_eq(outcome, "not_done"))
		return not_done(d, a, false, err);
	return unknown_result(d, a, err);
}

/* Before anything was sent: the worker died, the platform was not reachable,
 * or the host found that the request would pay something else. */
static int result_due(struct desk *d, const struct action *a,
		      const char *outcome, struct err *err)
{
	struct action after = *a;

	if (text_eq(outcome, "died"))
		return poison(d, a, err);
	if (text_eq(outcome, "refused"))
		return refuse(d, a, err);
	if (text_eq(outcome, "impossible"))
		return action_to(d, a, &after, ACTION_PARKED,
				 arg_text(d, "why"), err);
	return postpone(d, a, err);
}

int result_decide(struct desk *d, struct err *err)
{
	const char *outcome = arg_text(d, "outcome");
	struct action a;

	if (load_arg(d, &a, err))
		return -1;
	if (a.state == ACTION_SETTLED && arg_i64(d, "again"))
		return looked_again(d, &a, outcome, err);
	if (action_at_rest(a.state))
		return 0; /* a late word about something that came to rest */
	if (text_eq(outcome, "accepted") && a.state != ACTION_DUE)
		return a.state == ACTION_ACCEPTED
			       ? still_accepted(d, &a, err)
			       : done_result(d, &a, ACTION_ACCEPTED, err);
	if (text_eq(outcome, "settled") && a.state != ACTION_DUE)
		return done_result(d, &a, ACTION_SETTLED, err);
	if (a.state == ACTION_SENDING)
		return result_sending(d, &a, outcome, err);
	if (a.state == ACTION_DUE)
		return result_due(d, &a, outcome, err);
	if (text_eq(outcome, "absent"))
		return absent(d, &a, err);
	if (text_eq(outcome, "died") && a.state == ACTION_UNKNOWN)
		return poison(d, &a, err);
	return postpone(d, &a, err);
}
