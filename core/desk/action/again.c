/* again.c - see again.h.
 * SPDX-License-Identifier: MIT */
#include "desk/action/again.h"

#include "desk/action/action.h"
#include "desk/task/task_told.h"

int again_say_no_answer(struct desk *d, int64_t ticket, const char *why,
			struct err *err)
{
	return alert_raise(
		d, "warning",
		arena_printf(&d->arena, "unanswered:%lld", (long long)ticket),
		ticket,
		arena_printf(&d->arena,
			     "T-%lld goes on again, but the reply that waited "
			     "is not proposed again, as %s: the buyer waits "
			     "for an answer",
			     (long long)ticket, why),
		err);
}

static int say_not_given(struct desk *d, const struct action *old,
			 const char *why, struct err *err)
{
	return alert_raise(
		d, "warning",
		arena_printf(&d->arena, "propose:%s:%lld", old->verb,
			     (long long)old->ticket),
		old->ticket,
		arena_printf(&d->arena,
			     "T-%lld goes on again, but the %s that waited is "
			     "not proposed again: %s",
			     (long long)old->ticket, old->verb, why),
		err);
}

int again_propose(struct desk *d, const struct action *old, int64_t part_of,
		  int64_t *id, struct err *err)
{
	bool reply = text_eq(old->verb, "reply");
	struct err why = { 0 };
	struct action a = *old;
	int64_t gone;

	kind_begin_anew(&action_kind, &a);
	a.part_of = part_of;
	*id = 0;
	/* Of what had failed before it was written it tells as it is. */
	if (task_told_gone(d, old, &gone, err))
		return -1;
	if (gone && !reply_by_hand(&a))
		return again_say_no_answer(d, old->ticket,
					   "what it told of could not be done",
					   err);
	if (reply && text_blank(old->text))
		return again_say_no_answer(d, old->ticket,
					   "its text was erased", err);
	if (action_plan(d, &a, false, &why) == 0) {
		*id = a.id;
		return 0;
	}
	if (why.code != ERR_DATA) {
		*err = why;
		return -1;
	}
	return reply ? again_say_no_answer(d, old->ticket,
					   "nothing sends it any more", err)
		     : say_not_given(d, old, why.text, err);
}
