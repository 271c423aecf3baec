/* form.h - a form as HTTP carries it.
 * SPDX-License-Identifier: MIT */
#ifndef HW_SMS_SIM_FORM_H
#define HW_SMS_SIM_FORM_H

#include "base/str.h"

/* The field of that name, decoded; NULL when it is not there. free(). */
char *form_field(const struct str *form, const char *name);

#endif
