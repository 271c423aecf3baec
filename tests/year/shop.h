/* shop.h - what is true in a shop: its orders and the money it gave back.
 *
 * Of class A it honours a key as long as it lives; A and B show our note; C
 * shows amounts and times, D amounts only. What was asked is money a while
 * later and can be read later still, together within the declared lag.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_YEAR_SHOP_H
#define HW_TESTS_YEAR_SHOP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/vec.h"

struct world;

struct order_truth {
	int64_t placed, paid, version; /* minor units of USD */
	int buyer, first;              /* first: of its refunds; -1 */
	bool foreign;                  /* the seller refunded it by hand */
	bool shipped, delivered, cancelled, erased;
};
VEC(order_list, struct order_truth);

/* Money that the shop gives back. */
struct refund_truth {
	int order, next; /* of the same order; -1 */
	int64_t minor;
	char key[40], intent[68]; /* "" when the seller did it by hand */
	/* True moments: it arrived, is money, can be read, is final. */
	int64_t asked, done, shown, final;
	bool fails;   /* when it is final */
	int64_t gone; /* the shop took it back; 0: never */
	bool unseen;  /* then it is not shown any more, else as failed */
	bool split;
	bool forgotten; /* a copy that was put back does not know of it */
};
VEC(refund_list, struct refund_truth);

/* An order that a poll is to bring, from a moment on. */
struct news {
	int order;
	int64_t at;
};
VEC(news_list, struct news);

struct shop_truth {
	const char *name;
	char effect_class;
	int64_t lag_ms, key_life_ms;  /* as declared */
	int64_t read_lag_ms, late_ms; /* as they are */
	int64_t down_until;
	struct order_list orders;
	struct refund_list refunds;
	struct news_list news, copied; /* copied: as it was with the copy */
};

enum shop_answer {
	ANSWER_TAKEN,
	ANSWER_REFUSED, /* more than is left, beside one made by hand */
	ANSWER_ODD      /* other bytes under a key that is known */
};

void shop_open(struct world *w, int n, char effect_class);
void shop_close(struct world *w, int n);
int shop_sells(struct world *w, int n);
/* A request arrives. *index: of the refund that it is. */
enum shop_answer shop_asked(struct world *w, int n, const char *key, int order,
			    int64_t minor, bool late, int *index);
/* The seller gives money back in the shop's own pages, within what is left. */
void shop_foreign(struct world *w, int n, int order);
/* From `ref`, or -1. */
int order_of(const char *ref);

/* Is it, or is it on its way to be, with the buyer? */
bool refund_counts(const struct world *w, const struct refund_truth *r);
int64_t paid_back(const struct world *w, int n, int order);

struct truth {
	int count; /* that count */
	int64_t minor;
	bool pending, taken_back, forgotten;
};
struct truth truth_of(const struct world *w, int n, int order,
		      const char *intent);
/* A copy of the desk is made: it has not heard of what is news now. */
void shop_copied(struct world *w, int n);
/* A copy from `since` was put back: all may be news to it. */
void shop_tells_all(struct world *w, int n, int64_t since);
/* From now on nothing surprises any more. */
void shop_calms(struct world *w, int n);

#endif
