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

/* What became of an action. Written out, not read from the table's flags, which
 * are what is tested: a field that is added belongs here, or is proposed again.
 */
static const char *const life[] = {
	"id",         "effect_class", "state",        "automatic",
	"key",        "intent",       "intent_no",    "generation",
	"after",      "worth",        "baseline",     "paid",
	"reason",     "approved_by",  "message_id",   "result",
	"remote_ref", "why",          "request_hash", "attempts",
	"deaths",     "postponed",    "not_before",   "planned",
	"sent",       "settled",      "looks",        "hold_until",
	"approved",   "doubt",        "matrix_row",   "advised",
	"deviates",   "part_of",      "heard",
};

static bool of_its_life(const struct field *f)
{
	for (size_t i = 0; i < COUNT_OF(life); i++)
		if (text_eq(f->name, life[i]))
			return true;
	return false;
}

/* -- each field -- */

static void fill(const struct field *f, void *rec)
{
	void *at = (char *)rec + f->at;

	switch (f->type) {
	case FIELD_TEXT:
		*(const char **)at = f->name;
		break;
	case FIELD_INT:
	case FIELD_INSTANT:
		*(int64_t *)at = 7;
		break;
	case FIELD_FLAG:
	case FIELD_CHOICE:
		*(int32_t *)at = 1;
		break;
	case FIELD_MONEY:
		*(struct money *)at = (struct money){ 500, "EUR" };
		break;
	default:
		fail_msg("%s: say how it is filled", f->name);
	}
}

static void each_field_stays_or_is_of_its_life(void **state)
{
	struct action full = { 0 }, anew;

	(void)state;
	for (uint32_t i = 0; i < action_kind.count; i++)
		fill(&action_kind.fields[i], &full);
	anew = full;
	kind_begin_anew(&action_kind, &anew);
	for (uint32_t i = 0; i < action_kind.count; i++) {
		const struct field *f = &action_kind.fields[i];

		if (of_its_life(f) == field_known(f, &anew) ||
		    (!of_its_life(f) && !field_same(f, &full, &anew)))
			fail_msg("%s %s", f->name,
				 of_its_life(f) ? "stays" : "is lost");
	}
}

/* -- what a desk proposes again -- */

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

		if (!of_its_life(f) && !field_same(f, &old, &now))
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
	must_do(d, "reply", "mia", "{\"ticket\":1,\"text\":\"We look.\"}");
	act(d, "undo", newest(d, "reply"));
	is_made_anew(d, refund);
	is_made_anew(d, reply);
	arena_release(&arena);
	ends_the_same(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_field_stays_or_is_of_its_life),
		cmocka_unit_test(what_comes_back_is_all_but_what_became_of_it),
	};

	return cmocka_run_group_tests_name("again", tests, shipped_load,
					   shipped_unload);
}
