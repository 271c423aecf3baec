/* hours.c - see hours.h.
 * SPDX-License-Identifier: MIT */
#include "desk/hours.h"

#include "desk/alarm.h"

bool out_of_hours(struct desk *d)
{
	const struct alarms *a = d->brain ? d->brain->alarms : NULL;

	return a && a->open && !a->open(d->brain, d->tx.cmd->at);
}
