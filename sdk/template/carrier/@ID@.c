/* @ID@.c - parcels of @NAME@: one request a tracking number.
 * SPDX-License-Identifier: MIT */
#include "hw_plugin.h"

#include <stdlib.h>
#include <string.h>

enum { OPT_BASE, OPT_TOKEN };
static const struct hw_option options[] = {
	[OPT_BASE] = { "base", HW_URL, 0, "https://api.@ID@.example", NULL, "address of the API" },
	[OPT_TOKEN] = { "token", HW_SECRET, 1, NULL, NULL, "API token" },
};

/* One configured use of the plugin: what must outlive open() is copied. */
struct account {
	char *base, *auth;
};

static void account_close(void *self)
{
	struct account *a = self;

	free(a->base);
	free(a->auth);
	free(a);
}

static hw_status account_open(struct hw_host *h, const union hw_value *cfg, void **self)
{
	struct account *a = calloc(1, sizeof *a);

	if (!a)
		return h->fail(h, HW_RETRY, 0, "out of memory");
	a->base = strdup(cfg[OPT_BASE].s);
	/* The text is "{secret:token}": the sender fills in the value. */
	a->auth = strdup(h->text(h, "Authorization: Bearer %s", cfg[OPT_TOKEN].s));
	*self = a;
	return HW_OK;
}

/* Their codes, ours, and why; a code that is not here is HW_UNKNOWN. */
static const struct { const char *code; int32_t status; const char *reason; } statuses[] = {
	{ "CREATED", HW_PENDING, NULL },
	{ "MOVING", HW_IN_TRANSIT, NULL },
	{ "DELIVERED", HW_DELIVERED, NULL },
	{ "DAMAGED", HW_EXCEPTION, "damaged" },
};

static hw_status emit_scan(struct hw_host *h, const struct hw_json *event, const char *tracking)
{
	struct hw_scan scan = { .carrier = "@ID@", .tracking = tracking, .status = HW_UNKNOWN };

	scan.code = h->json_text(event, "code");
	scan.text = h->json_text(event, "text");
	scan.place = h->json_text(event, "place");
	scan.occurred = h->when(h, h->json_text(event, "at"), NULL);
	for (size_t i = 0; scan.code && i < sizeof statuses / sizeof *statuses; i++)
		if (strcmp(statuses[i].code, scan.code) == 0) {
			scan.status = statuses[i].status;
			scan.reason = statuses[i].reason;
		}
	return hw_emit_scan(h, &scan);
}

static hw_status track(struct hw_host *h, void *self, const char *tracking)
{
	const struct account *a = self;
	const char *headers[] = { a->auth, NULL };
	struct hw_request req = { .method = "GET", .headers = headers };
	const struct hw_json *events;
	struct hw_response res;
	hw_status rc;

	req.url = h->text(h, "%s/parcels/%s", a->base, h->url_quote(h, tracking));
	if ((rc = h->http(h, &req, &res)))
		return rc;
	if (res.status == 404)
		return HW_OK; /* not known yet: no scans */
	if (res.status == 401 || res.status == 403)
		return h->fail(h, HW_AUTH, 0, "@NAME@ refuses the token");
	if (res.status != 200)
		return h->fail(h, HW_RETRY, 0, "@NAME@ answers HTTP %d", (int)res.status);
	events = h->json_at(h->json_parse(h, res.body, res.body_len), "events");
	if (!events || h->json_text(events, ""))
		return h->fail(h, HW_BROKEN, 0, "@NAME@ answers without events");
	for (uint32_t i = 0; i < h->json_count(events); i++)
		if ((rc = emit_scan(h, h->json_item(events, i), tracking)))
			return rc;
	return HW_OK;
}

static const struct hw_carrier carrier = { .track = track };
static const struct hw_iface provides[] = { HW_IFACE(HW_CARRIER_1, carrier) };

HW_PLUGIN = {
	HW_HEADER, .id = "@ID@", .version = "0.1.0", .summary = "@NAME@ parcels", .domains = "api.@ID@.example",
	.options = HW_TABLE(options), .provides = HW_TABLE(provides),
	.open = account_open, .close = account_close,
};
