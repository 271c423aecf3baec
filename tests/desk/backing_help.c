/* backing_help.c - see backing_help.h.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action_help.h"
#include "desk/backing_help.h"
#include "desk/loop_help.h"
#include "desk/ticket/queue.h"
#include "help/fake_brain.h"

/* -- the guard, and the shop -- */

static const char *of_each(const struct brain *b, const struct outgoing *o,
			   struct arena *arena)
{
	static const struct {
		const char *word, *verb;
	} promises[] = { { "refund", "refund" },
			 { "label", "return" },
			 { "reship", "reship" } };

	(void)b;
	for (size_t i = 0; o->may_promise && i < COUNT_OF(promises); i++)
		if (strstr(o->text, promises[i].word) &&
		    !strstr(o->may_promise, promises[i].verb))
			return arena_printf(arena, "the guard stops the %s",
					    promises[i].word);
	return NULL;
}

static struct brain fake;

static bool with_goods(const struct brain *b, const char *instance,
		       const char *name, struct verb_facts *out)
{
	if (!text_eq(name, "return") && !text_eq(name, "reship"))
		return fake.verb(b, instance, name, out);
	*out = (struct verb_facts){ .effect_class = 'B' };
	return true;
}

static struct desk *order_with_a_guard(void)
{
	struct desk *d = desk_with_order();

	fake = test_brain;
	test_brain.guard = of_each;
	test_brain.verb = with_goods;
	return d;
}

struct desk *desk_where_words_need_backing(void)
{
	struct desk *d = order_with_a_guard();

	must_hear(d, "mail", MAIL("m1", "it was not received"));
	return d;
}

/* -- a playbook -- */

static const struct step_given *turn;
static int turn_steps;
static const char *turn_tells_of;

static void begins(const struct brain *b, const struct matter *m,
		   struct arena *arena, struct advice *out)
{
	fake_nothing(b, m, arena, out);
	if (text_eq(m->issue, "not_received"))
		out->playbook = "own";
}

static struct move move_of(const struct brain *b, const struct step_given *s,
			   const struct matter *m)
{
	(void)b;
	return (struct move){ .step = "give",
			      .ask = "",
			      .reply = s->reply,
			      .tells_of = turn_tells_of,
			      .alert = *s->role ? "see to it" : "",
			      .refund = s->refund,
			      .amount = { s->refund ? 500 : 0, "USD" },
			      .reship = "",
			      .back = "",
			      .task = s->role,
			      .gives = s->gives,
			      .task_due = m->now + DAY_MS };
}

static bool plays(const struct brain *b, const char *playbook,
		  const char *after, const struct matter *m,
		  struct arena *arena, struct play *out)
{
	(void)playbook, (void)arena;
	*out = (struct play){ .wait = *after ? "" : "later",
			      .wait_at = m->now + 9 * DAY_MS,
			      .accept = "",
			      .policy = "fake1",
			      .vector = "{}" };
	for (int i = 0; !*after && i < turn_steps; i++)
		out->moves[out->count++] = move_of(b, &turn[i], m);
	return true;
}

static bool waits(const struct brain *b, const char *playbook, const char *step,
		  const struct matter *m, int64_t from, struct play *out)
{
	(void)b, (void)playbook, (void)step, (void)m, (void)from;
	*out = (struct play){ .wait = "later", .accept = "" };
	return true;
}

static const char *goes_on(const struct brain *b, const char *playbook,
			   const struct matter *m)
{
	(void)b, (void)playbook, (void)m;
	return "";
}

static void play_turn(const struct step_given *steps, int count,
		      const char *tells_of)
{
	turn = steps;
	turn_steps = count;
	turn_tells_of = tells_of;
	test_brain.advise = begins;
	test_brain.play = plays;
	test_brain.waits = waits;
	test_brain.play_ends = goes_on;
}

struct desk *desk_with_a_turn(const struct step_given *steps, int count)
{
	struct desk *d = order_with_a_guard();

	play_turn(steps, count, "");
	must_hear(d, "mail", MAIL("m1", "it was not received"));
	return d;
}

void turn_begins(struct desk *d, const struct step_given *step,
		 const char *tells_of)
{
	play_turn(step, 1, tells_of);
	must_hear(d, "mail", MAIL("m2", "it was not received"));
}

/* -- what happens -- */

void gives(struct desk *d, const char *role, const char *what)
{
	static const char sum[] = ",\"amount\":\"5.00\",\"currency\":\"USD\","
				  "\"reason\":\"as agreed\"";
	bool pays = text_eq(what, "refund") || text_eq(what, "coupon");
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"ticket\":1,\"role\":\"%s\",\"text\":\"do "
			       "so\",\"within\":\"24h\",\"gives\":\"%s\"%s}",
			       role, what, pays ? sum : "");

	must_do(d, "task", "mia", json);
}

void task_fails(struct desk *d, int64_t task)
{
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"task\":%lld,\"note\":\"none is left\"}",
			       (long long)task);

	must_do(d, "task_failed", "tom", json);
}

const char *tasks_told(struct desk *d)
{
	return one_text(d, "SELECT coalesce(tasks, '') FROM actions WHERE "
			   "verb = 'reply' ORDER BY id DESC LIMIT 1");
}

void reply_leaves(struct desk *d)
{
	settles(d, newest(d, "reply"));
	pass(d, SECOND_MS);
}

void is_not_found(struct desk *d, int64_t id)
{
	for (int i = 0; i < 2; i++) {
		pass(d, HOUR_MS);
		assert_int_equal(send_result(d, id, "absent"), 0);
	}
}

void retry_is_refused(struct desk *d, const char *words)
{
	CLEANUP(free_ptr)
	char *json = xasprintf("{\"action\":%lld,\"seen\":\"not-done\"}",
			       (long long)newest(d, "reply"));

	must_refuse(d, "retry", json, words);
}

void stuck_as(struct desk *d, const char *why, int64_t by)
{
	CLEANUP(rows_release) struct rows r = queue_stuck(desk_db(d));
	bool any = rows_next(&r);

	assert_int_equal(any, why != NULL);
	if (!why)
		return;
	assert_string_equal(rows_text(&r, 1), why);
	assert_int_equal(rows_i64(&r, 2), by);
}
