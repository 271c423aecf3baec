/* follow.h - what follows from each kind of fact.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_FOLLOW_H
#define HW_DESK_FOLLOW_H

#include "desk/internal.h"

int order_follow(struct desk *d, struct err *err);
int payment_follow(struct desk *d, struct err *err);
int shipment_follow(struct desk *d, struct err *err);
int scan_follow(struct desk *d, struct err *err);
int review_follow(struct desk *d, struct err *err);
int dispute_follow(struct desk *d, struct err *err);
int return_follow(struct desk *d, struct err *err);

/* A parcel has stood still for its limit: the deadline "parcel" came due. */
int parcel_stalled(struct desk *d, const char *tracking,
		   struct err *err) MUST_CHECK;

#endif
