/* ssrf_help.h - the real sender with a resolver of our own before it that says
 * what we like and counts who is connected to, servers that wait for it on
 * loopback, and proxies in its environment that nobody asked for.
 *
 * Instances, each with a secret "token": "world" may reach *.evil.test; "wide"
 * every host of ssrf_lists.h too; "home" the same, and loopback; "named" may
 * reach *.evil.test on loopback, by certificates of a CA that the test puts at
 * SSRF_CA in the folder.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_SSRF_HELP_H
#define HW_TESTS_SSRF_HELP_H

#include "host/heard.h"

#define SSRF_CA "ca.pem"
#define TOKEN "canarytoken1234567"

struct ssrf {
	struct loop *loop;
	struct sender *sender;
	int server, six, proxy, port; /* port: of server and six */
	char dir[64];
	char *account; /* who was connected to */
};
extern struct ssrf ssrf;

/* For cmocka, of a group. */
int ssrf_start(void **state);
int ssrf_end(void **state);

/* The instance asks for the URL with its token. */
void begin(const char *instance, const char *url, struct heard *h);
struct heard get(const char *instance, const char *url);
struct heard stream(const char *instance, const char *host, int port);

/* Connections that the sender tried, since it was last asked. */
int connects(void);
/* And those that came to one of our sockets. */
int knocks_at(int fd);
int knocks(void); /* at the server */
/* Fails the test when there was either. */
void nobody_was_reached(const char *what);

#endif
