/* shipped.c - see shipped.h.
 * SPDX-License-Identifier: MIT */
#include "policy/shipped.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct mistakes mistakes;
struct policy *policy;
struct arena arena;

int shipped_load(void **state)
{
	(void)state;
	policy = policy_load("policy", &mistakes);
	for (size_t i = 0; i < mistakes.list.len; i++)
		print_message("# %s\n", mistakes.list.at[i]);
	return mistakes.list.len ? -1 : 0;
}

int shipped_unload(void **state)
{
	(void)state;
	policy_free(policy);
	mistakes_release(&mistakes);
	arena_release(&arena);
	return 0;
}

int64_t rates_day(void)
{
	int64_t day = 0;

	for (size_t i = 0; i < policy->rates.list.len; i++)
		if (policy->rates.list.at[i].date != INT64_MAX)
			day = policy->rates.list.at[i].date;
	return day;
}
