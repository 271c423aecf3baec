/* allow.c - see allow.h.
 * SPDX-License-Identifier: MIT */
#include "sender/allow.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <strings.h>

#include "base/str.h"

static bool host_listed(const char *host, const char *domains)
{
	size_t host_len = strlen(host);

	while (*domains) {
		size_t len = strcspn(domains, " ");

		if (len > 2 && domains[0] == '*' && domains[1] == '.' &&
		    host_len > len - 1 &&
		    strncasecmp(host + host_len - (len - 1), domains + 1,
				len - 1) == 0)
			return true;
		if (len == host_len && strncasecmp(domains, host, len) == 0)
			return true;
		domains += len;
		domains += strspn(domains, " ");
	}
	return false;
}

static bool is_loopback_name(const char *host)
{
	return text_eq(host, "127.0.0.1") || text_eq(host, "localhost") ||
	       text_eq(host, "[::1]");
}

static int check_parts(const char *scheme, const char *host, const char *user,
		       const char *domains, bool loopback, struct err *err)
{
	if (user)
		return err_set(err, ERR_DENIED,
			       "a URL may not carry a user name");
	if (loopback && is_loopback_name(host))
		return text_eq(scheme, "http") || text_eq(scheme, "https")
			       ? 0
			       : err_set(err, ERR_DENIED,
					 "only http and https are sent");
	if (!text_eq(scheme, "https"))
		return err_set(err, ERR_DENIED, "only https is sent");
	if (!host_listed(host, domains))
		return err_set(err, ERR_DENIED,
			       "%.80s is not on the plugin's list of domains",
			       host);
	return 0;
}

int allow_url(const char *url, const char *domains, bool loopback,
	      struct err *err)
{
	CURLU *u = curl_url();
	char *scheme = NULL, *host = NULL, *user = NULL;
	int rc;

	if (curl_url_set(u, CURLUPART_URL, url, 0) ||
	    curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) ||
	    curl_url_get(u, CURLUPART_HOST, &host, 0)) {
		rc = err_set(err, ERR_DENIED, "this is no URL");
	} else {
		curl_url_get(u, CURLUPART_USER, &user, 0);
		rc = check_parts(scheme, host, user, domains, loopback, err);
	}
	curl_free(scheme);
	curl_free(host);
	curl_free(user);
	curl_url_cleanup(u);
	return rc;
}

/* -- addresses -- */

struct range4 {
	uint32_t base;
	int bits;
};
static const struct range4 refused4[] = {
	{ 0x00000000, 8 },  { 0x0A000000, 8 },  { 0x64400000, 10 },
	{ 0x7F000000, 8 },  { 0xA9FE0000, 16 }, { 0xAC100000, 12 },
	{ 0xC0000000, 24 }, { 0xC0000200, 24 }, { 0xC0586300, 24 },
	{ 0xC0A80000, 16 }, { 0xC6120000, 15 }, { 0xC6336400, 24 },
	{ 0xCB007100, 24 }, { 0xE0000000, 4 },  { 0xF0000000, 4 },
	{ 0xA83F8110, 32 }, /* public, but a cloud's inside: Azure */
};

static bool public4(uint32_t a)
{
	for (size_t i = 0; i < COUNT_OF(refused4); i++)
		if ((a ^ refused4[i].base) >> (32 - refused4[i].bits) == 0)
			return false;
	return true;
}

/* Only global unicast 2000::/3, without documentation, 6to4 and Teredo. */
static bool public6(const uint8_t *a)
{
	if ((a[0] & 0xE0) != 0x20)
		return false;
	if (a[0] == 0x20 && a[1] == 0x02)
		return false;
	if (a[0] == 0x20 && a[1] == 0x01 && a[2] < 0x02)
		return false;
	if (a[0] == 0x3F && a[1] == 0xFF && a[2] < 0x10)
		return false;
	return !(a[0] == 0x20 && a[1] == 0x01 && a[2] == 0x0D && a[3] == 0xB8);
}

bool allow_address(const struct sockaddr *address, bool loopback)
{
	const struct sockaddr_in *in = (const void *)address;
	const struct sockaddr_in6 *in6 = (const void *)address;

	if (address->sa_family == AF_INET) {
		uint32_t a = ntohl(in->sin_addr.s_addr);

		return loopback ? a >> 24 == 127 : public4(a);
	}
	if (address->sa_family != AF_INET6)
		return false;
	return loopback ? IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr)
			: public6(in6->sin6_addr.s6_addr);
}
