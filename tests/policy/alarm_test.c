/* alarm_test.c - who is told of alerts, as policy/alerts.conf says it: ladders,
 * turns of who is on call, and quiet hours.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/when.h"
#include "help/draw.h"
#include "help/place.h"
#include "policy/people/alarm.h"
#include "policy/shipped.h"
#include "policy/time/quiet.h"

static int64_t at(const char *text)
{
	struct when w;
	struct err err = { 0 };

	if (when_parse(&w, text, &err))
		fail_msg("%s", err.text);
	return w.ms;
}

/* -- a file of our own, with the calendars that are shipped -- */

struct made {
	struct mistakes m;
	struct conf *conf;
	struct alarms_file a;
	char *path;
};

static void make(struct made *made, const char *text)
{
	struct err err = { 0 };

	*made = (struct made){ .path = in_scratch("alerts.conf") };
	if (file_write(made->path, text, strlen(text), 0600, &err))
		fail_msg("%s", err.text);
	made->conf = conf_open(made->path, &made->m);
	assert_non_null(made->conf);
	alarms_read(&made->a, made->conf, &policy->calendars, &policy->facts,
		    &arena);
}

static void end(struct made *made)
{
	alarms_release(&made->a);
	conf_close(made->conf);
	mistakes_release(&made->m);
	free(made->path);
}

/* -- ladders -- */

static const char *ladder(const char *cause, const char *tier,
			  const char *weight)
{
	return alarms_ladder(&policy->alarms, cause, tier, weight)->name;
}

/* Who is on call hears of it at once, then the owner, through the night. */
static void a_danger_to_people_waits_for_no_morning(void **state)
{
	const struct ladder *danger =
		alarms_ladder(&policy->alarms, "danger", "red", "error");

	(void)state;
	assert_string_equal(danger->name, "danger");
	assert_true(danger->urgent);
	assert_int_equal(danger->steps.len, 3);
	assert_true(words_have(danger->steps.at[1].to, "on_call"));
	assert_int_equal(danger->steps.at[1].after_ms, 0);
	assert_true(words_have(danger->steps.at[1].by, "sms"));
	assert_string_equal(danger->steps.at[2].to, "owner");
	assert_int_equal(danger->again_ms, 15 * MINUTE_MS);
}

/* A204: app, mail, and text message or push. */
static void a204_what_is_shipped_has_three_levels_for_what_is_red(void **state)
{
	const struct ladder *red =
		alarms_ladder(&policy->alarms, "arrived", "red", "warning");

	(void)state;
	assert_int_equal(red->steps.len, 3);
	assert_true(red->urgent);
	assert_int_equal(red->times, 10);
	assert_string_equal(red->steps.at[0].by, "app");
	assert_string_equal(red->steps.at[1].by, "email");
	assert_string_equal(red->steps.at[2].by, "sms push");
	assert_true(words_have(red->steps.at[2].to, "on_call"));
	assert_string_equal(policy->alarms.arrivals, "red payment_failed");
}

static void
the_cause_counts_before_the_tier_and_that_before_the_weight(void **state)
{
	(void)state;
	assert_string_equal(ladder("vip", "blue", "error"), "vip");
	assert_string_equal(ladder("breaker", "", "warning"), "red");
	assert_string_equal(ladder("remind", "red", "warning"), "red");
	assert_string_equal(ladder("remind", "yellow", "warning"), "usual");
	assert_string_equal(ladder("anchor", "", "error"), "usual");
	assert_string_equal(ladder("breach", "red", "error"), "red");
	assert_string_equal(ladder("breach", "blue", "error"), "usual");
	assert_string_equal(ladder("held", "blue", "warning"), "rest");
}

/* -- mistakes -- */

static void mistake_is(const char *text, int line, const char *words)
{
	struct made made;
	CLEANUP(free_ptr) char *where = NULL;

	make(&made, text);
	where = xasprintf("%s:%d: ", made.path, line);
	if (made.m.list.len != 1)
		fail_msg("%zu mistakes in %s", made.m.list.len, text);
	if (!text_starts(made.m.list.at[0], where) ||
	    !strstr(made.m.list.at[0], words))
		fail_msg("\"%s\" and not %s... %s", made.m.list.at[0], where,
			 words);
	end(&made);
}

static void every_mistake_names_its_line_and_the_right_word(void **state)
{
	(void)state;
	mistake_is("arrivals = [ \"rde\" ];\n", 1, "it is a tier");
	mistake_is("\narrivals = [ \"review_bda\" ];\n", 2,
		   "did you mean \"review_bad\"?");
	mistake_is("ladders = (\n{ name = \"a\"; of = \"braeker\"; } );\n", 2,
		   "did you mean \"breaker\"?");
	mistake_is("ladders = ( { name = \"a\"; of = \"red\"; },\n"
		   "{ name = \"b\"; of = \"red\"; } );\n",
		   2, "stands in ladder \"a\" already");
	mistake_is("ladders = ( { name = \"a\"; of = \"red\"; levels = (\n"
		   "{ by = \"mail\"; to = \"owner\"; } ); } );\n",
		   2, "did you mean \"email\"?");
	mistake_is("ladders = ( { name = \"a\"; of = \"red\"; levels = (\n"
		   "{ by = \"sms\"; to = \"oncall\"; } ); } );\n",
		   2, "did you mean \"on_call\"?");
	mistake_is("ladders = ( { name = \"a\"; of = \"red\"; levels = (\n"
		   "{ by = \"sms\"; } ); } );\n",
		   2, "\"to\" is missing");
	mistake_is("ladders = ( { name = \"a\"; of = \"red\";\n"
		   "again = \"1 s\"; } );\n",
		   2, "a minute or more");
	mistake_is("ladders = ( { name = \"a\"; of = \"red\";\n"
		   "times = 101; } );\n",
		   2, "1 to 100");
	mistake_is("ladders = ( { name = \"a\"; of = \"red\";\n"
		   "times = 0; } );\n",
		   2, "1 to 100");
	mistake_is("channels = (\n{ name = \"sms\"; a_day = 5;\n"
		   "kept_for_urgent = 5; } );\n",
		   3, "less than all of it");
	mistake_is("on_call = (\n{ who = \"mia\"; calendar = \"nights\"; } "
		   ");\n",
		   2, "no calendar of calendars.conf");
	mistake_is("on_call = (\n{ who = \"mia\"; turn = \"7 d\"; } );\n", 2,
		   "needs the day");
	mistake_is("\nvip = { hours = \"shop\"; };\n", 2,
		   "no ladder has \"vip\"");
	mistake_is("ladders = ( { name = \"a\"; of = \"vip\"; } );\n"
		   "vip = { };\n",
		   2, "\"hours\" is missing");
	/* As it was said before. */
	mistake_is("ladders = ( { name = \"a\"; of = \"vip\"; } );\n"
		   "vip = { hours = \"shop\";\nbuyers = [ \"7\" ]; };\n",
		   3, "said once, in facts.conf: move \"buyers\"");
	mistake_is("ladders = ( { name = \"a\"; of = \"vip\"; } );\n"
		   "vip = { hours = \"shop\";\n"
		   "when = \"buyer_orders >= 20\"; };\n",
		   3, "said once, in facts.conf: move \"when\"");
	mistake_is("ladders = ( { name = \"a\"; of = \"red\"; } );\nlader = 1;"
		   "\n",
		   2, "unknown key \"lader\"");
}

/* -- on call -- */

static const char rota[] =
	"on_call = ( { who = [ \"mia\", \"tom\", \"eva\" ]; calendar = "
	"\"shop\";\n"
	"  turn = \"7 d\"; since = \"2026-11-23\"; },\n"
	"  { who = \"ole\"; } );\n";

static const char *on_call(const struct made *made, const char *moment,
			   size_t i)
{
	const char *who = alarms_on_call(&made->a, at(moment), i, &arena);

	return who ? who : "";
}

/* The shop's calendar is Berlin's, from 09:00 on working days. */
static void turns_change_at_midnight_of_their_place(void **state)
{
	struct made made;

	(void)state;
	make(&made, rota);
	assert_int_equal(made.m.list.len, 0);
	assert_string_equal(on_call(&made, "2026-11-27T16:00:00Z", 0), "mia");
	assert_string_equal(on_call(&made, "2026-11-30T08:00:00Z", 0), "tom");
	assert_string_equal(on_call(&made, "2026-12-07T08:00:00Z", 0), "eva");
	assert_string_equal(on_call(&made, "2026-12-14T08:00:00Z", 0), "mia");
	/* Before the first turn they go backwards. */
	assert_string_equal(on_call(&made, "2026-11-20T08:00:00Z", 0), "eva");
	/* The others stand in, then whoever else is there. */
	assert_string_equal(on_call(&made, "2026-11-30T08:00:00Z", 1), "eva");
	assert_string_equal(on_call(&made, "2026-11-30T08:00:00Z", 2), "mia");
	assert_string_equal(on_call(&made, "2026-11-30T08:00:00Z", 3), "ole");
	assert_string_equal(on_call(&made, "2026-11-30T08:00:00Z", 4), "");
	/* In lunch hours, at night and on a Sunday. */
	assert_string_equal(on_call(&made, "2026-11-30T11:45:00Z", 0), "ole");
	assert_string_equal(on_call(&made, "2026-11-30T22:00:00Z", 0), "ole");
	assert_string_equal(on_call(&made, "2026-11-29T10:00:00Z", 0), "ole");
	end(&made);
}

/* -- quiet hours -- */

/* Minute by minute: does the wall show such an hour? */
static bool wall_is_quiet(const struct quiet *q, const struct zone *z,
			  int64_t moment)
{
	int64_t minute = zone_civil(z, moment) / MINUTE_MS % (24 * 60);

	return (minute >= q->from && minute < q->until) ||
	       (minute + 24 * 60 >= q->from && minute + 24 * 60 < q->until);
}

static const char *const zones[] = { "Europe/Berlin", "America/New_York",
				     "Asia/Kolkata",  "Australia/Lord_Howe",
				     "Asia/Tokyo",    "America/St_Johns" };

/* Around the days on which clocks are set, too: a quarter of the cases. */
static int64_t draw_moment(uint64_t *seed, const struct zone *z)
{
	if (z->shifts.len > 1 && draw(seed, 4) == 0) {
		size_t i = (size_t)draw(seed, z->shifts.len - 1) + 1;

		return z->shifts.at[i].from - 12 * HOUR_MS +
		       (int64_t)draw(seed, 24 * 60) * MINUTE_MS;
	}
	return at("2026-01-01T00:00:00Z") +
	       (int64_t)draw(seed, 3 * 365 * 24 * 60) * MINUTE_MS;
}

static void quiet_hours_agree_with_the_wall(void **state)
{
	uint64_t seed = 1;
	int quiet = 0;

	(void)state;
	for (size_t k = 0; k < COUNT_OF(zones); k++) {
		struct zone *z = zone_open(zones[k]);

		assert_non_null(z);
		for (int n = 0; n < 2000; n++) {
			int from = (int)draw(&seed, 24 * 60);
			struct quiet q = {
				from, from + 1 + (int)draw(&seed, 15 * 60)
			};
			int64_t moment = draw_moment(&seed, z);
			int64_t until = quiet_until(&q, z, moment);

			if (wall_is_quiet(&q, z, moment) != (until != 0))
				fail_msg("%s, seed 1, case %d: %lld", zones[k],
					 n, (long long)moment);
			/* It is over then, and was not long before. */
			if (until &&
			    (until <= moment || wall_is_quiet(&q, z, until) ||
			     until - moment > 17 * HOUR_MS))
				fail_msg("%s, seed 1, case %d: %lld until %lld",
					 zones[k], n, (long long)moment,
					 (long long)until);
			quiet += until != 0;
		}
		zone_close(z);
	}
	printf("# %d of 12000 moments were quiet\n", quiet);
}

static void hours_of_quiet_are_two_of_a_day(void **state)
{
	static const char *const wrong[] = { "", "22-7", "22:00-22:00",
					     "25:00-07:00", "22:00 - 07:00" };
	struct err err;
	struct quiet q;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		assert_int_equal(quiet_parse(&q, wrong[i], &err), -1);
	assert_int_equal(quiet_parse(&q, "22:00-07:00", &err), 0);
	assert_int_equal(q.until - q.from, 9 * 60);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_danger_to_people_waits_for_no_morning),
		cmocka_unit_test(
			a204_what_is_shipped_has_three_levels_for_what_is_red),
		cmocka_unit_test(
			the_cause_counts_before_the_tier_and_that_before_the_weight),
		cmocka_unit_test(
			every_mistake_names_its_line_and_the_right_word),
		cmocka_unit_test(turns_change_at_midnight_of_their_place),
		cmocka_unit_test(quiet_hours_agree_with_the_wall),
		cmocka_unit_test(hours_of_quiet_are_two_of_a_day),
	};

	return cmocka_run_group_tests(tests, shipped_load, shipped_unload);
}
