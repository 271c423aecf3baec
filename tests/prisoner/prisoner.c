/* prisoner.c - a plugin that tries to get out of its worker: when its file is
 * loaded, from a thread, and when it is asked. Built for the tests only.
 *
 * The constructor has no configuration: it reaches for "secret" beside its own
 * file.
 * SPDX-License-Identifier: MIT */
#include "hw_plugin.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "help/attempts.h"

enum { SECRET, VICTIM, LOOK_FOR };
static const struct hw_option options[] = {
	{ "secret", HW_STRING, 0, "/etc/passwd", NULL, "a file to reach for" },
	{ "victim", HW_INT, 0, "0", "0..99999999", "a process to reach for" },
	{ "look_for", HW_STRING, 0, "", NULL,
	  "a text to find in memory, written in hex" },
	{ "token", HW_SECRET, 0, NULL, NULL, "a secret" },
};

static char summary[3000] = "reached: nothing was tried";
static volatile int later_reached;

static void *later(void *arg)
{
	usleep(200000);
	later_reached = open("/etc/passwd", O_RDONLY) >= 0 ||
			socket(AF_INET, SOCK_STREAM, 0) >= 0;
	return arg;
}

static void folder_of_this(char *out, size_t size)
{
	Dl_info info = { 0 };
	char *slash;

	dladdr(summary, &info);
	snprintf(out, size, "%s", info.dli_fname ? info.dli_fname : ".");
	slash = strrchr(out, '/');
	if (slash)
		*slash = '\0';
}

__attribute__((constructor)) static void early(void)
{
	char dir[1000], secret[1100], reached[2500];
	struct attempts_at at = { .secret = secret,
				  .state = dir,
				  .writable = dir };
	pthread_t thread;
	int tried, threads;

	if (getenv("PATH"))
		return; /* the player's own process, not a worker */
	folder_of_this(dir, sizeof dir);
	snprintf(secret, sizeof secret, "%s/secret", dir);
	tried = attempts_make(FROM_LOADING, &at, reached, sizeof reached);
	threads = pthread_create(&thread, NULL, later, NULL) == 0;
	snprintf(summary, sizeof summary, "%d tried, reached:%s%s", tried,
		 reached, threads ? ", a thread" : "");
}

/* -- when it is asked -- */

struct prisoner {
	struct attempts_at at;
	char secret[1000], dir[1000], look_for[200];
	size_t len;
};

static void unhex(struct prisoner *p, const char *hex)
{
	unsigned byte;

	for (; sscanf(hex, "%2x", &byte) == 1 && p->len < sizeof p->look_for;
	     hex += 2)
		p->look_for[p->len++] = (char)byte;
}

static hw_status open_prisoner(struct hw_host *h, const union hw_value *cfg,
			       void **self)
{
	struct prisoner *p = calloc(1, sizeof *p);

	(void)h;
	*self = p;
	snprintf(p->secret, sizeof p->secret, "%s", cfg[SECRET].s);
	folder_of_this(p->dir, sizeof p->dir);
	p->at = (struct attempts_at){ p->secret, p->dir, p->dir,
				      (pid_t)cfg[VICTIM].i };
	unhex(p, cfg[LOOK_FOR].s);
	return HW_OK;
}

static void close_prisoner(void *self)
{
	free(self);
}

static int inherited(void)
{
	int n = 0;

	for (int fd = 4; fd < 1024; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static const char *try_all(struct hw_host *h, struct prisoner *p)
{
	char reached[2500];
	int tried = attempts_make(FROM_WORKER, &p->at, reached, sizeof reached);

	return h->text(h, "%d tried, reached:%s%s%s", tried, reached,
		       inherited() ? ", an inherited file" : "",
		       p->len && attempts_find(p->look_for, p->len)
			       ? ", a secret in memory"
			       : "");
}

static hw_status track(struct hw_host *h, void *self, const char *what)
{
	struct hw_scan s = { .tracking = "T",
			     .code = "C",
			     .status = HW_PENDING,
			     .occurred = { .ms = 1000, .basis = HW_UTC } };

	usleep(400000); /* the thread of the constructor has had its time */
	s.text =
		h->text(h, "%s%s",
			strcmp(what, "early") == 0 ? summary : try_all(h, self),
			later_reached ? ", something from a thread" : "");
	return hw_emit_scan(h, &s);
}

static hw_status probe(struct hw_host *h, void *self)
{
	h->log(h, HW_INFO, "loading: %s", summary);
	h->log(h, HW_INFO, "asked: %s", try_all(h, self));
	return HW_OK;
}

static const struct hw_carrier carrier = { .track = track };
static const struct hw_iface provides[] = { HW_IFACE(HW_CARRIER_1, carrier) };

HW_PLUGIN = {
	HW_HEADER,
	.id = "prisoner",
	.version = "1.0.0",
	.summary = summary,
	.domains = "",
	.options = HW_TABLE(options),
	.provides = HW_TABLE(provides),
	.open = open_prisoner,
	.close = close_prisoner,
	.probe = probe,
};
