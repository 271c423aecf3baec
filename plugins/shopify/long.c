/* long.c - the orders that are read by themselves, one after another.
 *
 * One that cannot be read must not stop its shop: after three failures it is
 * put aside, the sync goes on, and it is tried again later, once each time,
 * with no end: so nothing is lost when it was Shopify or the network that
 * failed. Being throttled or locked out is no failure of an order.
 *
 * kv: "long" holds the ids, the first is under way. "long_tries": how often it
 * failed. "aside": the ids that are put aside. "aside_at": when the first of
 * them is tried again.
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "shopify.h"
#include "whole.h"

#define LONG_TRIES 3
#define ASIDE_MS INT64_C(3600000)
#define ASIDE_BYTES 65536 /* of ids; kv takes no endless text */

/* The first id of a list; *rest is what follows it. */
static const char *first_of(struct hw_host *h, const char *list,
			    const char **rest)
{
	size_t len = strcspn(list, " ");

	*rest = list + len + (list[len] == ' ');
	return h->text(h, "%.*s", (int)len, list);
}

static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

static hw_status put_aside(struct hw_host *h, const char *id, const char *rest)
{
	const char *aside = shopify_kv(h, "aside");
	int there =
		strstr(h->text(h, "%s ", aside), h->text(h, "%s ", id)) != NULL;

	h->log(h, HW_ERROR,
	       "order %s cannot be read and is put aside; it is tried again "
	       "in an hour. Look at it in Shopify",
	       id);
	shopify_long_forget(h);
	h->kv_put(h, "long", or_null(rest));
	h->kv_put(h, "long_tries", NULL);
	if (!there && strlen(aside) < ASIDE_BYTES)
		h->kv_put(h, "aside",
			  h->text(h, "%s%s%s", aside, *aside ? " " : "", id));
	shopify_put_int(h, "aside_at", h->now(h) + ASIDE_MS);
	return HW_MORE;
}

static int is_failure(const struct shopify *s, hw_status rc)
{
	return rc && rc != HW_AUTH && strcmp(s->code, "THROTTLED") != 0;
}

/* A worker that the order ended counts as well: the host tells how many. */
hw_status shopify_long(struct hw_host *h, struct shopify *s)
{
	int64_t tries = shopify_kv_int(h, "long_tries");
	const char *rest;
	const char *id = first_of(h, shopify_kv(h, "long"), &rest);
	int over;
	hw_status rc;

	if (tries + shopify_kv_int(h, "host.deaths") >= LONG_TRIES)
		return put_aside(h, id, rest);
	rc = shopify_long_step(h, s, id, &over);
	if (is_failure(s, rc)) {
		if (++tries >= LONG_TRIES)
			return put_aside(h, id, rest);
		h->kv_keep(h, "long_tries",
			   h->text(h, "%lld", (long long)tries));
	}
	if (rc || !over)
		return rc ? rc : HW_MORE;
	h->kv_put(h, "long", or_null(rest));
	if (tries)
		h->kv_put(h, "long_tries", NULL);
	if (*shopify_kv(h, "aside")) /* the next need not wait */
		shopify_put_int(h, "aside_at", h->now(h));
	return HW_MORE;
}

int shopify_long_due(struct hw_host *h)
{
	return *shopify_kv(h, "aside") &&
	       h->now(h) >= shopify_kv_int(h, "aside_at");
}

/* Once: the next failure puts it aside again. */
hw_status shopify_long_again(struct hw_host *h)
{
	const char *rest;
	const char *id = first_of(h, shopify_kv(h, "aside"), &rest);

	h->kv_put(h, "long", id);
	h->kv_put(h, "aside", or_null(rest));
	shopify_put_int(h, "long_tries", LONG_TRIES - 1);
	return HW_MORE;
}
