/* peers.c - see peers.h.
 * SPDX-License-Identifier: MIT */
#include "http/peers.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include "base/mem.h"
#include "base/when.h"

#define HEAD_MS 10000
#define BODY_MS 30000
#define EACH 32u
#define KEPT_FREE 20u /* connections that only this machine may have */

struct peer {
	struct peer *next;
	struct MHD_Connection *connection;
	uint32_t address;
	int64_t due; /* clock_mono ms; 0: somebody of ours works on it */
};

static bool is_here(uint32_t address)
{
	return address >> 24 == 127;
}

static uint32_t address_of(const struct sockaddr *address)
{
	const struct sockaddr_in *in = (const void *)address;

	return address && address->sa_family == AF_INET
		       ? ntohl(in->sin_addr.s_addr)
		       : 0;
}

enum MHD_Result peers_accept(void *arg, const struct sockaddr *address,
			     socklen_t len)
{
	const struct peers *p = arg;
	uint32_t from = address_of(address);
	unsigned same = 0;

	(void)len;
	for (const struct peer *one = p->first; one; one = one->next)
		same += one->address == from;
	if (p->each)
		return same < p->each ? MHD_YES : MHD_NO;
	if (is_here(from))
		return MHD_YES;
	return same < EACH && p->count < CONNECTIONS_MAX - KEPT_FREE ? MHD_YES
								     : MHD_NO;
}

static int64_t head_due(const struct peers *p)
{
	return clock_mono() + (p->head_ms ? p->head_ms : HEAD_MS);
}

static struct peer *started(struct peers *p, struct MHD_Connection *c)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	struct peer *one = xcalloc(1, sizeof *one);

	one->connection = c;
	one->address = info ? address_of(info->client_addr) : 0;
	one->due = head_due(p);
	one->next = p->first;
	p->first = one;
	p->count++;
	return one;
}

static void closed(struct peers *p, struct peer *one)
{
	struct peer **at = &p->first;

	while (*at && *at != one)
		at = &(*at)->next;
	if (*at)
		*at = one->next;
	p->count--;
	free(one);
}

void peers_notify(void *arg, struct MHD_Connection *c, void **context,
		  enum MHD_ConnectionNotificationCode what)
{
	struct peers *p = arg;

	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		*context = started(p, c);
	} else if (*context) {
		closed(p, *context);
		*context = NULL;
	}
}

static struct peer *peer_of(struct MHD_Connection *c)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

static void set_due(struct MHD_Connection *c, int64_t due)
{
	struct peer *one = peer_of(c);

	if (one)
		one->due = due;
}

void peers_head(const struct peers *p, struct MHD_Connection *c)
{
	set_due(c, clock_mono() + (p->body_ms ? p->body_ms : BODY_MS));
}

void peers_longer(struct MHD_Connection *c, int64_t ms)
{
	struct peer *one = peer_of(c);

	if (one && one->due)
		one->due += ms;
}

void peers_body(struct MHD_Connection *c)
{
	set_due(c, 0);
}

void peers_over(struct peers *p, struct MHD_Connection *c)
{
	set_due(c, head_due(p));
}

/* libmicrohttpd sees the end and closes it as any other. */
static void hang_up(struct peer *one)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		one->connection, MHD_CONNECTION_INFO_CONNECTION_FD);

	if (info)
		shutdown(info->connect_fd, SHUT_RDWR);
	one->due = 0;
}

int64_t peers_sweep(struct peers *p)
{
	int64_t now = clock_mono(), wait = -1;

	for (struct peer *one = p->first; one; one = one->next) {
		int64_t left = one->due - now;

		if (one->due && left <= 0)
			hang_up(one);
		else if (one->due && (wait < 0 || left < wait))
			wait = left;
	}
	return wait;
}
