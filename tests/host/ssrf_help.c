/* ssrf_help.c - see ssrf_help.h.
 * SPDX-License-Identifier: MIT */
#include "host/ssrf_help.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <ftw.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/when.h"
#include "help/place.h"
#include "host/ssrf_lists.h"

#define DOMAINS "*.evil.test api.evil.test"

struct ssrf ssrf;

void begin(const char *instance, const char *url, struct heard *h)
{
	CLEANUP(str_release) struct str members = STR_INIT;

	*h = (struct heard){ .began = clock_mono() };
	str_printf(&members,
		   "\"instance\":\"%s\",\"http\":{\"method\":\"GET\","
		   "\"url\":",
		   instance);
	json_quote(&members, url, strlen(url));
	str_puts(&members, ",\"headers\":[\"Authorization: Bearer "
			   "{secret:token}\"]},\"timeout_ms\":3000");
	sender_ask(ssrf.sender, str_c(&members), NULL, 0, hear, h);
}

struct heard get(const char *instance, const char *url)
{
	struct heard h;

	begin(instance, url, &h);
	assert_true(turn_until(ssrf.loop, 20 * SECOND_MS, &h.done));
	return h;
}

struct heard stream(const char *instance, const char *host, int port)
{
	CLEANUP(free_ptr)
	char *members = xasprintf("\"instance\":\"%s\",\"timeout_ms\":3000,"
				  "\"stream\":{\"do\":\"open\",\"host\":"
				  "\"%s\",\"port\":%d,\"tls\":1}",
				  instance, host, port);
	struct heard h = { .began = clock_mono() };

	sender_ask(ssrf.sender, members, NULL, 0, hear, &h);
	assert_true(turn_until(ssrf.loop, 20 * SECOND_MS, &h.done));
	return h;
}

/* -- who was reached -- */

static int listen_at(int family, const void *address, socklen_t len)
{
	int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;

	assert_true(fd >= 0);
	if (family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one);
	if (bind(fd, address, len) || listen(fd, 50)) {
		close(fd);
		return -1;
	}
	return fd;
}

static int listen_four(int *port)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t len = sizeof a;
	int fd = listen_at(AF_INET, &a, len); /* every address of ours */

	assert_true(fd >= 0);
	getsockname(fd, (struct sockaddr *)&a, &len);
	*port = ntohs(a.sin_port);
	return fd;
}

int knocks_at(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int n = 0;

	while (fd >= 0 && poll(&p, 1, 0) > 0) {
		close(accept(fd, NULL, NULL));
		n++;
	}
	return n;
}

int knocks(void)
{
	return knocks_at(ssrf.server) + knocks_at(ssrf.six);
}

int connects(void)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	struct err err = { 0 };
	int n = 0;

	if (file_read(&text, ssrf.account, 1 << 20, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < text.len; i++)
		n += text.at[i] == '\n';
	assert_int_equal(truncate(ssrf.account, 0), 0);
	return n;
}

void nobody_was_reached(const char *what)
{
	int n = connects(), k = knocks();

	if (n || k)
		fail_msg("%s: %d connects, %d of them here", what, n, k);
}

/* -- the sender -- */

/* ca: [nullable] name in ssrf.dir. */
static void put_instance(struct str *s, const char *name, const char *domains,
			 bool loopback, const char *ca)
{
	str_printf(s,
		   "{\"name\":\"%s\",\"domains\":\"%s\",\"loopback\":%s,"
		   "\"secrets\":{\"token\":\"file:%s/token\"},",
		   name, domains, loopback ? "true" : "false", ssrf.dir);
	if (ca)
		str_printf(s, "\"ca\":\"%s/%s\",", ssrf.dir, ca);
	str_puts(s, "\"servers\":\"");
	for (size_t i = 0; ssrf_closed[i]; i++)
		str_printf(s, "h%s.evil.test:993 ", ssrf_closed[i]);
	str_printf(s, "127.0.0.1:%d localhost:%d ::1:%d\"}", ssrf.port,
		   ssrf.port, ssrf.port);
}

/* A program that starts the sender with our resolver before it, and with
 * proxies in the environment that nobody asked for. */
static char *wrapper(const char *build, int proxy_port)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	char *path = xasprintf("%s/sender", ssrf.dir);
	struct err err = { 0 };

	str_printf(&text,
		   "#!/bin/sh\nexport HW_CONNECTS='%s' LD_PRELOAD='%s/tests/"
		   "resolver/resolver.so' ASAN_OPTIONS="
		   "verify_asan_link_order=0\nexport http_proxy=http://"
		   "127.0.0.1:%d https_proxy=http://127.0.0.1:%d ALL_PROXY="
		   "http://127.0.0.1:%d\nexec '%s/helloword-sender'\n",
		   ssrf.account, build, proxy_port, proxy_port, proxy_port,
		   build);
	if (file_write(path, str_c(&text), text.len, 0700, &err))
		fail_msg("%s", err.text);
	return path;
}

int ssrf_start(void **state)
{
	CLEANUP(free_ptr) char *build = built_whole(".");
	CLEANUP(free_ptr) char *program = NULL, *token = NULL;
	CLEANUP(str_release) struct str config = STR_INIT;
	struct sockaddr_in6 a = { .sin6_family = AF_INET6,
				  .sin6_addr = in6addr_loopback };
	struct err err = { 0 };
	int proxy_port;

	(void)state;
	snprintf(ssrf.dir, sizeof ssrf.dir, "/tmp/hwssrf.XXXXXX");
	assert_non_null(mkdtemp(ssrf.dir));
	ssrf.account = xasprintf("%s/account", ssrf.dir);
	token = xasprintf("%s/token", ssrf.dir);
	assert_int_equal(file_write(ssrf.account, "", 0, 0600, &err), 0);
	assert_int_equal(file_write(token, TOKEN, strlen(TOKEN), 0600, &err),
			 0);
	ssrf.server = listen_four(&ssrf.port);
	ssrf.proxy = listen_four(&proxy_port);
	a.sin6_port = htons((uint16_t)ssrf.port);
	ssrf.six = listen_at(AF_INET6, &a, sizeof a);
	str_puts(&config, "{\"configure\":{\"instances\":[");
	put_instance(&config, "world", DOMAINS, false, NULL);
	str_putc(&config, ',');
	put_instance(&config, "wide", ANY_HOST " " DOMAINS, false, NULL);
	str_putc(&config, ',');
	put_instance(&config, "home", ANY_HOST " " DOMAINS, true, NULL);
	str_putc(&config, ',');
	put_instance(&config, "named", DOMAINS, true, SSRF_CA);
	str_puts(&config, "]}}");
	program = wrapper(build, proxy_port);
	ssrf.loop = loop_new();
	ssrf.sender = sender_new(ssrf.loop, program, str_c(&config), &err);
	if (!ssrf.sender)
		fail_msg("%s", err.text);
	return 0;
}

static int drop(const char *path, const struct stat *st, int type,
		struct FTW *at)
{
	(void)st, (void)type, (void)at;
	return remove(path);
}

int ssrf_end(void **state)
{
	(void)state;
	sender_free(ssrf.sender);
	loop_free(ssrf.loop);
	close_fd(&ssrf.server);
	close_fd(&ssrf.six);
	close_fd(&ssrf.proxy);
	nftw(ssrf.dir, drop, 8, FTW_DEPTH | FTW_PHYS);
	free(ssrf.account);
	return 0;
}
