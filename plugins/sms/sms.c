/* sms.c - short messages: through a Kannel of one's own, or through Twilio.
 * SPDX-License-Identifier: MIT */
#include "sms.h"

#include <stdlib.h>
#include <string.h>

enum {
	OPT_BACKEND,
	OPT_SENDER,
	OPT_BASE,
	OPT_USER,
	OPT_PASSWORD,
	OPT_SMSC,
	OPT_DLR_URL,
	OPT_ACCOUNT,
	OPT_LOGIN,
	OPT_PARTS,
};
static const struct hw_option options[] = {
	[OPT_BACKEND] = { "backend", HW_CHOICE, 1, NULL, "kannel|twilio",
			  "what sends the messages" },
	[OPT_SENDER] = { "sender", HW_STRING, 1, NULL, NULL,
			 "number or name that messages come from; twilio: or a "
			 "messaging service, MG..." },
	[OPT_BASE] = { "base_url", HW_URL, 0, NULL, NULL,
		       "kannel: address of its smsbox, such as "
		       "http://127.0.0.1:13013; twilio: another address of the "
		       "API" },
	[OPT_USER] = { "user", HW_STRING, 0, NULL, NULL,
		       "kannel: username of a sendsms-user" },
	[OPT_PASSWORD] = { "password", HW_SECRET, 0, NULL, NULL,
			   "kannel: password of that user" },
	[OPT_SMSC] = { "smsc", HW_STRING, 0, NULL, NULL,
		       "kannel: smsc-id that messages leave by; else as it "
		       "routes" },
	[OPT_DLR_URL] = { "dlr_url", HW_STRING, 0, NULL, NULL,
			  "kannel: address of yours that it tells what became "
			  "of a message; {key} is the message's" },
	[OPT_ACCOUNT] = { "account", HW_STRING, 0, NULL, NULL,
			  "twilio: account SID, AC..." },
	[OPT_LOGIN] = { "login", HW_SECRET, 0, NULL, NULL,
			"twilio: SID:TOKEN of the account, or SID:SECRET of an "
			"API key, in base 64" },
	[OPT_PARTS] = { "parts_max", HW_INT, 0, "4", "1..10",
			"messages that one text may be cut into" },
};

static const char *or_else(const char *text, const char *fallback)
{
	return text && *text ? text : fallback;
}

static char *copy(const char *text)
{
	return text && *text ? strdup(text) : NULL;
}

static void sms_close(void *self)
{
	struct sms *s = self;

	free(s->base);
	free(s->sender);
	free(s->user);
	free(s->smsc);
	free(s->dlr_url);
	free(s->account);
	free(s);
}

/* -- options -- */

static bool is_twilio(const union hw_value *cfg)
{
	return strcmp(or_else(cfg[OPT_BACKEND].s, ""), "twilio") == 0;
}

/* What goes into a header must be visible ASCII; another charset would be told
 * nowhere. */
static hw_status check_lines(struct hw_host *h, const union hw_value *cfg)
{
	for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
		const char *at;

		if (options[i].type != HW_STRING)
			continue;
		for (at = or_else(cfg[i].s, ""); *at; at++)
			if (*at < ' ' || *at > '~')
				return h->fail(h, HW_REJECTED, 0,
					       "\"%s\" must be of plain ASCII "
					       "letters, digits and signs",
					       options[i].name);
	}
	return HW_OK;
}

static hw_status check_given(struct hw_host *h, const union hw_value *cfg)
{
	static const int kannel[] = { OPT_BASE, OPT_USER, OPT_PASSWORD };
	static const int twilio[] = { OPT_ACCOUNT, OPT_LOGIN };
	bool t = is_twilio(cfg);
	const int *wanted = t ? twilio : kannel;
	size_t n = t ? sizeof twilio / sizeof *twilio
		     : sizeof kannel / sizeof *kannel;

	for (size_t i = 0; i < n; i++)
		if (!or_else(cfg[wanted[i]].s, NULL))
			return h->fail(h, HW_REJECTED, 0,
				       "the backend %s needs \"%s\"",
				       t ? "twilio" : "kannel",
				       options[wanted[i]].name);
	return HW_OK;
}

static bool is_account(const char *sid)
{
	return strlen(sid) == 34 && strncmp(sid, "AC", 2) == 0 &&
	       strspn(sid + 2, "0123456789abcdefABCDEF") == 32;
}

static hw_status check_forms(struct hw_host *h, const union hw_value *cfg)
{
	const char *base = or_else(cfg[OPT_BASE].s, "");
	const char *host = strstr(base, "://");
	const char *dlr = or_else(cfg[OPT_DLR_URL].s, "http://");

	if (host && strpbrk(host + 3, "/?#"))
		return h->fail(h, HW_REJECTED, 0,
			       "\"base_url\" ends with the host and its port; "
			       "the path is added to it");
	if (!or_else(cfg[OPT_SENDER].s, NULL))
		return h->fail(h, HW_REJECTED, 0,
			       "\"sender\" is empty; write a number or a name "
			       "that your provider lets you send from");
	if (is_twilio(cfg) && !is_account(cfg[OPT_ACCOUNT].s))
		return h->fail(h, HW_REJECTED, 0,
			       "\"account\" must be an account SID: AC and 32 "
			       "hexadecimal digits");
	if (strncmp(dlr, "http://", 7) != 0 && strncmp(dlr, "https://", 8) != 0)
		return h->fail(h, HW_REJECTED, 0,
			       "\"dlr_url\" must begin with http:// or "
			       "https://");
	return HW_OK;
}

static hw_status sms_open(struct hw_host *h, const union hw_value *cfg,
			  void **self)
{
	hw_status rc = check_lines(h, cfg);
	struct sms *s;

	if (!rc)
		rc = check_given(h, cfg);
	if (!rc)
		rc = check_forms(h, cfg);
	if (rc)
		return rc;
	if (!(s = calloc(1, sizeof *s)))
		return h->fail(h, HW_RETRY, 0, "out of memory");
	s->twilio = is_twilio(cfg);
	s->base = strdup(or_else(cfg[OPT_BASE].s, "https://api.twilio.com"));
	s->sender = copy(cfg[OPT_SENDER].s);
	s->user = copy(cfg[OPT_USER].s);
	s->smsc = copy(cfg[OPT_SMSC].s);
	s->dlr_url = copy(cfg[OPT_DLR_URL].s);
	s->account = copy(cfg[OPT_ACCOUNT].s);
	s->parts_max = cfg[OPT_PARTS].i;
	*self = s;
	return HW_OK;
}

/* -- sending -- */

hw_status sms_effect(struct hw_host *h, struct hw_request *req,
		     struct hw_response *res)
{
	hw_status rc;

	req->flags = HW_EFFECT;
	rc = h->http(h, req, res);
	if (rc != HW_RETRY)
		return rc;
	return h->fail(h, HW_BROKEN, 0,
		       "no answer came, and nobody knows whether the message "
		       "went");
}

static hw_status check_message(struct hw_host *h, const struct sms *s,
			       const struct hw_text_out *out,
			       const struct sms_size *size)
{
	if (!sms_is_number(or_else(out->to_addr, "")))
		return h->fail(h, HW_REJECTED, 0,
			       "the number is none that the whole world knows: "
			       "write + and the country's code first, and "
			       "digits only, such as +4915100000000");
	if (!size->parts)
		return h->fail(h, HW_REJECTED, 0, "the message has no text");
	if (size->parts > s->parts_max)
		return h->fail(h, HW_REJECTED, 0,
			       "the text takes %lld messages (%lld %s), and "
			       "parts_max allows %lld; shorten it",
			       (long long)size->parts, (long long)size->units,
			       size->coding == SMS_UCS2
				       ? "units of UCS-2"
				       : "septets of GSM 7 bit",
			       (long long)s->parts_max);
	return HW_OK;
}

/* The subject is left out: a short message has none. */
static hw_status sms_send(struct hw_host *h, void *self,
			  const struct hw_text_out *out)
{
	const struct sms *s = self;
	struct sms_size size = sms_measure(or_else(out->text, ""));
	hw_status rc = check_message(h, s, out, &size);

	if (rc)
		return rc;
	return s->twilio ? twilio_send(h, s, out)
			 : kannel_send(h, s, out, size.coding);
}

/* Kannel tells no id and keeps no list: what is not known stays so, and a
 * person decides. */
static hw_status sms_find(struct hw_host *h, void *self,
			  const struct hw_text_out *out)
{
	const struct sms *s = self;

	if (s->twilio)
		return twilio_find(h, s, out);
	return hw_emit_outcome(h, &(struct hw_outcome){ .state = HW_ABSENT });
}

/* Kannel has no request that only asks. */
static hw_status sms_probe(struct hw_host *h, void *self)
{
	const struct sms *s = self;

	return s->twilio ? twilio_probe(h, s) : HW_OK;
}

static const struct hw_ask requests[] = {
	{ .method = "POST", .path = "/cgi-bin/sendsms", .verb = "reply" },
	{ .method = "POST",
	  .path = "/2010-04-01/Accounts/*/Messages.json",
	  .verb = "reply" },
};

/* Class C: neither honours a key of ours. Twilio's list may show a message that
 * was sent, and that it shows none proves nothing. So what is unknown is looked
 * for, and never sent again without a person. */
static const struct hw_channel channel = {
	.send = sms_send,
	.name = "sms",
	.length_max = 1530, /* ten parts of GSM 7 bit */
	.effect_class = 'C',
	.lag_ms = 60000,
	.find = sms_find,
};
static const struct hw_iface provides[] = { HW_IFACE(HW_CHANNEL_1, channel) };

HW_PLUGIN = {
	HW_HEADER,
	.id = "sms",
	.version = "0.1.0",
	.summary = "Short messages, through Kannel or Twilio",
	.domains = "api.twilio.com *.twilio.com",
	.options = HW_TABLE(options),
	.provides = HW_TABLE(provides),
	.requests = HW_TABLE(requests),
	.open = sms_open,
	.close = sms_close,
	.probe = sms_probe,
};
