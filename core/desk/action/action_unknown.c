/* action_unknown.c - what may follow when nobody can tell whether it was done,
 * by the class of the verb.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "desk/action/action.h"
#include "desk/money/limit.h"
#include "desk/ticket/deadline.h"

#define LOOK_APART_MS (60 * SECOND_MS) /* between two looks, at least */

/* What nobody declares is taken as the worst. */
struct verb_facts action_verb(struct desk *d, const struct action *a)
{
	struct verb_facts verb;

	if (d->brain && d->brain->verb(d->brain, a->instance, a->verb, &verb))
		return verb;
	return (struct verb_facts){ .effect_class = 'D',
				    .lag_ms = 15 * MINUTE_MS };
}

bool action_key_alive(struct desk *d, const struct action *a)
{
	struct verb_facts verb = action_verb(d, a);

	/* A restored copy may not know when it was sent first: not before it
	 * was planned. */
	return verb.effect_class == 'A' &&
	       d->tx.cmd->at - (a->sent ? a->sent : a->planned) <
		       verb.key_life_ms / 10 * 8;
}

int64_t action_first_look(struct desk *d, const struct action *a)
{
	int64_t lag = action_verb(d, a).lag_ms;

	return d->tx.cmd->at + (*a->effect_class == 'A' ? 0 : lag);
}

int action_look_anew(struct desk *d, const struct action *before,
		     struct err *err)
{
	struct action after = *before;

	after.looks = 0;
	after.not_before = action_first_look(d, before);
	return change(d, &action_kind, before, &after, err);
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

/* What two looks did not find may be sent once more: where our own reference
 * would have shown it, or the money itself (C). Above what a rule may give away
 * a person decides: looks are only as good as the lag that is declared. */
static bool looks_can_tell(const struct action *a)
{
	return *a->effect_class == 'B' ||
	       (*a->effect_class == 'C' && action_is_refund(a) &&
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

/* A look that was begun before a clock jumped, or a copy was put back: what was
 * asked for may still land. */
static bool too_early(struct desk *d, const struct action *a)
{
	return *a->effect_class != 'A' && d->tx.cmd->at < a->not_before;
}

static int send_again(struct desk *d, const struct action *before,
		      struct action *after, const char *why, struct err *err)
{
	return action_to(d, before, after, ACTION_DUE, why, err) ||
			       reply_again(d, after, err)
		       ? -1
		       : 0;
}

/* A look found nothing. Class A may send again at any time the key lives, B and
 * C after two looks; everything else is for a person. */
int action_absent(struct desk *d, const struct action *before, struct err *err)
{
	struct action after = *before;

	if (too_early(d, before))
		return 0;
	after.looks++;
	after.postponed = 0;
	if (*before->effect_class == 'A' && action_key_alive(d, before)) {
		after.not_before = d->tx.cmd->at;
		return send_again(d, before, &after,
				  "not there; same key again", err);
	}
	if (looks_can_tell(before) && after.looks < 2) {
		after.not_before = d->tx.cmd->at + LOOK_APART_MS;
		return change(d, &action_kind, before, &after, err);
	}
	if (may_send_again(d, before))
		return send_again(d, before, &after, "looked twice: not there",
				  err);
	return action_to(d, before, &after, ACTION_PARKED, not_again(before),
			 err);
}

int action_not_settled(struct desk *d, int64_t id, struct err *err)
{
	struct action before, after;

	if (action_load(d, id, &before, err))
		return -1;
	after = before;
	if (before.state == ACTION_SENDING)
		return deadline_set(d, before.ticket, id, "settle", before.verb,
				    d->tx.cmd->at + 15 * MINUTE_MS, err);
	if (before.state == ACTION_ACCEPTED)
		return action_to(d, &before, &after, ACTION_PARKED,
				 "accepted, and not shown as done within the "
				 "time of closing.conf (settles_within); look "
				 "on the platform",
				 err);
	if (before.state == ACTION_UNKNOWN ||
	    (before.state == ACTION_DUE && before.doubt))
		return action_to(d, &before, &after, ACTION_PARKED,
				 "for a day nobody could tell whether it was "
				 "done; look on the platform",
				 err);
	return 0;
}
