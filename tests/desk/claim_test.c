/* claim_test.c - whose order a mail is about, when it only says so.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/desk_help.h"

static void order(struct desk *d, const char *shop, const char *ref,
		  const char *name, const char *email)
{
	CLEANUP(str_release) struct str line = STR_INIT;

	put_order_line(&line, (struct order_line){ .ref = ref,
						   .name = name,
						   .email = email });
	deliver_line(d, shop, &line);
}

static void mail(struct desk *d, const char *ref, const char *from,
		 const char *subject)
{
	CLEANUP(str_release) struct str line = STR_INIT;

	put_mail_line(&line, (struct mail_line){ .ref = ref,
						 .from = from,
						 .subject = subject });
	deliver_line(d, "mail", &line);
}

static void of_two_shops_the_buyers_own_order_is_meant(void **state)
{
	struct desk *d = open_desk();

	(void)state;
	must_have_shop(d, "second", "shopify", now_ms - 30 * DAY_MS);
	order(d, "shop", "O1", "#1001", "Ann@example.com");
	order(d, "second", "O2", "#1001", "bob@example.com");
	mail(d, "m1", "ann@Example.com", "where is 1001?");
	assert_string_equal(one_text(d, "SELECT order_ref FROM tickets"), "O1");
	assert_int_equal(one(d, "SELECT shop FROM tickets"), 1);
	desk_close(d);
}

static void a_claim_from_another_address_is_seen_and_not_believed(void **state)
{
	struct desk *d = open_desk();

	(void)state;
	order(d, "shop", "O1", "#1001", "ann@example.com");
	mail(d, "m1", "eve@example.com", "Order #1001");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets WHERE "
				"coalesce(order_ref, '') = ''"),
			 1);
	assert_non_null(strstr(one_text(d, "SELECT text FROM notes"),
			       "#1001, but its buyer is not known"));
	assert_null(strstr(one_text(d, "SELECT text FROM actions"), "Ann"));
	replays_the_same(d);
	desk_close(d);
}

static void an_order_without_an_address_believes_nobody(void **state)
{
	struct desk *d = open_desk();

	(void)state;
	order(d, "shop", "O1", "#1001", NULL);
	mail(d, "m1", "eve@example.com", "Order #1001");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets WHERE "
				"order_ref = 'O1'"),
			 0);
	assert_int_equal(one(d, "SELECT count(*) FROM notes"), 1);
	desk_close(d);
}

/* A year in a stranger's mail is no order, though one has that number. */
static void a_year_is_no_claim(void **state)
{
	struct desk *d = open_desk();

	(void)state;
	order(d, "shop", "O1", "#2026", "ann@example.com");
	mail(d, "m1", "news@example.com", "Our offers of 2026");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 0);
	mail(d, "m2", "ann@example.com", "order 2026");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 1);
	desk_close(d);
}

/* So it is forgotten with the order. */
static void a_carriers_proof_is_sealed_with_its_order(void **state)
{
	struct desk *d = open_desk();
	struct err err = { 0 };
	struct delivery out;
	int64_t id;

	(void)state;
	assert_int_equal(
		shop_ensure(d, "dhl", "dhl", now_ms - 30 * DAY_MS, &id, &err),
		0);
	order(d, "shop", "O1", "#1001", "ann@example.com");
	deliver(d, "shop",
		"{\"kind\":\"shipment\",\"ref\":\"S1\",\"order_ref\":"
		"\"O1\",\"carrier\":\"dhl\",\"tracking\":\"T1\"}\n",
		&out);
	deliver(d, "dhl",
		"{\"kind\":\"evidence\",\"ref\":\"E1\",\"type\":"
		"\"proof_of_delivery\",\"tracking\":\"T1\",\"name\":"
		"\"signed by Ann\"}\n",
		&out);
	assert_int_equal(out.taken, 1);
	assert_string_equal(one_text(d, "SELECT subject FROM journal WHERE "
					"kind = 'evidence'"),
			    "order:1:O1");
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_two_shops_the_buyers_own_order_is_meant),
		cmocka_unit_test(
			a_claim_from_another_address_is_seen_and_not_believed),
		cmocka_unit_test(an_order_without_an_address_believes_nobody),
		cmocka_unit_test(a_year_is_no_claim),
		cmocka_unit_test(a_carriers_proof_is_sealed_with_its_order),
	};

	return cmocka_run_group_tests_name("claims", tests, NULL, NULL);
}
