/* peer.c - see peer.h.
 * SPDX-License-Identifier: MIT */
#include "peer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "base/when.h"

struct http_server *server;

void peer_open(const struct http_options *options)
{
	struct err err = { 0 };

	if (http_open(&server, options, &err))
		fail_msg("%s", err.text);
}

void run(int64_t ms)
{
	int64_t end = clock_mono() + ms;

	do {
		struct pollfd p = { .fd = http_fd(server), .events = POLLIN };
		int64_t wait = http_wait_ms(server);

		poll(&p, 1, wait < 0 || wait > 5 ? 5 : (int)wait);
		http_run(server);
	} while (clock_mono() < end);
}

int join(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
				 .sin_port =
					 htons((uint16_t)http_port(server)) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (const struct sockaddr *)&a, sizeof a), 0);
	return fd;
}

void say_bytes(int fd, const void *bytes, size_t len)
{
	send(fd, bytes, len, MSG_NOSIGNAL);
}

void say(int fd, const char *text)
{
	say_bytes(fd, text, strlen(text));
}

ssize_t heard(int fd, char *text, size_t size)
{
	ssize_t n = recv(fd, text, size - 1, MSG_DONTWAIT);

	text[n > 0 ? n : 0] = '\0';
	return n;
}

bool is_closed(int fd)
{
	char text[400];

	return heard(fd, text, sizeof text) == 0 ||
	       (errno == ECONNRESET || errno == EPIPE);
}
