/* resolve.c - a resolver that is dead, slow or wrong; see fault.h.
 *
 * Only preloaded: the true one is the next of its name.
 * SPDX-License-Identifier: MIT */
#include <dlfcn.h>
#include <netdb.h>
#include <stddef.h>
#include <time.h>

#include "sites/fault.h"

typedef int resolver(const char *name, const char *service,
		     const struct addrinfo *hints, struct addrinfo **out);

static resolver *the_true_one(void)
{
	union {
		void *object;
		resolver *function;
	} next = { .object = dlsym(RTLD_NEXT, "getaddrinfo") };

	return next.function;
}

int getaddrinfo(const char *name, const char *service,
		const struct addrinfo *hints, struct addrinfo **out)
{
	struct timespec wait = { fault->dns_ms / 1000,
				 fault->dns_ms % 1000 * 1000000L };

	fault->resolved++;
	if (fault->dns == DNS_DEAD || fault->dns == DNS_SLOW)
		nanosleep(&wait, NULL);
	if (fault->dns == DNS_DEAD)
		return EAI_AGAIN;
	if (fault->dns == DNS_SLOW)
		return EAI_NONAME; /* no test asks the world */
	return the_true_one()(fault->dns == DNS_WRONG ? "10.0.0.1" : name,
			      service, hints, out);
}
