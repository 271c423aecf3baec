/* guard_facts.h - the facts that come with a text to be judged.
 *
 * A fact that is misread is a check that is not made, and the text would look
 * clean: so a name that is none, a value of another type and a figure that is
 * none are refused. null is as if it were not there.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_GUARD_FACTS_H
#define HW_CLI_GUARD_FACTS_H

#include "base/err.h"
#include "base/json.h"
#include "base/mem.h"
#include "policy/guard/guard.h"

/* Of {"amount": "12.50", ...}, as `guard -h` lists it; an amount may be a
 * number. Texts live as long as `in` or the arena. ERR_DATA: the first that is
 * wrong, and how it is written. */
int guard_facts_read(const cJSON *in, struct arena *arena,
		     struct guard_facts *out, struct err *err) MUST_CHECK;

#endif
