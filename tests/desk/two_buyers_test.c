/* two_buyers_test.c - a ticket into which another buyer's was merged: whom a
 * reply goes to is said, and not guessed.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action_help.h"
#include "desk/loop_help.h"
#include "help/fake_brain.h"

#define SOON_TO(address) \
	"{\"ticket\":1,\"text\":\"Soon.\",\"to\":\"" address "\"}"
#define LAST(field)                                                    \
	"SELECT " field " FROM actions WHERE verb = 'reply' ORDER BY " \
	"id DESC LIMIT 1"
#define MERGE "{\"ticket\":2,\"into\":1,\"force\":\"the same buyer\"}"

/* T-2, from an address that nobody knew, went into T-1 of ANN. */
static struct desk *merged(void)
{
	struct desk *d = loop_desk();

	loop_mail(d, ANN, "h", "[late] where is it");
	loop_mail(d, "ann.smith@work.example", "w",
		  "[damaged] order #1001 is broken");
	must_do(d, "merge", "tom", MERGE);
	return d;
}

/* To whoever wrote last it would be a guess, and a buyer's data are shown. */
static void of_two_buyers_a_reply_names_who_reads_it(void **state)
{
	struct desk *d = merged();

	(void)state;
	must_refuse(d, "reply", "{\"ticket\":1,\"text\":\"Soon.\"}",
		    "\"ann@example.com\" (T-1), \"ann.smith@work.example\" "
		    "(T-2); say who gets the reply with --to ADDRESS");
	must_refuse(d, "reply", SOON_TO("eve@example.com"),
		    "is no address of T-1's buyer");
	must_do(d, "reply", "mia", SOON_TO("ANN@example.com"));
	assert_string_equal(one_text(d, LAST("to_addr")), ANN);
	assert_string_equal(one_text(d, LAST("in_reply_to")),
			    one_text(d, "SELECT message_id FROM messages "
					"WHERE from_addr = '" ANN "'"));
	must_do(d, "reply", "mia", SOON_TO("ann.smith@work.example"));
	assert_string_equal(one_text(d, LAST("to_addr")),
			    "ann.smith@work.example");
	/* What they write from then on comes to the same ticket. */
	loop_mail(d, "ann.smith@work.example", "w", "[damaged] and now?");
	must_refuse(d, "reply", "{\"ticket\":1,\"text\":\"Soon.\"}", "--to");
	ends_the_same(d);
}

static void who_stands_in_both_is_one_buyer(void **state)
{
	struct desk *d = loop_desk();

	(void)state;
	loop_mail(d, ANN, "h", "[late] where is it");
	loop_mail(d, ANN, "w", "[damaged] something else is broken");
	must_do(d, "split", "mia", "{\"ticket\":1,\"messages\":[2]}");
	must_do(d, "merge", "mia", "{\"ticket\":2,\"into\":1}");
	must_do(d, "reply", "mia", "{\"ticket\":1,\"text\":\"Soon.\"}");
	assert_string_equal(one_text(d, LAST("to_addr")), ANN);
	must_refuse(d, "reply", SOON_TO("eve@example.com"),
		    "is no address of T-1's buyer");
	ends_the_same(d);
}

static void what_leaves_by_itself_waits_for_who_looks(void **state)
{
	struct desk *d = open_desk();

	(void)state;
	fake_undo = HOUR_MS;
	complaint(d, (struct complaint){ .n = 1001, .total = "99.00" });
	complaint(d, (struct complaint){ .n = 1002, .total = "99.00" });
	run_sql(d, "UPDATE messages SET from_addr = 'eve@example.com' WHERE "
		   "ticket = 2");
	run_sql(d, "UPDATE orders SET email = 'eve@example.com' WHERE ref = "
		   "'O1002'");
	must_do(d, "merge", "tom", MERGE);
	fake_effects = "auto";
	test_brain.advise = fake_automatic;
	writes(d, "and now?");
	assert_string_equal(one_text(d, LAST("state = 2")), "1");
	assert_string_equal(one_text(d, LAST("why")),
			    "waits for approval: its ticket is two buyers' "
			    "since a merge; look at whom it goes to");
	desk_close(d); /* addresses were changed beside the journal */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_two_buyers_a_reply_names_who_reads_it),
		cmocka_unit_test(who_stands_in_both_is_one_buyer),
		cmocka_unit_test(what_leaves_by_itself_waits_for_who_looks),
	};

	return cmocka_run_group_tests_name("two_buyers", tests, shipped_load,
					   shipped_unload);
}
