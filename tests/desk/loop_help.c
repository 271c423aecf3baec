/* loop_help.c - see loop_help.h.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/loop_help.h"
#include "help/place.h"

struct desk *loop_desk(void)
{
	struct desk *d;

	test_brain = shipped.brain;
	now_ms = BEGIN_MS;
	d = open_desk_at(scratch_dir(), ":memory:");
	add_shops(d);
	must_hear(d, "shop",
		  "{\"kind\":\"order\",\"ref\":\"O1\",\"name\":\"#1001\","
		  "\"status\":\"open\",\"placed\":\"2026-09-21T10:00:00Z\","
		  "\"buyer_ref\":\"B1\",\"buyer_name\":\"Ann Smith\","
		  "\"email\":\"ann@example.com\",\"lang\":\"en\",\"total\":"
		  "{\"amount\":\"49.00\",\"currency\":\"USD\"}}\n"
		  "{\"kind\":\"payment\",\"ref\":\"P1\",\"order_ref\":\"O1\","
		  "\"type\":\"sale\",\"status\":\"success\",\"amount\":"
		  "{\"amount\":\"49.00\",\"currency\":\"USD\"},\"at\":"
		  "\"2026-09-21T10:00:00Z\"}\n");
	return d;
}

void loop_mail(struct desk *d, const char *from, const char *thread,
	       const char *text)
{
	static int n;
	CLEANUP(str_release) struct str line = STR_INIT, at = STR_INIT;
	char ref[20];

	now_ms += MINUTE_MS;
	snprintf(ref, sizeof ref, "lm%d", ++n);
	instant_put(&at, now_ms);
	put_mail_line(&line, (struct mail_line){ .ref = ref,
						 .thread = thread,
						 .from = from,
						 .subject = "a question",
						 .text = text,
						 .at = str_c(&at) });
	deliver_line(d, "mail", &line);
}

struct desk *loop_offered(void)
{
	struct desk *d = loop_desk();

	offer_with_money();
	must_hear(d, "shop",
		  "{\"kind\":\"shipment\",\"ref\":\"S1\",\"order_ref\":\"O1\","
		  "\"carrier\":\"DHL\",\"tracking\":\"3318810025\",\"status\":"
		  "\"shipped\",\"shipped\":\"2026-09-21T11:00:00Z\"}\n");
	loop_mail(d, ANN, "h", "[not_received] where is it");
	pass(d, 2 * DAY_MS);
	return d;
}

void loop_review(struct desk *d, const char *ref, int stars, const char *text)
{
	CLEANUP(str_release) struct str line = STR_INIT, at = STR_INIT;

	now_ms += MINUTE_MS;
	instant_put(&at, now_ms);
	str_printf(&line,
		   "{\"kind\":\"review\",\"ref\":\"%s\",\"order_ref\":\"O1\","
		   "\"stars\":%d,\"text\":\"%s\",\"at\":\"%s\"}\n",
		   ref, stars, text, str_c(&at));
	deliver_line(d, "shop", &line);
}

void loop_close(struct desk *d, int64_t ticket, const char *cause)
{
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"ticket\":%lld,\"outcome\":\"solved\","
			       "\"cause\":\"%s\",\"force\":\"test\"}",
			       (long long)ticket, cause);

	must_do(d, "close", "tom", json);
}

void must_refuse(struct desk *d, const char *kind, const char *json,
		 const char *words)
{
	must_refuse_by(d, kind, "mia", json, words);
}
