/* mix.c - see mix.h.
 * SPDX-License-Identifier: MIT */
#include "bench/mix.h"

#include "base/when.h"

#define HISTORY 900000000 /* where the numbers of old tickets begin */

static const char *const texts[] = {
	"Hello, I ordered two weeks ago and my parcel has not arrived yet. "
	"Where is it? The tracking page has not changed since Monday.",
	"The lamp arrived broken, the glass has a crack on the left side. I "
	"would like to have my money back, please.",
	"You sent the wrong colour. I ordered blue and got green. What do I "
	"have to do to exchange it?",
	"Please cancel my order, I found that I do not need it any more. "
	"Thank you for your help and kind regards.",
};

void mix_parcels(struct str *out)
{
	for (int i = 0; i < MIX_PARCELS; i++)
		str_printf(out,
			   "{\"kind\":\"shipment\",\"ref\":\"S%d\","
			   "\"order_ref\":\"P%d\",\"carrier\":\"dhl\","
			   "\"tracking\":\"TR%07d\",\"status\":\"shipped\"}\n",
			   i, i, i);
}

static const char *instant(struct mix *m, int64_t at)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	instant_put(&s, at);
	return arena_strdup(&m->arena, str_c(&s));
}

static void scan(struct mix *m, struct command *c, int64_t i)
{
	c->kind = "scan";
	c->json = arena_printf(
		&m->arena,
		"{\"kind\":\"scan\",\"carrier\":\"dhl\",\"tracking\":"
		"\"TR%07d\",\"code\":\"PO\",\"status\":\"in_transit\","
		"\"occurred\":"
		"\"%s\",\"place\":\"Leipzig\",\"country\":\"DE\",\"text\":"
		"\"The shipment was processed in the parcel center\"}",
		(int)(i * 7 % MIX_PARCELS), instant(m, m->base + i * 1000));
}

static void order(struct mix *m, struct command *c, int64_t i)
{
	c->kind = "order";
	c->json = arena_printf(
		&m->arena,
		"{\"kind\":\"order\",\"ref\":\"gid://shopify/Order/%lld\","
		"\"name\":\"#%lld\",\"version\":1,\"status\":\"open\","
		"\"placed\":\"%s\",\"buyer_ref\":\"B%lld\",\"buyer_name\":"
		"\"Ann Smith\",\"email\":\"ann%lld@example.com\",\"lang\":"
		"\"en\",\"country\":\"US\",\"city\":\"Springfield\","
		"\"postcode\":\"12345\",\"address\":\"1 Main Street\","
		"\"total\":{\"amount\":\"42.00\",\"currency\":\"USD\"},"
		"\"lines\":[{\"ref\":\"L1\",\"sku\":\"LAMP-1\",\"title\":"
		"\"Desk lamp\",\"quantity\":1},{\"ref\":\"L2\",\"sku\":"
		"\"BULB-2\",\"title\":\"Bulb, warm white\",\"quantity\":2}]}",
		(long long)i, (long long)i,
		instant(m, m->base + i % HISTORY * 1000), (long long)i,
		(long long)i);
}

/* Every second one continues the thread that the one before opened. */
static void message(struct mix *m, struct command *c, int64_t i)
{
	int64_t thread = m->threads++ / 2;

	c->kind = "text_in";
	c->shop = m->mail;
	c->instance = "mail";
	c->json = arena_printf(
		&m->arena,
		"{\"kind\":\"text_in\",\"ref\":\"M%lld\",\"channel\":\"email\","
		"\"thread\":\"T%lld\",\"from_addr\":\"ann%lld@example.com\","
		"\"subject\":\"Order #%lld\",\"text\":\"%s\",\"message_id\":"
		"\"<m%lld@example.com>\",\"origin\":\"human\",\"at\":\"%s\"}",
		(long long)i, (long long)thread, (long long)thread * 20 + 12,
		(long long)thread * 20 + 12,
		texts[(size_t)thread % COUNT_OF(texts)], (long long)i,
		instant(m, m->base + i * 1000));
}

static void click(struct mix *m, struct command *c, int64_t i)
{
	c->by = "mia";
	c->via = "http";
	c->kind = i % 40 == 19 ? "note" : "assign";
	c->json = arena_printf(
		&m->arena,
		i % 40 == 19 ? "{\"ticket\":%lld,\"text\":\"Asked the carrier, "
			       "they look into it\"}"
			     : "{\"ticket\":%lld,\"agent\":\"mia\"}",
		(long long)(m->first + 1 + i / 20 % (m->tickets - m->first)));
}

void mix_fill(struct mix *m, struct command *cmds, size_t n)
{
	arena_clear(&m->arena);
	for (size_t k = 0; k < n; k++) {
		int64_t i = m->made++;
		int64_t turn = i % 20;
		struct command *c = &cmds[k];

		*c = (struct command){ .by = "shop",
				       .via = "sync",
				       .shop = m->shop,
				       .instance = "shop" };
		if (turn == 19 && m->tickets > m->first)
			click(m, c, i);
		else if (turn == 9 || turn == 18)
			message(m, c, i);
		else if (turn % 4 == 0)
			order(m, c, i);
		else
			scan(m, c, i);
		c->json_len = strlen(c->json);
	}
}

/* -- history -- */

/* Words that no cue knows, so that texts differ and can be searched for. */
static void put_words(struct str *out, int64_t i)
{
	static const char *const parts[] = { "ba",  "ko", "mi", "ter", "lo",
					     "san", "vu", "re", "gal", "ni" };
	uint64_t r = (uint64_t)i * 2654435761u + 12345;

	for (int w = 0; w < 6; w++) {
		str_putc(out, ' ');
		for (int p = 0; p < 3; p++, r = r * 6364136223846793005u + 1)
			str_puts(out, parts[(r >> 33) % COUNT_OF(parts)]);
	}
	str_puts(out, i % 7 ? "." : ". \u5feb\u9012\u6ca1\u6709\u5230");
}

static void history_text(struct mix *m, struct command *c, int64_t i)
{
	CLEANUP(str_release) struct str words = STR_INIT;
	long long n = HISTORY + i;

	put_words(&words, i);
	c->kind = "text_in";
	c->shop = m->mail;
	c->instance = "mail";
	c->json = arena_printf(
		&m->arena,
		"{\"kind\":\"text_in\",\"ref\":\"HM%lld\",\"channel\":"
		"\"email\","
		"\"thread\":\"HT%lld\",\"from_addr\":\"old%lld@example.com\","
		"\"subject\":\"Order #%lld\",\"text\":\"%s%s\",\"message_id\":"
		"\"<h%lld@example.com>\",\"origin\":\"human\",\"at\":\"%s\"}",
		n, n, n, n, texts[(size_t)i % COUNT_OF(texts)], str_c(&words),
		n, instant(m, m->base));
}

static void history_parcel(struct mix *m, struct command *c, int64_t i)
{
	c[0].kind = "shipment";
	c[0].json = arena_printf(
		&m->arena,
		"{\"kind\":\"shipment\",\"ref\":\"HS%lld\",\"order_ref\":"
		"\"gid://shopify/Order/%lld\",\"carrier\":\"dhl\",\"tracking\":"
		"\"HR%07lld\",\"status\":\"delivered\"}",
		(long long)i, (long long)(HISTORY + i), (long long)i);
	c[1].kind = "scan";
	c[1].json = arena_printf(
		&m->arena,
		"{\"kind\":\"scan\",\"carrier\":\"dhl\",\"tracking\":"
		"\"HR%07lld\",\"code\":\"OK\",\"status\":\"delivered\","
		"\"occurred\":\"%s\",\"country\":\"DE\"}",
		(long long)i, instant(m, m->base));
}

size_t mix_ticket(struct mix *m, struct command *cmds, int64_t i)
{
	size_t n = 1;

	for (size_t k = 0; k < 4; k++)
		cmds[k] = (struct command){ .by = "shop",
					    .via = "sync",
					    .shop = m->shop,
					    .instance = "shop" };
	order(m, &cmds[0], HISTORY + i);
	if (i % 5 == 0) {
		history_parcel(m, &cmds[1], i);
		n = 3;
	}
	history_text(m, &cmds[n++], i);
	for (size_t k = 0; k < n; k++)
		cmds[k].json_len = strlen(cmds[k].json);
	return n;
}
