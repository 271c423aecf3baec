/* notify.h - what a service manager is told: ready, reloading, stopping, and
 * that the loop turns.
 *
 * systemd's datagrams, without its library: lines NAME=VALUE to the socket that
 * $NOTIFY_SOCKET names, a path or "@" and an abstract name. Without that
 * variable nothing is told. A manager that does not read never stalls the desk:
 * a datagram that does not fit is not sent. [source: sd_notify(3)]
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_NOTIFY_H
#define HW_HOST_NOTIFY_H

#include "base/err.h"

struct notify {
	int fd;           /* connected; -1: nobody wants to know */
	int64_t every_ms; /* how often the watchdog is fed; 0: never */
	int64_t fed;      /* clock_mono ms */
};

/* Reads the environment and removes what it read from there, so that no child
 * speaks in our name. A socket that cannot be reached is told in the log. */
void notify_open(struct notify *n);
void notify_close(struct notify *n);

/* What `systemctl status` shows is the sentence. */
void notify_ready(const struct notify *n, const char *sentence);
void notify_reloading(const struct notify *n);
void notify_stopping(const struct notify *n);

/* After each turn of the loop, and from nowhere else: a desk that hangs is not
 * fed and is started anew. */
void notify_turned(struct notify *n);
/* The longest the loop may wait: max_ms, or less when the watchdog needs it. */
int64_t notify_wait_ms(const struct notify *n, int64_t max_ms);

#endif
