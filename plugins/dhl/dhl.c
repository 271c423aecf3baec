/* dhl.c - parcels of every DHL division through one API: "Shipment Tracking -
 * Unified", one request a number.
 * [source: developer.dhl.com, Shipment Tracking - Unified 1.5, read 2026-11-24]
 * SPDX-License-Identifier: MIT */
#include "dhl.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { OPT_KEY, OPT_BASE, OPT_SERVICE, OPT_LANGUAGE, OPT_CALLS };
static const struct hw_option options[] = {
	[OPT_KEY] = { "api_key", HW_SECRET, 1, NULL, NULL,
		      "key of an app at developer.dhl.com" },
	[OPT_BASE] = { "base_url", HW_URL, 0, "https://api-eu.dhl.com", NULL,
		       "address of the API; /track/shipments hangs on it" },
	[OPT_SERVICE] = { "service", HW_STRING, 0, NULL, NULL,
			  "division, such as express or parcel-de, when "
			  "numbers are ambiguous" },
	[OPT_LANGUAGE] = { "language", HW_STRING, 0, "en", NULL,
			   "language of the descriptions; states between "
			   "\"on its way\" and \"delivered\" are read from "
			   "English ones" },
	[OPT_CALLS] = { "calls_a_day", HW_INT, 0, "250", "1..1000000",
			"calls that your service level allows a day" },
};

struct account {
	char *url; /* up to the number */
	char *rest;
	char *service; /* [nullable] */
};

static void dhl_close(void *self)
{
	struct account *a = self;

	free(a->url);
	free(a->rest);
	free(a->service);
	free(a);
}

static const char *or_else(const char *text, const char *fallback)
{
	return text && *text ? text : fallback;
}

static hw_status dhl_open(struct hw_host *h, const union hw_value *cfg,
			  void **self)
{
	const char *base = or_else(cfg[OPT_BASE].s, "https://api-eu.dhl.com");
	const char *service = or_else(cfg[OPT_SERVICE].s, NULL);
	const char *language = or_else(cfg[OPT_LANGUAGE].s, "en");
	struct account *a = calloc(1, sizeof *a);

	if (!a)
		return h->fail(h, HW_RETRY, 0, "out of memory");
	a->url = strdup(h->text(h, "%s/track/shipments?trackingNumber=", base));
	a->rest = strdup(h->text(h, "%s%s&language=%s",
				 service ? "&service=" : "",
				 service ? h->url_quote(h, service) : "",
				 h->url_quote(h, language)));
	a->service = service ? strdup(service) : NULL;
	*self = a;
	return HW_OK;
}

/* -- requests -- */

#define DAY_S 86400

/* Seconds are what DHL sends, and no more than a day is believed; without the
 * header the host waits by itself. */
static int64_t retry_at(struct hw_host *h, const struct hw_response *res)
{
	static const char name[] = "retry-after: ";

	for (const char *const *at = res->headers; at && *at; at++) {
		int64_t s;

		if (strncmp(*at, name, sizeof name - 1) != 0)
			continue;
		s = strtoll(*at + sizeof name - 1, NULL, 10);
		return s > 0 ? h->now(h) + 1000 * (s < DAY_S ? s : DAY_S) : 0;
	}
	return 0;
}

static hw_status ask(struct hw_host *h, const struct account *a,
		     const char *tracking, struct hw_response *res)
{
	static const char *const headers[] = { "DHL-API-Key: {secret:api_key}",
					       "Accept: application/json",
					       NULL };
	struct hw_request req = { .method = "GET", .headers = headers };
	hw_status rc;

	req.url = h->text(h, "%s%s%s", a->url, h->url_quote(h, tracking),
			  a->rest);
	if ((rc = h->http(h, &req, res)))
		return rc;
	switch (res->status) {
	case 200:
	case 404: /* not known: a label younger than half an hour, or nobody's
		   */
		return HW_OK;
	case 401:
	case 403:
		return h->fail(h, HW_AUTH, 0, "DHL refuses the API key");
	case 429:
		return h->fail(h, HW_RETRY, retry_at(h, res),
			       "DHL's limit of calls is reached");
	case 400:
		return h->fail(h, HW_REJECTED, 0, "DHL takes no such number");
	default:
		return h->fail(h, HW_RETRY, 0, "DHL answers HTTP %d",
			       (int)res->status);
	}
}

/* The one shipment that is meant, or NULL: a number may be known to several
 * divisions, and only `service` tells whose parcel this is. Another division's
 * "delivered" must not become a fact about ours. */
static const struct hw_json *only(struct hw_host *h, const struct account *a,
				  const struct hw_json *doc)
{
	const struct hw_json *list = h->json_at(doc, "shipments"), *own = NULL;
	uint32_t n = h->json_count(list), mine = 0;

	if (n == 1 &&
	    (a->service || !h->json_count(h->json_at(doc, "possibleAdditional"
							  "ShipmentsUrl"))))
		return h->json_item(list, 0);
	for (uint32_t i = 0; a->service && i < n; i++) {
		const struct hw_json *s = h->json_item(list, i);
		const char *service = h->json_text(s, "service");

		if (service && strcmp(service, a->service) == 0) {
			own = s;
			mine++;
		}
	}
	return mine == 1 ? own : NULL;
}

/* The shipment, or NULL with *rc: HW_OK when DHL knows none, or several. */
static const struct hw_json *shipment(struct hw_host *h,
				      const struct account *a,
				      const char *tracking, hw_status *rc)
{
	const struct hw_json *doc, *found;
	struct hw_response res;

	if ((*rc = ask(h, a, tracking, &res)) || res.status == 404)
		return NULL;
	if (!(doc = h->json_parse(h, res.body, res.body_len))) {
		*rc = HW_BROKEN;
		return NULL;
	}
	if (!h->json_count(h->json_at(doc, "shipments"))) {
		*rc = h->fail(h, HW_BROKEN, 0, "DHL answers without shipments");
		return NULL;
	}
	found = only(h, a, doc);
	if (found && !h->json_at(found, "id")) {
		*rc = h->fail(h, HW_BROKEN, 0,
			      "DHL answers with a shipment without a number");
		return NULL;
	}
	if (!found)
		h->log(h, HW_WARNING,
		       "a number is known to several divisions of DHL, so "
		       "nothing is taken of it; set `service` to the one you "
		       "use");
	return found;
}

/* -- scans -- */

static const char *text_or(const char *text, const char *other)
{
	return text && *text ? text : other;
}

static const char *code_of(struct hw_host *h, const struct hw_json *e)
{
	return text_or(text_or(h->json_text(e, "status"),
			       h->json_text(e, "statusCode")),
		       "unknown");
}

/* How many older events have the same minute and code: without a number they
 * would be one scan that changes at every look. */
static unsigned twins(struct hw_host *h, const struct hw_json *events,
		      uint32_t i)
{
	const struct hw_json *e = h->json_item(events, i), *older;
	const char *at = text_or(h->json_text(e, "timestamp"), "");
	unsigned n = 0;

	while ((older = h->json_item(events, ++i)) &&
	       strcmp(at, text_or(h->json_text(older, "timestamp"), "")) == 0)
		n += strcmp(code_of(h, e), code_of(h, older)) == 0;
	return n;
}

static hw_status emit_event(struct hw_host *h, const struct hw_json *e,
			    const char *tracking, unsigned twin,
			    const char *estimated)
{
	const char *five = h->json_text(e, "statusCode");
	const char *status = code_of(h, e);
	const char *words = text_or(h->json_text(e, "description"), status);
	struct dhl_meaning m = dhl_status(five, status, words);
	struct hw_scan scan = {
		.carrier = "dhl",
		.tracking = tracking,
		.code = twin ? h->text(h, "%s #%u", status, twin + 1) : status,
		.status = m.status,
		.reason = m.reason,
		.occurred = h->when(h, h->json_text(e, "timestamp"), NULL),
		.place = h->json_text(e, "location/address/addressLocality"),
		.country = h->json_text(e, "location/address/countryCode"),
		/* The words of a delivery may be who signed for it. */
		.text = m.status == HW_DELIVERED ? NULL : words,
		.estimated = h->when(h, estimated, NULL),
	};

	if (scan.occurred.basis != HW_NO_TIME)
		return hw_emit_scan(h, &scan);
	h->log(h, HW_WARNING, "an event without a time was left out");
	return HW_OK;
}

static hw_status track(struct hw_host *h, void *self, const char *tracking)
{
	hw_status rc;
	const struct hw_json *s = shipment(h, self, tracking, &rc);
	const struct hw_json *events = h->json_at(s, "events");
	const char *estimated = h->json_text(s, "estimatedTimeOfDelivery");
	uint32_t n = h->json_count(events);

	if (!s)
		return rc;
	if (!n)
		return emit_event(h, h->json_at(s, "status"), tracking, 0,
				  estimated);
	/* Newest first, as DHL lists them: what is over by now opens nothing.
	 */
	for (uint32_t i = 0; i < n; i++)
		if ((rc = emit_event(h, h->json_item(events, i), tracking,
				     twins(h, events, i),
				     i ? NULL : estimated)))
			return rc;
	return HW_OK;
}

/* -- proof of delivery -- */

#define DOCUMENT_MAX (512u << 10) /* bytes; a larger one stays a link */

/* NULL for a page that asks to sign in, and whatever else is no document. */
static const char *document_type(const struct hw_response *res)
{
	static const char name[] = "content-type: ";

	for (const char *const *at = res->headers; at && *at; at++)
		if (strncmp(*at, name, sizeof name - 1) == 0 &&
		    (strstr(*at, "application/pdf") || strstr(*at, "image/")))
			return *at + sizeof name - 1;
	return NULL;
}

#define LINK_MAX 2000 /* bytes */

/* What stands there may be anything, and a request takes no blank. A brace
 * would be a mark of ours. Where plain http may go, the sender knows. */
static bool is_link(const char *url)
{
	size_t len = strlen(url);

	if (len > LINK_MAX || (strncmp(url, "https://", 8) != 0 &&
			       strncmp(url, "http://", 7) != 0))
		return false;
	for (size_t i = 0; i < len; i++)
		if (url[i] <= ' ' || url[i] == 0x7f || url[i] == '{')
			return false;
	return true;
}

/* The document behind a link, into the evidence. Whatever fails, such as a host
 * that this plugin may not reach, costs the document only: the proof is asked
 * for once, and a person can still follow the link. */
static void document(struct hw_host *h, struct hw_evidence *e)
{
	struct hw_request req = { .method = "GET", .url = e->url };
	struct hw_response res;

	if (!e->url)
		return;
	if (!is_link(e->url) || h->http(h, &req, &res)) {
		h->log(h, HW_WARNING,
		       "a proof of delivery stays a link: its document could "
		       "not be fetched");
		return;
	}
	if (res.status == 200 && res.body_len <= DOCUMENT_MAX &&
	    (e->mime = document_type(&res))) {
		e->bytes = res.body;
		e->len = res.body_len;
		return;
	}
	h->log(h, HW_WARNING,
	       "a proof of delivery stays a link: what is there is no document "
	       "(HTTP %d)",
	       (int)res.status);
}

/* DHL forgets a delivery after about 90 days, so the document itself is kept
 * where it can be had; its link alone proves little. */
static hw_status proof(struct hw_host *h, void *self, const char *tracking)
{
	hw_status rc;
	const struct hw_json *s = shipment(h, self, tracking, &rc);
	const struct hw_json *p = h->json_at(s, "details/proofOfDelivery");
	struct hw_evidence e = { .tracking = tracking,
				 .kind = "proof_of_delivery" };

	if (s && (!h->json_at(s, "details") || h->json_text(s, "details")))
		h->log(h, HW_WARNING,
		       "DHL shows no details of a parcel, and so no proof of "
		       "delivery");
	if (!s || !p)
		return rc;
	e.ref = h->text(h, "dhl:%s", tracking);
	e.url = text_or(h->json_text(p, "documentUrl"),
			h->json_text(p, "signatureUrl"));
	e.name = h->json_text(p, "signed/name");
	e.at = h->when(h, h->json_text(p, "timestamp"), NULL);
	document(h, &e);
	return hw_emit_evidence(h, &e);
}

/* DHL tells no account, so none is emitted: a good key is all there is to
 * know. The number is DHL's own demonstration. */
static hw_status probe(struct hw_host *h, void *self)
{
	struct hw_response res;

	return ask(h, self, "7777777770", &res);
}

static const struct hw_carrier carrier = {
	.track = track,
	.proof = proof,
	/* [source: developer.dhl.com, initial service level, 2026-11-24] */
	.calls_a_day = 250,
	.pause_ms = 5000,
};
static const struct hw_iface provides[] = { HW_IFACE(HW_CARRIER_1, carrier) };

HW_PLUGIN = {
	HW_HEADER,
	.id = "dhl",
	.version = "0.1.0",
	.summary = "DHL: parcels of every division, and proofs of delivery",
	.domains = "api-eu.dhl.com *.dhl.com *.dhl.de",
	.options = HW_TABLE(options),
	.provides = HW_TABLE(provides),
	.open = dhl_open,
	.close = dhl_close,
	.probe = probe,
};
