/* form.c - see form.h.
 * SPDX-License-Identifier: MIT */
#include "host/form.h"

#include <arpa/inet.h>

#include "base/mem.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"
#define PORT_MAX 65535

static int port_of(const char *text)
{
	size_t len = strlen(text);

	if (!len || len > 5 || strspn(text, DIGITS) != len)
		return -1;
	return (int)strtol(text, NULL, 10);
}

int form_listen(const char *text, char **address, int *port, struct err *err)
{
	const char *colon = strrchr(text, ':');
	CLEANUP(free_ptr)
	char *host = xstrndup(text, colon ? (size_t)(colon - text) : 0);
	struct in_addr ignored;

	*address = NULL;
	*port = colon ? port_of(colon + 1) : -1;
	if (!colon || inet_pton(AF_INET, host, &ignored) != 1)
		return err_set(err, ERR_CONFIG,
			       "\"%.60s\" is no address and port; write one "
			       "such as \"127.0.0.1:8080\"",
			       text);
	if (*port < 0 || *port > PORT_MAX)
		return err_set(err, ERR_CONFIG,
			       "\"%.20s\" is no port; write a number from 0 "
			       "(any that is free) to %d",
			       colon + 1, PORT_MAX);
	*address = TAKE(host);
	return 0;
}

/* One label: letters, digits and dashes, no dash at an end. */
static bool is_label(const char *at, size_t len)
{
	return len && len < 64 && strspn(at, LETTERS DIGITS "-") >= len &&
	       at[0] != '-' && at[len - 1] != '-';
}

bool form_is_domain(const char *text)
{
	if (strlen(text) > 253)
		return false;
	for (;;) {
		size_t len = strcspn(text, ".");

		if (!is_label(text, len))
			return false;
		if (!text[len])
			return true;
		text += len + 1;
	}
}

bool form_is_language(const char *text)
{
	size_t len = strspn(text, LETTERS);

	if (len < 2 || len > 3)
		return false;
	for (text += len; *text == '-'; text += len) {
		text++;
		len = strspn(text, LETTERS DIGITS);
		if (!len || len > 8)
			return false;
	}
	return !*text;
}

bool form_is_label(const char *text)
{
	size_t len = strlen(text);

	return len <= LABEL_MAX && strspn(text, LETTERS DIGITS "-_.") == len &&
	       strspn(text, LETTERS DIGITS) > 0;
}
