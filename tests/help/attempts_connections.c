/* attempts_connections.c - attempts to reach others: by sockets, pipes and
 * shared memory; see attempts.h. SPDX-License-Identifier: MIT */
#include "help/attempts_own.h"

#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static int makes_socket(int family, int type)
{
	int fd = socket(family, type | SOCK_CLOEXEC, 0);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}
static int tcp(void)
{
	return makes_socket(AF_INET, SOCK_STREAM);
}
static int tcp6(void)
{
	return makes_socket(AF_INET6, SOCK_STREAM);
}
static int udp(void)
{
	return makes_socket(AF_INET, SOCK_DGRAM);
}
static int local(void)
{
	return makes_socket(AF_UNIX, SOCK_STREAM);
}
static int netlink(void)
{
	return makes_socket(AF_NETLINK, SOCK_RAW);
}
static int listens(void)
{
	return passed(listen(3, 1));
}
static int connects(void)
{
	struct sockaddr a = { .sa_family = AF_UNSPEC };

	return passed(connect(-1, &a, sizeof a));
}
static int shared_memory(void)
{
	return passed(syscall(SYS_shmget, 0, 4096, 0600));
}
static int message_queue(void)
{
	return passed(syscall(SYS_msgget, 0, 0600));
}
static int makes_pipe(void)
{
	int fds[2], rc = pipe(fds);

	if (rc == 0)
		close(fds[0]), close(fds[1]);
	return rc == 0;
}

const struct attempt attempts_to_connect[] = {
	{ "a TCP socket", tcp, WORKER },
	{ "an IPv6 socket", tcp6, WORKER },
	{ "a UDP socket", udp, WORKER },
	{ "a local socket", local, WORKER },
	{ "a netlink socket", netlink, WORKER },
	{ "listen", listens, SENT },
	{ "connect", connects, WORKER },
	{ "shared memory", shared_memory, WORKER },
	{ "a message queue", message_queue, WORKER },
	{ "a pipe", makes_pipe, WORKER },
	{ NULL, NULL, 0 },
};
