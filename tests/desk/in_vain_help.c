/* in_vain_help.c - see in_vain_help.h.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/in_vain_help.h"

struct desk *vain_plays(const struct turn *turns, bool reships)
{
	test_brain = shipped.brain;
	shop_reships = reships;
	return play_on("in vain", turns);
}

void vain_stands_at(struct desk *d, const char *step)
{
	assert_string_equal(one_text(d, STEP), step);
}

void vain_ends(struct desk *d)
{
	vain_stands_at(d, "stopped");
	assert_int_equal(one(d, PROPOSED), 0);
	/* Nor does it wake up later. */
	pass(d, 15 * DAY_MS);
	vain_stands_at(d, "stopped");
	assert_int_equal(one(d, PROPOSED), 0);
	ends_the_same(d);
}

int64_t vain_approved(struct desk *d, const char *verb)
{
	int64_t id = newest(d, verb);

	act(d, "approve", id);
	return id;
}

void vain_refused(struct desk *d, const char *verb)
{
	int64_t id = newest(d, verb);

	assert_int_equal(send_now(d, id), 0);
	assert_int_equal(send_result(d, id, "refused"), 0);
	is_in(d, id, ACTION_REFUSED);
}
