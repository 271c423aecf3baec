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
	{ "order", true, fact_check, fact_apply, order_follow, false },
	{ "payment", false, fact_check, fact_apply, payment_follow, false },
	{ "shipment", true, fact_check, fact_apply, shipment_follow, false },
	{ "scan", true, fact_check, fact_apply, scan_follow, false },
	{ "text_in", true, fact_check, fact_apply, message_decide, false },
	{ "review", true, fact_check, fact_apply, review_follow, false },
	{ "dispute", false, fact_check, fact_apply, dispute_follow, false },
	{ "return", true, fact_check, fact_apply, return_follow, false },
	{ "evidence", true, fact_check, fact_apply, evidence_follow, false },
	{ "file_in", true, fact_check, fact_apply, attached_follow, false },
	/* people */
	{ "reply", true, reply_check, NULL, reply_decide, true },
	{ "note", true, note_check, NULL, note_decide, true },
	{ "assign", false, assign_check, NULL, assign_decide, true },
	{ "tier", true, retier_check, NULL, retier_decide, true },
	{ "away", false, away_check, NULL, away_decide, true },
	{ "back", false, back_check, NULL, back_decide, true },
	{ "emergency", false, emergency_check, NULL, emergency_decide, true },
	{ "close", true, close_check, NULL, close_decide, true },
	{ "reopen", false, reopen_check, NULL, reopen_decide, true },
	{ "merge", true, merge_check, NULL, merge_decide, true },
	{ "unmerge", false, unmerge_check, NULL, unmerge_decide, true },
	{ "split", true, split_check, NULL, split_decide, true },
	{ "link", false, link_check, NULL, link_decide, true },
	{ "snooze", false, snooze_check, NULL, snooze_decide, true },
	{ "ticket_undo", false, ticket_undo_check, NULL, ticket_undo_decide,
	  true },
	{ "task", true, task_check, NULL, task_decide, true },
	{ "task_done", true, task_end_check, NULL, task_done_decide, true },
	{ "task_failed", true, task_failed_check, NULL, task_failed_decide,
	  true },
	{ "accept", false, accept_check, NULL, accept_decide, true },
	{ "refuse", false, accept_check, NULL, refuse_decide, true },
	{ "plan", true, plan_check, NULL, plan_decide, true },
	{ "reason", true, reason_check, NULL, reason_decide, true },
	{ "approve", false, approve_check, NULL, approve_decide, true },
	{ "overrule", true, overrule_check, NULL, overrule_decide, true },
	{ "undo", false, undo_check, NULL, undo_decide, true },
	{ "cancel", false, cancel_check, NULL, cancel_decide, true },
	{ "give_up", true, give_up_check, NULL, give_up_decide, true },
	{ "retry", false, retry_check, NULL, retry_decide, true },
	{ "explain_difference", false, explain_difference_check, NULL,
	  explain_difference_decide, true },
	/* time */
	{ "due", false, due_check, NULL, due_decide, false },
	{ "put_off", false, put_off_check, NULL, put_off_decide, false },
	{ "clock_jumped", false, clock_jumped_check, NULL, clock_jumped_decide,
	  false },
	/* the host */
	{ "sending", false, sending_check, NULL, sending_decide, false },
	{ "result", true, result_check, NULL, result_decide, false },
	{ "started", false, NULL, NULL, started_decide, false },
	{ "restored", false, NULL, restored_apply, restored_decide, false },
	{ "drop_record", true, drop_record_check, drop_record_apply, NULL,
	  true },
	{ "erase", false, erase_check, erase_apply, NULL, true },
	{ "caught_up", false, caught_up_check, caught_up_apply, NULL, false },
	{ "lift", true, lift_check, lift_apply, NULL, true },
	{ "reconcile", false, NULL, NULL, reconcile_decide, true },
	{ "alert", false, alert_check, NULL, alert_decide, false },
	{ "notice", true, notice_check, NULL, notice_decide, true },
	{ "anchor", false, anchor_check, NULL, anchor_decide, false },
	{ "acknowledge", false, acknowledge_check, NULL, acknowledge_decide,
	  true },
	{ "looked", true, looked_check, NULL, looked_decide, false },
	{ "shop", false, shop_check, NULL, shop_decide, false },
	{ "config", false, config_check, NULL, config_decide, false },
};

bool command_of_people(const char *kind)
{
	const struct command_kind *k = command_kind_find(kind);

	return k && k->of_people;
}

const struct command_kind *command_kind_find(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return NULL;
}
