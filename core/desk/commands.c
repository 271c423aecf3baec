/* commands.c - every kind of command there is.
 * SPDX-License-Identifier: MIT */
#include "desk/action/action.h"
#include "desk/action/action_commands.h"
#include "desk/alert/alert.h"
#include "desk/alert/notice.h"
#include "desk/config.h"
#include "desk/erase/erase.h"
#include "desk/intake/attached.h"
#include "desk/intake/fact.h"
#include "desk/intake/intake.h"
#include "desk/intake/message.h"
#include "desk/intake/parcel.h"
#include "desk/ledger/anchor.h"
#include "desk/ledger/clock.h"
#include "desk/ledger/restored.h"
#include "desk/money/matrix.h"
#include "desk/money/reconcile.h"
#include "desk/people/assign.h"
#include "desk/people/mode.h"
#include "desk/people/role.h"
#include "desk/playbook/follow.h"
#include "desk/playbook/playbook.h"
#include "desk/reply/screen.h"
#include "desk/task/task.h"
#include "desk/task/task_money.h"
#include "desk/ticket/deadline.h"
#include "desk/ticket/ending.h"
#include "desk/ticket/merge.h"
#include "desk/ticket/regroup.h"
#include "desk/ticket/retier.h"
#include "desk/ticket/snooze.h"
#include "desk/ticket/ticket.h"

static const struct command_kind kinds[] = {
	/* facts */
	{ "order", fact_check, fact_apply, order_follow, true, BY_DESK },
	{ "payment", fact_check, fact_apply, payment_follow, false, BY_DESK },
	{ "shipment", fact_check, fact_apply, shipment_follow, true, BY_DESK },
	{ "scan", fact_check, fact_apply, scan_follow, true, BY_DESK },
	{ "text_in", fact_check, fact_apply, message_decide, true, BY_DESK },
	{ "review", fact_check, fact_apply, review_follow, true, BY_DESK },
	{ "dispute", fact_check, fact_apply, dispute_follow, false, BY_DESK },
	{ "return", fact_check, fact_apply, return_follow, true, BY_DESK },
	{ "evidence", fact_check, fact_apply, evidence_follow, true, BY_DESK },
	{ "file_in", fact_check, fact_apply, attached_follow, true, BY_DESK },
	/* people */
	{ "reply", reply_check, NULL, reply_decide, true, BY_PEOPLE },
	{ "note", note_check, NULL, note_decide, true, BY_PEOPLE },
	{ "assign", assign_check, NULL, assign_decide, false, BY_PEOPLE },
	{ "tier", retier_check, NULL, retier_decide, true, BY_PEOPLE },
	{ "away", away_check, NULL, away_decide, false, BY_PEOPLE },
	{ "back", back_check, NULL, back_decide, false, BY_PEOPLE },
	{ "emergency", emergency_check, NULL, emergency_decide, false,
	  BY_PEOPLE },
	{ "close", close_check, NULL, close_decide, true, BY_PEOPLE },
	{ "reopen", reopen_check, NULL, reopen_decide, false, BY_PEOPLE },
	{ "merge", merge_check, NULL, merge_decide, true, BY_PEOPLE },
	{ "unmerge", unmerge_check, NULL, unmerge_decide, false, BY_PEOPLE },
	{ "split", split_check, NULL, split_decide, true, BY_PEOPLE },
	{ "link", link_check, NULL, link_decide, false, BY_PEOPLE },
	{ "snooze", snooze_check, NULL, snooze_decide, false, BY_PEOPLE },
	{ "ticket_undo", ticket_undo_check, NULL, ticket_undo_decide, false,
	  BY_PEOPLE },
	{ "task", task_check, NULL, task_decide, true, BY_PEOPLE },
	{ "task_approve", task_approve_check, NULL, task_approve_decide, false,
	  BY_PEOPLE },
	{ "task_done", task_done_check, NULL, task_done_decide, true,
	  BY_PEOPLE },
	{ "task_failed", task_failed_check, NULL, task_failed_decide, true,
	  BY_PEOPLE },
	{ "accept", accept_check, NULL, accept_decide, false, BY_PEOPLE },
	{ "refuse", accept_check, NULL, refuse_decide, false, BY_PEOPLE },
	{ "plan", plan_check, NULL, plan_decide, true, BY_PEOPLE },
	{ "reason", reason_check, NULL, reason_decide, true, BY_PEOPLE },
	{ "approve", approve_check, NULL, approve_decide, false, BY_PEOPLE },
	{ "overrule", overrule_check, NULL, overrule_decide, true, BY_PEOPLE },
	{ "undo", undo_check, NULL, undo_decide, false, BY_PEOPLE },
	{ "take_back", take_back_check, NULL, take_back_decide, true,
	  BY_PEOPLE },
	{ "cancel", cancel_check, NULL, cancel_decide, false, BY_PEOPLE },
	{ "give_up", give_up_check, NULL, give_up_decide, true, BY_PEOPLE },
	{ "retry", retry_check, NULL, retry_decide, false, BY_PEOPLE },
	{ "explain_difference", explain_difference_check, NULL,
	  explain_difference_decide, false, BY_PEOPLE },
	/* time */
	{ "due", due_check, NULL, due_decide, false, BY_DESK },
	{ "put_off", put_off_check, NULL, put_off_decide, false, BY_DESK },
	{ "clock_jumped", clock_jumped_check, NULL, clock_jumped_decide, false,
	  BY_DESK },
	/* the host */
	{ "sending", sending_check, NULL, sending_decide, false, BY_DESK },
	{ "result", result_check, NULL, result_decide, true, BY_DESK },
	{ "started", NULL, NULL, started_decide, false, BY_DESK },
	{ "restored", NULL, restored_apply, restored_decide, false, BY_DESK },
	{ "drop_record", drop_record_check, drop_record_apply, NULL, true,
	  BY_PEOPLE },
	{ "erase", erase_check, erase_apply, NULL, false, BY_PEOPLE },
	{ "caught_up", caught_up_check, caught_up_apply, NULL, false, BY_DESK },
	{ "lift", lift_check, lift_apply, NULL, true, BY_PEOPLE },
	{ "reconcile", NULL, NULL, reconcile_decide, false, BY_PEOPLE },
	{ "alert", alert_check, NULL, alert_decide, false, BY_DESK },
	{ "notice", notice_check, NULL, notice_decide, true, BY_PEOPLE },
	{ "anchor", anchor_check, NULL, anchor_decide, false, BY_DESK },
	{ "acknowledge", acknowledge_check, NULL, acknowledge_decide, false,
	  BY_PEOPLE },
	{ "looked", looked_check, NULL, looked_decide, true, BY_DESK },
	{ "shop", shop_check, NULL, shop_decide, false, BY_DESK },
	{ "config", config_check, NULL, config_decide, false, BY_DESK },
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
