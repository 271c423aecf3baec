/* share_test.c - what the guard is told of a refund: its share of the order,
 * and of what else of it a percentage may mean; and of what is given beside it.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/remedy_help.h"
#include "help/fake_brain.h"

static char share[400];
static struct money coupon;
static char percent[80];
static bool alone; /* whatever stands behind the words */

static const char *listen(const struct brain *b, const struct outgoing *o,
			  struct arena *arena)
{
	(void)b, (void)arena;
	snprintf(share, sizeof share, "%s",
		 o->refund_percent ? o->refund_percent : "unknown");
	coupon = o->coupon;
	snprintf(percent, sizeof percent, "%s",
		 o->percent ? o->percent : "unknown");
	alone |= o->alone;
	return NULL;
}

#define MAIL_OF(order, from)                                               \
	"{\"kind\":\"text_in\",\"ref\":\"m1\",\"channel\":\"email\","      \
	"\"thread\":\"m1\",\"from_addr\":\"" from "\",\"subject\":"        \
	"\"Order " order "\",\"text\":\"it was not received\","            \
	"\"message_id\":\"<m1@example.com>\",\"origin\":\"human\",\"at\":" \
	"\"2026-09-21T10:00:00Z\"}\n"
#define OF_O1 MAIL_OF("#1001", "ann@example.com")
#define OF_O2 MAIL_OF("#1002", "b@example.com")

/* What it hears when tom replies to that. */
static const char *heard(struct desk *d, const char *mail)
{
	must_hear(d, "mail", mail);
	test_brain.guard = listen;
	alone = false;
	must_do(d, "reply", "tom", REPLY("It is done"));
	return share;
}

static void a_refund_is_a_share_of_its_order(void **state)
{
	struct desk *d = desk_with_order();

	(void)state;
	planned_refund(d);
	assert_string_equal(heard(d, OF_O1), "41.67 %");
	ends_the_same(d);
}

/* 60.00 in all, 55.00 for the goods: two lamps at 20.00, a shade at 15.00. */
static void and_of_its_goods_and_of_what_each_costs(void **state)
{
	struct desk *d = desk_with_order();

	(void)state;
	must_hear(d, "shop", TWO_LINES);
	must_do(d, "plan", "mia",
		"{\"verb\":\"refund\",\"order\":\"O2\",\"amount\":\"18.00\","
		"\"currency\":\"USD\"}");
	assert_string_equal(heard(d, OF_O2),
			    "30.00 %, 32.73 %, 45.00 %, 90.00 %");
	ends_the_same(d);
}

/* 620.00 in all; twenty lines from 21.00 to 40.00. */
static char *many_lines(void)
{
	struct str s = STR_INIT;

	str_puts(&s, "{\"kind\":\"order\",\"ref\":\"O2\",\"name\":\"#1002\","
		     "\"version\":1,\"status\":\"open\",\"placed\":"
		     "\"2026-09-20T10:00:00Z\",\"email\":\"b@example.com\","
		     "\"total\":{\"amount\":\"620.00\",\"currency\":\"USD\"},"
		     "\"lines\":[");
	for (int i = 1; i <= 20; i++)
		str_printf(&s,
			   "%s{\"ref\":\"L%d\",\"title\":\"Lamp\","
			   "\"quantity\":1,\"price\":{\"amount\":"
			   "\"%d.00\",\"currency\":\"USD\"}}",
			   i > 1 ? "," : "", i, 20 + i);
	str_puts(&s, "]}\n");
	return str_take(&s);
}

/* The order and its goods first. */
static void of_many_lines_as_many_as_have_room(void **state)
{
	static const char first[] = "2.90 %, 2.95 %, ";
	struct desk *d = desk_with_order();
	CLEANUP(free_ptr) char *order = many_lines();
	int shares = 1;

	(void)state;
	must_hear(d, "shop", order);
	must_do(d, "plan", "mia",
		"{\"verb\":\"refund\",\"order\":\"O2\",\"amount\":\"18.00\","
		"\"currency\":\"USD\"}");
	assert_int_equal(strncmp(heard(d, OF_O2), first, strlen(first)), 0);
	for (const char *at = share; (at = strchr(at, ',')); at++)
		shares++;
	assert_int_equal(shares, OUTGOING_SHARES_MAX);
	ends_the_same(d);
}

static void of_several_refunds_no_share_is_known(void **state)
{
	struct desk *d = desk_with_order();
	struct err err = { 0 };
	CLEANUP(free_ptr) char *after = NULL;

	(void)state;
	after = xasprintf("\"after\":%lld", (long long)planned_refund(d));
	assert_int_equal(plan(d, "refund", "2.00", after, &err), 0);
	assert_string_equal(heard(d, OF_O1), "unknown");
	ends_the_same(d);
}

static void nor_without_a_refund(void **state)
{
	struct desk *d = desk_with_order();

	(void)state;
	assert_string_equal(heard(d, OF_O1), "unknown");
	ends_the_same(d);
}

static void what_the_one_coupon_is_worth_is_told(void **state)
{
	struct desk *d = desk_with_order();
	struct err err = { 0 };

	(void)state;
	assert_int_equal(plan(d, "coupon", "5.00", NULL, &err), 0);
	heard(d, OF_O1);
	assert_int_equal(coupon.minor, 500);
	assert_string_equal(coupon.currency, "USD");
	ends_the_same(d);
}

#define COUPON(percent)                                   \
	"{\"verb\":\"coupon\",\"order\":\"O1\",\"args\":" \
	"\"{\\\"percent\\\":" percent "}\",\"reason\":\"sorry\"}"
#define CODE_BY_HAND(more)                                        \
	"{\"ticket\":1,\"role\":\"finance\",\"text\":\"a code\"," \
	"\"within\":\"24h\",\"gives\":\"coupon\",\"beside\":2" more "}"

static void of_several_coupons_each_percentage_is_told(void **state)
{
	struct desk *d = desk_with_lost_order();

	(void)state;
	must_do(d, "plan", "tom", COUPON("5"));
	must_do(d, "task", "tom", CODE_BY_HAND(",\"percent\":10"));
	test_brain.guard = listen;
	must_do(d, "reply", "tom", REPLY("It is done"));
	assert_string_equal(percent, "5 %, 10 %");
	assert_int_equal(coupon.minor, 0);
	ends_the_same(d);
}

static void and_none_where_one_is_a_sum(void **state)
{
	struct desk *d = desk_with_lost_order();

	(void)state;
	must_do(d, "plan", "tom", COUPON("5"));
	must_do(d, "task", "tom",
		CODE_BY_HAND(",\"amount\":\"5.00\",\"currency\":\"USD\""));
	test_brain.guard = listen;
	must_do(d, "reply", "tom", REPLY("It is done"));
	assert_string_equal(percent, "unknown");
	assert_int_equal(coupon.minor, 0);
	ends_the_same(d);
}

static void one_refund_is_alone(void **state)
{
	struct desk *d = desk_with_order();

	(void)state;
	planned_refund(d);
	heard(d, OF_O1);
	assert_true(alone);
	ends_the_same(d);
}

static void and_beside_a_coupon_it_is_not(void **state)
{
	struct desk *d = desk_with_order();
	struct err err = { 0 };

	(void)state;
	planned_refund(d);
	assert_int_equal(plan(d, "coupon", "5.00", NULL, &err), 0);
	heard(d, OF_O1);
	assert_false(alone);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refund_is_a_share_of_its_order),
		cmocka_unit_test(and_of_its_goods_and_of_what_each_costs),
		cmocka_unit_test(of_many_lines_as_many_as_have_room),
		cmocka_unit_test(of_several_refunds_no_share_is_known),
		cmocka_unit_test(nor_without_a_refund),
		cmocka_unit_test(what_the_one_coupon_is_worth_is_told),
		cmocka_unit_test(of_several_coupons_each_percentage_is_told),
		cmocka_unit_test(and_none_where_one_is_a_sum),
		cmocka_unit_test(one_refund_is_alone),
		cmocka_unit_test(and_beside_a_coupon_it_is_not),
	};

	return cmocka_run_group_tests_name("share", tests, NULL, NULL);
}
