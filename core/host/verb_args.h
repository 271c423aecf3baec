/* verb_args.h - the arguments of an action: people name them, a plugin has them
 * in the order in which its verb declares them.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_VERB_ARGS_H
#define HW_HOST_VERB_ARGS_H

#include "host/instance.h"

/* Are all members of a JSON object arguments of the verb? ERR_DATA names the
 * one that is not, and those that there are. */
int verb_args_check(const struct verb_info *v, const char *object,
		    struct err *err) MUST_CHECK;

/* As the wire has them: an array, null for what is not given. */
void verb_args_put(struct jw *w, const struct verb_info *v, const char *object);

#endif
