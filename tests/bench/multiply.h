/* multiply.h - the rows of a desk again and again, under other ids and names.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_BENCH_MULTIPLY_H
#define HW_TESTS_BENCH_MULTIPLY_H

#include <stdint.h>

/* `to` is a copy of the state folder `from`, of STOCK_TEMPLATE tickets; it gets
 * them `copies` times more. Of a copied ticket the journal keeps one entry. */
void multiply(const char *from, const char *to, int64_t copies);

#endif
