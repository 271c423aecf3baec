/* lanes.h - each enabled instance with its two lanes, a slow poll never
 * delaying a reply, and how they change at a reload: an instance that stays as
 * it is keeps its workers, a changed or removed one finishes what it does
 * without getting more, and only then lets its successor poll.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_LANES_H
#define HW_HOST_LANES_H

#include "host/instance.h"
#include "host/worker.h"

struct host;

struct lane_pair {
	struct instance *instance; /* a hold */
	struct worker *reading, *acting;
	struct poll *poll;
	bool leaving; /* gets no more work; freed when it is idle */
	/* Of the acting lane: until when its credentials count as refused
	 * (desk_mono), how long that was, calls that failed in a row. */
	int64_t act_next, act_wait;
	int act_failures;
};
VEC(lane_list, struct lane_pair *);

/* All that can fail of a new set of instances: each is given its shop's row. */
int lanes_prepare(const struct host *h, struct instance **instances,
		  size_t count, struct err *err) MUST_CHECK;
/* Makes these, prepared, the enabled instances, each kept by a hold of its own.
 */
void lanes_set(struct host *h, struct instance **instances, size_t count);
/* Frees the leaving ones that are idle. */
void lanes_reap(struct host *h);
/* Ends all at once: calls in flight are over. */
void lanes_stop(struct host *h);

/* The lane of an enabled instance; NULL when there is none. */
struct lane_pair *host_lane(struct host *h, const char *instance);
/* Must this lane wait until its predecessor is idle? */
bool lane_must_wait(const struct host *h, const struct lane_pair *lane);

#endif
