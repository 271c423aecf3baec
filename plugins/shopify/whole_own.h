/* whole_own.h - what the queries of an order (whole_query.c), its parts
 * (whole.c) and its steps (whole_step.c) share. A list as long as its query
 * allows counts as one that may go on. SPDX-License-Identifier: MIT */
#ifndef HW_SHOPIFY_WHOLE_OWN_H
#define HW_SHOPIFY_WHOLE_OWN_H

#include "whole.h"

/* In a page. */
#define FEW 4
#define DEEP_FEW 2
/* By itself. */
#define OWN 20
#define OWN_REFUNDS 10
#define OWN_DEEP 5
/* In a step, where a second question may be one too many for the bucket. */
#define LONG 100
#define LONG_REFUNDS 40
/* The most that 1,000 points allow. */
#define MOST_TRANSACTIONS 190
#define MOST_REFUNDS 70
#define MOST_PARCELS 80
#define MOST_DEEP 10

/* Lists that were asked for, up to a NULL: without one, none would look like an
 * empty one. */
extern const char *const whole_payment_lists[];
/* HW_BROKEN when one of them is not in the answer. */
hw_status whole_answer(struct hw_host *h, const struct hw_json *data,
		       const char *const *lists);

/* Is the list of parcels at its limit, or one that a parcel holds? */
int whole_parcels_at(struct hw_host *h, const struct hw_json *order,
		     uint32_t limit, uint32_t deep);
/* Does the list `name` of the order say that it goes on? */
int whole_has_next(struct hw_host *h, const struct hw_json *order,
		   const char *name);

/* The list at path, of the call's memory. */
struct shopify_part *whole_part(struct hw_host *h, const struct hw_json *from,
				const char *path);
/* Asks for transactions and refunds again, with the most, where out->head has
 * as many as its query allowed. */
hw_status whole_payments(struct hw_host *h, struct shopify *s, const char *id,
			 struct shopify_order *out, uint32_t own,
			 uint32_t own_refunds);
/* Tells of a list that cannot be read to its end. */
void whole_tell_limit(struct hw_host *h, const char *id, const char *what);

#endif
