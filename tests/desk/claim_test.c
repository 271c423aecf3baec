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

/* Not even about an order of their own: nothing that is known of that one, no
 * playbook and no sum, fits what they ask. */
static void who_names_anothers_order_does_not_mean_their_own(void **state)
{
	struct desk *d = open_desk();

	(void)state;
	order(d, "shop", "O1", "#1001", "ann@example.com");
	order(d, "shop", "O2", "#1002", "bob@example.com");
	mail(d, "m1", "bob@example.com", "Order #1001 not received");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 1);
	assert_string_equal(one_text(d, "SELECT coalesce(order_ref, '') FROM "
					"tickets"),
			    "");
	assert_non_null(strstr(one_text(d, "SELECT text FROM notes"),
			       "names order #1001, but its buyer is not"));
	/* With theirs beside it, it is about that. */
	mail(d, "m2", "bob@example.com", "#1001 is Ann's, where is #1002?");
	assert_string_equal(one_text(d, "SELECT order_ref FROM tickets WHERE "
					"id = 2"),
			    "O2");
	assert_int_equal(one(d, "SELECT count(*) FROM notes"), 1);
	replays_the_same(d);
	desk_close(d);
}

/* They answer us on the ticket of their own order, so it is said there; but
 * the rules, who know of that order only, are not asked. */
static void on_a_ticket_with_an_order_a_person_answers_it(void **state)
{
	struct desk *d = open_desk();
	CLEANUP(str_release) struct str line = STR_INIT;

	(void)state;
	order(d, "shop", "O1", "#1001", "ann@example.com");
	order(d, "shop", "O2", "#1002", "bob@example.com");
	mail(d, "m1", "bob@example.com", "Order #1002 quality");
	send_reply(d);
	put_mail_line(&line,
		      (struct mail_line){
			      .ref = "m2",
			      .from = "bob@example.com",
			      .subject = "Re: and #1001, not received?",
			      .in_reply_to = one_text(d, "SELECT message_id "
							 "FROM actions WHERE "
							 "verb = 'reply'") });
	deliver_line(d, "mail", &line);
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 1);
	assert_int_equal(one(d, "SELECT ticket FROM messages WHERE ref = "
				"'m2'"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM notes WHERE text GLOB "
				"'names order #1001,*'"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE verb = "
				"'reply' AND state = 2"),
			 0);
	replays_the_same(d);
	desk_close(d);
}

static const char *sent_by_action(struct desk *d, int64_t id)
{
	CLEANUP(free_ptr)
	char *sql = xasprintf("SELECT message_id FROM actions WHERE id = %lld",
			      (long long)id);

	return one_text(d, sql);
}

/* Somebody has said that the other address is the buyer's, too. */
static void a_party_names_the_tickets_own_order_and_claims_nothing(void **state)
{
	struct desk *d = open_desk();
	CLEANUP(str_release) struct str line = STR_INIT;

	(void)state;
	order(d, "shop", "O1", "#1001", "ann@example.com");
	mail(d, "m1", "ann@example.com", "Order #1001 quality");
	mail(d, "m2", "ann@home.example", "Order #1001 quality");
	assert_int_equal(one(d, "SELECT count(*) FROM notes"), 1);
	assert_int_equal(one(d, "SELECT ticket FROM actions WHERE id = 2"), 2);
	must_do(d, "approve", "eva", "{\"action\":2}");
	settles(d, 2);
	must_do(d, "merge", "eva",
		"{\"ticket\":2,\"into\":1,\"force\":\"the same\"}");
	put_mail_line(&line, (struct mail_line){
				     .ref = "m3",
				     .from = "ann@home.example",
				     .subject = "Re: Order #1001 quality",
				     .in_reply_to = sent_by_action(d, 2) });
	deliver_line(d, "mail", &line);
	assert_int_equal(one(d, "SELECT ticket FROM messages WHERE ref = "
				"'m3'"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM notes WHERE text GLOB "
				"'names order*'"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM vectors"), 3);
	replays_the_same(d);
	desk_close(d);
}

static bool calls(const struct brain *b, const char *text, const char *number)
{
	CLEANUP(free_ptr) char *said = xasprintf("order %s", number);

	(void)b;
	return strstr(text, said) != NULL;
}

/* Four digits may be anything; where the text calls them an order they are. */
static void a_short_number_is_a_claim_where_it_is_called_an_order(void **state)
{
	struct desk *d = open_desk();

	(void)state;
	test_brain.senses.calls_order = calls;
	order(d, "shop", "O1", "#1010", "ann@example.com");
	order(d, "shop", "O2", "#1002", "bob@example.com");
	mail(d, "m1", "bob@example.com", "not received at 1010 Vienna");
	assert_string_equal(one_text(d, "SELECT order_ref FROM tickets"), "O2");
	mail(d, "m2", "bob@example.com", "and order 1010 not received");
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 2);
	assert_string_equal(one_text(d, "SELECT coalesce(order_ref, '') FROM "
					"tickets WHERE id = 2"),
			    "");
	desk_close(d);
}

static size_t most_asked; /* bytes */

static bool calls_and_counts(const struct brain *b, const char *text,
			     const char *number)
{
	if (strlen(text) > most_asked)
		most_asked = strlen(text);
	return calls(b, text, number);
}

/* Of a list of numbers each is asked about, and the desk does nothing else. */
static void only_what_stands_beside_a_number_is_asked_about(void **state)
{
	struct desk *d = open_desk();
	CLEANUP(str_release) struct str text = STR_INIT, line = STR_INIT;

	(void)state;
	test_brain.senses.calls_order = calls_and_counts;
	order(d, "shop", "O1", "#1010", "ann@example.com");
	order(d, "shop", "O2", "#1002", "bob@example.com");
	while (text.len < 6000)
		str_puts(&text, "we are at 1010 Vienna and wait, ");
	put_mail_line(&line, (struct mail_line){ .ref = "m1",
						 .from = "bob@example.com",
						 .subject = "not received",
						 .text = str_c(&text) });
	deliver_line(d, "mail", &line);
	assert_string_equal(one_text(d, "SELECT order_ref FROM tickets"), "O2");
	assert_in_range(most_asked, 1, 300);
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
		cmocka_unit_test(
			who_names_anothers_order_does_not_mean_their_own),
		cmocka_unit_test(on_a_ticket_with_an_order_a_person_answers_it),
		cmocka_unit_test(
			a_party_names_the_tickets_own_order_and_claims_nothing),
		cmocka_unit_test(
			a_short_number_is_a_claim_where_it_is_called_an_order),
		cmocka_unit_test(
			only_what_stands_beside_a_number_is_asked_about),
		cmocka_unit_test(an_order_without_an_address_believes_nobody),
		cmocka_unit_test(a_year_is_no_claim),
		cmocka_unit_test(a_carriers_proof_is_sealed_with_its_order),
	};

	return cmocka_run_group_tests_name("claims", tests, NULL, NULL);
}
