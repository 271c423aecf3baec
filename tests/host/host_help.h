/* host_help.h - a whole host in this process with real workers and sender: the
 * instances "shop", "other" (shops) and "mail" (a channel) of the puppet plugin
 * (tests/puppet/puppet.c). What should succeed fails the test when it does not.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_HOST_HELP_H
#define HW_TESTS_HOST_HELP_H

#include "desk/intake/intake.h"
#include "host/host.h"

enum { SHOP, OTHER, MAIL, INSTANCES };
enum { ORDERS = 30 };

struct rig {
	struct host host;
	struct desk *desk;
	struct instance *at[INSTANCES];
	char *worker, *sender;
	int64_t began;   /* clock_mono */
	int64_t skipped; /* the desk's clock runs ahead of the true one */
};
extern struct rig rig;

/* For cmocka: each test has a desk in memory and a host that is not yet
 * started. Orders #1001 to #1030 of "shop" and #2001 of "other" are paid. */
int rig_open(void **state);
int rig_close(void **state);
void rig_start(void);
/* As at the end of the process: the desk stays. */
void rig_stop(void);
/* SIGHUP. */
void rig_reload(void);

/* What the operations of an instance do from now on; NULL: go well. */
void mood(const char *instance, const char *op, const char *how);
int64_t calls(const char *instance, const char *op);

/* Planned and approved; its id. The reply is to a mail of the next buyer. */
int64_t approved_refund(int order);
int64_t approved_reply(void);
int do_cmd(const char *kind, const char *json, struct err *err);

/* Turns the loop. */
void turn(int64_t ms);
int64_t one(const char *sql);
/* Until the query answers that, 10 s at most; false and both shown if not. */
bool becomes(int64_t wanted, const char *sql);
void skip_time(int64_t ms);

#endif
