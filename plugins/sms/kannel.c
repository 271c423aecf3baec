/* kannel.c - sendsms of Kannel's smsbox, by POST: the password goes in a
 * header, and the text in the body as it is.
 * [source: Kannel 1.4.5 User's Guide, "Using the HTTP interface to send SMS
 * messages"; the words of its replies seen from 1.4.5]
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "sms.h"

/* Delivered, not delivered, refused by the centre: the last word of each. */
#define DLR_MASK "19"

static const char *dlr_of(struct hw_host *h, const struct sms *s,
			  const struct hw_text_out *out)
{
	const char *mark = strstr(s->dlr_url, "{key}");

	return mark ? h->text(h, "X-Kannel-DLR-URL: %.*s%s%s",
			      (int)(mark - s->dlr_url), s->dlr_url,
			      h->url_quote(h, out->key), mark + 5)
		    : h->text(h, "X-Kannel-DLR-URL: %s", s->dlr_url);
}

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

static hw_status accepted(struct hw_host *h, const char *said)
{
	/* 3: its centre is away, and it keeps the message for then. "Sent."
	 * is what immediate-sendsms-reply makes of it. */
	if (begins(said, "0: ") || begins(said, "3: ") || begins(said, "Sent."))
		return hw_emit_outcome(
			h, &(struct hw_outcome){ .state = HW_ACCEPTED });
	return h->fail(h, HW_BROKEN, 0,
		       "what answers is no sendsms of Kannel; look at "
		       "\"base_url\"");
}

static hw_status judge(struct hw_host *h, const struct hw_response *res)
{
	const char *said = res->body;

	switch (res->status) {
	case 200:
	case 202:
		return accepted(h, said);
	case 403:
		if (begins(said, "Not routable"))
			return h->fail(h, HW_REJECTED, 0,
				       "Kannel has no way to this number");
		/* fall through */
	case 401:
		return h->fail(h, HW_AUTH, 0,
			       "Kannel refuses user, password or this "
			       "machine's address");
	case 400:
	case 415:
		if (!strstr(said, "rejected"))
			break;
		return h->fail(h, HW_REJECTED, 0,
			       "Kannel refuses a part of the request: number, "
			       "sender, smsc or dlr_url");
	case 404:
		return h->fail(h, HW_RETRY, 0,
			       "there is no /cgi-bin/sendsms at \"base_url\"");
	case 429:
	case 503:
		return h->fail(h, HW_RETRY, 0,
			       "Kannel cannot take a message now");
	default:
		break;
	}
	if (begins(said, "Sending failed"))
		return h->fail(h, HW_RETRY, 0, "Kannel could not queue it");
	return h->fail(h, HW_BROKEN, 0, "Kannel answers HTTP %d",
		       (int)res->status);
}

hw_status kannel_send(struct hw_host *h, const struct sms *s,
		      const struct hw_text_out *out, int32_t coding)
{
	const char *headers[] = {
		h->text(h, "X-Kannel-Username: %s", s->user),
		"X-Kannel-Password: {secret:password}",
		h->text(h, "X-Kannel-From: %s", s->sender),
		h->text(h, "X-Kannel-To: %s", out->to_addr),
		coding == SMS_UCS2 ? "X-Kannel-Coding: 2"
				   : "X-Kannel-Coding: 0",
		"Content-Type: text/plain; charset=UTF-8",
		NULL,
		NULL,
		NULL,
		NULL,
	};
	struct hw_request req = { .method = "POST",
				  .headers = headers,
				  .body = out->text,
				  .body_len = strlen(out->text) };
	struct hw_response res;
	size_t n = 6;
	hw_status rc;

	if (s->smsc)
		headers[n++] = h->text(h, "X-Kannel-SMSC: %s", s->smsc);
	if (s->dlr_url) {
		headers[n++] = dlr_of(h, s, out);
		headers[n] = "X-Kannel-DLR-Mask: " DLR_MASK;
	}
	req.url = h->text(h, "%s/cgi-bin/sendsms", s->base);
	if ((rc = sms_effect(h, &req, &res)))
		return rc;
	return judge(h, &res);
}
