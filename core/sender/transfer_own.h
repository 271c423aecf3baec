/* transfer_own.h - one transfer, and what its three files share: the list and
 * the loop (transfer.c), the request (transfer_ask.c), the reply
 * (transfer_reply.c). SPDX-License-Identifier: MIT */
#ifndef HW_SENDER_TRANSFER_OWN_H
#define HW_SENDER_TRANSFER_OWN_H

#include <curl/curl.h>

#include "sender/transfer.h"

#define HEADERS_MAX ((size_t)256 << 10) /* of a request, and of a reply */

struct transfer {
	struct transfer *next;
	struct transfers *all;
	int64_t id;
	struct account *account;
	CURL *curl;
	struct curl_slist *headers;
	struct str url, body, reply, reply_headers;
	char *keep;                    /* "token=/access_token", NULL if none */
	transfer_connected *connected; /* a bare socket is wanted, no HTTP */
	void *arg;
	bool too_big, refused;
	char error[CURL_ERROR_SIZE];
};

struct transfers {
	CURLM *multi;
	struct transfer *first;
	void (*reply)(const struct str *json, const void *blob, size_t len);
};

/* -- transfer_ask.c -- */

/* Takes URL, headers, body and `keep` from the desk's "http", secrets filled
 * in. ERR_DENIED: what may not be asked; ERR_CONFIG: a secret that does not
 * fit. */
int transfer_fill(struct transfer *t, const cJSON *http, const void *body,
		  size_t len, struct err *err) MUST_CHECK;
/* What libcurl may do (frame [nullable]: of the desk), and with which body. */
void transfer_set_rules(struct transfer *t, const cJSON *frame);
void transfer_set_body(struct transfer *t, const char *method);

/* -- transfer_reply.c -- */

/* Where libcurl puts what comes, and asks for sockets. */
void transfer_set_doors(struct transfer *t);
/* Answers the desk: it failed (secrets are hidden in text); sent: perhaps it
 * left. */
void transfer_failed(struct transfer *t, int status, const char *text,
		     bool sent);
/* Answers as libcurl came to an end. */
void transfer_finished(struct transfer *t, CURLcode rc);

#endif
