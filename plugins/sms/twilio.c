/* twilio.c - the Messages resource of Twilio's API.
 * [source: twilio.com/docs/messaging/api/message-resource and .../docs/api/
 * errors, version 2010-04-01]
 *
 * What Twilio says in words may name the number, so its code is told instead.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "sms.h"

#define LIST_MAX 100
#define SKEW_MS 60000 /* between our clock and Twilio's */

static const char *const reading[] = { "Authorization: Basic {secret:login}",
				       "Accept: application/json", NULL };
static const char *const writing[] = {
	"Authorization: Basic {secret:login}",
	"Content-Type: application/x-www-form-urlencoded", NULL
};

static const char *messages(struct hw_host *h, const struct sms *s)
{
	return h->text(h, "%s/2010-04-01/Accounts/%s/Messages.json", s->base,
		       s->account);
}

/* -- refusals -- */

static const struct {
	int64_t code;
	hw_status why;
	const char *text;
} codes[] = {
	{ 21211, HW_REJECTED, "the number is not valid" },
	{ 21212, HW_REJECTED, "\"sender\" is none of the account's" },
	{ 21408, HW_REJECTED,
	  "the account may not send to that country; allow it in the console" },
	{ 21602, HW_REJECTED, "the message has no text" },
	{ 21606, HW_REJECTED, "\"sender\" cannot send to that number" },
	{ 21608, HW_REJECTED,
	  "a trial account sends to verified numbers only" },
	{ 21610, HW_REJECTED, "who has that number answered STOP" },
	{ 21611, HW_RETRY, "the queue of \"sender\" is full" },
	{ 21612, HW_REJECTED, "there is no way from \"sender\" to the number" },
	{ 21614, HW_REJECTED, "the number is no mobile one" },
	{ 21617, HW_REJECTED, "the text is too long" },
};

static hw_status refused(struct hw_host *h, const struct hw_response *res)
{
	const struct hw_json *json = h->json_parse(h, res->body, res->body_len);
	int64_t code = h->json_int(json, "code", 0);

	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (codes[i].code == code)
			return h->fail(h, codes[i].why, 0, "Twilio: %s (%lld)",
				       codes[i].text, (long long)code);
	if (!code)
		return h->fail(h, HW_BROKEN, 0,
			       "Twilio refuses the message and gives no code");
	return h->fail(h, HW_REJECTED, 0,
		       "Twilio refuses the message with code %lld; "
		       "twilio.com/docs/api/errors tells what that is",
		       (long long)code);
}

/* Every reply but the wanted one. unclear: what may hide a message that went.
 */
static hw_status other(struct hw_host *h, const struct hw_response *res,
		       hw_status unclear)
{
	switch (res->status) {
	case 401:
	case 403:
		return h->fail(h, HW_AUTH, 0, "Twilio refuses the login");
	case 404:
		return h->fail(h, HW_AUTH, 0,
			       "Twilio knows no such account; look at "
			       "\"account\"");
	case 429:
		return h->fail(h, HW_RETRY, 0,
			       "Twilio has too many requests of this account");
	default:
		return h->fail(h, unclear, 0, "Twilio answers HTTP %d",
			       (int)res->status);
	}
}

/* -- sending -- */

static bool is_lost(const char *status)
{
	return strcmp(status, "failed") == 0 ||
	       strcmp(status, "undelivered") == 0 ||
	       strcmp(status, "canceled") == 0;
}

/* state: what it means that Twilio has the message. */
static hw_status emit(struct hw_host *h, const struct hw_json *m, int32_t state)
{
	const char *sid = h->json_text(m, "sid");
	const char *status = h->json_text(m, "status");

	if (!sid || !*sid || !status)
		return h->fail(h, HW_BROKEN, 0,
			       "Twilio answers without an id or a status");
	if (is_lost(status))
		return h->fail(h, HW_REJECTED, 0,
			       "the message could not be delivered (%lld)",
			       (long long)h->json_int(m, "error_code", 0));
	return hw_emit_outcome(
		h, &(struct hw_outcome){ .ref = sid, .state = state });
}

static const char *form(struct hw_host *h, const struct sms *s,
			const struct hw_text_out *out)
{
	bool service =
		strlen(s->sender) == 34 && strncmp(s->sender, "MG", 2) == 0;

	return h->text(h, "To=%s&%s=%s&Body=%s", h->url_quote(h, out->to_addr),
		       service ? "MessagingServiceSid" : "From",
		       h->url_quote(h, s->sender), h->url_quote(h, out->text));
}

static const char *sent_key(struct hw_host *h, const struct hw_text_out *out)
{
	return h->text(h, "sent:%s", out->key);
}

static hw_status created(struct hw_host *h, const struct hw_response *res)
{
	const struct hw_json *m;

	if (res->status == 400)
		return refused(h, res);
	if (res->status != 201)
		return other(h, res, HW_BROKEN);
	m = h->json_parse(h, res->body, res->body_len);
	return m ? emit(h, m, HW_ACCEPTED) : HW_BROKEN;
}

hw_status twilio_send(struct hw_host *h, const struct sms *s,
		      const struct hw_text_out *out)
{
	struct hw_request req = { .method = "POST", .headers = writing };
	struct hw_response res;
	hw_status rc;

	/* When a look must begin, should the reply get lost. */
	rc = h->kv_keep(h, sent_key(h, out),
			h->text(h, "%lld", (long long)h->now(h)));
	if (rc)
		return rc;
	req.url = messages(h, s);
	req.body = form(h, s, out);
	req.body_len = strlen(req.body);
	rc = sms_effect(h, &req, &res);
	if (!rc)
		rc = created(h, &res);
	/* What is known needs no look. That it went is known when the desk has
	 * it: a desk that stops before must still find the message. */
	if (rc == HW_OK)
		return h->kv_put(h, sent_key(h, out), NULL);
	if (rc != HW_BROKEN)
		h->kv_keep(h, sent_key(h, out), NULL);
	return rc;
}

/* -- looking -- */

static int64_t days_before(int64_t y, int64_t m, int64_t d)
{
	y -= m <= 2;
	m += m <= 2 ? 9 : -3;
	return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + d -
	       719469;
}

/* Up to four digits behind that letter. */
static bool take_number(const char **at, char before, int64_t *n)
{
	const char *from = *at + 1;

	if (**at != before)
		return false;
	*n = 0;
	for (*at = from; **at >= '0' && **at <= '9' && *at < from + 4; ++*at)
		*n = *n * 10 + (**at - '0');
	return *at > from;
}

/* " Aug": 1 to 12; 0 when it is none. */
static int64_t take_month(const char **at)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char name[4] = "";
	const char *month;

	if (strnlen(*at, 4) < 4 || **at != ' ')
		return 0;
	memcpy(name, *at + 1, 3);
	*at += 4;
	month = strstr(months, name);
	return month && (month - months) % 3 == 0 ? (month - months) / 3 + 1
						  : 0;
}

/* "Thu, 24 Aug 2023 05:01:45 +0000", always UTC; 0 for what is none. */
static int64_t moment(const char *text)
{
	const char *at = text ? strchr(text, ',') : NULL;
	int64_t day, month, year, hour, minute, second;

	if (!at)
		return 0;
	at++;
	if (!take_number(&at, ' ', &day) || !(month = take_month(&at)) ||
	    !take_number(&at, ' ', &year) || !take_number(&at, ' ', &hour) ||
	    !take_number(&at, ':', &minute) || !take_number(&at, ':', &second))
		return 0;
	return 1000 * (86400 * days_before(year, month, day) + 3600 * hour +
		       60 * minute + second);
}

/* 1 when it is the one that is looked for, 0 when not; HW_BROKEN when that
 * cannot be told: "not there" must not come of what nobody can read. */
static int32_t is_ours(struct hw_host *h, const struct hw_json *m,
		       const struct hw_text_out *out, int64_t since)
{
	const char *to = h->json_text(m, "to");
	const char *body = h->json_text(m, "body");
	const char *way = h->json_text(m, "direction");
	int64_t at = moment(h->json_text(m, "date_created"));

	if (!to || !body || !way || !at)
		return h->fail(h, HW_BROKEN, 0,
			       "Twilio lists a message without number, text, "
			       "direction or time");
	return strcmp(to, out->to_addr) == 0 && strcmp(body, out->text) == 0 &&
	       strncmp(way, "outbound", 8) == 0 && at >= since - SKEW_MS;
}

static hw_status list(struct hw_host *h, const struct sms *s, const char *query,
		      const struct hw_json **found)
{
	struct hw_request req = { .method = "GET", .headers = reading };
	const struct hw_json *doc;
	struct hw_response res;
	hw_status rc;

	req.url = h->text(h, "%s?%s", messages(h, s), query);
	if ((rc = h->http(h, &req, &res)))
		return rc;
	if (res.status != 200)
		return other(h, &res, HW_RETRY);
	if (!(doc = h->json_parse(h, res.body, res.body_len)))
		return HW_BROKEN;
	*found = h->json_at(doc, "messages");
	if (!*found || h->json_text(doc, "messages"))
		return h->fail(h, HW_BROKEN, 0,
			       "Twilio answers without a list of messages");
	return HW_OK;
}

/* The list is newest first. Not by DateSent: it stands there only when a
 * carrier has the message. */
hw_status twilio_find(struct hw_host *h, const struct sms *s,
		      const struct hw_text_out *out)
{
	const struct hw_json *found = NULL;
	const char *kept = NULL;
	int64_t since;
	hw_status rc = h->kv_get(h, sent_key(h, out), &kept);

	if (rc)
		return rc;
	rc = list(h, s,
		  h->text(h, "To=%s&PageSize=%d", h->url_quote(h, out->to_addr),
			  LIST_MAX),
		  &found);
	if (rc)
		return rc;
	since = kept ? strtoll(kept, NULL, 10) : 0;
	if (since <= 0)
		return hw_emit_outcome(
			h, &(struct hw_outcome){ .state = HW_ABSENT });
	for (uint32_t i = 0; i < h->json_count(found); i++) {
		const struct hw_json *m = h->json_item(found, i);
		int32_t ours = is_ours(h, m, out, since);

		if (ours < 0)
			return ours;
		if (!ours)
			continue;
		/* That it went and came to nobody is for a person, too. */
		rc = emit(h, m, HW_SETTLED);
		if (rc == HW_REJECTED)
			break;
		return rc ? rc : h->kv_put(h, sent_key(h, out), NULL);
	}
	return hw_emit_outcome(h, &(struct hw_outcome){ .state = HW_ABSENT });
}

/* Lists none: a good login is all there is to know. */
hw_status twilio_probe(struct hw_host *h, const struct sms *s)
{
	const struct hw_json *found;

	return list(h, s, "PageSize=1", &found);
}
