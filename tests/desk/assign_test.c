/* assign_test.c - whose a ticket is: by skill and load, and when people come
 * and go.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/staff_help.h"
#include "help/draw.h"
#include "help/full.h"

#define MONDAY "2026-09-21T08:00:00Z"

static const struct agent_entry three[] = {
	{ .name = "mia", .skills = "logistics", .languages = "en de" },
	{ .name = "tom", .role = "manager", .skills = "goods" },
	{ .name = "eva", .role = "owner", .skills = "goods claim_announced" },
};

static const char *owner_of(struct desk *d, int ticket)
{
	return db_text(desk_db(d), &d->arena,
		       "SELECT owner FROM tickets WHERE id = ?1", "i",
		       (int64_t)ticket);
}

static const char *why_of(struct desk *d, int ticket)
{
	return db_text(desk_db(d), &d->arena,
		       "SELECT owner_why FROM tickets WHERE id = ?1", "i",
		       (int64_t)ticket);
}

static int64_t load_of(struct desk *d, const char *name)
{
	return db_i64(desk_db(d), 0,
		      "SELECT open_load FROM agents WHERE name = ?1", "s",
		      name);
}

/* What is kept is what could be counted. */
static void loads_are_right(struct desk *d)
{
	assert_int_equal(one(d,
			     "SELECT count(*) FROM agents a WHERE "
			     "coalesce(open_load, 0) <> (SELECT count(*) FROM "
			     "tickets t WHERE t.owner = a.name AND state < 3)"),
			 0);
}

static int64_t alerts(struct desk *d)
{
	return one(d, "SELECT count(*) FROM alerts WHERE cause = 'unassigned' "
		      "AND acknowledged IS NULL");
}

/* A26 */
static void
a26_a_new_case_is_given_in_the_transaction_that_takes_it(void **state)
{
	struct desk *d = staff_desk(three, COUNT_OF(three), MONDAY);

	(void)state;
	put_case(d, (struct case_line){ .n = 1 });
	assert_string_equal(owner_of(d, 1), "mia");
	assert_int_equal(
		one(d, "SELECT count(*) FROM journal WHERE kind = 'text_in' "
		       "AND decisions LIKE '%\"owner\":\"mia\"%'"),
		1);
	ends_the_same(d);
}

/* A26 */
static void a26_what_nobody_may_take_is_unassigned_with_one_alert(void **state)
{
	static const struct agent_entry late[] = { { .name = "mia",
						     .calendar = "late" } };
	struct desk *d = staff_desk(late, 1, MONDAY);

	(void)state;
	put_case(d, (struct case_line){ .n = 1 });
	put_case(d, (struct case_line){ .n = 2 });
	assert_string_equal(owner_of(d, 1), "");
	assert_int_equal(alerts(d), 1);
	assert_int_equal(one(d, "SELECT count FROM alerts"), 2);
	assert_string_equal(one_text(d, "SELECT level FROM alerts"), "warning");
	/* She comes at 14:00. */
	pass(d, 6 * HOUR_MS - SECOND_MS);
	assert_int_equal(load_of(d, "mia"), 0);
	pass(d, SECOND_MS);
	assert_int_equal(load_of(d, "mia"), 2);
	assert_int_equal(alerts(d), 0);
	loads_are_right(d);
	ends_the_same(d);
}

static void a_desk_without_agents_has_no_surprise(void **state)
{
	struct desk *d = staff_desk(NULL, 0, MONDAY);

	(void)state;
	put_case(d, (struct case_line){ .n = 1 });
	assert_string_equal(owner_of(d, 1), "");
	assert_int_equal(alerts(d), 0);
	ends_the_same(d);
}

static void who_is_the_first_agent_gets_all_and_the_last_leaves_it(void **state)
{
	struct desk *d = staff_desk(NULL, 0, MONDAY);

	(void)state;
	put_case(d, (struct case_line){ .n = 1 });
	staff_set(d, three, 1);
	assert_string_equal(owner_of(d, 1), "mia");
	staff_set(d, NULL, 0);
	assert_string_equal(owner_of(d, 1), "");
	assert_int_equal(alerts(d), 0);
	loads_are_right(d);
	desk_close(d); /* the policy of before is gone */
}

/* A77 */
static void a77_skill_by_type_decides_and_says_why(void **state)
{
	static const struct {
		const char *text, *owner, *why;
	} cases[] = {
		{ "not received", "mia",
		  "skill logistics, speaks en, 0 open, nobody else there is as "
		  "suited" },
		{ "quality", "tom", "skill goods, 0 open, least of 2 equals" },
		{ "damaged", "eva", "skill goods, 0 open, least of 2 equals" },
		{ "claim announced", "eva",
		  "a key matter, skill claim_announced, 1 open, nobody else "
		  "there is as suited" },
		/* Nobody's trade: who has least to do. */
		{ "something", "mia",
		  "nobody there has the skill for other, speaks en, 1 open, "
		  "least of 3 equals" },
	};
	struct desk *d = staff_desk(three, COUNT_OF(three), MONDAY);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		int n = (int)i + 1;

		put_case(d,
			 (struct case_line){ .n = n, .text = cases[i].text });
		assert_string_equal(owner_of(d, n), cases[i].owner);
		assert_string_equal(why_of(d, n), cases[i].why);
	}
	ends_the_same(d);
}

static void language_country_and_shop_are_looked_at_too(void **state)
{
	static const struct agent_entry all[] = {
		{ .name = "mia", .shops = "elsewhere" },
		{ .name = "tom", .languages = "en", .countries = "US" },
		{ .name = "eva", .languages = "pt-BR" },
		{ .name = "ada", .role = "auditor", .languages = "pt" },
		{ .name = "kai", .languages = "en", .countries = "JP" },
	};
	struct desk *d = staff_desk(all, COUNT_OF(all), MONDAY);

	(void)state;
	put_case(d, (struct case_line){ .n = 1, .lang = "pt" });
	assert_string_equal(owner_of(d, 1), "eva");
	put_case(d, (struct case_line){ .n = 2, .country = "JP" });
	assert_string_equal(owner_of(d, 2), "kai");
	put_case(d, (struct case_line){ .n = 3, .country = "US" });
	assert_string_equal(owner_of(d, 3), "tom");
	ends_the_same(d);
}

/* A79: the best expert gets a key matter though others have less to do. */
static void a79_a_key_matter_goes_to_the_best_expert(void **state)
{
	static const struct agent_entry two[] = {
		{ .name = "tom" },
		{ .name = "mia", .skills = "goods" },
	};
	struct desk *d = staff_desk(two, COUNT_OF(two), MONDAY);

	(void)state;
	put_case(d, (struct case_line){ .n = 1, .text = "quality" });
	assert_string_equal(owner_of(d, 1), "mia");
	put_case(d, (struct case_line){ .n = 2, .text = "quality" });
	assert_string_equal(owner_of(d, 2), "tom");
	put_case(d, (struct case_line){ .n = 3, .text = "quality" });
	put_case(d, (struct case_line){
			    .n = 4, .text = "quality", .total = "200.00" });
	assert_string_equal(owner_of(d, 4), "mia");
	put_case(d, (struct case_line){
			    .n = 5, .text = "quality", .total = "199.99" });
	assert_string_equal(owner_of(d, 5), "tom");
	ends_the_same(d);
}

static void who_is_away_hands_over_and_gets_nothing(void **state)
{
	struct desk *d = staff_desk(three, COUNT_OF(three), MONDAY);
	struct err err;

	(void)state;
	for (int n = 1; n <= 4; n++)
		put_case(d, (struct case_line){ .n = n });
	assert_int_equal(load_of(d, "mia"), 4);
	assert_int_equal(
		do_cmd(d, "away", "tom", "{\"agent\":\"nobody\"}", &err), -1);
	assert_int_equal(do_cmd(d, "away", "tom",
				"{\"agent\":\"mia\",\"until\":5}", &err),
			 -1);
	must_do(d, "away", "mia", "{\"agent\":\"mia\",\"for\":36000000}");
	assert_int_equal(load_of(d, "mia"), 0);
	assert_int_equal(load_of(d, "tom"), 2);
	assert_int_equal(load_of(d, "eva"), 2);
	assert_int_equal(strncmp(why_of(d, 1), "mia is away; ", 13), 0);
	put_case(d, (struct case_line){ .n = 5 });
	assert_int_equal(load_of(d, "mia"), 0);
	/* Ten hours later she is back by herself. */
	pass(d, 10 * HOUR_MS);
	put_case(d, (struct case_line){ .n = 6 });
	assert_string_equal(owner_of(d, 6), "mia");
	loads_are_right(d);
	ends_the_same(d);
}

static void an_agent_speaks_for_nobody_else(void **state)
{
	static const struct agent_entry two[] = { { .name = "mia" },
						  { .name = "kai" } };
	struct desk *d = staff_desk(two, COUNT_OF(two), MONDAY);
	struct err err;

	(void)state;
	assert_int_equal(do_cmd(d, "away", "mia", "{\"agent\":\"kai\"}", &err),
			 -1);
	assert_int_equal(err.code, ERR_DENIED);
	must_do(d, "away", "tom", "{\"agent\":\"kai\"}");
	assert_int_equal(do_cmd(d, "back", "mia", "{\"agent\":\"kai\"}", &err),
			 -1);
	must_do(d, "back", "eva", "{\"agent\":\"kai\"}");
	ends_the_same(d);
}

/* The most urgent first, then what is due first. */
static void who_comes_back_gets_what_nobody_had(void **state)
{
	static const struct agent_entry two[] = {
		{ .name = "mia" },
		{ .name = "tom", .role = "manager" },
	};
	struct desk *d = staff_desk(two, COUNT_OF(two), MONDAY);

	(void)state;
	must_do(d, "away", "mia", "{\"agent\":\"mia\"}");
	put_case(d, (struct case_line){ .n = 1, .text = "quality" });
	assert_string_equal(owner_of(d, 1), "tom");
	must_do(d, "away", "tom", "{\"agent\":\"tom\"}");
	assert_string_equal(owner_of(d, 1), "");
	assert_int_equal(alerts(d), 1);
	put_case(d, (struct case_line){ .n = 2, .text = "damaged" });
	put_case(d, (struct case_line){ .n = 3, .text = "claim announced" });
	must_do(d, "back", "mia", "{\"agent\":\"mia\"}");
	assert_int_equal(alerts(d), 0);
	assert_int_equal(load_of(d, "mia"), 3);
	assert_string_equal(why_of(d, 3),
			    "a key matter, 0 open, nobody else there is as "
			    "suited");
	assert_string_equal(why_of(d, 1),
			    "1 open, nobody else there is as suited");
	loads_are_right(d);
	ends_the_same(d);
}

static void the_end_of_a_shift_hands_over_where_it_is_so(void **state)
{
	static const struct agent_entry shifts[] = {
		{ .name = "mia", .calendar = "early", .hand_over = true },
		{ .name = "kai", .calendar = "early" },
		{ .name = "tom", .role = "manager", .calendar = "late" },
	};
	struct desk *d = staff_desk(shifts, COUNT_OF(shifts), MONDAY);

	(void)state;
	for (int n = 1; n <= 4; n++)
		put_case(d, (struct case_line){ .n = n });
	assert_int_equal(load_of(d, "mia"), 2);
	assert_int_equal(load_of(d, "kai"), 2);
	pass(d, 6 * HOUR_MS);
	assert_int_equal(load_of(d, "mia"), 0);
	assert_int_equal(load_of(d, "kai"), 2);
	assert_int_equal(load_of(d, "tom"), 2);
	loads_are_right(d);
	ends_the_same(d);
}

static void who_left_the_manifest_hands_over(void **state)
{
	struct desk *d = staff_desk(three, COUNT_OF(three), MONDAY);

	(void)state;
	put_case(d, (struct case_line){ .n = 1 });
	assert_string_equal(owner_of(d, 1), "mia");
	staff_set(d, three + 1, 2);
	assert_string_equal(owner_of(d, 1), "tom");
	loads_are_right(d);
	desk_close(d); /* the policy of before is gone */
}

/* Nobody else would look at it before the next shift. */
static void what_opens_again_goes_to_somebody_who_is_there(void **state)
{
	struct desk *d = staff_desk(three, COUNT_OF(three), MONDAY);

	(void)state;
	put_case(d, (struct case_line){ .n = 1 });
	assert_string_equal(owner_of(d, 1), "mia");
	must_do(d, "close", "tom",
		"{\"ticket\":1,\"outcome\":\"done\",\"cause\":\"delay\","
		"\"force\":\"a test\"}");
	must_do(d, "away", "mia", "{\"agent\":\"mia\"}");
	must_do(d, "reopen", "tom", "{\"ticket\":1}");
	assert_string_equal(owner_of(d, 1), "tom");
	loads_are_right(d);
	ends_the_same(d);
}

/* More than one command moves: they go in steps, and none is lost. */
static void many_tickets_move_in_steps(void **state)
{
	static const struct agent_entry two[] = { { .name = "mia" },
						  { .name = "tom" } };
	struct desk *d = staff_desk(two, 1, MONDAY);

	(void)state;
	for (int n = 1; n <= 1100; n++)
		put_case(d, (struct case_line){ .n = n });
	staff_set(d, two + 1, 1);
	assert_int_equal(load_of(d, "tom"), 500);
	pass(d, SECOND_MS);
	pass(d, SECOND_MS);
	assert_int_equal(load_of(d, "tom"), 1100);
	loads_are_right(d);
	desk_close(d);
}

/* More than a round asks about stand in front, and nobody who is there may take
 * one of them. */
static void what_nobody_may_take_hides_nothing_behind_it(void **state)
{
	static const struct agent_entry two[] = {
		{ .name = "mia", .shops = "shop" },
		{ .name = "tom", .shops = "mail" }
	};
	struct desk *d = staff_desk(two, COUNT_OF(two), MONDAY);

	(void)state;
	must_do(d, "away", "mia", "{\"agent\":\"mia\"}");
	must_do(d, "away", "tom", "{\"agent\":\"tom\"}");
	for (int n = 1; n <= 2050; n++)
		put_case(d, (struct case_line){ .n = n });
	now_ms += HOUR_MS;
	put_case(d, (struct case_line){ .n = 2051 });
	run_sql(d, "UPDATE tickets SET shop = (SELECT id FROM shops WHERE "
		   "label = 'mail') WHERE id = 2051");
	must_do(d, "back", "tom", "{\"agent\":\"tom\"}");
	assert_int_equal(load_of(d, "tom"), 0);
	pass(d, SECOND_MS);
	assert_string_equal(owner_of(d, 2051), "tom");
	/* And it comes to an end. */
	pass(d, SECOND_MS);
	assert_int_equal(one(d, "SELECT count(*) FROM deadlines WHERE state = "
				"1 AND purpose = 'shift' AND period > ''"),
			 0);
	loads_are_right(d);
	desk_close(d);
}

/* -- A79 over random teams -- */

#define TEAM_MAX 20

struct team {
	struct agent_entry agents[TEAM_MAX];
	bool away[TEAM_MAX];
	int count;
	int64_t before[TEAM_MAX];
};

static const char *const skill_sets[] = { "", "logistics", "goods",
					  "logistics goods" };
static const char *const language_sets[] = { "", "en", "en de" };

static void make_team(struct team *t, uint64_t *state)
{
	static char names[TEAM_MAX][16];

	*t = (struct team){ .count = 2 + (int)draw(state, TEAM_MAX - 1) };
	for (int i = 0; i < t->count; i++) {
		snprintf(names[i], sizeof names[i], "a%d", i);
		t->agents[i] = (struct agent_entry){
			.name = names[i],
			.skills = skill_sets[draw(state, 4)],
			.languages = language_sets[draw(state, 3)],
		};
	}
}

static bool equals(const struct team *t, int a, int b)
{
	return text_eq(t->agents[a].skills, t->agents[b].skills) &&
	       text_eq(t->agents[a].languages, t->agents[b].languages);
}

static int64_t widest(struct desk *d, const struct team *t)
{
	int64_t most = 0;

	for (int a = 0; a < t->count; a++)
		for (int b = 0; b < t->count; b++) {
			int64_t gap = load_of(d, t->agents[a].name) -
				      load_of(d, t->agents[b].name);

			if (equals(t, a, b) && !t->away[a] && !t->away[b] &&
			    gap > most)
				most = gap;
		}
	return most;
}

/* Whoever got it had the least of their equals who are there: so an assignment
 * never makes a difference above 1. */
static void is_the_least(struct desk *d, const struct team *t, int ticket)
{
	const char *owner = owner_of(d, ticket);
	int who = -1;

	for (int i = 0; i < t->count; i++)
		if (text_eq(t->agents[i].name, owner))
			who = i;
	assert_true(who >= 0);
	assert_false(t->away[who]);
	for (int i = 0; i < t->count; i++)
		if (equals(t, i, who) && !t->away[i] &&
		    t->before[i] < t->before[who])
			fail_msg("T-%d went to %s with %lld open, %s has %lld",
				 ticket, owner, (long long)t->before[who],
				 t->agents[i].name, (long long)t->before[i]);
}

static void note_loads(struct desk *d, struct team *t)
{
	for (int i = 0; i < t->count; i++)
		t->before[i] = load_of(d, t->agents[i].name);
}

static void random_case(struct desk *d, struct team *t, int n, uint64_t *state)
{
	static const char *const texts[] = { "not received", "quality",
					     "damaged", "claim announced",
					     "something" };
	static const char *const langs[] = { "en", "de", "fr" };

	note_loads(d, t);
	put_case(d, (struct case_line){
			    .n = n,
			    .text = texts[draw(state, COUNT_OF(texts))],
			    .lang = langs[draw(state, COUNT_OF(langs))],
			    .total = draw(state, 9) ? "12.00" : "300.00" });
	is_the_least(d, t, n);
}

/* A79 */
static void a79_equals_differ_by_one_at_most_after_each_assignment(void **state)
{
	uint64_t seed = full_seed(79);
	int teams = (int)full_or_quick(40, 5);
	int tickets = 0;

	(void)state;
	for (int k = 0; k < teams; k++) {
		struct team t;
		struct desk *d;

		make_team(&t, &seed);
		d = staff_desk(t.agents, (size_t)t.count, MONDAY);
		for (int n = 1; n <= 600; n++, tickets++) {
			random_case(d, &t, n, &seed);
			if (widest(d, &t) > 1)
				fail_msg("team %d: after T-%d two equals "
					 "differ by %lld",
					 k, n, (long long)widest(d, &t));
		}
		loads_are_right(d);
		desk_close(d);
	}
	print_message("# A79: %d tickets, %d teams of 2 to %d\n", tickets,
		      teams, TEAM_MAX);
}

static void say(struct desk *d, struct team *t, int who, bool away)
{
	char json[60];

	snprintf(json, sizeof json, "{\"agent\":\"%s\"}", t->agents[who].name);
	must_do(d, away ? "away" : "back", "eva", json);
	t->away[who] = away;
}

static int present(const struct team *t)
{
	int n = 0;

	for (int i = 0; i < t->count; i++)
		n += !t->away[i];
	return n;
}

static void close_one(struct desk *d, uint64_t *state, int newest)
{
	int64_t id = db_i64(desk_db(d), 0,
			    "SELECT id FROM tickets WHERE id >= ?1 AND state "
			    "< 3 ORDER BY id LIMIT 1",
			    "i", (int64_t)draw(state, (uint64_t)newest));
	char json[100];

	if (!id)
		return;
	snprintf(json, sizeof json,
		 "{\"ticket\":%lld,\"outcome\":\"done\",\"force\":\"test\"}",
		 (long long)id);
	must_do(d, "close", "eva", json);
}

/* A79, with tickets that end and people who come and go. */
static void a79_the_least_loaded_equal_gets_it_whatever_happens(void **state)
{
	uint64_t seed = full_seed(80);
	int teams = (int)full_or_quick(20, 2);

	(void)state;
	for (int k = 0; k < teams; k++) {
		struct team t;
		struct desk *d;

		make_team(&t, &seed);
		d = staff_desk(t.agents, (size_t)t.count, MONDAY);
		for (int n = 1; n <= 400; n++) {
			int who = (int)draw(&seed, (uint64_t)t.count);

			random_case(d, &t, n, &seed);
			if (draw(&seed, 3) == 0)
				close_one(d, &seed, n);
			if (draw(&seed, 15) == 0 &&
			    (t.away[who] || present(&t) > 1))
				say(d, &t, who, !t.away[who]);
		}
		assert_int_equal(one(d, "SELECT count(*) FROM tickets WHERE "
					"owner IS NULL AND state < 3"),
				 0);
		loads_are_right(d);
		ends_the_same(d);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a26_a_new_case_is_given_in_the_transaction_that_takes_it),
		cmocka_unit_test(
			a26_what_nobody_may_take_is_unassigned_with_one_alert),
		cmocka_unit_test(a_desk_without_agents_has_no_surprise),
		cmocka_unit_test(
			who_is_the_first_agent_gets_all_and_the_last_leaves_it),
		cmocka_unit_test(a77_skill_by_type_decides_and_says_why),
		cmocka_unit_test(language_country_and_shop_are_looked_at_too),
		cmocka_unit_test(a79_a_key_matter_goes_to_the_best_expert),
		cmocka_unit_test(who_is_away_hands_over_and_gets_nothing),
		cmocka_unit_test(an_agent_speaks_for_nobody_else),
		cmocka_unit_test(who_comes_back_gets_what_nobody_had),
		cmocka_unit_test(the_end_of_a_shift_hands_over_where_it_is_so),
		cmocka_unit_test(who_left_the_manifest_hands_over),
		cmocka_unit_test(
			what_opens_again_goes_to_somebody_who_is_there),
		cmocka_unit_test(many_tickets_move_in_steps),
		cmocka_unit_test(what_nobody_may_take_hides_nothing_behind_it),
		cmocka_unit_test(
			a79_equals_differ_by_one_at_most_after_each_assignment),
		cmocka_unit_test(
			a79_the_least_loaded_equal_gets_it_whatever_happens),
	};

	return cmocka_run_group_tests_name("whose a ticket is", tests,
					   staff_load, staff_unload);
}
