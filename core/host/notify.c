/* notify.c - see notify.h.
 * SPDX-License-Identifier: MIT */
#include "host/notify.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/str.h"
#include "base/when.h"

static int connect_to(const char *name)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	size_t len = strlen(name);
	int fd;

	if (len < 2 || len >= sizeof a.sun_path ||
	    (*name != '/' && *name != '@')) {
		errno = EINVAL;
		return -1;
	}
	memcpy(a.sun_path, name, len);
	if (*name == '@')
		a.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 &&
	    connect(fd, (const struct sockaddr *)&a,
		    (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len)))
		close_fd(&fd);
	return fd;
}

/* A variable as a number above 0, else 0. */
static int64_t number_of(const char *name)
{
	const char *text = getenv(name);
	char *end;
	int64_t n;

	if (!text)
		return 0;
	errno = 0;
	n = strtoll(text, &end, 10);
	return end > text && !*end && !errno && n > 0 ? n : 0;
}

/* Half of what the manager waits for. Another process' watchdog is not ours to
 * feed. */
static int64_t feed_every(void)
{
	int64_t pid = number_of("WATCHDOG_PID");
	int64_t usec = number_of("WATCHDOG_USEC");

	if (!usec || (getenv("WATCHDOG_PID") && pid != getpid()))
		return 0;
	return usec / 2000 ? usec / 2000 : 1;
}

void notify_open(struct notify *n)
{
	const char *name = getenv("NOTIFY_SOCKET");

	*n = (struct notify){ .fd = -1 };
	if (name && *name) {
		n->fd = connect_to(name);
		if (n->fd < 0)
			log_warning("the service manager cannot be told: %s: "
				    "%s",
				    name, strerror(errno));
		else
			n->every_ms = feed_every();
	}
	unsetenv("NOTIFY_SOCKET");
	unsetenv("WATCHDOG_USEC");
	unsetenv("WATCHDOG_PID");
}

void notify_close(struct notify *n)
{
	close_fd(&n->fd);
}

static void tell(const struct notify *n, const char *text)
{
	if (n->fd >= 0 &&
	    send(n->fd, text, strlen(text), MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
		log_debug("the service manager was not told: %s",
			  strerror(errno));
}

void notify_ready(const struct notify *n, const char *sentence)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	str_printf(&s, "READY=1\nSTATUS=%s\n", sentence);
	tell(n, str_c(&s));
}

/* The manager tells by the moment that this is the reload it asked for. */
void notify_reloading(const struct notify *n)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct timespec t = { 0 };

	clock_gettime(CLOCK_MONOTONIC, &t);
	str_printf(&s,
		   "RELOADING=1\nMONOTONIC_USEC=%lld\n"
		   "STATUS=reading the configuration again\n",
		   (long long)t.tv_sec * 1000000 + t.tv_nsec / 1000);
	tell(n, str_c(&s));
}

void notify_stopping(const struct notify *n)
{
	tell(n, "STOPPING=1\nSTATUS=stopping\n");
}

void notify_turned(struct notify *n)
{
	int64_t now = clock_mono();

	if (n->fd < 0 || !n->every_ms || now - n->fed < n->every_ms)
		return;
	n->fed = now;
	tell(n, "WATCHDOG=1\n");
}

int64_t notify_wait_ms(const struct notify *n, int64_t max_ms)
{
	int64_t left;

	if (n->fd < 0 || !n->every_ms)
		return max_ms;
	left = n->fed + n->every_ms - clock_mono();
	left = left < 1 ? 1 : left;
	return left < max_ms ? left : max_ms;
}
