/* may.h - which requests may leave.
 *
 * A plugin declares every request but GET and HEAD that it makes (struct
 * hw_ask) and whose effect each one is. What it says of a single request
 * counts for nothing here: the desk looks at the request itself, in every
 * operation, and so does the fixture player.
 * SPDX-License-Identifier: MIT */
#ifndef HW_WIRE_MAY_H
#define HW_WIRE_MAY_H

#include "base/json.h"

/* asks: "requests" of a descriptor. http: {"method", "url", "headers"}. 0 and
 * *verb: the verb that this is the effect of, NULL when it changes nothing
 * (borrowed from asks). -1 with ERR_BUG and one sentence. */
int may_send(const cJSON *asks, const cJSON *http, const void *body, size_t len,
	     const char **verb, struct err *err) MUST_CHECK;

/* A segment of the URL's path, or a value of its query, is this text, as it
 * stands or percent-decoded. */
bool url_shows(const char *url, const char *text);

#endif
