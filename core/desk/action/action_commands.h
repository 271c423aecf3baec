/* action_commands.h - what people and the host say of actions: the commands,
 * with check and decide as struct command_kind has them, and what the host is
 * to work on. SPDX-License-Identifier: MIT */
#ifndef HW_DESK_ACTION_COMMANDS_H
#define HW_DESK_ACTION_COMMANDS_H

#include "desk/internal.h"

/* People: "plan" {"verb", "order", "shop"?, "amount"?, "items"?, "args"?,
 * "reason"?, "after"?, "beside"? or "beside_task"?, "beside_dispute"?
 * (disputed.h)}; "approve" {"action", "heard"?, the same; after, of a reply:
 * doubled.h}; "undo", "cancel"
 * {"action"}: undo takes an approval back within its window, cancel gives the
 * action up, and neither does when a reply that tells of it has left: then
 * "take_back" and "give_up" {"action", "force"} do, with a reason; "retry"
 * {"action", "seen", "ref"?, "code"?}: what somebody saw on the platform, code:
 * of a coupon that was made (code.h); "reply" {"ticket", "text", "subject"?,
 * "to"?, "force"?, "instead"?, "heard"?, "after"?, "replaces"?, "tells"?,
 * "tells_tasks"? (backing_said)}: approved at once when an agent wrote it, and
 * the guard has words of its language; to: the address, where a merge made the
 * ticket two buyers' (merge.h); replaces: the reply that somebody else approved
 * and whose place it takes; instead: the proposal whose words these are, which
 * it takes the place of, also for its rule or playbook, and which is no
 * receipt; heard: the message that the buyer had written last when it was read
 * (heard.h), ERR_DATA when there is a later one; after: as of approve.
 * ERR_DENIED where role or limits do not allow it. */
int plan_check(struct desk *d, struct err *err);
int plan_decide(struct desk *d, struct err *err);
int approve_check(struct desk *d, struct err *err);
int approve_decide(struct desk *d, struct err *err);
int undo_check(struct desk *d, struct err *err);
int undo_decide(struct desk *d, struct err *err);
int take_back_check(struct desk *d, struct err *err);
int take_back_decide(struct desk *d, struct err *err);
int cancel_check(struct desk *d, struct err *err);
int cancel_decide(struct desk *d, struct err *err);
int give_up_check(struct desk *d, struct err *err);
int give_up_decide(struct desk *d, struct err *err);
int retry_check(struct desk *d, struct err *err);
int retry_decide(struct desk *d, struct err *err);
int reply_check(struct desk *d, struct err *err);
int reply_decide(struct desk *d, struct err *err);
/* The host: "sending" {"action"} before the first byte leaves, refused when it
 * may not leave (any more); "result": what came of it, or of a look. */
int sending_check(struct desk *d, struct err *err);
int sending_decide(struct desk *d, struct err *err);
int result_check(struct desk *d, struct err *err);
int result_decide(struct desk *d, struct err *err);

struct action_job {
	int64_t id;
	bool look; /* find first: it is unknown, or accepted and to be settled
		    */
};

/* Actions the host may work on now: due ones, unknown, accepted and settled
 * ones whose look is due; the oldest of each and of each instance in turn. One
 * per order in flight. Returns how many, -1 when the database failed. */
int action_jobs(struct db *db, int64_t now, struct action_job *out, int max);

#endif
