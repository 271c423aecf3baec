/* mix.h - a shop's day as commands: of twenty, twelve scans, five orders, two
 * messages that open or continue a ticket, and one click of a person.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_BENCH_MIX_H
#define HW_TESTS_BENCH_MIX_H

#include "base/mem.h"
#include "desk/desk.h"

#define MIX_PARCELS 1000

struct mix {
	struct arena arena; /* texts of the commands of this batch */
	int64_t shop, mail; /* rows of the two instances */
	int64_t made, threads;
	int64_t first;   /* tickets up to it were there before */
	int64_t tickets; /* how many surely exist: set before a batch */
	int64_t base;    /* ms: when all this happens */
};

/* The shipments that the scans belong to, as records of one delivery. */
void mix_parcels(struct str *out);
/* Fills n commands; they live until the next call. */
void mix_fill(struct mix *m, struct command *cmds, size_t n);
/* One ticket of long ago: its order, of every fifth the parcel and a scan, and
 * the message that opens it, each with words of its own. Returns how many
 * commands, 4 at most. */
size_t mix_ticket(struct mix *m, struct command *cmds, int64_t i);

#endif
