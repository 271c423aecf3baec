/* push.h - what the files of this plugin share.
 * SPDX-License-Identifier: MIT */
#ifndef HW_PUSH_H
#define HW_PUSH_H

#include <stdbool.h>
#include <stddef.h>

#include "hw_plugin.h"

#define TEXT_MAX 4096 /* bytes; a longer one would become a file */

struct push {
	char *base;
	char *topic, *tags, *click; /* [nullable] */
	int64_t priority;
	bool has_token;
};

const char *push_or(const char *text, const char *fallback);
/* Letters, digits, _ and -, 64 at most [source: ntfy 2.13]. */
bool push_is_topic(const char *text);

hw_status push_send(struct hw_host *h, void *self,
		    const struct hw_text_out *out);
hw_status push_find(struct hw_host *h, void *self,
		    const struct hw_text_out *out);
hw_status push_probe(struct hw_host *h, void *self);

#endif
