/* resolver.c - for LD_PRELOAD before the sender: answers names below .test by
 * what they say, and keeps account of every address that is connected to.
 *
 * "h7f000001.x.test" is 127.0.0.1; 32 digits are an IPv6 address; several, with
 * a dash between, are several answers. "r08080808-7f000001.x.test" says the
 * first when it is asked first, and the last ever after. Any other name must be
 * an address. HW_CONNECTS names the file that gets a line for every address;
 * what is not on this machine is refused here and never sent to.
 * SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef int resolve_fn(const char *, const char *, const struct addrinfo *,
		       struct addrinfo **);
typedef int connect_fn(int, const struct sockaddr *, socklen_t);

static int account = -1;

__attribute__((constructor)) static void open_account(void)
{
	const char *path = getenv("HW_CONNECTS");

	if (path)
		account = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC,
			       0600);
}

static resolve_fn *real_resolve(void)
{
	resolve_fn *fn;
	void *symbol = dlsym(RTLD_NEXT, "getaddrinfo");

	memcpy(&fn, &symbol, sizeof fn);
	return fn;
}

static int literal(const char *address, const char *service,
		   const struct addrinfo *hints, struct addrinfo **out)
{
	struct addrinfo with = hints ? *hints : (struct addrinfo){ 0 };

	with.ai_flags |= AI_NUMERICHOST;
	with.ai_flags &= ~AI_ADDRCONFIG;
	return real_resolve()(address, service, &with, out);
}

/* One group of hexadecimal digits as an address. */
static void spell(const char *hex, size_t digits, char *out, size_t size)
{
	unsigned char bytes[16] = { 0 };

	for (size_t i = 0; i + 1 < digits && i < 32; i += 2) {
		const char two[] = { hex[i], hex[i + 1], '\0' };

		bytes[i / 2] = (unsigned char)strtoul(two, NULL, 16);
	}
	inet_ntop(digits > 8 ? AF_INET6 : AF_INET, bytes, out, (socklen_t)size);
}

static int add(const char *hex, size_t digits, const char *service,
	       const struct addrinfo *hints, struct addrinfo **list)
{
	char text[INET6_ADDRSTRLEN];
	struct addrinfo *one = NULL;

	spell(hex, digits, text, sizeof text);
	if (literal(text, service, hints, &one))
		return 0; /* of a family that nobody asks for */
	while (*list)
		list = &(*list)->ai_next;
	*list = one;
	return 1;
}

static int asked_before;

static int told(const char *name, const char *service,
		const struct addrinfo *hints, struct addrinfo **out)
{
	const char *at = name + 1, *end = name + strcspn(name, ".");
	int n = 0;

	*out = NULL;
	if (*name == 'r' && __sync_fetch_and_add(&asked_before, 1))
		at += strcspn(at, "-") + 1;
	while (at < end) {
		size_t digits = strcspn(at, "-.");

		n += add(at, digits, service, hints, out);
		at += digits + 1;
		if (*name == 'r')
			break;
	}
	return n ? 0 : EAI_NONAME;
}

/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): libc's
 * own names are reserved ones */
int getaddrinfo(const char *name, const char *service,
		const struct addrinfo *hints, struct addrinfo **out)
{
	size_t len = name ? strlen(name) : 0;

	if (len > 5 && (*name == 'h' || *name == 'r') &&
	    strcmp(name + len - 5, ".test") == 0)
		return told(name, service, hints, out);
	return literal(name, service, hints, out);
}

static int here(const struct sockaddr *a)
{
	const struct sockaddr_in *in = (const void *)a;
	const struct sockaddr_in6 *in6 = (const void *)a;

	if (a->sa_family == AF_INET)
		return ntohl(in->sin_addr.s_addr) >> 24 == 127;
	return a->sa_family != AF_INET6 ||
	       IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr);
}

int connect(int fd, __CONST_SOCKADDR_ARG to, socklen_t len)
{
	const struct sockaddr *a = to.__sockaddr__;
	const struct sockaddr_in *in = (const void *)a;
	const struct sockaddr_in6 *in6 = (const void *)a;
	void *symbol = dlsym(RTLD_NEXT, "connect");
	char text[INET6_ADDRSTRLEN] = "", line[80];
	connect_fn *fn;

	memcpy(&fn, &symbol, sizeof fn);
	if (a->sa_family == AF_INET)
		inet_ntop(AF_INET, &in->sin_addr, text, sizeof text);
	else if (a->sa_family == AF_INET6)
		inet_ntop(AF_INET6, &in6->sin6_addr, text, sizeof text);
	if (*text && account >= 0) {
		int n = snprintf(line, sizeof line, "%s\n", text);

		if (write(account, line, (size_t)n) < 0)
			_exit(1);
	}
	if (here(a))
		return fn(fd, a, len);
	errno = ECONNREFUSED;
	return -1;
}
/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
