/* shopify.h - what the files of this plugin share.
 * SPDX-License-Identifier: MIT */
#ifndef HW_SHOPIFY_H
#define HW_SHOPIFY_H

#include "hw_plugin.h"

#define DAY_MS INT64_C(86400000)
#define SHOPIFY_COST_MAX 1000 /* points of one query [limits, 2026-11] */

enum {
	OPT_SHOP,
	OPT_CLIENT_ID,
	OPT_CLIENT_SECRET,
	OPT_TOKEN,
	OPT_WEBHOOK_SECRET,
	OPT_WEBHOOK_PREVIOUS,
	OPT_VERSION,
	OPT_PAGE,
	OPT_LOOKBACK,
	OPT_BASE
};

struct shopify {
	char *base;      /* "https://shop.myshopify.com" */
	char *version;   /* "2026-07" */
	char *client_id; /* NULL: a static token */
	int64_t page, lookback_ms;
	int64_t token_until; /* 80 % of its life; 0: the sender holds none */
	int hooks;           /* webhooks are expected */
	int told_version, told_hidden;
	/* Of the last query, inside this call: */
	const char *code; /* "" or that of its first GraphQL error; "THROTTLED"
			   * also for HTTP 429 and 430 */
	int64_t cost;     /* points asked for; 0: not told */
	int hidden;       /* fields came as null: no access */
};

/* -- graphql.c -- */

/* One operation. variables: a JSON object's text. *data gets "data". Throttling
 * fails with HW_RETRY and the moment enough points are restored; errors of the
 * transport and of GraphQL fail; userErrors are the caller's business. */
hw_status shopify_query(struct hw_host *h, struct shopify *s, const char *query,
			const char *variables, uint32_t flags,
			const struct hw_json **data);
/* What is kept under key, "" without. */
const char *shopify_kv(struct hw_host *h, const char *key);
int64_t shopify_kv_int(struct hw_host *h, const char *key);
void shopify_put_int(struct hw_host *h, const char *key, int64_t value);
/* {"id": "..."} */
const char *shopify_id(struct hw_host *h, const char *id);
int shopify_is(struct hw_host *h, const struct hw_json *j, const char *path,
	       const char *word);
/* A list that was asked for; HW_BROKEN when it is not there. */
hw_status shopify_list(struct hw_host *h, const struct hw_json *from,
		       const char *path, const struct hw_json **list);
/* As Shopify writes moments: "2026-11-24T10:00:00Z". */
const char *shopify_iso(struct hw_host *h, int64_t ms);
/* The first userErrors message of a mutation: fails with HW_REJECTED. */
hw_status shopify_user_error(struct hw_host *h, const struct hw_json *data,
			     const char *mutation);

/* -- probe.c -- */

hw_status shopify_probe(struct hw_host *h, void *self);

/* -- asks.c, and each operation in the file that sends it -- */

extern const struct hw_ask shopify_asks[];
#define SHOPIFY_ASKS 26

extern const char shopify_probe_query[], shopify_buyers_query[],
	shopify_payments_query[], shopify_long_payments_query[],
	shopify_transactions_query[], shopify_refunds_query[],
	shopify_lines_query[], shopify_returns_query[], shopify_parcels_query[],
	shopify_disputes_query[], shopify_dispute_query[],
	shopify_suggest_query[], shopify_coupon_query[],
	shopify_returnable_query[], shopify_return_query[],
	shopify_replaced_query[], shopify_reship_query[],
	shopify_customer_query[], shopify_refund_mutation[],
	shopify_coupon_mutation[], shopify_return_mutation[],
	shopify_reship_mutation[], shopify_credit_mutation[];

/* -- long.c: the orders that are read so, one after another -- */

hw_status shopify_long(struct hw_host *h, struct shopify *s);
/* One that failed is to be tried again, and put back for it. */
int shopify_long_due(struct hw_host *h);
hw_status shopify_long_again(struct hw_host *h);

/* -- order.c -- */

struct shopify_order; /* whole.h */
hw_status shopify_emit_order(struct hw_host *h, const struct shopify_order *o);
hw_status shopify_emit_payments(struct hw_host *h,
				const struct shopify_order *o,
				const char *order_ref, int64_t version);
/* Its parcels and returns. */
hw_status shopify_emit_rest(struct hw_host *h, const struct shopify_order *o,
			    const char *order_ref);
hw_status shopify_emit_dispute(struct hw_host *h, const struct hw_json *d);

/* -- sync.c, hook.c -- */

#define SHOPIFY_DISPUTE                                                \
	"id type status initiatedAt evidenceDueBy finalizedOn amount{" \
	"amount currencyCode} reasonDetails{reason} order{id}"

hw_status shopify_sync(struct hw_host *h, void *self);
hw_status shopify_hook(struct hw_host *h, void *self, const struct hw_hook *k);

/* -- act.c, and one file for each verb -- */

extern const struct hw_verb shopify_verbs[];
#define SHOPIFY_VERBS 5

hw_status shopify_act(struct hw_host *h, void *self, const struct hw_action *a);
hw_status shopify_find(struct hw_host *h, void *self,
		       const struct hw_action *a);

#define SHOPIFY_REFUND_AT "/data/refundCreate/userErrors/0/message"
#define SHOPIFY_COUPON_AT "/data/discountCodeBasicCreate/userErrors/0/code"
#define SHOPIFY_RETURN_AT "/data/returnCreate/userErrors/0/message"
#define SHOPIFY_RESHIP_AT "/data/orderCreate/userErrors/0/message"
#define SHOPIFY_CREDIT_AT "/data/storeCreditAccountCredit/userErrors/0/code"
enum { COUPON_PERCENT, COUPON_DAYS, COUPON_CODE, COUPON_ARGS };
enum { RETURN_REASON, RETURN_ARGS };
enum { RESHIP_SERVICE, RESHIP_ARGS };
typedef hw_status shopify_does(struct hw_host *h, struct shopify *s,
			       const struct hw_action *a);
shopify_does shopify_refund, shopify_coupon, shopify_coupon_find;
shopify_does shopify_return, shopify_return_find;
shopify_does shopify_reship, shopify_reship_find;
shopify_does shopify_credit, shopify_credit_find;
/* *variables of the request that makes it. */
hw_status shopify_reship_order(struct hw_host *h, struct shopify *s,
			       const struct hw_action *a,
			       const char **variables);

#endif
