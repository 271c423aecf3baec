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
	{ "order", true, fact_check, fact_apply, order_follow },
	{ "payment", false, fact_check, fact_apply, payment_follow },
	{ "shipment", true, fact_check, fact_apply, shipment_follow },
	{ "scan", true, fact_check, fact_apply, scan_follow },
	{ "text_in", true, fact_check, fact_apply, message_decide },
	{ "review", true, fact_check, fact_apply, review_follow },
	{ "dispute", false, fact_check, fact_apply, dispute_follow },
	{ "return", true, fact_check, fact_apply, return_follow },
	{ "evidence", true, fact_check, fact_apply, evidence_follow },
	{ "file_in", true, fact_check, fact_apply, attached_follow },
	/* people */
	{ "reply", true, reply_check, NULL, reply_decide },
	{ "note", true, note_check, NULL, note_decide },
	{ "assign", false, assign_check, NULL, assign_decide },
	{ "tier", true, retier_check, NULL, retier_decide },
	{ "away", false, away_check, NULL, away_decide },
	{ "back", false, back_check, NULL, back_decide },
	{ "emergency", false, emergency_check, NULL, emergency_decide },
	{ "close", true, close_check, NULL, close_decide },
	{ "reopen", false, reopen_check, NULL, reopen_decide },
	{ "merge", true, merge_check, NULL, merge_decide },
	{ "unmerge", false, unmerge_check, NULL, unmerge_decide },
	{ "split", true, split_check, NULL, split_decide },
	{ "link", false, link_check, NULL, link_decide },
	{ "snooze", false, snooze_check, NULL, snooze_decide },
	{ "ticket_undo", false, ticket_undo_check, NULL, ticket_undo_decide },
	{ "task", true, task_check, NULL, task_decide },
	{ "task_done", true, task_end_check, NULL, task_done_decide },
	{ "task_failed", true, task_failed_check, NULL, task_failed_decide },
	{ "accept", false, accept_check, NULL, accept_decide },
	{ "refuse", false, accept_check, NULL, refuse_decide },
	{ "plan", true, plan_check, NULL, plan_decide },
	{ "reason", true, reason_check, NULL, reason_decide },
	{ "approve", false, approve_check, NULL, approve_decide },
	{ "overrule", true, overrule_check, NULL, overrule_decide },
	{ "undo", false, undo_check, NULL, undo_decide },
	{ "cancel", false, cancel_check, NULL, cancel_decide },
	{ "give_up", true, give_up_check, NULL, give_up_decide },
	{ "retry", false, retry_check, NULL, retry_decide },
	{ "explain_difference", false, explain_difference_check, NULL,
	  explain_difference_decide },
	/* time */
	{ "due", false, due_check, NULL, due_decide },
	{ "put_off", false, put_off_check, NULL, put_off_decide },
	{ "clock_jumped", false, clock_jumped_check, NULL,
	  clock_jumped_decide },
	/* the host */
	{ "sending", false, sending_check, NULL, sending_decide },
	{ "result", true, result_check, NULL, result_decide },
	{ "started", false, NULL, NULL, started_decide },
	{ "restored", false, NULL, restored_apply, restored_decide },
	{ "drop_record", true, drop_record_check, drop_record_apply, NULL },
	{ "erase", false, erase_check, erase_apply, NULL },
	{ "caught_up", false, caught_up_check, caught_up_apply, NULL },
	{ "lift", true, lift_check, lift_apply, NULL },
	{ "reconcile", false, NULL, NULL, reconcile_decide },
	{ "alert", false, alert_check, NULL, alert_decide },
	{ "notice", true, notice_check, NULL, notice_decide },
	{ "anchor", false, anchor_check, NULL, anchor_decide },
	{ "acknowledge", false, acknowledge_check, NULL, acknowledge_decide },
	{ "looked", true, looked_check, NULL, looked_decide },
	{ "shop", false, shop_check, NULL, shop_decide },
	{ "config", false, config_check, NULL, config_decide },
};

/* What people say, through whatever door. */
static const char *const of_people[] = {
	"reply",       "note",        "assign",    "close",
	"plan",        "approve",     "undo",      "cancel",
	"retry",       "acknowledge", "notice",    "lift",
	"erase",       "drop_record", "reconcile", "explain_difference",
	"accept",      "refuse",      "reopen",    "merge",
	"unmerge",     "split",       "link",      "snooze",
	"ticket_undo", "task",        "task_done", "task_failed",
	"away",        "back",        "emergency", "reason",
	"overrule",    "tier",        "give_up"
};

bool command_of_people(const char *kind)
{
	for (size_t i = 0; i < COUNT_OF(of_people); i++)
		if (text_eq(of_people[i], kind))
			return true;
	return false;
}

const struct command_kind *command_kind_find(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return NULL;
}
