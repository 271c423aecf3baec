/* uploads.c - see uploads.h.
 * SPDX-License-Identifier: MIT */
#include "policy/uploads.h"

#include <string.h>

#include "base/when.h"
#include "policy/rule/fact.h"

/* As base 64 it goes through the control socket in one frame. */
#define MEGABYTES_MAX 20

static const char known[] = "image/jpeg image/png image/heic video/mp4";

static void check_types(const struct conf_node *root, const char *types)
{
	CLEANUP(free_ptr) char *copy = xstrdup(types);
	char *save = NULL;

	if (!*types)
		conf_mistake(root, "\"types\" is missing; add types = [ "
				   "\"image/jpeg\" ];");
	for (char *w = strtok_r(copy, " ", &save); w;
	     w = strtok_r(NULL, " ", &save))
		if (!words_have(known, w))
			conf_mistake(conf_get(root, "types"),
				     "\"%.40s\" is not taken; there are %s", w,
				     known);
}

void uploads_read(struct uploads *u, struct conf *c, struct arena *arena)
{
	const struct conf_node *root = conf_root(c);

	*u = (struct uploads){
		.platforms = conf_words(root, "platforms", arena),
		.types = conf_words(root, "types", arena),
		.bytes = conf_int(root, "megabytes", 20, 1, MEGABYTES_MAX)
			 << 20,
		.files = conf_int(root, "files", 12, 1, 100),
		.valid_ms = conf_duration(root, "valid", 14 * DAY_MS),
	};
	check_types(root, u->types);
	if (u->valid_ms < HOUR_MS)
		conf_mistake(conf_get(root, "valid"),
			     "\"valid\" is an hour or more: \"14 d\"");
	conf_unknown(root, NULL);
}
