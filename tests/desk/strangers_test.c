/* strangers_test.c - a person's reply tells nothing of anybody else: the desk
 * knows whose an order, a parcel, a name or a code is, and the guard that is
 * shipped finds it.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/desk_help.h"
#include "help/fake_brain.h"
#include "policy/guarded.h"

static const char *shipped(const struct brain *b, const struct outgoing *o,
			   struct arena *arena)
{
	CLEANUP(guard_hits_release) struct guard_hits hits = { 0 };
	struct guard_other others[OUTGOING_OTHERS_MAX];
	const struct guard_facts f = { .order = o->order,
				       .name = o->name,
				       .tracking = o->tracking,
				       .address = o->address,
				       .city = o->city,
				       .postcode = o->postcode,
				       .numbers = o->numbers,
				       .known = o->known,
				       .others = others,
				       .other_count = o->other_count };
	const struct guard_text t = { .text = o->text,
				      .lang = "en",
				      .platform = "shopify",
				      .channel = "email",
				      .facts = &f };

	(void)b;
	for (size_t i = 0; i < o->other_count; i++)
		others[i] = (struct guard_other){
			(enum guard_other_kind)o->others[i].kind,
			o->others[i].value, o->others[i].whose
		};
	guard_judge(guard, &t, &hits);
	return hits.len ? arena_printf(arena, "the guard stops it: %s",
				       hits.at[0].why ? hits.at[0].why
						      : hits.at[0].rule->name)
			: NULL;
}

#define OF_BERG(ref, name, email)                                          \
	"{\"kind\":\"order\",\"ref\":\"" ref "\",\"name\":\"" name "\","   \
	"\"version\":1,\"status\":\"open\",\"placed\":"                    \
	"\"2026-09-20T10:00:00Z\",\"buyer_ref\":\"" email "\","            \
	"\"buyer_name\":\"Anna Berg\",\"email\":\"" email "\",\"phone\":"  \
	"\"+49 40 5550177\",\"address\":\"Lindenallee 7\",\"city\":"       \
	"\"Hamburg\",\"postcode\":\"20095\",\"total\":{\"amount\":"        \
	"\"12.00\",\"currency\":\"USD\"},\"lines\":[{\"ref\":\"L1\","      \
	"\"title\":\"Lamp\",\"quantity\":1}]}\n"                           \
	"{\"kind\":\"shipment\",\"ref\":\"S" ref "\",\"order_ref\":\"" ref \
	"\",\"carrier\":\"dhl\",\"tracking\":\"JD01460000" ref "\","       \
	"\"version\":1,\"status\":\"shipped\"}\n"

/* Somebody writes. */
#define FROM(address, ref, text)                                            \
	"{\"kind\":\"text_in\",\"ref\":\"" ref "\",\"channel\":\"email\","  \
	"\"thread\":\"" ref "\",\"from_addr\":\"" address "\",\"subject\":" \
	"\"A question\",\"text\":\"" text "\",\"message_id\":\"<" ref       \
	"@example.com>\",\"origin\":\"human\",\"at\":"                      \
	"\"2026-09-21T10:00:00Z\"}\n"

/* O1 is Ann Smith's, with her ticket; O2 is Anna Berg's. */
static struct desk *desk_with_two_buyers(void)
{
	struct desk *d = desk_with_lost_order();
	struct delivery out;

	test_brain.guard = shipped;
	deliver(d, "shop", OF_BERG("O2", "#1002", "berg@example.org"), &out);
	return d;
}

static int reply_to(struct desk *d, int64_t ticket, const char *text,
		    struct err *err)
{
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"ticket\":%lld,\"text\":\"%s\"}",
			       (long long)ticket, text);

	return do_cmd(d, "reply", "tom", json, err);
}

static void refuses(struct desk *d, int64_t ticket, const char *text,
		    const char *why)
{
	struct err err = { 0 };

	if (!reply_to(d, ticket, text, &err))
		fail_msg("not refused: %s", text);
	if (!strstr(err.text, why))
		fail_msg("no \"%s\" in \"%s\"", why, err.text);
}

static void accepts(struct desk *d, int64_t ticket, const char *text)
{
	struct err err = { 0 };

	if (reply_to(d, ticket, text, &err))
		fail_msg("%s: %s", err.text, text);
}

static void
a30_an_order_that_only_its_buyer_may_ask_for_is_not_told(void **state)
{
	struct desk *d = desk_with_two_buyers();
	struct delivery out;
	int64_t t;

	(void)state;
	deliver(d, "mail",
		FROM("who@example.net", "m2", "where is my order #1002?"),
		&out);
	t = one(d, "SELECT max(id) FROM tickets");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets WHERE order_ref "
				"IS NULL OR order_ref = ''"),
			 1);
	refuses(d, t, "It was signed by Anna Berg.",
		"the buyer's name of order #1002, which is another buyer's");
	refuses(d, t, "It went to Lindenallee 7.", "the address of order");
	refuses(d, t, "The number is JD01460000O2.", "the parcel of order");
	refuses(d, t, "We wrote to berg@example.org.", "a mail address");
	refuses(d, t, "We called 040 5550177.", "a telephone number");
	accepts(d, t,
		"About #1002: please write from the address that you "
		"ordered with.");
	ends_the_same(d);
}

static void its_buyer_is_told(void **state)
{
	struct desk *d = desk_with_two_buyers();
	struct delivery out;

	(void)state;
	deliver(d, "mail",
		FROM("berg@example.org", "m2", "where is my order #1002?"),
		&out);
	accepts(d, one(d, "SELECT max(id) FROM tickets"),
		"Dear Anna Berg, JD01460000O2 went to Lindenallee 7, 20095 "
		"Hamburg; we called 040 5550177.");
	ends_the_same(d);
}

static void
somebody_who_is_named_on_no_order_of_theirs_is_not_told(void **state)
{
	struct desk *d = desk_with_two_buyers();

	(void)state;
	refuses(d, 1, "It was taken in by Anna Berg.", "the buyer's name");
	refuses(d, 1, "It travels with JD01460000O2.", "the parcel of order");
	refuses(d, 1, "It is as with #1002, for Ms Berg.", "wrong_fact");
	refuses(d, 1, "Write to x@other.example.", "a mail address");
	accepts(d, 1, "Dear Ann Smith, we wrote to ann@example.com.");
	ends_the_same(d);
}

static void what_they_wrote_themselves_is_told_back(void **state)
{
	struct desk *d = desk_with_two_buyers();
	struct delivery out;

	(void)state;
	deliver(d, "mail",
		MAIL("m1b", "please send it to my neighbour Anna Berg, "
			    "Lindenallee 7, berg@example.org"),
		&out);
	accepts(d, one(d, "SELECT max(ticket) FROM messages"),
		"We send it to Anna Berg, Lindenallee 7, and write to "
		"berg@example.org.");
	ends_the_same(d);
}

static void another_order_of_theirs_is_told(void **state)
{
	struct desk *d = desk_with_two_buyers();
	struct delivery out;

	(void)state;
	deliver(d, "shop", OF_BERG("O3", "#1003", "ann@example.com"), &out);
	accepts(d, 1,
		"Your other lamp went to Lindenallee 7 as "
		"JD01460000O3.");
	ends_the_same(d);
}

/* The coupon of an order, with its code. */
static void coupon(struct desk *d, const char *order, const char *code)
{
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"verb\":\"coupon\",\"order\":\"%s\","
			       "\"args\":\"{\\\"percent\\\":10}\","
			       "\"reason\":\"sorry\"}",
			       order);
	CLEANUP(free_ptr)
	char *sql = xasprintf("UPDATE actions SET result = '%s', state = 7 "
			      "WHERE verb = 'coupon' AND order_ref = '%s'",
			      code, order);

	must_do(d, "plan", "tom", json);
	run_sql(d, sql);
}

static void a_code_of_somebody_else_or_of_nobody_is_stopped(void **state)
{
	struct desk *d = desk_with_two_buyers();

	(void)state;
	coupon(d, "O1", "SORRY-9K2M");
	coupon(d, "O2", "THANKS-8F3K");
	refuses(d, 1, "Your code is THANKS-8F3K.",
		"the code of a coupon that another buyer was given");
	refuses(d, 1, "Your code is thanks-8f3k.", "another buyer was given");
	refuses(d, 1, "Your codes are SORRY-9K2M and SORRY-5X7Q.",
		"no code that this buyer was given");
	refuses(d, 1, "Your code is SORRY-9K2N.", "no code that this buyer");
	accepts(d, 1,
		"Your code is SORRY-9K2M, for 10 % of order #1001, "
		"with FREE shipping in 2026.");
	desk_close(d);
}

static void a_code_for_everybody_passes(void **state)
{
	struct desk *d = desk_with_two_buyers();
	struct delivery out;

	(void)state;
	deliver(d, "shop", OF_BERG("O3", "#1003", "else@example.org"), &out);
	coupon(d, "O2", "WELCOME10");
	coupon(d, "O3", "WELCOME10");
	accepts(d, 1, "The code WELCOME10 is for everybody.");
	desk_close(d);
}

static void a_manager_lets_leave_what_is_anothers(void **state)
{
	struct desk *d = desk_with_two_buyers();

	(void)state;
	must_do(d, "reply", "tom",
		"{\"ticket\":1,\"text\":\"It was taken in by Anna Berg.\","
		"\"force\":\"she asked us to say so\"}");
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a30_an_order_that_only_its_buyer_may_ask_for_is_not_told),
		cmocka_unit_test(its_buyer_is_told),
		cmocka_unit_test(
			somebody_who_is_named_on_no_order_of_theirs_is_not_told),
		cmocka_unit_test(what_they_wrote_themselves_is_told_back),
		cmocka_unit_test(another_order_of_theirs_is_told),
		cmocka_unit_test(
			a_code_of_somebody_else_or_of_nobody_is_stopped),
		cmocka_unit_test(a_code_for_everybody_passes),
		cmocka_unit_test(a_manager_lets_leave_what_is_anothers),
	};

	return cmocka_run_group_tests_name("strangers", tests, guarded_load,
					   guarded_unload);
}
