/* share.h - a part of something, as policy files write it: all of it, a
 * percentage, or an amount.
 *
 * Percentages are kept in hundredths of one percent, so "2.9 %" is exact.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_SHARE_H
#define HW_POLICY_SHARE_H

#include "policy/conf/conf.h"

#define SHARE_ALL 10000 /* points: 100 % */

struct share {
	bool given, whole;
	int64_t points;      /* of a percentage, 1..SHARE_ALL; else 0 */
	struct money amount; /* no currency: it is none */
};

/* "10 %", "2.9 %" in points; 0 when the text is no percentage above 0 and up
 * to 100 with two digits behind the point at most. */
int64_t share_points(const char *text);
/* "order", "10 %" or "5.00 USD"; anything else is a mistake at the node. */
struct share share_read(const struct conf_node *node, const char *text);
/* A code's, the member "coupon" of a group: a whole percentage or an amount;
 * not given when it is not there. */
struct share share_coupon(const struct conf_node *g);
/* The member of a group, of which only a percentage is good; 0 when it is not
 * there. */
int64_t share_percent(const struct conf_node *g, const char *key);

/* Rounded half to even. -1 with ERR_DATA on overflow. */
int share_part(struct money of, int64_t points, struct money *out,
	       struct err *err) MUST_CHECK;

#endif
