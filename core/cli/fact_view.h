/* fact_view.h - the facts of a decision as people read them.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_FACT_VIEW_H
#define HW_CLI_FACT_VIEW_H

#include "base/str.h"
#include "policy/rule/fact.h"

/* Facts kept as JSON: by name, wrapped, a line for the first "facts:". v:
 * [nullable] what is not in it is shown as it is kept. */
void fact_view(struct str *out, const struct vocabulary *v, const char *json);

#endif
