/* people.c - see people.h.
 * SPDX-License-Identifier: MIT */
#include "intake/people.h"

#include "base/encode.h"

void order_of(int n, const char *email)
{
	str_printf(&lines,
		   "{\"kind\":\"order\",\"ref\":\"O%d\",\"name\":\"#%d\","
		   "\"placed\":\"2026-09-20T10:00:00Z\",\"buyer_ref\":\"B%d\","
		   "\"buyer_name\":\"name of %s\",\"email\":\"%s\"}\n",
		   n, n, n, email, email);
	deliver("shop");
}

void mail_comes(struct mail m)
{
	CLEANUP(str_release) struct str raw = STR_INIT, b64 = STR_INIT;

	str_printf(&raw, "From: %s\r\nTo: %s\r\n\r\n%s", m.from,
		   m.to ? m.to : "us@shop.example", m.text);
	put_base64(&b64, str_c(&raw), raw.len);
	str_printf(&lines,
		   "{\"kind\":\"text_in\",\"ref\":\"%s\",\"channel\":"
		   "\"email\",\"thread\":\"%s\",\"from_addr\":\"%s\","
		   "\"to_addr\":\"%s\",\"subject\":\"hello\",\"text\":\"%s\","
		   "\"raw\":\"%s\",\"origin\":\"%s\",\"at\":\"%s\"}\n",
		   m.ref, m.thread ? m.thread : m.ref, m.from,
		   m.to ? m.to : "us@shop.example", m.text, str_c(&b64),
		   m.origin ? m.origin : "human",
		   m.at ? m.at : "2026-09-21T10:00:00Z");
	deliver("mail");
}

void told_long_ago(const char *ref, const char *more, const char *text)
{
	str_printf(&lines,
		   "{\"kind\":\"text_in\",\"ref\":\"%s\",\"channel\":"
		   "\"message\"%s,\"text\":\"%s\",\"origin\":\"human\",\"at\":"
		   "\"2020-01-01T10:00:00Z\"}\n",
		   ref, more, text);
	deliver("shop");
}
