/* lines.h - what plugins tell of an order and its buyer, as the lines that a
 * delivery or an import holds (JSON, one object a line).
 *
 * The functions add a line to `out`. A member that is NULL, 0 or false is left
 * out of the line, or has the value that stands beside it here.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_LINES_H
#define HW_TESTS_LINES_H

#include "base/str.h"

/* Open. */
struct order_line {
	const char *ref, *name;
	int64_t version;
	const char *placed; /* 2026-09-20T10:00:00Z */
	const char *buyer_ref, *buyer_name, *email, *lang;
	const char *total; /* "12.00", in US dollars */
};
void put_order_line(struct str *out, struct order_line o);

struct payment_line {
	const char *ref, *order_ref;
	const char *type;   /* sale */
	const char *status; /* success */
	const char *amount; /* in US dollars */
	const char *note, *at;
};
void put_payment_line(struct str *out, struct payment_line p);

struct mail_line {
	const char *ref;
	const char *thread; /* its ref */
	const char *from, *subject;
	const char *text;       /* It was not received */
	const char *message_id; /* <ref@x> */
	const char *in_reply_to, *references;
	const char *origin; /* human */
	const char *lang;   /* as who brings it says; none */
	const char *at;     /* 2026-09-21T10:00:00Z */
	bool quiet;
};
void put_mail_line(struct str *out, struct mail_line m);

/* O1, "#1001", paid with 12.00 USD by Ann Smith: what most tests are about. */
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

/* Its buyer writes about it. */
#define MAIL(ref, text)                                                     \
	"{\"kind\":\"text_in\",\"ref\":\"" ref "\",\"channel\":\"email\","  \
	"\"thread\":\"" ref "\",\"from_addr\":\"ann@example.com\","         \
	"\"subject\":\"Order #1001\",\"text\":\"" text "\",\"message_id\":" \
	"\"<" ref "@example.com>\",\"origin\":\"human\",\"at\":"            \
	"\"2026-09-21T10:00:00Z\"}\n"

#endif
