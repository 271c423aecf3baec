/* guard_needs_test.c - a pattern that is not tried would have found nothing.
 *
 * Over every text that the guard is tried and taught with, in every view: where
 * what a pattern needs does not stand, the pattern does not match either.
 * SPDX-License-Identifier: MIT */
#include "base/base_test.h"

#include <glob.h>
#include <stdio.h>

#include "help/full.h"
#include "policy/guard/guard_ideas.h"
#include "policy/guarded.h"

struct tally {
	size_t texts, skipped, tried;
};

static bool matches(const struct view *v, const pcre2_code *code,
		    pcre2_match_data *m)
{
	return pcre2_match(code, (PCRE2_SPTR)str_c(&v->text), v->text.len, 0,
			   PCRE2_NO_UTF_CHECK, m, NULL) >= 0;
}

static void try_list(struct judging *j, const struct pattern_list *list,
		     pcre2_match_data *m, struct tally *t)
{
	for (size_t i = 0; i < list->len; i++) {
		const struct pattern *p = &list->at[i];

		if (p->need < 0)
			continue;
		t->tried++;
		if (guard_need_met(j, p->need, p->in, m))
			continue;
		t->skipped++;
		if (matches(judging_view(j, p->in), p->code, m))
			fail_msg("pattern %zu is passed over, need \"%s\": %s",
				 i, guard->needs.at[p->need].name, j->t->text);
	}
}

static void try_text(const char *text, const char *lang, pcre2_match_data *m,
		     struct tally *t)
{
	struct guard_text whole = { .text = text, .lang = lang };
	struct judging j = { .g = guard,
			     .t = &whole,
			     .lang = guard_lang_of(guard, lang),
			     .views = VIEWS_INIT };

	guard_look(&j, text, strlen(text));
	try_list(&j, &guard->patterns, m, t);
	if (j.lang) {
		try_list(&j, &j.lang->patterns, m, t);
		try_list(&j, &j.lang->spelt, m, t);
	}
	guard_looked(&j);
	t->texts++;
}

#define EVERY 12 /* line, where the test is not at its full size */

/* Lines are texts as they stand there, whatever else is in them. */
static void try_file(const char *path, const char *lang, pcre2_match_data *m,
		     struct tally *t)
{
	FILE *in = fopen(path, "re");
	size_t cap = 0, n = 0, every = (size_t)full_or_quick(1, EVERY);
	char *line = NULL;

	assert_non_null(in);
	while (getline(&line, &cap, in) > 0)
		if (n++ % every == 0)
			try_text(line, lang, m, t);
	free(line);
	fclose(in);
}

static void what_is_passed_over_would_not_have_matched(void **state)
{
	static const char *const kinds[] = { "tests/messages/guard/*.jsonl",
					     "plugins/locale-*/guard.tsv",
					     "tests/policy/guard.cases" };
	pcre2_match_data *m = pcre2_match_data_create(16, NULL);
	struct tally t = { 0 };

	(void)state;
	for (size_t k = 0; k < COUNT_OF(kinds); k++) {
		glob_t files;

		assert_int_equal(glob(kinds[k], 0, NULL, &files), 0);
		for (size_t i = 0; i < files.gl_pathc; i++) {
			const char *path = files.gl_pathv[i];
			const char *name = k ? strstr(path, "locale-")
					     : strrchr(path, '/');
			char lang[3] = "en";

			if (name)
				snprintf(lang, sizeof lang, "%s",
					 name + strcspn(name, "-/") + 1);
			try_file(path, lang, m, &t);
		}
		globfree(&files);
	}
	pcre2_match_data_free(m);
	print_message("# %zu texts, %zu patterns tried, %zu passed over\n",
		      t.texts, t.tried, t.skipped);
	assert_true(t.texts > (size_t)full_or_quick(20000, 2000));
	assert_true(t.skipped > t.tried / 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_passed_over_would_not_have_matched),
	};

	return cmocka_run_group_tests_name("guard_needs", tests, guarded_load,
					   guarded_unload);
}
