/* allow.h - where a request may go.
 *
 * The host of a URL must be on the plugin's list of domains; of the addresses
 * that it resolves to each is judged for itself, and only public ones are
 * connected to, whatever name they have. An instance marked
 * `loopback` (sandbox and tests) may reach 127.0.0.0/8 and ::1 only, over
 * plain HTTP too.
 * SPDX-License-Identifier: MIT */
#ifndef HW_SENDER_ALLOW_H
#define HW_SENDER_ALLOW_H

#include <sys/socket.h>

#include "base/err.h"

/* domains: "api-eu.dhl.com *.myshopify.com", split by blanks. */
int allow_url(const char *url, const char *domains, bool loopback,
	      struct err *err) MUST_CHECK;

/* Is this address one that a request may connect to? Refuses loopback,
 * private, link-local, shared, multicast, unique-local, mapped and translated
 * ranges, and what a cloud keeps for itself at a public address. [source: IANA
 * special-purpose address registries, 2026-11] */
bool allow_address(const struct sockaddr *address, bool loopback);

#endif
