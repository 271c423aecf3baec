/* plugins.h - the tree's plugins for fuzz targets, and the calls that their
 * fixtures make of them.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_FUZZ_PLUGINS_H
#define HW_TESTS_FUZZ_PLUGINS_H

#include "play/play.h"

struct fuzz_plugin {
	struct plugin plugin;
	cJSON *descriptor;
};

/* Loaded when first asked for; NULL when there is no such plugin. */
const struct fuzz_plugin *fuzz_plugin(const char *name);

/* The call part of plugins/NAME/fixtures/FIXTURE.http into *a (release both).
 * name: "dhl/track". False when there is no such fixture. */
bool fuzz_asked(const char *name, const struct fuzz_plugin **p,
		struct fixture *f, struct asked *a);

#endif
