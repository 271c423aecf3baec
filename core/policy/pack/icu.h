/* icu.h - amounts and dates as a language writes them.
 *
 * Opening a formatter costs ICU a hundred times what using it does, so each
 * language keeps those that it has used: one for dates, one for each of the
 * currencies used last. Not for two threads at once.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_ICU_H
#define HW_POLICY_ICU_H

#include "base/money.h"
#include "base/str.h"

struct icu;

/* Is there a language of that tag's first part ("en", "zh-CN")? */
bool icu_has_language(const char *tag);

struct icu *icu_open(const char *locale); /* opens nothing yet */
void icu_close(struct icu *icu);          /* NULL is none */

/* False when ICU cannot: then nothing is appended. */
bool icu_put_money(struct icu *icu, struct str *s, struct money m);
bool icu_put_date(struct icu *icu, struct str *s, int64_t instant); /* UTC */
/* Day and time on the clock of a zone (IANA), with its place and its offset:
 * nobody need guess whose nine o'clock it is. Opens a formatter each time. */
bool icu_put_moment(struct icu *icu, struct str *s, int64_t instant,
		    const char *zone);

#endif
