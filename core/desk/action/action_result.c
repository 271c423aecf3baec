/* action_result.c - what the host says became of an action, in one of a few
 * words; everything that is not a declared "not done" is unknown.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "desk/action/action.h"
#include "desk/action/action_commands.h"
#include "desk/money/breaker.h"
#include "desk/money/refund.h"
#include "desk/reply/code.h"
#include "desk/reply/heard.h"

#define RETRY_FIRST_MS (5 * SECOND_MS)
#define RETRY_LAST_MS (15 * MINUTE_MS)
#define POSTPONE_FIRST_MS (20 * SECOND_MS)
#define RETRY_AT_MOST_MS (7 * DAY_MS) /* whatever a platform asks for */
#define SETTLE_POLL_MS (5 * MINUTE_MS)
#define SETTLE_LAST_MS (6 * HOUR_MS)
#define DEATHS_MAX 3 /* workers an action may kill before it is parked */

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
	if (code_made(d, before, &after, err))
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
	/* Another key would not make the second attempt the same as the first,
	 * which may have been done. */
	if (arg_i64(d, "new_key") && before->doubt)
		return action_to(d, before, &after, ACTION_PARKED,
				 "its key is burnt, and an earlier attempt may "
				 "have been done; look on the platform",
				 err);
	if (arg_i64(d, "new_key")) {
		after.generation++;
		after.request_hash = ""; /* of the key before */
		action_set_keys(d, &after);
	}
	after.not_before = retry_at(d, d->tx.cmd->at + backoff(before));
	/* While it was on its way the buyer may have written. */
	return action_to(d, before, &after, ACTION_DUE, arg_text(d, "why"),
			 err) ||
			       (after.heard &&
				heard_since(d, after.ticket, err)) ||
			       reply_again(d, &after, err)
		       ? -1
		       : 0;
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

/* A look found nothing of its own; but what it brought may tell. */
static int absent(struct desk *d, const struct action *before, struct err *err)
{
	bool moved;

	if (refund_known(d, before, &moved, err))
		return -1;
	if (moved)
		return 0;
	return before->state == ACTION_ACCEPTED ? still_accepted(d, before, err)
						: action_absent(d, before, err);
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
	if (action_arg(d, &a, err))
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

static bool is_done(const char *outcome)
{
	return text_eq(outcome, "accepted") || text_eq(outcome, "settled");
}

/* About something that came to rest meanwhile: only a yes after it was given up
 * must be known. */
static int late_word(struct desk *d, const struct action *a,
		     const char *outcome, struct err *err)
{
	if (!is_done(outcome) || a->state == ACTION_SETTLED ||
	    a->state == ACTION_PARKED)
		return 0;
	return alert_raise(d, "error",
			   arena_printf(&d->arena, "action:%lld:late-yes",
					(long long)a->id),
			   a->ticket,
			   arena_printf(&d->arena,
					"action %lld (%s) is %s, but the "
					"platform said that it took it: look "
					"there before it is planned anew",
					(long long)a->id, a->verb,
					action_state_name(a->state)),
			   err);
}

int result_decide(struct desk *d, struct err *err)
{
	const char *outcome = arg_text(d, "outcome");
	struct action a;

	if (action_arg(d, &a, err))
		return -1;
	if (a.state == ACTION_SETTLED && arg_i64(d, "again"))
		return looked_again(d, &a, outcome, err);
	if (action_at_rest(a.state))
		return late_word(d, &a, outcome, err);
	if (is_done(outcome) && a.state == ACTION_DUE && a.doubt)
		return done_result(d, &a,
				   text_eq(outcome, "settled")
					   ? ACTION_SETTLED
					   : ACTION_ACCEPTED,
				   err);
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
