/* stock.h - a desk with many tickets, made once and kept beside the build.
 *
 * A thousand tickets come from real commands; the rest are their rows again,
 * under other ids and names, with every index, counter and the search index
 * made anew by the schema's own statements. Of a copied ticket the journal
 * keeps one entry, its message, chained as the desk chains it. One ticket in
 * twenty is open.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_BENCH_STOCK_H
#define HW_TESTS_BENCH_STOCK_H

#include <stdint.h>

#define STOCK_TEMPLATE 1000 /* tickets; sizes are its multiples */

/* How many tickets the largest desk of this run has: BENCH_TICKETS, else
 * 100,000, and a million with HW_FULL=1. */
int64_t stock_size(void);

/* The state folder of a desk with so many tickets. Shared: to be read only.
 * Lives until the next call. */
const char *stock(int64_t tickets);

/* A copy of it in a new folder, for a desk to work in; what was due since it
 * was made is due tomorrow. */
void stock_copy(int64_t tickets, const char *state);

#endif
