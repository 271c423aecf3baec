/* puppet.c - a shop and a mailbox in one plugin, which do as a test tells them
 * while the desk runs: the kept string with the name of an operation says how
 * it ends, and "<name>.calls" counts how often it was asked. Built for the
 * tests only.
 *
 *	hang      never answers
 *	slow      goes well after 300 ms
 *	crash     takes its worker along
 *	retry, auth, rejected, unsupported    that status
 *	far       HW_RETRY, not before the year 2096
 *	else      goes well
 *
 * The sync of a shop has as many pages as "pages" says, each of "orders" orders
 * and read by a GET of "page_url" if there is one; "page" is the next. When it
 * has none, or has read them all, it is an operation like the others. With
 * "flood" its second page asks past its host for what it may not, again and
 * again.
 * SPDX-License-Identifier: MIT */
#include "hw_plugin.h"

#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define FAR INT64_C(4000000000000)

static const struct hw_option options[] = {
	{ "mood", HW_CHOICE, 0, "calm", "calm|crash", "how open() behaves" },
	{ "secret", HW_SECRET, 0, NULL, NULL, "signs webhooks" },
};

static const struct {
	const char *name;
	hw_status status;
	int64_t retry_at;
} ends[] = { { "retry", HW_RETRY, 0 },
	     { "far", HW_RETRY, FAR },
	     { "auth", HW_AUTH, 0 },
	     { "rejected", HW_REJECTED, 0 },
	     { "unsupported", HW_UNSUPPORTED, 0 } };

/* Nobody writes to us while we are asked: it waits for ever. */
static void hang(void)
{
	char c;

	while (read(3, &c, 1) > 0)
		;
}

static void wait_a_while(void)
{
	struct timespec end, now;

	clock_gettime(CLOCK_MONOTONIC, &end);
	do
		clock_gettime(CLOCK_MONOTONIC, &now);
	while ((now.tv_sec - end.tv_sec) * 1000 +
		       (now.tv_nsec - end.tv_nsec) / 1000000 <
	       300);
}

static int asked; /* operations of this worker, with the one under way */

/* It may name a buyer; a careless plugin says it everywhere. */
static hw_status say_all(struct hw_host *h, hw_status status, int64_t retry_at)
{
	static const char words[] = "no such user canarybuyer@x.example";

	h->log(h, HW_WARNING, "logged: %s", words);
	fprintf(stderr, "printed: %s\n", words);
	return h->fail(h, status, retry_at, "%s", words);
}

static hw_status deed(struct hw_host *h, const char *op)
{
	const char *calls = h->text(h, "%s.calls", op), *mood = "", *had = "0";

	h->kv_get(h, op, &mood);
	h->kv_get(h, calls, &had);
	h->kv_keep(h, calls,
		   h->text(h, "%d", had ? (int)strtol(had, NULL, 10) + 1 : 1));
	if (!mood)
		return HW_OK;
	if (strcmp(mood, "hang") == 0)
		hang();
	if (strcmp(mood, "slow") == 0)
		wait_a_while();
	if (strcmp(mood, "crash") == 0)
		raise(SIGKILL);
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (strcmp(ends[i].name, mood) == 0)
			return say_all(h, ends[i].status, ends[i].retry_at);
	return HW_OK;
}

static hw_status open_puppet(struct hw_host *h, const union hw_value *cfg,
			     void **self)
{
	(void)h;
	*self = NULL;
	if (strcmp(cfg[0].s, "crash") == 0)
		raise(SIGKILL);
	return HW_OK;
}

static void close_puppet(void *self)
{
	(void)self;
}

static hw_status probe(struct hw_host *h, void *self)
{
	struct hw_account account = { .ref = "A" };
	const char *ref = NULL;
	hw_status rc = deed(h, "probe");

	(void)self;
	asked++;
	if (rc)
		return rc;
	h->kv_get(h, "account", &ref);
	if (ref)
		account.ref = ref;
	return hw_emit_account(h, &account);
}

static int number(struct hw_host *h, const char *key)
{
	const char *value = NULL;

	h->kv_get(h, key, &value);
	return value ? (int)strtol(value, NULL, 10) : 0;
}

/* Frames of the wire, written by hand: requests that no table declares, with
 * much to parse. The number of the call is that of its worker. */
static void flood(void)
{
	static char text[60000];
	static char sink[65536];
	uint32_t head[2];
	struct iovec parts[] = { { head, sizeof head }, { text, 0 } };
	int len = snprintf(text, sizeof text,
			   "{\"id\":%d,\"http\":{\"method\":\"PUT\",\"url\":"
			   "\"http://x/\"},\"x\":[0",
			   asked);

	for (; len < (int)sizeof text - 10; len += 3)
		memcpy(text + len, ",[]", 3);
	memcpy(text + len, "]}", 2);
	parts[1].iov_len = (size_t)len + 2;
	head[0] = (uint32_t)(4 + parts[1].iov_len);
	head[1] = (uint32_t)parts[1].iov_len;
	while (writev(3, parts, 2) > 0)
		while (recv(3, sink, sizeof sink, MSG_DONTWAIT) > 0)
			;
}

static hw_status read_page(struct hw_host *h, int page)
{
	struct hw_request req = { .method = "GET" };
	struct hw_response res;
	hw_status rc = HW_OK;
	int bad = 0;

	if (page == 1 && number(h, "flood"))
		flood();

	h->kv_get(h, "page_url", &req.url);
	if (req.url)
		rc = h->http(h, &req, &res);
	for (int i = 0; !rc && i < number(h, "orders"); i++) {
		struct hw_order o = { .ref = h->text(h, "P%d-%d", page, i),
				      .status = HW_ORDER_OPEN };

		o.placed = h->when(h, "2026-09-20T10:00:00Z", &bad);
		rc = hw_emit_order(h, &o);
	}
	if (rc)
		return rc;
	h->kv_put(h, "page", h->text(h, "%d", page + 1));
	return page + 1 < number(h, "pages") ? HW_MORE : HW_OK;
}

static hw_status read_all(struct hw_host *h, void *self)
{
	int page = number(h, "page");

	(void)self;
	asked++;
	return page < number(h, "pages") ? read_page(h, page) : deed(h, "sync");
}

/* The mood of a hook is its body; of all, that of "hook". */
static hw_status hook(struct hw_host *h, void *self, const struct hw_hook *k)
{
	char word[20] = "";
	hw_status rc = deed(h, "hook");

	(void)self;
	if (rc)
		return rc;
	if (k->body_len < sizeof word)
		memcpy(word, k->body, k->body_len);
	return deed(h, word);
}

/* Of an action it shows the refund that the kept string "shows" names, or says
 * that it is done, as the one that "found" names. */
static hw_status find(struct hw_host *h, void *self, const struct hw_action *a)
{
	struct hw_payment p = { .order_ref = a->order_ref,
				.kind = HW_REFUND,
				.status = HW_PAY_SUCCESS,
				.amount = a->amount };
	struct hw_outcome found = { .state = HW_SETTLED };
	hw_status rc = deed(h, "find");

	(void)self;
	if (!rc)
		h->kv_get(h, "found", &found.ref);
	if (found.ref)
		return hw_emit_outcome(h, &found);
	if (!rc)
		h->kv_get(h, "shows", &p.ref);
	return rc || !p.ref ? rc : hw_emit_payment(h, &p);
}

static hw_status act(struct hw_host *h, void *self, const struct hw_action *a)
{
	const char *url = NULL;
	struct hw_request req = { .method = "POST", .flags = HW_EFFECT };
	struct hw_response response;
	hw_status rc = deed(h, "act");

	(void)self;
	h->kv_get(h, "url", &url);
	if (rc || !url)
		return rc;
	req.url = url;
	req.body = h->text(h,
			   "{\"order\":\"%s\",\"amount\":\"%s\","
			   "\"currency\":\"%s\",\"key\":\"%s\"}",
			   a->order_ref, h->amount(h, a->amount),
			   a->amount.currency, a->key);
	req.body_len = strlen(req.body);
	return h->http(h, &req, &response);
}

static hw_status send_text(struct hw_host *h, void *self,
			   const struct hw_text_out *t)
{
	const char *sent = NULL;
	hw_status rc = deed(h, "send");

	/* Forgets what it kept when the text has gone, as a plugin that knows
	 * it by that does. */
	(void)self, (void)t;
	h->kv_get(h, "on its way", &sent);
	if (rc == HW_OK && sent)
		h->kv_put(h, "on its way", NULL);
	return rc;
}

static hw_status find_text(struct hw_host *h, void *self,
			   const struct hw_text_out *t)
{
	struct hw_outcome found = { .state = HW_SETTLED };
	const char *sent = NULL;
	hw_status rc = deed(h, "find");

	(void)self, (void)t;
	h->kv_get(h, "on its way", &sent);
	if (rc || !sent)
		return rc;
	h->kv_put(h, "on its way", NULL);
	return hw_emit_outcome(h, &found);
}

static const struct hw_effect effects[] = { { HW_IS_ORDER, "/order" },
					    { HW_IS_AMOUNT, "/amount" },
					    { HW_IS_CURRENCY, "/currency" },
					    { HW_IS_KEY, "/key" },
					    { HW_IS_ONLY,
					      ": order amount currency key" } };
static const struct hw_verb verbs[] = {
	{ .name = "refund",
	  .help = "pays back",
	  .effect_class = 'A',
	  .money = 1,
	  .key_life_ms = 86400000,
	  .effects = HW_TABLE(effects),
	  .code_at = "" },
};
static const struct hw_ask asks[] = {
	{ .method = "POST", .path = "/", .verb = "refund" },
};
static const struct hw_webhook webhook = {
	.signature_header = "X-Signature",
	.secret_option = "secret",
	.encoding = HW_HEX,
	.event_id_header = "X-Event",
	.topic_header = "X-Topic",
	.time_header = "X-Time",
	.tolerance_ms = 300000,
};
static const struct hw_marketplace market = {
	.sync = read_all,
	.act = act,
	.find = find,
	.hook = hook,
	.verbs = HW_TABLE(verbs),
	.webhook = &webhook,
};
static const struct hw_channel channel = {
	.fetch = read_all,
	.send = send_text,
	.name = "email",
	.effect_class = 'C',
	.find = find_text,
};
static const struct hw_iface provides[] = {
	HW_IFACE(HW_MARKETPLACE_1, market),
	HW_IFACE(HW_CHANNEL_1, channel),
};

HW_PLUGIN = {
	HW_HEADER,
	.id = "puppet",
	.version = "1.0.0",
	.summary = "does as it is told",
	.domains = "",
	.options = HW_TABLE(options),
	.provides = HW_TABLE(provides),
	.requests = HW_TABLE(asks),
	.open = open_puppet,
	.close = close_puppet,
	.probe = probe,
};
