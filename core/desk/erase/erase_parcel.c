/* erase_parcel.c - the parcels of an order that is erased.
 * SPDX-License-Identifier: MIT */
#include "desk/erase/erase_blank.h"

/* A tracking number leads to a name and a town on its carrier's pages. What
 * happened to the parcel stays, without it; that it was erased is remembered by
 * its HMAC, so that a carrier's word does not bring it back. */
static int forget_parcel(struct desk *d, const char *tracking, struct err *err)
{
	static const char *const steps[] = {
		"UPDATE facts SET ref = 'erased:' || id WHERE kind = 'scan' "
		"AND shop IN (SELECT shop FROM scans WHERE tracking = ?1) AND "
		"ref >= ?1 || '|' AND ref < ?1 || '}'",
		"UPDATE parcels SET tracking = NULL, state = 2 WHERE "
		"tracking = ?1",
		"UPDATE evidence SET tracking = NULL WHERE tracking = ?1",
		"UPDATE deadlines SET source = NULL, state = CASE state WHEN 1 "
		"THEN 4 ELSE state END WHERE purpose = 'parcel' AND "
		"source = ?1",
		"UPDATE alerts SET text = replace(text, ?1, '...'), cause = "
		"replace(cause, ?1, 'erased-' || id) WHERE instr(text, ?1) OR "
		"instr(cause, ?1)",
		"UPDATE scans SET tracking = NULL WHERE tracking = ?1",
	};
	static const struct kind *const kinds[] = { &scan_kind,
						    &evidence_kind };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < COUNT_OF(kinds); i++)
		rc = blank_rows(d, kinds[i],
				record_query(d->db, kinds[i],
					     "WHERE tracking = ?1", "s",
					     tracking),
				err);
	for (size_t i = 0; rc == 0 && i < COUNT_OF(steps); i++)
		rc = db_run(d->db, err, steps[i], "s", tracking);
	return rc ? -1
		  : forget_subject(d, subject_of_value(d, "parcel", tracking),
				   err);
}

/* Not one that another order has a part in. */
int forget_parcels(struct desk *d, const struct erase_item *t, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		d->db,
		"SELECT DISTINCT tracking FROM shipments s WHERE shop = ?1 AND "
		"order_ref = ?2 AND tracking IS NOT NULL AND NOT EXISTS ("
		"SELECT 1 FROM shipments o WHERE o.tracking = s.tracking AND "
		"(o.shop <> ?1 OR o.order_ref <> ?2))",
		"is", t->shop, t->ref);

	while (rows_next(&r))
		if (forget_parcel(d, arena_strdup(&d->arena, rows_text(&r, 0)),
				  err))
			return -1;
	if (rows_end(&r, err))
		return -1;
	return db_run(d->db, err,
		      "UPDATE tickets SET tracking = NULL, cause = CASE WHEN "
		      "tracking IS NULL THEN cause ELSE replace(cause, "
		      "tracking, 'erased-' || id) END WHERE shop = ?1 AND "
		      "order_ref = ?2",
		      "is", t->shop, t->ref);
}
