/* push.c - notices to phones and desktops, through ntfy.
 * SPDX-License-Identifier: MIT */
#include "push.h"

#include <stdlib.h>
#include <string.h>

#define NTFY "https://ntfy.sh"
#define TOPIC_MAX 64

enum { OPT_BASE, OPT_TOPIC, OPT_TOKEN, OPT_PRIORITY, OPT_TAGS, OPT_CLICK };
static const struct hw_option options[] = {
	[OPT_BASE] = { "base_url", HW_URL, 0, NTFY, NULL,
		       "address of the ntfy server" },
	[OPT_TOPIC] = { "topic", HW_STRING, 0, NULL, NULL,
			"topic for messages that name none" },
	[OPT_TOKEN] = { "token", HW_SECRET, 0, NULL, NULL,
			"access token, tk_...; without it, as anybody" },
	[OPT_PRIORITY] = { "priority", HW_INT, 0, "4", "1..5",
			   "1 is silent, 3 usual, 5 rings until it is seen" },
	[OPT_TAGS] = { "tags", HW_STRING, 0, "warning", NULL,
		       "by commas; names of emojis are shown as such" },
	[OPT_CLICK] = { "click", HW_STRING, 0, NULL, NULL,
			"address that a tap opens, such as the desk's" },
};

const char *push_or(const char *text, const char *fallback)
{
	return text && *text ? text : fallback;
}

static char *copy(const char *text)
{
	return text && *text ? strdup(text) : NULL;
}

static void push_close(void *self)
{
	struct push *p = self;

	free(p->base);
	free(p->topic);
	free(p->tags);
	free(p->click);
	free(p);
}

bool push_is_topic(const char *text)
{
	size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQR"
				  "STUVWXYZ0123456789_-");

	return len && len <= TOPIC_MAX && !text[len];
}

static hw_status check_options(struct hw_host *h, const union hw_value *cfg)
{
	const char *base = push_or(cfg[OPT_BASE].s, NTFY);
	const char *host = strstr(base, "://");
	const char *click = push_or(cfg[OPT_CLICK].s, "https://");

	if (host && strpbrk(host + 3, "/?#"))
		return h->fail(h, HW_REJECTED, 0,
			       "\"base_url\" ends with the host and its port: "
			       "ntfy has no path");
	if (!push_is_topic(push_or(cfg[OPT_TOPIC].s, "none")))
		return h->fail(h, HW_REJECTED, 0,
			       "\"topic\" must be of letters, digits, _ and -, "
			       "64 at most");
	if (strncmp(click, "https://", 8) != 0 &&
	    strncmp(click, "http://", 7) != 0)
		return h->fail(h, HW_REJECTED, 0,
			       "\"click\" must begin with https:// or http://");
	return HW_OK;
}

static hw_status push_open(struct hw_host *h, const union hw_value *cfg,
			   void **self)
{
	hw_status rc = check_options(h, cfg);
	struct push *p;

	if (rc)
		return rc;
	if (!(p = calloc(1, sizeof *p)))
		return h->fail(h, HW_RETRY, 0, "out of memory");
	p->base = strdup(push_or(cfg[OPT_BASE].s, NTFY));
	p->topic = copy(cfg[OPT_TOPIC].s);
	p->tags = copy(cfg[OPT_TAGS].s);
	p->click = copy(cfg[OPT_CLICK].s);
	p->priority = cfg[OPT_PRIORITY].i;
	p->has_token = cfg[OPT_TOKEN].s != NULL;
	*self = p;
	return HW_OK;
}

static const struct hw_ask requests[] = {
	{ .method = "POST", .path = "/", .verb = "reply" },
};

/* Class B: our key comes back with each message that the server keeps. */
static const struct hw_channel channel = {
	.send = push_send,
	.name = "push",
	.length_max = TEXT_MAX,
	.effect_class = 'B',
	.lag_ms = 10000,
	.find = push_find,
};
static const struct hw_iface provides[] = { HW_IFACE(HW_CHANNEL_1, channel) };

HW_PLUGIN = {
	HW_HEADER,
	.id = "push",
	.version = "0.1.0",
	.summary = "Notices to phones, through ntfy",
	.domains = "ntfy.sh",
	.options = HW_TABLE(options),
	.provides = HW_TABLE(provides),
	.requests = HW_TABLE(requests),
	.open = push_open,
	.close = push_close,
	.probe = push_probe,
};
