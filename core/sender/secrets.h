/* secrets.h - what only the sender holds: the secrets of each instance.
 *
 * Values are read from their files here, filled into {secret:name} here, and
 * taken out of replies again here (`keep`). Every text of an error passes
 * secrets_redact(), and a value of 16 bytes or more that a server sends back in
 * a header or body is hidden; the bytes of a stream pass as they come.
 * SPDX-License-Identifier: MIT */
#ifndef HW_SENDER_SECRETS_H
#define HW_SENDER_SECRETS_H

#include "base/json.h"
#include "base/str.h"
#include "base/vec.h"

struct secret {
	char *name, *value;
};
VEC(secret_list, struct secret);

struct secrets {
	struct secret_list list;
};

/* sources: {"token": "file:/path"}; ERR_CONFIG naming the first bad one. */
int secrets_read(struct secrets *s, const cJSON *sources,
		 struct err *err) MUST_CHECK;
void secrets_set(struct secrets *s, const char *name, const char *value);
/* Appends text with every {secret:name} filled in. ERR_CONFIG naming one that
 * is not there. */
int secrets_fill(const struct secrets *s, const char *text, size_t len,
		 struct str *out, struct err *err) MUST_CHECK;
/* The same; quoted: " and \ of a value are escaped with a \. A value that
 * holds a line end is refused. */
int secrets_fill_as(const struct secrets *s, const char *text, size_t len,
		    bool quoted, struct str *out, struct err *err) MUST_CHECK;
/* Appends text with every value replaced by its {secret:name}. */
void secrets_redact(const struct secrets *s, const char *text, size_t len,
		    struct str *out);
/* Hides values in a reply, if there are any long enough to be no coincidence.
 */
void secrets_hide(const struct secrets *s, struct str *reply);
void secrets_release(struct secrets *s);

#endif
