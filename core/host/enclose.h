/* enclose.h - the files of a reply, on their way to the worker.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_ENCLOSE_H
#define HW_HOST_ENCLOSE_H

#include "host/performing.h"

/* Reads the files of p's action into p->files and p->body. ERR_DATA, in words
 * for an agent, when they cannot go through its instance, or are not there any
 * more. */
int enclose(struct performing *p, struct err *err) MUST_CHECK;

/* May so many bytes of that type go through the instance? */
bool enclose_carries(const struct instance *in, const char *mime, int64_t size);

#endif
