/* web.c - see web.h.
 * SPDX-License-Identifier: MIT */
#include "host/web.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"

void (*web_saw)(const char *head);

char *web_many(const char *text, size_t n)
{
	size_t len = strlen(text);
	char *all = xcalloc(1, n * len + 1);

	for (size_t i = 0; i < n; i++)
		memcpy(all + i * len, text, len);
	return all;
}

static void answer(int fd)
{
	char head[2048] = { 0 }, text[200];
	CLEANUP(free_ptr) char *body = NULL;
	size_t len = 0, n;
	ssize_t got;

	while (len < sizeof head - 1 && !strstr(head, "\r\n\r\n") &&
	       (got = recv(fd, head + len, sizeof head - 1 - len, 0)) > 0)
		len += (size_t)got;
	if (web_saw)
		web_saw(head);
	if (strstr(head, "slow"))
		usleep(500000);
	n = strtoul(strchr(head, '/') ? strchr(head, '/') + 1 : "0", NULL, 10);
	body = strstr(head, "/echo") ? xstrdup(head) : web_many("x", n);
	if (strstr(head, "/echo"))
		n = len;
	snprintf(text, sizeof text,
		 "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n"
		 "Connection: close\r\n\r\n",
		 n);
	send(fd, text, strlen(text), MSG_NOSIGNAL);
	for (size_t at = 0; at < n; at += (size_t)got)
		if ((got = send(fd, body + at, n - at, MSG_NOSIGNAL)) <= 0)
			break;
	close(fd);
}

static void *answer_on(void *arg)
{
	answer((int)(intptr_t)arg);
	return NULL;
}

static void *serve(void *arg)
{
	int listener = (int)(intptr_t)arg, fd;

	while ((fd = accept(listener, NULL, NULL)) >= 0) {
		pthread_t thread;

		if (pthread_create(&thread, NULL, answer_on,
				   (void *)(intptr_t)fd) == 0)
			pthread_detach(thread);
	}
	return NULL;
}

int web_start(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	socklen_t len = sizeof a;
	pthread_t thread;

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(listener, (const struct sockaddr *)&a, sizeof a) ||
	    listen(listener, 50) ||
	    getsockname(listener, (struct sockaddr *)&a, &len) ||
	    pthread_create(&thread, NULL, serve, (void *)(intptr_t)listener))
		abort();
	pthread_detach(thread);
	return ntohs(a.sin_port);
}
