/* overtaken_test.c - a proposal that the matter has gone past is taken back: a
 * welcome once something is wrong, what a playbook wanted once another begins,
 * anything once the buyer needs nothing any more.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/loop_help.h"

#define TAKEN_BACK(verb, why)                                     \
	IS("SELECT count(*) = 1 FROM actions WHERE verb = '" verb \
	   "' AND state = 11 AND why LIKE '%" why "%'")
#define NEEDS_NOTHING "the buyer needs nothing any more"

/* -- a welcome -- */

#define ORDER_OF(status)                                                     \
	"{\"kind\":\"order\",\"ref\":\"O1\",\"name\":\"#1001\",\"status\":"  \
	"\"" status "\",\"placed\":\"2026-09-20T10:00:00Z\",\"buyer_ref\":"  \
	"\"B1\",\"buyer_name\":\"Ann Smith\",\"email\":\"ann@example.com\"," \
	"\"lang\":\"en\",\"total\":{\"amount\":\"180.00\",\"currency\":"     \
	"\"USD\"},\"lines\":[{\"ref\":\"L1\",\"sku\":\"LAMP-7\",\"title\":"  \
	"\"Lamp\",\"quantity\":1}]}\n"
#define FIRST                                                         \
	ORDER_OF("open")                                              \
	"{\"kind\":\"shipment\",\"ref\":\"S1\",\"order_ref\":\"O1\"," \
	"\"carrier\":\"DHL\",\"tracking\":\"3318810025\",\"status\":" \
	"\"shipped\",\"shipped\":\"2026-09-21T10:00:00Z\"}\n"
#define REVIEW                                                      \
	"{\"kind\":\"review\",\"ref\":\"V1\",\"order_ref\":\"O1\"," \
	"\"stars\":3,\"text\":\"so so\",\"at\":\"2026-09-21T14:00:00Z\"}\n"
#define DISPUTE                                                               \
	"{\"kind\":\"dispute\",\"ref\":\"D1\",\"order_ref\":\"O1\",\"type\":" \
	"\"claim\",\"status\":\"needs_response\",\"opened\":"                 \
	"\"2026-09-21T15:00:00Z\",\"respond_by\":\"2026-09-26T15:00:00Z\"}\n"

/* For which the rules propose nothing. */
static const struct turn insulted[] = {
	{ "shop", FIRST, "done", "care.first_order" },
	{ "mail", "[abuse] you fools", "done", "" },
	TAKEN_BACK("reply", "playbook care"),
	END
};

static const struct turn cancelled[] = {
	{ "shop", FIRST, "done", "care.first_order" },
	{ "shop", ORDER_OF("cancelled"), NULL, "" },
	TAKEN_BACK("reply", "playbook care"),
	END
};

static const struct turn disputed[] = {
	{ "shop", FIRST, "done", "care.first_order" },
	{ "shop", DISPUTE, NULL, "dispute.seen" },
	TAKEN_BACK("reply", "playbook care"),
	END
};

static const struct turn reviewed[] = {
	{ "shop", FIRST, "done", "care.first_order" },
	{ "shop", REVIEW, NULL, "care.first_order" },
	END
};

static const struct scenario welcomes[] = {
	{ "the buyer writes", false, insulted },
	{ "the order is cancelled", false, cancelled },
	{ "the order is disputed", false, disputed },
	{ "a review that is none of these", false, reviewed },
};

static void a_welcome_goes_once_something_is_wrong(void **state)
{
	(void)state;
	play_all(welcomes, COUNT_OF(welcomes));
}

/* -- the buyer needs nothing any more -- */

static const struct turn not_asked_yet[] = {
	{ "order", "49.00", NULL, NULL },
	{ "mail", "[damaged] it broke", "wait for the photo",
	  "damaged.photo_request" },
	{ "mail", "[thanks] solved!", "stopped", "thanks.reply" },
	TAKEN_BACK("reply", NEEDS_NOTHING),
	END
};

static const struct turn asked[] = {
	{ "order", "49.00", NULL, NULL },
	{ "mail", "[damaged] it broke", NULL, NULL },
	{ "send", NULL, NULL, NULL },
	{ "mail", "[thanks] I have glued it, all good!", "stopped",
	  "thanks.reply" },
	END
};

static const struct turn looked_into[] = {
	{ "order", "49.00", NULL, NULL },
	{ "mail", "[damaged] it broke", NULL, NULL },
	{ "send", NULL, NULL, NULL },
	{ "mail", "[damaged] here it is", "look", "" },
	{ "mail", "[thanks] solved!", "stopped", "thanks.reply" },
	IS("SELECT count(*) = 0 FROM deadlines WHERE purpose = 'accept' AND "
	   "state = 1"),
	END
};

static const struct turn remedied[] = {
	{ "order", "15.00", NULL, NULL },
	{ "mail", "[damaged] it broke", NULL, NULL },
	{ "send", NULL, NULL, NULL },
	{ "mail", "[damaged] here it is", "look", "" },
	{ "yes", NULL, "wait for it to leave", "refund.keep_item" },
	{ "mail", "[thanks] solved!", "stopped", "thanks.reply" },
	TAKEN_BACK("refund", NEEDS_NOTHING),
	TAKEN_BACK("reply", NEEDS_NOTHING),
	IS("SELECT count(*) = 1 FROM alerts WHERE text LIKE '%this was taken "
	   "back: %refund (action %'"),
	END
};

/* Of a rule, and of a playbook that has ended. */
static const struct turn returned[] = {
	{ "order", "49.00", NULL, NULL },
	{ "mail", "[changed_mind] I do not want it", NULL, "return.how" },
	{ "mail", "[thanks] I keep it!", NULL, "thanks.reply" },
	TAKEN_BACK("reply", NEEDS_NOTHING),
	END
};

#define CLAIMED                                                            \
	{ "order", "49.00", NULL, NULL },                                  \
		{ "mail", "[claim_announced] I open a case", NULL, NULL }, \
		{ "send", NULL, NULL, NULL },                              \
	{                                                                  \
		"mail", "[refund_request] my money, please", "done",       \
			"chosen.refund"                                    \
	}

static const struct turn claimed[] = {
	CLAIMED,
	{ "mail", "[thanks] it is here!", NULL, "thanks.reply" },
	TAKEN_BACK("refund", NEEDS_NOTHING),
	IS("SELECT count(*) = 1 FROM actions WHERE state = 2"),
	END
};

/* What somebody said yes to and has not left waits for another yes, and they
 * are told; thanks take the place of its words. */
static const struct turn approved[] = {
	CLAIMED,
	{ "approve", "refund", NULL, NULL },
	{ "approve", "reply", NULL, NULL },
	{ "mail", "[thanks] it is here!", NULL, NULL },
	IS("SELECT state = 2 AND approved_by IS NULL FROM actions WHERE verb = "
	   "'refund'"),
	IS("SELECT count(*) = 0 FROM actions WHERE template_id = "
	   "'chosen.refund' AND state <> 11"),
	IS("SELECT why LIKE '" NEEDS_NOTHING "%' FROM actions WHERE verb = "
	   "'refund'"),
	IS("SELECT count(*) = 1 FROM alerts WHERE text LIKE '%needs nothing "
	   "any more%action cancel ' || (SELECT id FROM actions WHERE verb = "
	   "'refund') || '`%'"),
	END
};

/* Another such word takes nothing that somebody had approved. */
static const struct turn approved_and_said_twice[] = {
	CLAIMED,
	{ "approve", "refund", NULL, NULL },
	{ "approve", "reply", NULL, NULL },
	{ "mail", "[thanks] it is here!", NULL, NULL },
	{ "mail", "[thanks] all is fine!", NULL, NULL },
	IS("SELECT state = 2 FROM actions WHERE verb = 'refund'"),
	IS("SELECT count(*) = 1 FROM alerts WHERE text LIKE '%action approve ' "
	   "|| (SELECT id FROM actions WHERE verb = 'refund') || '` gives it, "
	   "%'"),
	END
};

/* What they were told of goes on, and the alert says how to stop it. */
static const struct turn told[] = {
	CLAIMED,
	{ "approve", "refund", NULL, NULL },
	{ "make", "reply", NULL, NULL },
	{ "mail", "[thanks] it is here!", NULL, NULL },
	IS("SELECT state IN (3, 4) FROM actions WHERE verb = 'refund'"),
	IS("SELECT count(*) = 1 FROM alerts WHERE text LIKE '%needs nothing "
	   "any more%action cancel ' || (SELECT id FROM actions WHERE verb = "
	   "'refund') || '` stops it%'"),
	END
};

/* What has begun to leave is a person's to look at. */
static const struct turn leaving[] = {
	CLAIMED,
	{ "make", "refund", NULL, NULL },
	{ "mail", "[thanks] it is here!", NULL, NULL },
	IS("SELECT state = 7 FROM actions WHERE verb = 'refund'"),
	END
};

/* Thanks alone end nothing: the buyer still waits. */
static const struct turn polite[] = {
	{ "order", "49.00", NULL, NULL },
	{ "mail", "[damaged] it broke", "wait for the photo",
	  "damaged.photo_request" },
	{ "mail", "[thanks] for looking into it", "wait for the photo",
	  "damaged.photo_request" },
	END
};

static const struct scenario overs[] = {
	{ "nothing was asked yet", false, not_asked_yet },
	{ "a question has left", false, asked },
	{ "a person looks into it", false, looked_into },
	{ "a remedy is proposed", false, remedied },
	{ "by a rule", false, returned },
	{ "money of a playbook", false, claimed },
	{ "money that was approved", false, approved },
	{ "money that was approved, and it is said twice", false,
	  approved_and_said_twice },
	{ "money that they were told of", false, told },
	{ "money that was paid", false, leaving },
	{ "thanks alone", false, polite },
};

static void what_is_proposed_goes_when_the_buyer_needs_nothing(void **state)
{
	(void)state;
	play_all(overs, COUNT_OF(overs));
}

/* -- in what went into it -- */

/* There the money would wait under a closed ticket. A merge by hand refuses to
 * take money along that has not come to rest, so it is put there. */
static void money_of_a_merged_ticket_goes_on_and_is_told(void **state)
{
	struct desk *d = loop_desk();
	char json[60];

	(void)state;
	loop_mail(d, ANN, "h", "[order_status] where is it? #1001");
	loop_mail(d, "bob@example.com", "i", "[invoice] I know of #1001");
	must_do(d, "plan", "mia",
		"{\"verb\":\"refund\",\"order\":\"O1\",\"ticket\":1,"
		"\"amount\":\"49.00\",\"currency\":\"USD\",\"reason\":"
		"\"agreed\"}");
	snprintf(json, sizeof json, "{\"action\":%lld}",
		 (long long)one(d, "SELECT id FROM actions WHERE verb = "
				   "'refund'"));
	must_do(d, "approve", "eva", json);
	run_sql(d, "UPDATE tickets SET state = 3, merged = 2 WHERE id = 1");
	loop_mail(d, "bob@example.com", "i", "[thanks] all is fine!");
	assert_int_equal(one(d, "SELECT state IN (3, 4) FROM actions WHERE "
				"verb = 'refund'"),
			 1);
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE text LIKE "
				"'%action cancel ' || (SELECT id FROM actions "
				"WHERE verb = 'refund') || '` stops it%'"),
			 1);
	desk_close(d);
}

static int64_t how_sure;

static void no_surer(const struct brain *b, const char *text, const char *lang,
		     const char *usual, struct arena *arena,
		     struct classified *out)
{
	shipped.brain.classify(b, text, lang, usual, arena, out);
	if (out->over)
		out->confidence = how_sure;
}

static void step_is(const char *step, int64_t sure)
{
	struct desk *d = loop_desk();

	how_sure = sure;
	test_brain.classify = no_surer;
	loop_mail(d, ANN, "h", "[damaged] it broke");
	loop_mail(d, ANN, "h", "[thanks] solved!");
	assert_string_equal(
		one_text(d, "SELECT step FROM tickets WHERE id = 1"), step);
	ends_the_same(d);
}

static void what_hardly_says_so_takes_nothing_back(void **state)
{
	(void)state;
	step_is("stopped", SURE_OF_MATTER);
	step_is("wait for the photo", SURE_OF_MATTER - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_welcome_goes_once_something_is_wrong),
		cmocka_unit_test(
			what_is_proposed_goes_when_the_buyer_needs_nothing),
		cmocka_unit_test(money_of_a_merged_ticket_goes_on_and_is_told),
		cmocka_unit_test(what_hardly_says_so_takes_nothing_back),
	};

	return cmocka_run_group_tests_name("overtaken", tests, shipped_load,
					   shipped_unload);
}
