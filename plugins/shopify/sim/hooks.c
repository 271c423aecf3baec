/* hooks.c - webhooks as Shopify sends them: signed over the raw body, at least
 * once, in no order, tried again until they are acknowledged.
 *
 * --hooks URL (http://127.0.0.1:PORT/hooks/NAME) --hook-secret S. POST
 * /__sim/hooks {"topic", "count", "from", "twice": 0 or 1, "id"?: "..."} sends
 * one for each of `count` orders from position `from`, the last first, every
 * third twice when asked; answers {"sent", "acknowledged", "refused"}.
 * SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/encode.h"
#include "base/hash.h"
#include "sim.h"

#define TRIES_MAX 8

static const char *url, *secret = "sandbox-secret";

struct counts {
	int64_t sent, acknowledged, refused;
};

void hooks_options(char **argv)
{
	url = option(argv, "--hooks");
	if (option(argv, "--hook-secret"))
		secret = option(argv, "--hook-secret");
}

static int dial(int port)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
				  .sin_port = htons((uint16_t)port),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct timeval limit = { .tv_sec = 5 };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
	if (connect(fd, (const struct sockaddr *)&to, sizeof to)) {
		close(fd);
		return -1;
	}
	return fd;
}

/* The status, or 0 when nobody answered. */
static int post(const char *body, const char *topic, const char *event)
{
	struct hash mac =
		hmac_sha256(secret, strlen(secret), body, strlen(body));
	const char *port = strchr(url + 7, ':'), *path = strchr(url + 7, '/');
	CLEANUP(str_release) struct str s = STR_INIT, sign = STR_INIT;
	char answer[64] = { 0 };
	int fd = port ? dial((int)strtol(port + 1, NULL, 10)) : -1;
	ssize_t got = 0;

	if (fd < 0)
		return 0;
	put_base64(&sign, mac.at, sizeof mac.at);
	str_printf(&s,
		   "POST %s HTTP/1.1\r\nHost: desk\r\nConnection: close\r\n"
		   "Content-Type: application/json\r\nX-Shopify-Topic: %s\r\n"
		   "X-Shopify-Hmac-SHA256: %s\r\nX-Shopify-Webhook-Id: %s\r\n"
		   "X-Shopify-Shop-Domain: lampshop.myshopify.com\r\n"
		   "Content-Length: %zu\r\n\r\n%s",
		   path ? path : "/", topic, str_c(&sign), event, strlen(body),
		   body);
	if (send(fd, str_c(&s), s.len, MSG_NOSIGNAL) == (ssize_t)s.len)
		got = recv(fd, answer, sizeof answer - 1, MSG_WAITALL);
	close(fd);
	return got > 12 && text_starts(answer, "HTTP/1.1 ")
		       ? (int)strtol(answer + 9, NULL, 10)
		       : 0;
}

static void deliver(struct counts *c, const char *body, const char *topic,
		    const char *event)
{
	c->sent++;
	for (int i = 0; i < TRIES_MAX; i++) {
		int status = post(body, topic, event);

		if (status / 100 == 2) {
			c->acknowledged++;
			return;
		}
		if (status / 100 == 4)
			break;
		usleep(200000);
	}
	c->refused++;
}

/* As the REST resource of the topic names its order. */
static void payload(struct str *s, const char *topic, const cJSON *order)
{
	const char *id = json_text(order, "id"), *n = strrchr(id, '/') + 1;

	if (text_starts(topic, "orders/"))
		str_printf(s,
			   "{\"id\":%s,\"admin_graphql_api_id\":\"%s\","
			   "\"name\":\"%s\"}",
			   n, id, json_text(order, "name"));
	else if (text_starts(topic, "returns/"))
		str_printf(s,
			   "{\"id\":1,\"order\":{\"id\":%s,"
			   "\"admin_graphql_api_id\":\"%s\"}}",
			   n, id);
	else
		str_printf(s, "{\"id\":1,\"order_id\":%s}", n);
}

void on_send(struct http_request *r, void *arg)
{
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *ask = json_parse(str_c(http_body(r)), http_body(r)->len, &err);
	const char *topic = json_text(ask, "topic");
	int64_t from = json_i64(ask, "from", 0);
	int64_t at = from + json_i64(ask, "count", 1);
	CLEANUP(str_release) struct str answer = STR_INIT;
	struct counts c = { 0 };

	(void)arg;
	if (!url || !topic) {
		http_answer_text(r, 400, "no --hooks, or no topic\n");
		return;
	}
	shop_load();
	for (at = at < shop_count() ? at : shop_count(); at-- > from;) {
		CLEANUP(json_free_ptr) cJSON *order = shop_order_at(at);
		CLEANUP(str_release) struct str body = STR_INIT;
		CLEANUP(free_ptr)
		char *event = xasprintf(
			"hook-%s-%lld",
			json_text(ask, "id") ? json_text(ask, "id") : topic,
			(long long)at);

		payload(&body, topic, order);
		deliver(&c, str_c(&body), topic, event);
		if (json_i64(ask, "twice", 0) && at % 3 == 0)
			deliver(&c, str_c(&body), topic, event);
	}
	str_printf(&answer,
		   "{\"sent\":%lld,\"acknowledged\":%lld,\"refused\":%lld}",
		   (long long)c.sent, (long long)c.acknowledged,
		   (long long)c.refused);
	http_answer_json(r, 200, &answer);
}
