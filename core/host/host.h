/* host.h - the desk at work: instances and their workers, the sender, polls,
 * webhooks and actions, on one loop.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_HOST_H
#define HW_HOST_HOST_H

#include "desk/desk.h"
#include "host/lanes.h"
#include "host/loop.h"

struct host {
	struct loop *loop;
	struct desk *desk;
	struct sender *sender;
	struct worker_desk worker_desk;
	const char *worker_program, *sender_program;
	struct lane_list lanes, leaving;
	struct timer tick, jobs;
	struct performing *performing; /* actions under way */
	struct worker *ahead; /* its call goes on during host_deliver() */
	double speed;
	int64_t commands, deliveries; /* since the start */
	/* Has the configuration read again, as SIGHUP does, and appends the
	 * members manifest, instances, policy and changed (a list of texts); -1
	 * with the one sentence why nothing changed. NULL: nobody can. */
	int (*reload)(void *arg, struct jw *told, struct err *err);
	void *reload_arg;
};

/* Starts the sender and the polls of these instances, kept by holds. */
int host_start(struct host *h, struct instance **instances, size_t count,
	       struct err *err) MUST_CHECK;
/* Other instances from now on, after lanes_prepare(). */
void host_reload(struct host *h, struct instance **instances, size_t count);
void host_stop(struct host *h);

/* Wakes what waits for work: after a command of a person, a hook, a commit. */
void host_nudge(struct host *h);

/* poll.c: what is asked when. */
void poll_start(struct host *h, struct lane_pair *lane);
void poll_stop(struct lane_pair *lane); /* no further calls */
void poll_free(struct lane_pair *lane); /* after its workers are gone */
void poll_now(struct lane_pair *lane);
/* Whatever kept it waiting may have been mended, and its credentials be those
 * of another account: it is probed again. */
void poll_again(struct lane_pair *lane);
/* Is it known whose account this is, and the right one? Nothing is read or
 * sent before. */
bool poll_probed(const struct lane_pair *lane);

/* perform.c: due actions. */
void perform_some(struct host *h);
void perform_stop(struct host *h);
/* How many actions are under way. */
int perform_count(const struct host *h);
bool perform_uses(const struct host *h, const struct lane_pair *lane);

/* One alert an instance and cause that is not raised again while it is open:
 * "NAME: WHAT". */
void host_alert(struct host *h, const char *level, const char *cause,
		const char *instance, const char *what);
/* As above, but each time counts. */
void host_alert_each(struct host *h, const char *level, const char *cause,
		     const char *instance, const char *what);

/* Delivers a call's records. Lines of outcome and account are answers, not
 * facts: they are copied to `answers` and not delivered. */
int host_deliver(struct host *h, struct instance *in, const char *via,
		 const struct call_result *r, int64_t inbox,
		 struct str *answers, struct err *err) MUST_CHECK;
/* The same with what the call came to, in one transaction (struct delivery). */
int host_deliver_with(struct host *h, struct instance *in, const char *via,
		      const struct call_result *r, struct command *last,
		      struct err *err) MUST_CHECK;
/* The answers alone; nothing is delivered. */
void host_answers(const struct call_result *r, struct str *answers);

/* Logs a failure of ours without what it quotes. What a platform, a carrier or
 * a mail server says goes to no log: it may name a buyer. */
void host_log(const char *name, const struct err *err);

#endif
