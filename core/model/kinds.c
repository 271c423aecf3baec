/* kinds.c - the list of all kinds.
 * SPDX-License-Identifier: MIT */
#include "model/kinds.h"

#include "base/money.h"
#include "base/str.h"
#include "base/when.h"
#include "hw_plugin.h"

const struct kind *const all_kinds[] = {
	&order_kind,     &payment_kind,       &shipment_kind,
	&scan_kind,      &text_in_kind,       &review_kind,
	&dispute_kind,   &return_kind,        &evidence_kind,
	&line_kind,      &outcome_kind,       &account_kind,
	&shop_kind,      &buyer_kind,         &message_kind,
	&note_kind,      &ticket_kind,        &action_kind,
	&deadline_kind,  &agent_kind,         &alert_kind,
	&parcel_kind,    &difference_kind,    &recipient_kind,
	&summons_kind,   &task_kind,          &tag_kind,
	&operation_kind, &review_change_kind, &mode_kind,
	&risk_kind,      &file_in_kind,       NULL
};

const struct kind *kind_by_name(const char *name)
{
	for (const struct kind *const *k = all_kinds; *k; k++)
		if (text_eq((*k)->name, name))
			return *k;
	return NULL;
}

const struct kind *kind_by_rec(int32_t rec)
{
	for (const struct kind *const *k = all_kinds; *k; k++)
		if (rec > 0 && (*k)->rec == rec)
			return *k;
	return NULL;
}

void field_clear(const struct field *f, void *rec)
{
	static const size_t sizes[] = {
		[FIELD_TEXT] = sizeof(char *),
		[FIELD_INT] = sizeof(int64_t),
		[FIELD_FLAG] = sizeof(int32_t),
		[FIELD_CHOICE] = sizeof(int32_t),
		[FIELD_MONEY] = sizeof(struct money),
		[FIELD_WHEN] = sizeof(struct when),
		[FIELD_INSTANT] = sizeof(int64_t),
		[FIELD_BYTES] = sizeof(void *),
		[FIELD_LIST] = sizeof(struct hw_table),
	};

	memset((char *)rec + f->at, 0, sizes[f->type]);
	if (f->type == FIELD_BYTES)
		memset((char *)rec + f->len_at, 0, sizeof(size_t));
}

void kind_begin_anew(const struct kind *kind, void *rec)
{
	for (uint32_t i = 0; i < kind->count; i++)
		if (kind->fields[i].flags & FIELD_LIFE)
			field_clear(&kind->fields[i], rec);
}

const struct field *kind_field(const struct kind *kind, const char *name)
{
	for (uint32_t i = 0; i < kind->count; i++)
		if (strcmp(kind->fields[i].name, name) == 0)
			return &kind->fields[i];
	return NULL;
}
