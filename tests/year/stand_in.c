/* stand_in.c - the functions of host/worker.h and host/host.h that workers and
 * polls have in a real host: calls wait in hands.c, polls are made by run.c.
 * SPDX-License-Identifier: MIT */
#include "year/world.h"

struct worker *worker_new(struct loop *loop, struct sender *sender,
			  const struct worker_desk *desk, const char *program,
			  struct instance *instance)
{
	(void)loop, (void)sender, (void)desk, (void)program, (void)instance;
	return NULL;
}

void worker_free(struct worker *w)
{
	(void)w;
}

void worker_submit(struct worker *w, struct call_job *job)
{
	struct call_job **at = &w->head;

	while (*at)
		at = &(*at)->next;
	job->next = NULL;
	*at = job;
}

void worker_submit_next(struct worker *w, struct call_job *job)
{
	struct call_job **at = w->begun ? &w->head->next : &w->head;

	job->next = *at;
	*at = job;
}

void worker_relay(struct worker *w)
{
	(void)w;
}

bool worker_idle(const struct worker *w)
{
	return !w->head;
}

pid_t worker_pid(const struct worker *w)
{
	(void)w;
	return 0;
}

void poll_start(struct host *h, struct lane_pair *lane)
{
	(void)h, (void)lane;
}

void poll_stop(struct lane_pair *lane)
{
	(void)lane;
}

void poll_free(struct lane_pair *lane)
{
	(void)lane;
}

void poll_now(struct lane_pair *lane)
{
	(void)lane;
}

void poll_again(struct lane_pair *lane)
{
	(void)lane;
}

/* lane->poll is a mark only. */
bool poll_probed(const struct lane_pair *lane)
{
	return lane->poll != NULL;
}
