/* desk_help.h - a desk in memory with one shop and one mailbox, and what tests
 * do with it. Everything that should succeed fails the test when it does not.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_DESK_HELP_H
#define HW_TESTS_DESK_HELP_H

#include "desk/action/action.h"
#include "desk/config.h"
#include "desk/intake/intake.h"
#include "help/lines.h"
#include "help/must_desk.h"

extern int64_t now_ms;          /* the desk's clock */
extern struct brain test_brain; /* its policy, anew with each open_desk() */

/* Instances "shop" and "mail", effects "propose", no undo window; the clock
 * stands at BEGIN_MS. */
struct desk *open_desk(void);
/* With ORDER taken in. */
struct desk *desk_with_order(void);
/* And its buyer's mail on T-1: it was not received. */
struct desk *desk_with_lost_order(void);
/* With test_brain and the clock as they are, and what is at `path` already. */
struct desk *open_desk_at(const char *state, const char *path);
/* The two instances, live since 30 days. */
void add_shops(struct desk *d);

void deliver(struct desk *d, const char *instance, const char *records,
	     struct delivery *out);
/* Lines, each of which says something new; empties them. */
void deliver_line(struct desk *d, const char *instance, struct str *lines);
/* -1 and err when it was refused. */
int do_cmd(struct desk *d, const char *kind, const char *by, const char *json,
	   struct err *err);
/* Refused, by a sentence that has `words` in it; gives the code. */
enum err_code must_refuse_by(struct desk *d, const char *kind, const char *by,
			     const char *json, const char *words);
/* Of which nothing is refused. */
void must_do(struct desk *d, const char *kind, const char *by,
	     const char *json);
int64_t one(struct desk *d, const char *sql);
const char *one_text(struct desk *d, const char *sql);
int64_t action_state(struct desk *d, int64_t id);
void run_sql(struct desk *d, const char *sql);
/* Time goes by, and what falls due happens. */
void pass(struct desk *d, int64_t ms);
/* Both replays and the chain. */
void replays_the_same(struct desk *d);
/* The same, and closes it. */
void ends_the_same(struct desk *d);

/* Order #n with a total of so many dollars, and its buyer's mail about poor
 * quality. */
struct complaint {
	int n;
	const char *total;
	const char *buyer; /* before @example.com; b<n> */
	bool account;      /* at the shop, by the same name */
};
void complaint(struct desk *d, struct complaint c);

/* mia plans it for O1, with so many dollars and `more` members of JSON (NULL:
 * none). -1 and err when it is refused. */
int plan(struct desk *d, const char *verb, const char *amount, const char *more,
	 struct err *err);
/* A refund of 5.00. Returns its id. */
int64_t planned_refund(struct desk *d);
/* The same, approved by `by`. */
int64_t approved_refund(struct desk *d, const char *by);
/* The command "reply" on T-1. */
#define REPLY(text) "{\"ticket\":1,\"text\":\"" text "\"}"
/* The newest. */
int64_t the_reply(struct desk *d);
/* The reply that waits is approved by tom, and leaves. */
void send_reply(struct desk *d);
/* O1 was paid with 12.00, and a refund of 5.00 is due. */
struct desk *desk_with_a_due_refund(void);
/* A refund of O1 that shows at the shop, without any word of ours. */
void refund_shown(struct desk *d, const char *ref, const char *amount,
		  int64_t at);
int send_now(struct desk *d, int64_t id);
int send_result(struct desk *d, int64_t id, const char *outcome);
/* What is due leaves, and is done. */
void settles(struct desk *d, int64_t id);
/* The fact that the platform shows for that refund. */
const char *refund_fact(struct desk *d, int64_t id);

#endif
