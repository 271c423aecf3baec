/* playbook_unclear_test.c - an answer to an offer that chooses nothing gives
 * nothing, whatever matter it would be by itself: the packs read it, and the
 * shipped playbook goes by that.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/when.h"
#include "desk/action_help.h"
#include "desk/lost_help.h"
#include "policy/chosen_none.h"

static const char *heard_lang, *heard_text = "";
static int64_t heard_confidence;

/* The answer as the packs read it; how sure they are may be raised, as if they
 * had learnt more. */
static void by_packs(const struct brain *b, const char *text, const char *lang,
		     const char *channel, struct arena *arena,
		     struct classified *out)
{
	struct guess g;

	if (!*heard_text || !strstr(text, heard_text)) {
		shipped.brain.classify(b, text, lang, channel, arena, out);
		return;
	}
	chosen_classify(heard_text, heard_lang, arena, &g);
	*out = (struct classified){ .issue = g.issue,
				    .also = g.also,
				    .lang = g.lang,
				    .confidence = heard_confidence
							  ? heard_confidence
							  : g.confidence,
				    .cues = g.cues,
				    .over = g.over,
				    .chosen = g.chosen };
}

#define GIVES                                                    \
	"SELECT count(*) FROM actions WHERE verb IN ('refund', " \
	"'reship') OR template_id IN ('chosen.refund', 'chosen.reship')"

/* The offer has left, and then comes that text. */
static struct desk *answered_by(const char *lang, const char *text)
{
	struct desk *d;

	test_brain = shipped.brain;
	d = lost_started();
	send_reply(d);
	lost_offered(d);
	heard_lang = lang;
	heard_text = text;
	test_brain.classify = by_packs;
	lost_answers(d, text);
	return d;
}

/* Of the shipped list, as sure as the packs are and surer. */
static void what_chooses_nothing_gives_nothing(void **state)
{
	size_t wrong = 0;

	(void)state;
	shop_reships = true;
	for (size_t i = 0; i < 2 * chosen_none_count; i++) {
		const struct chosen_line *l = &chosen_none[i / 2];
		struct desk *d;

		heard_confidence = i % 2 ? 99 : 0;
		d = answered_by(l->lang, l->text);
		if (one(d, GIVES)) {
			wrong++;
			print_error("%s %s\n", l->lang, l->text);
		}
		ends_the_same(d);
	}
	heard_confidence = 0;
	shop_reships = false;
	assert_int_equal(wrong, 0);
}

static void who_speaks_for_two_is_read_by_a_person(void **state)
{
	struct desk *d =
		answered_by("en", "Please send me a new one or refund me");

	(void)state;
	lost_at(d, "done");
	assert_int_equal(one(d, "SELECT count(*) FROM alerts WHERE text LIKE "
				"'%answered the offer: read it%'"),
			 1);
	ends_the_same(d);
}

/* The packs hear no choice in it, and know what it is. */
static void a_matter_that_says_no_choice_is_one(void **state)
{
	struct desk *d;

	(void)state;
	test_brain = shipped.brain;
	d = lost_started();
	send_reply(d);
	lost_offered(d);
	lost_answers(d, "[refund_request] as you say");
	assert_int_equal(one(d, "SELECT count(*) FROM actions WHERE verb = "
				"'refund' AND state = 2"),
			 1);
	ends_the_same(d);
}

static int load(void **state)
{
	return chosen_load(state) || shipped_load(state);
}

static int unload(void **state)
{
	return chosen_unload(state) || shipped_unload(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_chooses_nothing_gives_nothing),
		cmocka_unit_test(who_speaks_for_two_is_read_by_a_person),
		cmocka_unit_test(a_matter_that_says_no_choice_is_one),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
