/* anchors.h - hands the head of the journal out, as often as the manifest says
 * (anchor = { every; folder; mail; }); desk/anchor.h says what for.
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

/* From now on, and with another manifest after a reload. */
void anchors_set(struct anchors *s, struct host *h, const struct manifest *m);
void anchors_stop(struct anchors *s);

#endif
