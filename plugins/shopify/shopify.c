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
			  "Admin API version" },
	[OPT_PAGE] = { "page_size", HW_INT, 0, "100", "1..250",
		       "orders a call" },
	[OPT_LOOKBACK] = { "lookback", HW_DURATION, 0, "60 d", NULL,
			   "how far back the first sync goes; beyond 60 d the "
			   "app needs read_all_orders" },
	[OPT_BASE] = { "base_url", HW_URL, 0, NULL, NULL,
		       "another address of the API, for tests" },
};

static hw_status open_shop(struct hw_host *h, const union hw_value *cfg,
			   void **self)
{
	const char *base = cfg[OPT_BASE].s
				   ? cfg[OPT_BASE].s
				   : h->text(h, "https://%s", cfg[OPT_SHOP].s);
	struct shopify *s;

	if (!cfg[OPT_CLIENT_ID].s == !cfg[OPT_TOKEN].s)
		return h->fail(h, HW_AUTH, 0,
			       "give either client_id and client_secret, or "
			       "token");
	if (cfg[OPT_CLIENT_ID].s && !cfg[OPT_CLIENT_SECRET].s)
		return h->fail(h, HW_AUTH, 0, "client_id needs client_secret");
	s = calloc(1, sizeof *s);
	if (!s)
		return h->fail(h, HW_RETRY, 0, "out of memory");
	s->base = strdup(base);
	s->version = strdup(cfg[OPT_VERSION].s);
	s->client_id =
		cfg[OPT_CLIENT_ID].s ? strdup(cfg[OPT_CLIENT_ID].s) : NULL;
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

static const char *const scopes[] = { "read_orders", "write_orders",
				      "read_returns",
				      "read_shopify_payments_disputes", NULL };

static const char *missing(struct hw_host *h, const struct hw_json *have)
{
	const char *list = "";

	for (const char *const *s = scopes; *s; s++) {
		int found = 0;

		for (uint32_t i = 0; i < h->json_count(have); i++) {
			const char *one =
				h->json_text(h->json_item(have, i), "handle");

			found |= one && strcmp(one, *s) == 0;
		}
		if (!found)
			list = h->text(h, "%s%s%s", list, *list ? " " : "", *s);
	}
	return list;
}

static hw_status probe(struct hw_host *h, void *self)
{
	const struct hw_json *data;
	hw_status rc = shopify_query(
		h, self,
		"query Probe{shop{id name currencyCode ianaTimezone} "
		"currentAppInstallation{accessScopes{handle}}}",
		"{}", 0, &data);

	if (rc)
		return rc;
	return hw_emit_account(
		h, &(struct hw_account){
			   .ref = h->json_text(data, "shop/id"),
			   .name = h->json_text(data, "shop/name"),
			   .currency = h->json_text(data, "shop/currencyCode"),
			   .zone = h->json_text(data, "shop/ianaTimezone"),
			   .missing_scopes = missing(
				   h, h->json_at(data, "currentAppInstallation/"
						       "accessScopes")),
		   });
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
	.verbs = { shopify_verbs, 1, sizeof *shopify_verbs },
	.webhook = &webhook,
	.history_ms = INT64_C(60) * 86400000,
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
	.open = open_shop,
	.close = close_shop,
	.probe = probe,
};
