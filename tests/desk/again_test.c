/* again_test.c - what is proposed again is what was proposed then, whatever
 * fields it has. SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action_help.h"
#include "desk/loop_help.h"
#include "help/fake_brain.h"
#include "model/codec.h"

static struct arena arena = ARENA_INIT;

static struct action loaded(struct desk *d, int64_t id)
{
	struct action a = { 0 };
	struct err err = { 0 };

	assert_int_equal(record_load(d->db, &action_kind, id, &a, &arena, &err),
			 1);
	return a;
}

/* All of that action but what became of it, in the policy's last one. */
static void is_made_anew(struct desk *d, int64_t id)
{
	struct action old = loaded(d, id);
	CLEANUP(free_ptr)
	char *last = xasprintf("SELECT max(id) FROM actions WHERE rule IS NOT "
			       "NULL AND verb = '%s'",
			       old.verb);
	struct action now = loaded(d, one(d, last));

	for (uint32_t i = 0; i < action_kind.count; i++) {
		const struct field *f = &action_kind.fields[i];

		if (!(f->flags & FIELD_LIFE) && !field_same(f, &old, &now))
			fail_msg("%s has another %s", old.verb, f->name);
	}
	assert_int_equal(old.state, ACTION_CANCELLED);
	assert_int_equal(now.state, ACTION_WAITING);
	assert_true(now.id > old.id);
	assert_true(now.settled == 0 && now.approved == 0 && now.sent == 0);
}

/* Money and the words that offer it, of a playbook that a person's own words
 * had ended. */
static void what_comes_back_is_all_but_what_became_of_it(void **state)
{
	struct desk *d = loop_offered();
	int64_t refund = newest(d, "refund"), reply = newest(d, "reply");

	(void)state;
	fake_undo = HOUR_MS;
	pass(d, MINUTE_MS);
	run_sql(d, "UPDATE actions SET besides = '[7]', files = '1:a', "
		   "beside = 9 WHERE verb = 'reply'");
	must_do(d, "reply", "mia", "{\"ticket\":1,\"text\":\"We look.\"}");
	act(d, "undo", newest(d, "reply"));
	is_made_anew(d, refund);
	is_made_anew(d, reply);
	arena_release(&arena);
	desk_close(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_comes_back_is_all_but_what_became_of_it),
	};

	return cmocka_run_group_tests_name("again", tests, shipped_load,
					   shipped_unload);
}
