/* web.h - an HTTP server for tests: /N answers with N bytes, and every path
 * that holds "slow" half a second later; /echo answers with the request.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_HOST_WEB_H
#define HW_TESTS_HOST_WEB_H

#include <stddef.h>

/* Serves until the process ends; gives the port on loopback. */
int web_start(void);
/* [nullable] Called with each request's head as it came, from a thread of the
 * server's. */
extern void (*web_saw)(const char *head);
/* text, n times. */
char *web_many(const char *text, size_t n);

#endif
