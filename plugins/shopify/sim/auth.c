/* auth.c - who may ask: the client credentials grant, tokens that expire and
 * are revoked, and the scopes of the app.
 *
 * --token-life SECONDS; --deny LIST: scopes that the app lacks, and the word
 * "protected": it is not approved for protected customer data.
 * SPDX-License-Identifier: MIT */
#include "sim.h"

static int64_t life_s = 86399, revoked_ms, last_ms, grants;
static const char *denied = "";

void auth_options(char **argv)
{
	life_s = option_i64(argv, "--token-life", 86399);
	if (option(argv, "--deny"))
		denied = option(argv, "--deny");
}

bool auth_may(const char *scope)
{
	size_t len = strlen(scope);

	for (const char *at = denied; *at;) {
		size_t n = strcspn(at, ",");

		if (n == len && memcmp(at, scope, n) == 0)
			return false;
		at += n + (at[n] == ',');
	}
	return true;
}

/* A token of the grant carries its moment: it is good after a restart too. */
bool auth_valid(const struct http_request *r)
{
	const char *token = http_header(r, "X-Shopify-Access-Token");
	int64_t made;

	if (!text_starts(token, "shpat_"))
		return false;
	if (!text_starts(token, "shpat_t"))
		return true; /* a static one */
	made = strtoll(token + 7, NULL, 10);
	return made > revoked_ms && made + life_s * 1000 > clock_now();
}

void on_token(struct http_request *r, void *arg)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	(void)arg;
	if (!strstr(str_c(http_body(r)), "client_secret=sandbox-secret") ||
	    !strstr(str_c(http_body(r)), "grant_type=client_credentials")) {
		http_answer_text(r, 400, "{\"error\":\"invalid_client\"}");
		return;
	}
	last_ms = clock_now() > last_ms ? clock_now() : last_ms + 1;
	grants++;
	str_printf(&s,
		   "{\"access_token\":\"shpat_t%lld\",\"scope\":\"read_orders\""
		   ",\"expires_in\":%lld}",
		   (long long)last_ms, (long long)life_s);
	http_answer_json(r, 200, &s);
}

void on_revoke(struct http_request *r, void *arg)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	(void)arg;
	revoked_ms = last_ms;
	str_printf(&s, "{\"grants\":%lld}", (long long)grants);
	http_answer_json(r, 200, &s);
}

cJSON *shop_query(const cJSON *args)
{
	cJSON *shop = cJSON_CreateObject();

	(void)args;
	cJSON_AddStringToObject(shop, "id", "gid://shopify/Shop/1");
	cJSON_AddStringToObject(shop, "name", "Lampshop");
	cJSON_AddStringToObject(shop, "currencyCode", "USD");
	cJSON_AddStringToObject(shop, "ianaTimezone", "Europe/Berlin");
	return shop;
}

cJSON *installation_query(const cJSON *args)
{
	static const char *const scopes[] = {
		"read_orders",
		"write_orders",
		"read_all_orders",
		"read_returns",
		"write_returns",
		"read_discounts",
		"write_discounts",
		"write_store_credit_account_transactions",
		"read_fulfillments",
		"read_shopify_payments_disputes",
		NULL
	};
	cJSON *app = cJSON_CreateObject();
	cJSON *list = cJSON_AddArrayToObject(app, "accessScopes");

	(void)args;
	for (const char *const *s = scopes; *s; s++) {
		cJSON *one = cJSON_CreateObject();

		cJSON_AddStringToObject(one, "handle", *s);
		if (auth_may(*s))
			cJSON_AddItemToArray(list, one);
		else
			json_free(one);
	}
	return app;
}

cJSON *subscriptions_query(const cJSON *args)
{
	static const char *const topics[] = { "ORDERS_UPDATED",
					      "REFUNDS_CREATE",
					      "DISPUTES_CREATE",
					      "DISPUTES_UPDATE", NULL };
	cJSON *list = connection();

	(void)args;
	for (const char *const *t = topics; *t; t++) {
		cJSON *one = cJSON_CreateObject();

		cJSON_AddStringToObject(one, "topic", *t);
		cJSON_AddItemToArray(nodes_of(list), one);
	}
	return list;
}
