/* full.c - the size, the seed and the start of a row.
 * SPDX-License-Identifier: MIT */
#include "help/full.h"

#include <stdlib.h>

/* The number in NAME of the environment, else `other`. */
static uint64_t number(const char *name, uint64_t other)
{
	const char *text = getenv(name);

	return text && *text ? strtoull(text, NULL, 10) : other;
}

int64_t full_or_quick(int64_t full, int64_t quick)
{
	return number("HW_FULL", 0) ? full : quick;
}

uint64_t full_seed(uint64_t usual)
{
	return number("SEED", usual);
}

int64_t full_from(void)
{
	return (int64_t)number("FROM", 0);
}
