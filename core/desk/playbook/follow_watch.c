/* follow_watch.c - a parcel is watched until it arrives.
 * SPDX-License-Identifier: MIT */
#include "desk/intake/parcel.h"
#include "desk/playbook/follow_own.h"
#include "desk/ticket/deadline.h"

static const char *scan_word(int32_t status)
{
	const struct field *f = kind_field(&scan_kind, "status");

	return status > 0 && status <= HW_EXPIRED ? f->words[status] : "";
}

int64_t parcel_still_limit(struct desk *d, int64_t shop,
			   const struct hw_shipment *s, int32_t status)
{
	const char *carrier = s->carrier ? s->carrier : "";
	const char *id =
		parcel_carrier(d, carrier, s->tracking ? s->tracking : "");

	if (!d->brain)
		return 0;
	return d->brain->still_limit(
		d->brain, *id ? id : carrier, scan_word(status),
		db_text(d->db, &d->arena,
			"SELECT country FROM orders WHERE shop = ?1 AND ref = "
			"?2",
			"is", shop, s->order_ref ? s->order_ref : ""));
}

int parcel_watch(struct desk *d, int64_t shop, const struct hw_shipment *s,
		 int32_t status, int64_t since, struct err *err)
{
	const char *tracking = s->tracking ? s->tracking : "";
	int64_t limit;

	if (!*tracking || !d->brain)
		return 0;
	if (parcel_moves(
		    d, tracking,
		    parcel_carrier(d, s->carrier ? s->carrier : "", tracking),
		    since, err))
		return -1;
	limit = parcel_still_limit(d, shop, s, status);
	if (limit <= 0)
		return 0;
	return deadline_set(d, 0, 0, "parcel", tracking, since + limit, err);
}

int parcel_unwatch(struct desk *d, const char *tracking, struct err *err)
{
	return parcel_ends(d, tracking, err) ||
			       deadline_over(d, "parcel", tracking,
					     DEADLINE_MET, err)
		       ? -1
		       : 0;
}
