/* kinds.h - every kind of record there is.
 * SPDX-License-Identifier: MIT */
#ifndef HW_MODEL_KINDS_H
#define HW_MODEL_KINDS_H

#include "model/field.h"

/* Facts: what plugins and imports report. */
extern const struct kind order_kind, line_kind, payment_kind, shipment_kind,
	scan_kind, text_in_kind, review_kind, dispute_kind, return_kind,
	evidence_kind, file_in_kind;
/* Answers of plugins that are no facts. */
extern const struct kind outcome_kind, account_kind;
/* The desk's own rows. */
extern const struct kind shop_kind, buyer_kind, message_kind, note_kind,
	ticket_kind, action_kind, deadline_kind, agent_kind, alert_kind,
	recipient_kind, summons_kind, parcel_kind, difference_kind, task_kind,
	tag_kind, operation_kind, review_change_kind, mode_kind, risk_kind;

const struct kind *kind_by_name(const char *name); /* NULL if there is none */
const struct kind *kind_by_rec(int32_t rec);       /* HW_REC_* */

/* NULL-terminated list of all, facts first. */
extern const struct kind *const all_kinds[];

#endif
