/* failed_help.c - see failed_help.h.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action_help.h"
#include "desk/failed_help.h"
#include "desk/loop_help.h"

#define REFUSAL                                                              \
	"the buyer of T-1 was told of task 1 (warehouse, reship), of which " \
	"nothing came: `ticket reply T-1 TEXT --tells task:1`, or give "     \
	"--force "                                                           \
	"REASON"

const struct step_given reship_step = { "warehouse", "reship", "t.coming",
					false };

struct desk *desk_that_told(void)
{
	struct desk *d = desk_with_a_turn(&reship_step, 1);

	act(d, "approve", newest(d, "reply"));
	reply_leaves(d);
	task_fails(d, 1);
	pass(d, SECOND_MS);
	return d;
}

struct desk *desk_where_a_person_told(void)
{
	struct desk *d = desk_where_words_need_backing();

	gives(d, "warehouse", "reship");
	must_do(d, "reply", "tom", REPLY("We reship it"));
	reply_leaves(d);
	return d;
}

void is_owed(struct desk *d)
{
	stuck_as(d, "failed", 1);
	must_refuse(d, "close", "{" CLOSE "}", REFUSAL);
	assert_int_equal(one(d, OPEN_ALARM), 1);
}

void is_owed_no_more(struct desk *d)
{
	stuck_as(d, NULL, 0);
	assert_int_equal(one(d, OPEN_ALARM), 0);
	must_do(d, "close", "tom", "{" CLOSE "}");
}

void writes_from_work(struct desk *d)
{
	CLEANUP(str_release) struct str line = STR_INIT;

	put_mail_line(&line, (struct mail_line){ .ref = "m2",
						 .thread = "m2",
						 .from = "ann@work.example",
						 .subject = "#1001",
						 .text = "it broke" });
	deliver_line(d, "mail", &line);
}

void goes_into_another(struct desk *d)
{
	writes_from_work(d);
	must_do(d, "merge", "tom",
		"{\"ticket\":1,\"into\":2,\"force\":\"the same\"}");
}
