/* lanes.c - see lanes.h.
 * SPDX-License-Identifier: MIT */
#include "host/lanes.h"

#include "desk/config.h"
#include "host/host.h"

struct lane_pair *host_lane(struct host *h, const char *instance)
{
	for (size_t i = 0; i < h->lanes.len; i++)
		if (text_eq(h->lanes.at[i]->instance->name, instance))
			return h->lanes.at[i];
	return NULL;
}

bool lane_must_wait(const struct host *h, const struct lane_pair *lane)
{
	for (size_t i = 0; i < h->leaving.len; i++)
		if (text_eq(h->leaving.at[i]->instance->name,
			    lane->instance->name))
			return true;
	return false;
}

static void add(struct host *h, struct lane_list *to, struct instance *in)
{
	struct lane_pair *lane = xcalloc(1, sizeof *lane);

	lane->instance = instance_keep(in);
	lane->reading = worker_new(h->loop, h->sender, &h->worker_desk,
				   h->worker_program, in);
	lane->acting = worker_new(h->loop, h->sender, &h->worker_desk,
				  h->worker_program, in);
	poll_start(h, lane);
	lane_list_push(to, lane);
}

static void leave(struct host *h, struct lane_pair *lane)
{
	lane->leaving = true;
	poll_stop(lane);
	lane_list_push(&h->leaving, lane);
}

/* An instance that did not change takes its lane along. */
static struct lane_pair *unchanged(struct host *h, const struct instance *in)
{
	struct lane_pair *lane = host_lane(h, in->name);

	return lane && instance_same(lane->instance, in) ? lane : NULL;
}

int lanes_prepare(const struct host *h, struct instance **instances,
		  size_t count, struct err *err)
{
	for (size_t i = 0; i < count; i++)
		if (shop_ensure(h->desk, instances[i]->name,
				instances[i]->plugin, instances[i]->live_since,
				&instances[i]->shop, err))
			return -1;
	return 0;
}

void lanes_set(struct host *h, struct instance **instances, size_t count)
{
	struct lane_list next = { 0 };

	for (size_t i = 0; i < count; i++) {
		struct lane_pair *old = unchanged(h, instances[i]);

		if (old) {
			lane_list_push(&next, old);
			poll_again(old);
		} else {
			add(h, &next, instances[i]);
		}
	}
	for (size_t i = 0; i < h->lanes.len; i++) {
		bool stays = false;

		for (size_t k = 0; k < next.len; k++)
			stays |= next.at[k] == h->lanes.at[i];
		if (!stays)
			leave(h, h->lanes.at[i]);
	}
	lane_list_release(&h->lanes);
	h->lanes = next;
}

static void end(struct lane_pair *lane)
{
	poll_stop(lane);
	worker_free(lane->reading);
	worker_free(lane->acting);
	poll_free(lane);
	instance_free(lane->instance);
	free(lane);
}

void lanes_reap(struct host *h)
{
	size_t kept = 0;

	for (size_t i = 0; i < h->leaving.len; i++) {
		struct lane_pair *lane = h->leaving.at[i];

		if (worker_idle(lane->reading) && worker_idle(lane->acting) &&
		    !perform_uses(h, lane))
			end(lane);
		else
			h->leaving.at[kept++] = lane;
	}
	h->leaving.len = kept;
}

void lanes_stop(struct host *h)
{
	for (size_t i = 0; i < h->lanes.len; i++)
		end(h->lanes.at[i]);
	for (size_t i = 0; i < h->leaving.len; i++)
		end(h->leaving.at[i]);
	lane_list_release(&h->lanes);
	lane_list_release(&h->leaving);
}
