/* shopify.c - what the plugin declares, and its life.
 * SPDX-License-Identifier: MIT */
#include "shopify.h"

#include <stdlib.h>
#include <string.h>

static const struct hw_option options[] = {
	[OPT_SHOP] = { "shop", HW_STRING, 1, NULL, NULL,
		       "the shop's domain, such as lamps.myshopify.com" },
	[OPT_CLIENT_ID] = { "client_id", HW_STRING, 0, NULL, NULL,
			    "client id of your app (client credentials)" },
	[OPT_CLIENT_SECRET] = { "client_secret", HW_SECRET, 0, NULL, NULL,
				"client secret of your app" },
	[OPT_TOKEN] = { "token", HW_SECRET, 0, NULL, NULL,
			"static Admin token of an older custom app, instead "
			"of client_id" },
	[OPT_WEBHOOK_SECRET] = { "webhook_secret", HW_SECRET, 0, NULL, NULL,
				 "signs webhooks: the app's client secret" },
	[OPT_WEBHOOK_PREVIOUS] = { "webhook_secret_previous", HW_SECRET, 0,
				   NULL, NULL,
				   "the one before, for an hour after a "
				   "rotation" },
	[OPT_VERSION] = { "version", HW_STRING, 0, "2026-07", NULL,
			  "Admin API version, 2026-01 or later" },
	[OPT_PAGE] = { "page_size", HW_INT, 0, "250", "1..250",
		       "orders a call, at most; fewer when they cost more" },
	[OPT_LOOKBACK] = { "lookback", HW_DURATION, 0, "60 d", NULL,
			   "how far back the first sync goes; beyond 60 d the "
			   "app needs read_all_orders" },
	[OPT_BASE] = { "base_url", HW_URL, 0, NULL, NULL,
		       "another address of the API, for tests" },
};

/* One comes out every quarter. "2026-01" is the first that knows @idempotent,
 * without which a refund could be paid twice. */
static int version_good(const char *v)
{
	static const char form[] = "dddd-dd";

	if (!v)
		return 0;
	for (size_t i = 0; i < sizeof form; i++)
		if (form[i] == 'd' ? v[i] < '0' || v[i] > '9' : v[i] != form[i])
			return 0;
	return strstr("01 04 07 10", v + 5) && strcmp(v, "2026-01") >= 0;
}

/* A version is served for a year from the first day of its month; then another
 * one answers. No mistake: the shop goes on, by rules that nobody tried. */
static void warn_of_version(struct hw_host *h, const char *v)
{
	const char *now = shopify_iso(h, h->now(h));
	const char *over =
		h->text(h, "%04ld-%s", strtol(v, NULL, 10) + 1, v + 5);

	if (!h->now(h))
		return;
	if (strcmp(v, now) > 0)
		h->log(h, HW_WARNING, "version %s is not out yet", v);
	else if (strcmp(over, now) <= 0)
		h->log(h, HW_WARNING,
		       "version %s is served until %s only; write a newer one",
		       v, over);
}

static int shop_good(const char *s)
{
	size_t len = s ? strlen(s) : 0, end = strlen(".myshopify.com");

	return len > end && strcmp(s + len - end, ".myshopify.com") == 0 &&
	       strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == len - end;
}

static hw_status open_shop(struct hw_host *h, const union hw_value *cfg,
			   void **self)
{
	const char *base = cfg[OPT_BASE].s;
	struct shopify *s;

	if (!shop_good(cfg[OPT_SHOP].s))
		return h->fail(h, HW_AUTH, 0,
			       "shop must be the shop's own domain, such as "
			       "lamps.myshopify.com");
	if (!version_good(cfg[OPT_VERSION].s))
		return h->fail(h, HW_AUTH, 0,
			       "version must be one such as 2026-07 (months "
			       "are 01, 04, 07 and 10), and not before "
			       "2026-01");
	if (!cfg[OPT_CLIENT_ID].s == !cfg[OPT_TOKEN].s)
		return h->fail(h, HW_AUTH, 0,
			       "give either client_id and client_secret, or "
			       "token");
	if (cfg[OPT_CLIENT_ID].s && !cfg[OPT_CLIENT_SECRET].s)
		return h->fail(h, HW_AUTH, 0, "client_id needs client_secret");
	warn_of_version(h, cfg[OPT_VERSION].s);
	s = calloc(1, sizeof *s);
	if (!s)
		return h->fail(h, HW_RETRY, 0, "out of memory");
	s->base =
		strdup(base ? base : h->text(h, "https://%s", cfg[OPT_SHOP].s));
	s->version = strdup(cfg[OPT_VERSION].s);
	s->client_id =
		cfg[OPT_CLIENT_ID].s ? strdup(cfg[OPT_CLIENT_ID].s) : NULL;
	s->hooks = cfg[OPT_WEBHOOK_SECRET].s != NULL;
	s->page = cfg[OPT_PAGE].i;
	s->lookback_ms = cfg[OPT_LOOKBACK].i;
	*self = s;
	return HW_OK;
}

static void close_shop(void *self)
{
	struct shopify *s = self;

	free(s->base);
	free(s->version);
	free(s->client_id);
	free(s);
}

static const struct hw_webhook webhook = {
	.signature_header = "X-Shopify-Hmac-SHA256",
	.secret_option = "webhook_secret",
	.previous_secret_option = "webhook_secret_previous",
	.encoding = HW_BASE64,
	.event_id_header = "X-Shopify-Webhook-Id",
	.topic_header = "X-Shopify-Topic",
};

static const struct hw_marketplace marketplace = {
	.sync = shopify_sync,
	.act = shopify_act,
	.find = shopify_find,
	.hook = shopify_hook,
	.verbs = { shopify_verbs, SHOPIFY_VERBS, sizeof *shopify_verbs },
	.webhook = &webhook,
	/* Without read_all_orders; probe tells whether it is granted. */
	.history_ms = 60 * DAY_MS,
};
static const struct hw_iface provides[] = { HW_IFACE(HW_MARKETPLACE_1,
						     marketplace) };

HW_PLUGIN = {
	HW_HEADER,
	.id = "shopify",
	.version = "1.0.0",
	.summary = "Shopify shops through the Admin GraphQL API",
	.domains = "*.myshopify.com",
	.options = HW_TABLE(options),
	.provides = HW_TABLE(provides),
	.requests = { shopify_asks, SHOPIFY_ASKS, sizeof *shopify_asks },
	.open = open_shop,
	.close = close_shop,
	.probe = shopify_probe,
};
