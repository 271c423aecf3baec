/* desk_help.h - a desk in memory with one shop and one mailbox, and what tests
 * do with it. Everything that should succeed fails the test when it does not.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_DESK_HELP_H
#define HW_TESTS_DESK_HELP_H

#include "desk/action.h"
#include "desk/config.h"
#include "desk/intake.h"

extern int64_t now_ms; /* the desk's clock */

/* Instances "shop" and "mail", effects "propose", no undo window. */
struct desk *open_desk(void);
void deliver(struct desk *d, const char *instance, const char *records,
	     struct delivery *out);
/* -1 and err when it was refused. */
int do_cmd(struct desk *d, const char *kind, const char *by, const char *json,
	   struct err *err);
int64_t one(struct desk *d, const char *sql);
const char *one_text(struct desk *d, const char *sql);
int64_t action_state(struct desk *d, int64_t id);
/* With ORDER taken in. */
struct desk *desk_with_order(void);
/* Both replays and the chain. */
void replays_the_same(struct desk *d);

/* Plans a refund of 5.00 for O1 and approves it as `by`. Returns its id. */
int64_t approved_refund(struct desk *d, const char *by);
int send_now(struct desk *d, int64_t id);
int send_result(struct desk *d, int64_t id, const char *outcome);
/* The fact that the platform shows for that refund. */
const char *refund_fact(struct desk *d, int64_t id);

/* O1, "#1001", paid with 12.00 USD by Ann Smith. */
#define ORDER                                                                 \
	"{\"kind\":\"order\",\"ref\":\"O1\",\"name\":\"#1001\","              \
	"\"version\":1,\"status\":\"open\",\"placed\":"                       \
	"\"2026-09-20T10:00:00Z\",\"buyer_ref\":\"B1\",\"buyer_name\":"       \
	"\"Ann Smith\",\"email\":\"ann@example.com\",\"lang\":\"en\","        \
	"\"total\":{\"amount\":\"12.00\",\"currency\":\"USD\"},\"lines\":["   \
	"{\"ref\":\"L1\",\"title\":\"Lamp\",\"quantity\":1}]}\n"              \
	"{\"kind\":\"payment\",\"ref\":\"P1\",\"order_ref\":\"O1\",\"type\":" \
	"\"sale\",\"status\":\"success\",\"amount\":{\"amount\":\"12.00\","   \
	"\"currency\":\"USD\"},\"at\":\"2026-09-20T10:00:00Z\"}\n"

#define MAIL(ref, text)                                                     \
	"{\"kind\":\"text_in\",\"ref\":\"" ref "\",\"channel\":\"email\","  \
	"\"thread\":\"" ref "\",\"from_addr\":\"ann@example.com\","         \
	"\"subject\":\"Order #1001\",\"text\":\"" text "\",\"message_id\":" \
	"\"<" ref "@example.com>\",\"origin\":\"human\",\"at\":"            \
	"\"2026-09-21T10:00:00Z\"}\n"

#endif
