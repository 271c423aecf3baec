/* form.h - what texts of the manifest must look like.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_FORM_H
#define HW_HOST_FORM_H

#include "base/err.h"
#include "base/str.h"

/* "127.0.0.1:8080": an IPv4 address and a port; port 0 is any that is free.
 * Gives the address (free). -1 with ERR_CONFIG: what to write. */
int form_listen(const char *text, char **address, int *port,
		struct err *err) MUST_CHECK;

/* A name of the DNS in ASCII: "lamps.example", "localhost". */
bool form_is_domain(const char *text);

/* A language tag by the grammar of BCP 47, of a language of two or three
 * letters: "en", "zh-CN". Whether there is such a language is not asked. */
bool form_is_language(const char *text);

/* A label that fits into a path, an address and a command line: ASCII letters,
 * digits, "-", "_" and ".", and begins with a letter or a digit. */
#define LABEL_MAX 60
bool form_is_label(const char *text);

#endif
