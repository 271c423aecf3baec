/* anchors.h - hands the head of the journal out, as often as the manifest says
 * (anchor = { every; folder; mail; }); desk/ledger/anchor.h says what for.
 *
 * Folder and mail are each due in their own time. What fails is told (log and
 * alert) and tried again after 5 minutes, and holds up nothing else.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_ANCHORS_H
#define HW_HOST_ANCHORS_H

#include "host/host.h"
#include "host/manifest.h"

struct anchors {
	struct host *host;
	const struct manifest *manifest; /* borrowed until the next set */
	struct timer timer;
};

/* From now on, and with another manifest after a reload; the first at the next
 * turn of the loop if it is due. Nothing where the manifest wants none. */
void anchors_set(struct anchors *s, struct host *h, const struct manifest *m);
void anchors_stop(struct anchors *s); /* may be called again */

#endif
