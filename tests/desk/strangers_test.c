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
#include "host/answers.h"
#include "host/manifest.h"
#include "policy/guarded.h"

/* Who works there, by the manifest. */
static struct agent_entry agents[] = { { .name = "mia" },
				       { .name = "Vera Lind" } };
static struct manifest manifest = { .mail_domain = "",
				    .agents = { agents, COUNT_OF(agents),
						COUNT_OF(agents) } };
static struct brain_of shipped = { .manifest = &manifest };

/* The desk asks the guard that is shipped, as a host does. */
static void with_the_shipped_guard(void)
{
	shipped.guard = guard;
	shipped.brain.arg = &shipped;
	answers_of_guard(&shipped.brain);
	test_brain.arg = &shipped;
	test_brain.guard = shipped.brain.guard;
}

#define OF_BERG(ref, name, email) ORDER_OF("Anna Berg", ref, name, email)
#define ORDER_OF(buyer, ref, name, email)                                  \
	"{\"kind\":\"order\",\"ref\":\"" ref "\",\"name\":\"" name "\","   \
	"\"version\":1,\"status\":\"open\",\"placed\":"                    \
	"\"2026-09-20T10:00:00Z\",\"buyer_ref\":\"" email "\","            \
	"\"buyer_name\":\"" buyer "\",\"email\":\"" email "\",\"phone\":"  \
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

	with_the_shipped_guard();
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
	refuses(d, t, "Their number is 040 5550177.", "a telephone number");
	accepts(d, t,
		"About #1002: please write from the address that you "
		"ordered with.");
	ends_the_same(d);
}

static void its_buyer_is_told(void **state)
{
	struct desk *d = desk_with_two_buyers();
	struct delivery out;
	int64_t t;

	(void)state;
	deliver(d, "mail",
		FROM("berg@example.org", "m2", "where is my order #1002?"),
		&out);
	t = one(d, "SELECT max(id) FROM tickets");
	accepts(d, t, "Dear Anna Berg, it is at Lindenallee 7, 20095 Hamburg.");
	accepts(d, t, "The number is JD01460000O2.");
	accepts(d, t, "Is your number 040 5550177?");
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

static void in_a_letter_of_any_length(void **state)
{
	struct desk *d = desk_with_two_buyers();
	CLEANUP(str_release) struct str s = STR_INIT;

	(void)state;
	coupon(d, "O2", "THANKS-8F3K");
	for (int i = 0; i < 150; i++)
		str_puts(&s, "well ");
	str_puts(&s, "here is the code THANKS-8F3K.");
	refuses(d, 1, str_c(&s), "another buyer was given");
	str_puts(&s, " Or it travels with JD01460000O2.");
	coupon(d, "O1", "THANKS-8F3K"); /* it is anybody's now */
	refuses(d, 1, str_c(&s), "the parcel of order");
	desk_close(d);
}

/* Of that ticket, which has no order. */
static void coupon_of_ticket(struct desk *d, int64_t ticket, const char *code)
{
	CLEANUP(free_ptr)
	char *sql = xasprintf("INSERT INTO actions (id, ticket, shop, verb, "
			      "state, result) VALUES (900 + %lld, %lld, 1, "
			      "'coupon', 7, '%s')",
			      (long long)ticket, (long long)ticket, code);

	run_sql(d, sql);
}

static void a_code_is_its_buyers_on_whatever_ticket(void **state)
{
	struct desk *d = desk_with_two_buyers();
	struct delivery out;

	(void)state;
	deliver(d, "mail", FROM("who@example.net", "m2", "what about #1002?"),
		&out);
	deliver(d, "mail", FROM("who@example.net", "m3", "what about #1002?"),
		&out);
	deliver(d, "mail", FROM("else@example.net", "m4", "what about #1002?"),
		&out);
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 4);
	coupon_of_ticket(d, 2, "HELLO-7Q2W");
	accepts(d, 3, "You have the code HELLO-7Q2W already.");
	refuses(d, 4, "The code is HELLO-7Q2W.", "another buyer was given");
	desk_close(d);
}

static void a_code_that_one_buyer_had_twice_is_theirs(void **state)
{
	struct desk *d = desk_with_two_buyers();
	struct delivery out;

	(void)state;
	deliver(d, "shop", OF_BERG("O3", "#1003", "berg@example.org"), &out);
	coupon(d, "O2", "THANKS-8F3K");
	coupon(d, "O3", "THANKS-8F3K");
	refuses(d, 1, "Your code is THANKS-8F3K.", "another buyer was given");
	desk_close(d);
}

static void a_name_of_their_goods_is_no_code(void **state)
{
	struct desk *d = desk_with_two_buyers();

	(void)state;
	coupon(d, "O2", "LAMPE20");
	refuses(d, 1, "It is the LAMPE20.", "another buyer was given");
	run_sql(d, "UPDATE order_lines SET title = 'Reading lamp LAMPE20' "
		   "WHERE order_ref = 'O1'");
	accepts(d, 1, "It is the LAMPE20.");
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

static void what_was_forced_once_is_asked_for_again(void **state)
{
	struct desk *d = desk_with_two_buyers();
	CLEANUP(free_ptr)
	char *json =
		xasprintf("{\"ticket\":1,\"instead\":%lld,\"text\":\"Write to "
			  "x@other.example.\",\"force\":\"they asked for it\"}",
			  (long long)the_reply(d));

	(void)state;
	must_do(d, "reply", "tom", json);
	run_sql(d, "UPDATE actions SET state = 11 WHERE state = 4");
	assert_true(one(d, "SELECT rule IS NOT NULL FROM actions WHERE id = "
			   "(SELECT max(id) FROM actions)"));
	refuses(d, 1, "Write to x@other.example.", "a mail address");
	desk_close(d);
}

/* A mail that names #1002 over and over. */
static void quote(struct desk *d, int n)
{
	CLEANUP(free_ptr)
	char *line = xasprintf(MAIL("q%d", "#1002 #1002 #1002 #1002 #1002 "
					   "#1002 #1002"),
			       n, n, n);
	struct delivery out;

	deliver(d, "mail", line, &out);
}

static void an_order_that_is_quoted_often_takes_no_room(void **state)
{
	struct desk *d = desk_with_two_buyers();
	struct delivery out;

	(void)state;
	deliver(d, "shop",
		ORDER_OF("Carl Orff", "O3", "#1003", "orff@example.org"), &out);
	coupon(d, "O3", "THANKS-8F3K");
	for (int i = 0; i < 5; i++)
		quote(d, i);
	assert_int_equal(one(d, "SELECT count(*) FROM messages WHERE ticket = "
				"1"),
			 6);
	refuses(d, 1, "Your code is THANKS-8F3K.", "another buyer was given");
	accepts(d, 1, "We look at your order #1001.");
	desk_close(d);
}

/* Orders #2001 to #20nn, each of a buyer of its own. */
static void many_orders(struct desk *d, int count)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct delivery out;

	for (int i = 1; i <= count; i++)
		str_printf(&s,
			   ORDER_OF("Buyer Nr%d", "P%d", "#20%02d",
				    "b%d@example.org"),
			   i, i, i, i, i, i, i, i);
	deliver(d, "shop", str_c(&s), &out);
}

/* What was taken before the desk asked whose data it is. */
static void a_reply_of_before_is_replayed_as_it_was(void **state)
{
	struct desk *d = desk_with_two_buyers();

	(void)state;
	test_brain.guard = NULL;
	must_do(d, "reply", "joe",
		"{\"ticket\":1,\"text\":\"It is with Anna Berg.\"}");
	assert_int_equal(action_state(d, the_reply(d)), ACTION_WAITING);
	with_the_shipped_guard();
	refuses(d, 1, "It is with Anna Berg.", "the buyer's name");
	ends_the_same(d);
}

static void more_orders_than_are_looked_at_stop_it(void **state)
{
	struct desk *d = desk_with_two_buyers();
	CLEANUP(str_release) struct str s = STR_INIT;

	(void)state;
	many_orders(d, 30);
	str_puts(&s, "It is with these:");
	for (int i = 1; i <= 30; i++)
		str_printf(&s, " #20%02d", i);
	refuses(d, 1, str_c(&s), "more orders, parcels and people");
	desk_close(d);
}

static void a_parcel_that_the_ticket_names_is_looked_up(void **state)
{
	struct desk *d = desk_with_two_buyers();
	struct delivery out;

	(void)state;
	deliver(d, "mail", MAIL("m1b", "and who has JD01460000O2?"), &out);
	refuses(d, 1, "It went to Lindenallee 7.", "the address of order");
	accepts(d, 1, "JD01460000O2 is none of your parcels.");
	desk_close(d);
}

static void names_are_found_in_their_other_forms(void **state)
{
	static const struct {
		const char *name, *told;
	} names[] = {
		{ "Anna van Dijk", "It was signed by Anna van Dijk." },
		{ "Maria de la Cruz", "It was signed by Maria de la Cruz." },
		{ "Carl Orff", "It was signed by Orff, Carl." },
		{ "Anna Maria Louisa Berg",
		  "It was signed by Anna Maria Louisa Berg." },
		{ "\u00d6zg\u00fcr \u015eahin",
		  "It was signed by \u00d6zg\u00fcr \u015eahin." },
		{ "\u5c71\u7530\u592a\u90ce",
		  "It was signed by \u5c71\u7530\u592a\u90ce\u69d8." },
		{ "\u738b\u82b3", "It was signed by \u738b\u82b3." },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct desk *d = desk_with_two_buyers();
		CLEANUP(free_ptr)
		char *sql = xasprintf("UPDATE orders SET buyer_name = '%s' "
				      "WHERE ref = 'O2'",
				      names[i].name);

		run_sql(d, sql);
		refuses(d, 1, names[i].told, "the buyer's name");
		desk_close(d);
	}
}

static void who_works_there_signs_by_their_name(void **state)
{
	struct desk *d = desk_with_lost_order();
	struct delivery out;

	(void)state;
	with_the_shipped_guard();
	deliver(d, "shop",
		ORDER_OF("Vera Lind", "O2", "#1002", "lind@example.org")
			ORDER_OF("Carl Orff", "O3", "#1003",
				 "orff@example.org"),
		&out);
	accepts(d, 1, "We look at it. Best regards, Vera Lind");
	refuses(d, 1, "We look at it. Best regards, Carl Orff",
		"the buyer's name");
	desk_close(d);
}

/* -- a ticket that is two buyers' since a merge -- */

#define NAMED(name, address, ref, text)                                    \
	"{\"kind\":\"text_in\",\"ref\":\"" ref "\",\"channel\":\"email\"," \
	"\"thread\":\"" ref "\",\"from_name\":\"" name                     \
	"\",\"from_addr\":\"" address                                      \
	"\",\"subject\":\"A question\",\"text\":\"" text "\","             \
	"\"message_id\":\"<" ref "@example.com>\",\"origin\":\"human\","   \
	"\"at\":\"2026-09-21T10:00:00Z\"}\n"

/* Whose ticket went into T-1 of Ann Smith. */
static struct desk *desk_with_two_in_one(const char *mail)
{
	struct desk *d = desk_with_two_buyers();
	struct delivery out;

	deliver(d, "mail", mail, &out);
	assert_int_equal(one(d, "SELECT count(*) FROM tickets"), 2);
	must_do(d, "merge", "tom",
		"{\"ticket\":2,\"into\":1,\"force\":\"one matter\"}");
	return d;
}

static int reply_that(struct desk *d, const char *to, const char *text,
		      struct err *err)
{
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"ticket\":1,\"text\":\"%s\",\"to\":\"%s\"}",
			       text, to);

	return do_cmd(d, "reply", "tom", json, err);
}

static void refuses_to(struct desk *d, const char *to, const char *text,
		       const char *why)
{
	struct err err = { 0 };

	if (!reply_that(d, to, text, &err))
		fail_msg("not refused: %s", text);
	if (!strstr(err.text, why))
		fail_msg("no \"%s\" in \"%s\"", why, err.text);
}

static void accepts_to(struct desk *d, const char *to, const char *text)
{
	struct err err = { 0 };

	if (reply_that(d, to, text, &err))
		fail_msg("%s: %s", err.text, text);
}

#define ANN "ann@example.com"
#define BERG "berg@example.org"

static void
b01_of_two_buyers_the_one_who_reads_is_not_told_of_the_other(void **state)
{
	struct desk *d = desk_with_two_in_one(
		NAMED("Anna Berg", BERG, "m2", "where is my order?"));

	(void)state;
	refuses_to(d, ANN, "The other buyer, Anna Berg, wrote the same.",
		   "another buyer");
	refuses_to(d, ANN, "It went to Lindenallee 7.", "the address of order");
	refuses_to(d, ANN, "It travels with JD01460000O2.",
		   "the parcel of order");
	refuses_to(d, ANN, "We wrote to berg@example.org.", "a mail address");
	refuses_to(d, ANN, "Their number is 040 5550177.",
		   "a telephone number");
	accepts_to(d, ANN, "Dear Ann Smith, order #1001 is looked for.");
	ends_the_same(d);
}

static void so_is_the_one_whose_ticket_went_in(void **state)
{
	struct desk *d = desk_with_two_in_one(
		NAMED("Anna Berg", BERG, "m2", "where is my order #1002?"));

	(void)state;
	refuses_to(d, BERG, "The other buyer, Ann Smith, wrote the same.",
		   "the buyer's name of order #1001");
	refuses_to(d, BERG, "We wrote to ann@example.com.", "a mail address");
	accepts_to(d, BERG,
		   "Dear Anna Berg, #1002 is on its way to Lindenallee 7, "
		   "20095 Hamburg, as JD01460000O2.");
	ends_the_same(d);
}

static void nor_of_one_whose_order_nobody_knows(void **state)
{
	struct desk *d =
		desk_with_two_in_one(NAMED("Giulia Rossi", "rossi@example.net",
					   "m2", "what about #1002?"));
	struct delivery out;

	(void)state;
	/* What comes from them after the merge is still not the reader's. */
	deliver(d, "mail",
		NAMED("Giulia Rossi", "rossi@example.net", "m2b", "and now?"),
		&out);
	refuses_to(d, ANN, "Giulia Rossi wrote the same.",
		   "the name of another buyer of the ticket");
	refuses_to(d, ANN, "We asked rossi@example.net.", "a mail address");
	refuses_to(d, "rossi@example.net", "Ann Smith wrote the same.",
		   "the buyer's name of order #1001");
	accepts_to(d, "rossi@example.net", "Dear Giulia Rossi, we look.");
	ends_the_same(d);
}

static void the_code_of_the_other_is_not_the_readers(void **state)
{
	struct desk *d = desk_with_two_in_one(
		NAMED("Anna Berg", BERG, "m2", "where is my order #1002?"));

	(void)state;
	coupon(d, "O1", "SORRY-9K2M");
	refuses_to(d, BERG, "Your code is SORRY-9K2M.",
		   "another buyer was given");
	accepts_to(d, ANN, "Your code is SORRY-9K2M.");
	desk_close(d);
}

static void of_two_coupons_another_percentage_is_none(void **state)
{
	struct desk *d = desk_with_two_buyers();

	(void)state;
	coupon(d, "O1", "SORRY-9K2M");
	must_do(d, "task", "tom",
		"{\"ticket\":1,\"role\":\"finance\",\"text\":\"a code\","
		"\"within\":\"24h\",\"gives\":\"coupon\",\"percent\":5,"
		"\"beside\":2}");
	refuses(d, 1, "Your coupon SORRY-9K2M is for 50 % off.", "50 %");
	accepts(d, 1, "Your coupon SORRY-9K2M is for 10 % off.");
	desk_close(d);
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
		cmocka_unit_test(in_a_letter_of_any_length),
		cmocka_unit_test(a_code_is_its_buyers_on_whatever_ticket),
		cmocka_unit_test(a_code_that_one_buyer_had_twice_is_theirs),
		cmocka_unit_test(a_name_of_their_goods_is_no_code),
		cmocka_unit_test(what_was_forced_once_is_asked_for_again),
		cmocka_unit_test(an_order_that_is_quoted_often_takes_no_room),
		cmocka_unit_test(a_reply_of_before_is_replayed_as_it_was),
		cmocka_unit_test(more_orders_than_are_looked_at_stop_it),
		cmocka_unit_test(a_parcel_that_the_ticket_names_is_looked_up),
		cmocka_unit_test(names_are_found_in_their_other_forms),
		cmocka_unit_test(who_works_there_signs_by_their_name),
		cmocka_unit_test(a_manager_lets_leave_what_is_anothers),
		cmocka_unit_test(
			b01_of_two_buyers_the_one_who_reads_is_not_told_of_the_other),
		cmocka_unit_test(so_is_the_one_whose_ticket_went_in),
		cmocka_unit_test(nor_of_one_whose_order_nobody_knows),
		cmocka_unit_test(the_code_of_the_other_is_not_the_readers),
		cmocka_unit_test(of_two_coupons_another_percentage_is_none),
	};

	return cmocka_run_group_tests_name("strangers", tests, guarded_load,
					   guarded_unload);
}
