/* poll_own.h - the reading lane of an instance, and what its files share: what
 * is asked next and its life (poll.c), what becomes of a call that went well
 * (poll_took.c), with files in what it handed in (poll_scan.c), and of one that
 * failed (poll_failed.c).
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_POLL_OWN_H
#define HW_HOST_POLL_OWN_H

#include "desk/intake/intake.h"
#include "host/host.h"
#include "host/parcels.h"

enum asking { PROBE, HOOK, SYNC, TRACK, PROOF };

struct poll {
	struct call_job job; /* first */
	struct host *host;
	struct lane_pair *lane;
	struct timer timer;
	enum asking asking;
	bool probed, busy;
	bool again;   /* the call in flight was asked before a reload */
	int failures; /* in a row */
	int64_t next, backoff_ms; /* next: desk_mono, 0 at once */
	int64_t hook_next, hook_backoff_ms;
	struct arena arena; /* of the call in flight */
	struct str put;     /* what the call before the one in flight put */
	struct inbox_item hook;
	struct parcel_question parcel;
	struct parcel_waits waits;
	struct scanning *scanning; /* what it handed in, before the scanner */
};

/* -- poll.c -- */

/* put: as in struct call_job. */
void poll_submit(struct poll *p, enum asking asking, const char *op,
		 const char *arg, const char *put);
/* From one call to the next, ms. */
int64_t poll_interval(const struct poll *p);
/* As the clock says it, for people. */
void poll_tell_next(struct poll *p);
/* Is the call in flight about one parcel? */
bool poll_about_parcel(const struct poll *p);

/* -- poll_took.c -- */

/* The end of every call (call_job's done). */
void poll_done(struct call_job *job, const struct call_result *r);
/* The same, once what it handed in was scanned. */
void poll_ended(struct poll *p, const struct call_result *r);

/* -- poll_scan.c -- */

/* Has the photos and videos of a call looked at where the manifest names a
 * scanner: true, and poll_ended() is called later. */
bool poll_scan(struct poll *p, const struct call_result *r);
/* Forgets what waits for it. */
void poll_scan_stop(struct poll *p);

/* -- poll_failed.c -- */

/* When it is asked again, who is told, and what becomes of its webhook. */
void poll_failed(struct poll *p, const struct call_result *r);
/* Why it failed, for the log and the quarantine. What a plugin says may be a
 * platform's words about a buyer; the same words have the same mark within one
 * run of the desk. Of the call's arena. */
const char *poll_words(struct poll *p, const struct call_result *r);

#endif
