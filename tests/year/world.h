/* world.h - a seller's world from one seed: shops with a ledger of their own, a
 * mailbox, people, faults, and a desk among them.
 *
 * One process and no network. The desk and the way it performs actions are the
 * real ones (core/desk, core/host/perform*.c, effect.c, host.c); what stands in
 * for the rest is the worker (hands.c), the shops (shop.c, front.c), the polls,
 * the people and time. True time runs in `now`; the desk sees it through a
 * clock that may be wrong. What is true is asked of the shops' ledger, never of
 * the desk. What happens in it is in happens.h.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_YEAR_WORLD_H
#define HW_TESTS_YEAR_WORLD_H

#include "base/str.h"
#include "base/when.h"
#include "desk/action/action.h"
#include "desk/brain.h"
#include "host/host.h"
#include "year/figures.h"
#include "year/hands.h"
#include "year/shop.h"

#define SHOPS_MAX 4
#define MAILBOX SHOPS_MAX /* its lane */
#define LANES (SHOPS_MAX + 1)
#define STAGES 3 /* of a parcel (seller.c) */
#define TOLD 20  /* steps that are told of when one fails */

/* A buyer's mail. */
struct letter {
	int shop, order, text; /* text: which; of a parcel its stage */
	int64_t at;
};
VEC(letter_list, struct letter);
VEC(mail_list, int64_t);

/* When the first shop's money left first, by the desk's clock. */
struct first_send {
	int64_t at, worth, action;
};
VEC(send_list, struct first_send);

struct world {
	uint64_t seed, random;
	int64_t round;
	int64_t step;
	int64_t pace; /* ms between two steps, at most, where nothing waits */
	bool aloud;   /* ALOUD is set: each step is told at once */
	char told[TOLD][240];
	struct figures *figures;

	/* Time: true; what the wall clock is ahead; where it stands still. */
	int64_t now, skew, frozen, frozen_wall;
	int64_t jumped; /* true time since when nobody may trust the clock */
	int64_t apart;  /* wall and true time, at the last entry of the journal
			 */
	bool seller;    /* as seller.h; else the small policy */
	bool calm;      /* no faults any more: all must come right */

	int shops;
	struct shop_truth shop[SHOPS_MAX];
	struct letter_list letters;
	size_t letters_read;
	struct letter_list moves[STAGES]; /* of parcels, by stage */
	size_t moved[STAGES];             /* of them */
	struct mail_list mails; /* numbers of replies, as often as they left */

	char folder[200];
	struct desk *desk; /* NULL: nobody runs it */
	struct brain brain;
	struct host host;
	struct worker worker[LANES];
	struct lane_pair lane[LANES];
	int64_t off_until; /* true time */
	bool reads_fail;
	int64_t seq; /* of the journal, when it was last looked at */
	bool erased; /* something was, also if a copy does not know */
	bool has_copy;
	size_t copy_letters;
	int64_t copy_apart, copy_at;

	struct shop_limits limits; /* of the first shop */
	struct send_list sends;
	int64_t went_on; /* when its breaker was lifted last */
};

/* -- chance, time and failure (world.c) -- */

uint64_t chance(struct world *w, uint64_t below); /* 0 .. below-1 */
bool one_in(struct world *w, uint64_t n);
/* As one_in, and counted; never in a calm world. */
bool fault(struct world *w, enum fault what, uint64_t n);
int64_t between(struct world *w, int64_t least, int64_t most);
int64_t wall(const struct world *w); /* the desk's clock */
void put_when(struct str *s, const char *name, int64_t ms);

/* What is told when a step fails. */
void tell(struct world *w, const char *fmt, ...) HW_PRINTF_LIKE(2, 3);
/* Tells the seed, the step, the last steps and how to see it again, and fails
 * the test. */
_Noreturn void broken(struct world *w, const char *fmt, ...)
	HW_PRINTF_LIKE(2, 3);

/* -- configuration (policy.c) -- */

void open_brain(struct world *w);
struct instance *make_instance(struct world *w, int lane);

/* -- the desk and time (run.c) -- */

/* classes: of the shops, such as "ABD". */
void world_open(struct world *w, const char *folder, const char *classes);
void world_close(struct world *w);
/* One thing happens, at most so much later. */
void world_step(struct world *w, int64_t at_most);
/* Lives for that long, then in calm until all has come to rest. */
void world_live(struct world *w, int64_t ms);
/* 0, or -1 when it was refused. */
int submit(struct world *w, const char *kind, const char *by, const char *json,
	   struct err *err);

#endif
