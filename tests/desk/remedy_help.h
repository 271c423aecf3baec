/* remedy_help.h - desks whose shop can give every remedy: money, goods, codes
 * and credit.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_REMEDY_HELP_H
#define HW_TESTS_REMEDY_HELP_H

#include "desk/desk_help.h"

/* From now on; until then it can what the fake brain says. */
void can_all(void);
/* With ORDER taken in. */
struct desk *desk_that_can_all(void);
/* With these lines of the shop instead. */
struct desk *desk_with(const char *lines);

/* O2, an order of 60.00 with two lines. */
#define TWO_LINES                                                             \
	"{\"kind\":\"order\",\"ref\":\"O2\",\"name\":\"#1002\",\"version\":1" \
	",\"status\":\"open\",\"placed\":\"2026-09-20T10:00:00Z\","           \
	"\"email\":\"b@example.com\",\"total\":{"                             \
	"\"amount\":\"60.00\",\"currency\":\"USD\"},\"lines\":[{\"ref\":"     \
	"\"L1\",\"title\":\"Lamp\",\"quantity\":2,\"price\":{\"amount\":"     \
	"\"20.00\",\"currency\":\"USD\"}},{\"ref\":\"L2\",\"title\":"         \
	"\"Shade\",\"quantity\":1,\"price\":{\"amount\":\"15.00\","           \
	"\"currency\":\"USD\"}}]}\n"

/* 0, or -1 when it was refused by what the desk knows or who asked; for any
 * other reason the test fails. */
int asks(struct desk *d, const char *kind, const char *by, const char *json);

#endif
