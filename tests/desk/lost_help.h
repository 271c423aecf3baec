/* lost_help.h - a desk with the shipped policy whose one order is lost: Ann
 * Smith's O1 of 49.00 USD, shipped on 11 September 2026 and not seen since.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_LOST_HELP_H
#define HW_TESTS_LOST_HELP_H

#include "desk/play_help.h"

#define LOST_ORDER                                                     \
	"{\"kind\":\"order\",\"ref\":\"O1\",\"name\":\"#1001\","       \
	"\"status\":\"open\",\"placed\":\"2026-09-10T10:00:00Z\","     \
	"\"buyer_ref\":\"B1\",\"buyer_name\":\"Ann Smith\",\"email\":" \
	"\"ann@example.com\",\"lang\":\"en\",\"total\":{\"amount\":"   \
	"\"49.00\",\"currency\":\"USD\"}}\n"                           \
	"{\"kind\":\"shipment\",\"ref\":\"S1\",\"order_ref\":\"O1\","  \
	"\"carrier\":\"DHL\",\"tracking\":\"3318810025\",\"status\":"  \
	"\"shipped\",\"shipped\":\"2026-09-11T10:00:00Z\"}\n"

#define SCAN(word, moment)                                                    \
	"{\"kind\":\"scan\",\"carrier\":\"DHL\",\"tracking\":\"3318810025\"," \
	"\"code\":\"X\",\"status\":\"" word "\",\"occurred\":\"" moment       \
	"\"}\n"

/* Of its money, that afternoon: a payment of a type, such as "refund". */
#define GAVE(ref, type, dollars)                                          \
	"{\"kind\":\"payment\",\"ref\":\"" ref "\",\"order_ref\":\"O1\"," \
	"\"type\":\"" type "\",\"status\":\"success\",\"amount\":{"       \
	"\"amount\":\"" dollars "\",\"currency\":\"USD\"},\"at\":"        \
	"\"2026-09-21T16:00:00Z\"}\n"

#define OPEN_PLAYBOOK                                                \
	"SELECT count(*) FROM deadlines WHERE purpose = 'playbook' " \
	"AND state = 1"

/* Nothing has happened yet. 2026-09-21T14:13:20Z: a Monday. */
struct desk *lost_begun(const char *path);
/* The same where a desk was before. */
struct desk *lost_opened(const char *path);
/* Its ticket T-1 runs not_received. */
struct desk *lost_started_at(const char *path);
struct desk *lost_started(void); /* in memory */
void lost_at(struct desk *d, const char *step);
/* Waiting replies of a template. */
int64_t lost_proposed(struct desk *d, const char *template_id);
int64_t lost_promises(struct desk *d);
/* Of lost_started(): two days later the offer has left. */
void lost_offered(struct desk *d);
/* And the buyer answers it. */
void lost_answers(struct desk *d, const char *text);

#endif
