/* options.h - a plugin's own options in a manifest block, as its descriptor
 * declares them.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_OPTIONS_H
#define HW_HOST_OPTIONS_H

#include "host/instance.h"
#include "policy/conf/conf.h"

/* Fills in->config (JSON array in declared order) and in->secrets (JSON object
 * of names to sources; files are given as absolute paths). Mistakes are
 * recorded at their lines. dir: where relative secret files are. */
void options_read(const struct conf_node *block, struct instance *in,
		  const char *dir);

#endif
