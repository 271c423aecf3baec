/* multipart.h - the file in the body of a form (RFC 7578).
 * SPDX-License-Identifier: MIT */
#ifndef HW_HTTP_MULTIPART_H
#define HW_HTTP_MULTIPART_H

#include "base/str.h"

struct form_file {
	const char *bytes; /* borrowed from the body */
	size_t len;
	struct str name; /* as the browser says it; release it */
};

/* The first file of the form that is not empty. False: the type is no form, or
 * the body has no such file or is broken. */
bool multipart_file(const char *type, const char *body, size_t len,
		    struct form_file *out);

#endif
