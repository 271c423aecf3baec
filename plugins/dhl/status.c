/* status.c - what DHL's words mean. It tells five states; what lies between
 * stands in the division's own code or only in the description.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "dhl.h"

/* Checkpoint codes of DHL Express. [source: MyDHL API, checkpoint codes,
 * reference data of 3.1.1, read 2026-11-24] */
static const struct dhl_meaning codes[] = {
	{ "PU", HW_PICKED_UP, NULL },
	{ "SA", HW_PICKED_UP, NULL },
	{ "PL", HW_IN_TRANSIT, NULL },
	{ "DF", HW_IN_TRANSIT, NULL },
	{ "AF", HW_IN_TRANSIT, NULL },
	{ "AR", HW_IN_TRANSIT, NULL },
	{ "TR", HW_IN_TRANSIT, NULL },
	{ "CR", HW_IN_TRANSIT, NULL },
	{ "BR", HW_IN_TRANSIT, NULL },
	{ "WC", HW_OUT_FOR_DELIVERY, NULL },
	{ "CC", HW_AVAILABLE_FOR_PICKUP, NULL },
	{ "IC", HW_CUSTOMS, NULL },
	{ "BN", HW_CUSTOMS, NULL },
	{ "CD", HW_CUSTOMS_HOLD, "customs_documents" },
	{ "UD", HW_CUSTOMS_HOLD, "customs_delay" },
	{ "HP", HW_CUSTOMS_HOLD, "payment" },
	{ "NH", HW_ATTEMPT_FAILED, "not_home" },
	{ "CA", HW_ATTEMPT_FAILED, "closed" },
	{ "ND", HW_ATTEMPT_FAILED, NULL },
	{ "MD", HW_DELAYED, NULL },
	{ "MS", HW_DELAYED, "missort" },
	{ "MC", HW_DELAYED, "missort" },
	{ "OH", HW_EXCEPTION, "hold" },
	{ "SS", HW_EXCEPTION, "hold" },
	{ "BA", HW_EXCEPTION, "address" },
	{ "CM", HW_EXCEPTION, "address" },
	{ "RD", HW_EXCEPTION, "refused" },
	{ "DS", HW_EXCEPTION, "destroyed" },
	{ "PD", HW_EXCEPTION, "partial" },
	{ "RT", HW_RETURNED, NULL },
};
/* Phrases of the English descriptions, first match. [source: MyDHL API status
 * list of all divisions, reference data of 3.1.1, read 2026-11-24] */
static const struct dhl_meaning phrases[] = {
	{ "returned to", HW_RETURNED, NULL },
	{ "return", HW_RETURNING, NULL },
	{ "damage", HW_EXCEPTION, "damaged" },
	{ "is lost", HW_EXCEPTION, "lost" },
	{ "refused", HW_EXCEPTION, "refused" },
	{ "incorrect address", HW_EXCEPTION, "address" },
	{ "attempt", HW_ATTEMPT_FAILED, NULL },
	{ "not home", HW_ATTEMPT_FAILED, "not_home" },
	{ "could not be delivered", HW_ATTEMPT_FAILED, NULL },
	{ "out for delivery", HW_OUT_FOR_DELIVERY, NULL },
	{ "with delivery courier", HW_OUT_FOR_DELIVERY, NULL },
	{ "loaded onto the delivery vehicle", HW_OUT_FOR_DELIVERY, NULL },
	{ "ready for collection", HW_AVAILABLE_FOR_PICKUP, NULL },
	{ "ready for pick", HW_AVAILABLE_FOR_PICKUP, NULL },
	{ "awaiting collection", HW_AVAILABLE_FOR_PICKUP, NULL },
	{ "customs released", HW_IN_TRANSIT, NULL },
	{ "cleared customs", HW_IN_TRANSIT, NULL },
	{ "held in customs", HW_CUSTOMS_HOLD, "customs_delay" },
	{ "clearance delay", HW_CUSTOMS_HOLD, "customs_delay" },
	{ "customs", HW_CUSTOMS, NULL },
	{ "delay", HW_DELAYED, NULL },
	{ "picked up", HW_PICKED_UP, NULL },
};
/* The five, where nothing finer was told. `failure` is coarse: customs,
 * refusals and returns are in it. */
static const struct dhl_meaning coarse[] = {
	{ "pre-transit", HW_PENDING, NULL },
	{ "transit", HW_IN_TRANSIT, NULL },
	{ "delivered", HW_DELIVERED, NULL },
	{ "failure", HW_EXCEPTION, NULL },
};
#define COUNT(table) (sizeof(table) / sizeof *(table))

static const struct dhl_meaning *find(const struct dhl_meaning *at, size_t n,
				      const char *text, int whole)
{
	for (size_t i = 0; text && i < n; i++)
		if (whole ? strcmp(at[i].word, text) == 0
			  : strcasestr(text, at[i].word) != NULL)
			return &at[i];
	return NULL;
}

struct dhl_meaning dhl_status(const char *five, const char *status,
			      const char *description)
{
	const struct dhl_meaning *m = find(coarse, COUNT(coarse), five, 1);
	const struct dhl_meaning *fine = NULL;

	if (!m || (m->status != HW_PENDING && m->status != HW_DELIVERED)) {
		fine = find(codes, COUNT(codes), status, 1);
		if (!fine)
			fine = find(phrases, COUNT(phrases), description, 0);
		if (!fine)
			fine = find(phrases, COUNT(phrases), status, 0);
	}
	return fine ? *fine
	       : m  ? *m
		    : (struct dhl_meaning){ "unknown", HW_UNKNOWN, NULL };
}
