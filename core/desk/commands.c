/* commands.c - every kind of command there is.
 * SPDX-License-Identifier: MIT */
#include "desk/action.h"
#include "desk/action_commands.h"
#include "desk/alert.h"
#include "desk/anchor.h"
#include "desk/assign.h"
#include "desk/attached.h"
#include "desk/clock.h"
#include "desk/config.h"
#include "desk/deadline.h"
#include "desk/ending.h"
#include "desk/erase.h"
#include "desk/fact.h"
#include "desk/follow.h"
#include "desk/intake.h"
#include "desk/matrix.h"
#include "desk/merge.h"
#include "desk/message.h"
#include "desk/mode.h"
#include "desk/notice.h"
#include "desk/parcel.h"
#include "desk/playbook.h"
#include "desk/reconcile.h"
#include "desk/regroup.h"
#include "desk/restored.h"
#include "desk/retier.h"
#include "desk/role.h"
#include "desk/screen.h"
#include "desk/snooze.h"
#include "desk/task.h"
#include "desk/ticket.h"

static const struct command_kind kinds[] = {
	/* facts */
	{ "order", true, fact_check, fact_apply, order_follow, BY_DESK },
	{ "payment", false, fact_check, fact_apply, payment_follow, BY_DESK },
	{ "shipment", true, fact_check, fact_apply, shipment_follow, BY_DESK },
	{ "scan", true, fact_check, fact_apply, scan_follow, BY_DESK },
	{ "text_in", true, fact_check, fact_apply, message_decide, BY_DESK },
	{ "review", true, fact_check, fact_apply, review_follow, BY_DESK },
	{ "dispute", false, fact_check, fact_apply, dispute_follow, BY_DESK },
	{ "return", true, fact_check, fact_apply, return_follow, BY_DESK },
	{ "evidence", true, fact_check, fact_apply, evidence_follow, BY_DESK },
	{ "file_in", true, fact_check, fact_apply, attached_follow, BY_DESK },
	/* people */
	{ "reply", true, reply_check, NULL, reply_decide, BY_PEOPLE },
	{ "note", true, note_check, NULL, note_decide, BY_PEOPLE },
	{ "assign", false, assign_check, NULL, assign_decide, BY_PEOPLE },
	{ "tier", true, retier_check, NULL, retier_decide, BY_PEOPLE },
	{ "away", false, away_check, NULL, away_decide, BY_PEOPLE },
	{ "back", false, back_check, NULL, back_decide, BY_PEOPLE },
	{ "emergency", false, emergency_check, NULL, emergency_decide,
	  BY_PEOPLE },
	{ "close", true, close_check, NULL, close_decide, BY_PEOPLE },
	{ "reopen", false, reopen_check, NULL, reopen_decide, BY_PEOPLE },
	{ "merge", true, merge_check, NULL, merge_decide, BY_PEOPLE },
	{ "unmerge", false, unmerge_check, NULL, unmerge_decide, BY_PEOPLE },
	{ "split", true, split_check, NULL, split_decide, BY_PEOPLE },
	{ "link", false, link_check, NULL, link_decide, BY_PEOPLE },
	{ "snooze", false, snooze_check, NULL, snooze_decide, BY_PEOPLE },
	{ "ticket_undo", false, ticket_undo_check, NULL, ticket_undo_decide,
	  BY_PEOPLE },
	{ "task", true, task_check, NULL, task_decide, BY_PEOPLE },
	{ "task_done", true, task_end_check, NULL, task_done_decide,
	  BY_PEOPLE },
	{ "task_failed", true, task_failed_check, NULL, task_failed_decide,
	  BY_PEOPLE },
	{ "accept", false, accept_check, NULL, accept_decide, BY_PEOPLE },
	{ "refuse", false, accept_check, NULL, refuse_decide, BY_PEOPLE },
	{ "plan", true, plan_check, NULL, plan_decide, BY_PEOPLE },
	{ "reason", true, reason_check, NULL, reason_decide, BY_PEOPLE },
	{ "approve", false, approve_check, NULL, approve_decide, BY_PEOPLE },
	{ "overrule", true, overrule_check, NULL, overrule_decide, BY_PEOPLE },
	{ "undo", false, undo_check, NULL, undo_decide, BY_PEOPLE },
	{ "cancel", false, cancel_check, NULL, cancel_decide, BY_PEOPLE },
	{ "give_up", true, give_up_check, NULL, give_up_decide, BY_PEOPLE },
	{ "retry", false, retry_check, NULL, retry_decide, BY_PEOPLE },
	{ "explain_difference", false, explain_difference_check, NULL,
	  explain_difference_decide, BY_PEOPLE },
	/* time */
	{ "due", false, due_check, NULL, due_decide, BY_DESK },
	{ "put_off", false, put_off_check, NULL, put_off_decide, BY_DESK },
	{ "clock_jumped", false, clock_jumped_check, NULL, clock_jumped_decide,
	  BY_DESK },
	/* the host */
	{ "sending", false, sending_check, NULL, sending_decide, BY_DESK },
	{ "result", true, result_check, NULL, result_decide, BY_DESK },
	{ "started", false, NULL, NULL, started_decide, BY_DESK },
	{ "restored", false, NULL, restored_apply, restored_decide, BY_DESK },
	{ "drop_record", true, drop_record_check, drop_record_apply, NULL,
	  BY_PEOPLE },
	{ "erase", false, erase_check, erase_apply, NULL, BY_PEOPLE },
	{ "caught_up", false, caught_up_check, caught_up_apply, NULL, BY_DESK },
	{ "lift", true, lift_check, lift_apply, NULL, BY_PEOPLE },
	{ "reconcile", false, NULL, NULL, reconcile_decide, BY_PEOPLE },
	{ "alert", false, alert_check, NULL, alert_decide, BY_DESK },
	{ "notice", true, notice_check, NULL, notice_decide, BY_PEOPLE },
	{ "anchor", false, anchor_check, NULL, anchor_decide, BY_DESK },
	{ "acknowledge", false, acknowledge_check, NULL, acknowledge_decide,
	  BY_PEOPLE },
	{ "looked", true, looked_check, NULL, looked_decide, BY_DESK },
	{ "shop", false, shop_check, NULL, shop_decide, BY_DESK },
	{ "config", false, config_check, NULL, config_decide, BY_DESK },
};

bool command_of_people(const char *kind)
{
	const struct command_kind *k = command_kind_find(kind);

	return k && k->spoken_by == BY_PEOPLE;
}

const struct command_kind *command_kind_find(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return NULL;
}
