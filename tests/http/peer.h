/* peer.h - a server of our own in this process and sockets that speak to it,
 * for tests of what peers do on purpose. What should work fails the test.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_HTTP_PEER_H
#define HW_TESTS_HTTP_PEER_H

#include <sys/types.h>

#include "http/server.h"

extern struct http_server *server;

void peer_open(const struct http_options *options);
void run(int64_t ms); /* serves for so long */
int join(void);
void say(int fd, const char *text);
void say_bytes(int fd, const void *bytes, size_t len);
/* What came: bytes, 0 when it was closed, -1 for nothing yet. */
ssize_t heard(int fd, char *text, size_t size);
bool is_closed(int fd);

#endif
