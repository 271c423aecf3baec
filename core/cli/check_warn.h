/* check_warn.h - what works and was hardly meant: no mistake, but told by
 * `check`.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_CHECK_WARN_H
#define HW_CLI_CHECK_WARN_H

#include "host/brain.h"
#include "host/manifest.h"
#include "policy/conf/rates.h"

void check_warn_manifest(const struct manifest *m, struct mistakes *warnings);
/* Of a policy and packs without mistakes, for this manifest. */
void check_warn_policy(const struct manifest *m, struct brain_of *b,
		       struct mistakes *warnings);

/* Of check_warn_policy: rates that are not used any more (check_rates.c). */
void check_warn_rates(const struct manifest *m, struct brain_of *b,
		      struct mistakes *warnings);
/* What to run for newer rates in that policy folder; the caller frees it. */
char *rates_command(const char *policy);
/* The date of the oldest; INT64_MAX when there is none. */
int64_t rates_oldest(const struct rates *r);
/* Of check_warn_policy: who works, and when (check_staff.c). */
void check_warn_staff(const struct manifest *m, struct brain_of *b,
		      struct mistakes *warnings);
/* Of check_warn_policy: who gives what by hand (check_tasks.c). */
void check_warn_tasks(const struct manifest *m, struct brain_of *b,
		      struct mistakes *warnings);
/* Of check_warn_policy: replies that tell of what nothing gives, and what is
 * given of which none tells (check_tells.c). */
void check_warn_tells(const struct manifest *m, struct brain_of *b,
		      struct mistakes *warnings);

#endif
