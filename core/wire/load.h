/* load.h - a plugin's .so, opened and checked.
 *
 * Used by the worker, by a plugin run inside the desk for debugging and by the
 * fixture player. The file is looked at before any of its code runs (elf.h),
 * is opened once and never closed: what a plugin's threads or libraries left
 * behind cannot be unloaded safely. Tables of older plugins are shorter than
 * ours and those of newer ones longer, so everything is copied by the smaller
 * size into zeroed structs of ours.
 * SPDX-License-Identifier: MIT */
#ifndef HW_WIRE_LOAD_H
#define HW_WIRE_LOAD_H

#include "base/err.h"
#include "base/json.h"
#include "hw_files.h"
#include "hw_plugin.h"

struct plugin {
	struct hw_plugin head;
	/* NULL when not provided; else point into here. */
	const struct hw_marketplace *marketplace;
	const struct hw_carrier *carrier;
	const struct hw_channel *channel;
	const struct hw_locale *locale;
	const struct hw_files_taken *files;
	struct hw_marketplace marketplace_ops;
	struct hw_carrier carrier_ops;
	struct hw_channel channel_ops;
	struct hw_locale locale_ops;
	struct hw_files_taken files_ops;
	const char *path; /* borrowed */
};

/* Opens and checks everything that can be checked without calling the plugin:
 * ERR_DATA with one sentence that names the file and what to change. Fills *p,
 * which lives as long as the process. lock [nullable] is called when the file
 * has been looked at and before any code of it runs. */
int plugin_load(struct plugin *p, const char *path,
		int (*lock)(const char *path, struct err *err),
		struct err *err) MUST_CHECK;

/* Copies element i of a table into out, zero-filled to size. */
void table_get(const struct hw_table *t, uint32_t i, void *out, size_t size);

/* Index of the option, or -1. */
int32_t option_find(const struct hw_table *options, const char *name);
/* The marketplace's verb of that name into *out; false when there is none. */
bool verb_find(const struct plugin *p, const char *name, struct hw_verb *out);

/* The descriptor of docs/wire.md, one JSON object. */
void plugin_describe(struct str *s, const struct plugin *p);

/* Fills cfg (one per option) from an array of the same length: strings (kept
 * borrowed), numbers and nulls, each as its option's type wants it. */
int config_values(const struct plugin *p, const cJSON *config,
		  union hw_value *cfg, struct err *err) MUST_CHECK;
/* The same for the arguments of a verb. */
int option_values(const struct hw_table *options, const cJSON *values,
		  union hw_value *out, struct err *err) MUST_CHECK;

#endif
