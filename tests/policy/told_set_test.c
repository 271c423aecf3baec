/* told_set_test.c - how many everyday promises the guard finds, and how much it
 * stops that promises nothing.
 *
 * tests/messages/told/LANG.tsv was written by one who saw neither the guard's
 * words nor what it learns from, and nobody who works on these may read it: it
 * measures. Recall: of the lines that tell the buyer of a remedy, those that
 * are stopped with nothing behind them. Of their kind: those that this kind of
 * remedy would allow. False: of the near-misses, those that are stopped.
 * Backed: of the lines that tell, those that are stopped though their kind
 * stands behind them. The floors are what was measured less 0.02, the ceilings
 * that and at most 0.02 more: one that was closer before stays. The goal is
 * 0.95 found and 0.03 of the near-misses stopped. SPDX-License-Identifier: MIT
 */
#include "base/base_test.h"

#include <stdio.h>

#include "policy/guarded.h"
#include "policy/rule/fact.h"

/* What stands behind each kind, as a shop has planned it. */
static const struct {
	const char *name, *behind;
} kinds[] = { { "money", "refund partial_refund" },
	      { "goods", "reship exchange replacement" },
	      { "credit", "coupon store_credit discount" },
	      { "return", "return return_label" } };

struct figure {
	int told, found, of_kind, backed, near, wrong;
};

static bool allows(const struct guard_hit *h, const char *behind)
{
	CLEANUP(free_ptr) char *words = xstrdup(behind);
	char *save = NULL;

	for (char *w = strtok_r(words, " ", &save); h->may && w;
	     w = strtok_r(NULL, " ", &save))
		if (words_have(h->may, w))
			return true;
	return false;
}

/* Is it stopped for what it promises? *kind: also by what would be allowed. */
static bool promises(const char *text, const char *lang, const char *may,
		     const char *behind, bool *kind)
{
	CLEANUP(guard_hits_release) struct guard_hits hits = { 0 };
	const struct guard_facts f = { .may_promise = may };
	const struct guard_text t = { .text = text,
				      .lang = lang,
				      .platform = "shopify",
				      .channel = "message",
				      .facts = &f };
	bool any = false;

	guard_judge(guard, &t, &hits);
	for (size_t i = 0; i < hits.len; i++) {
		any |= hits.at[i].may != NULL;
		*kind |= allows(&hits.at[i], behind);
	}
	return any;
}

static void measure_line(struct figure *f, const char *lang, size_t kind,
			 bool told, const char *text)
{
	const char *behind = kinds[kind].behind;
	bool of_kind = false, unused = false;
	bool found = promises(text, lang, "", behind, &of_kind);

	if (!told) {
		f->near++;
		f->wrong += found;
		return;
	}
	f->told++;
	f->found += found;
	f->of_kind += of_kind;
	f->backed += promises(text, lang, behind, behind, &unused);
}

static size_t kind_of(const char *name)
{
	for (size_t k = 0; k < COUNT_OF(kinds); k++)
		if (text_eq(kinds[k].name, name))
			return k;
	fail_msg("\"%s\" is no kind", name);
	return 0;
}

static void measure_file(const char *lang, struct figure *f)
{
	CLEANUP(free_ptr)
	char *path = xasprintf("tests/messages/told/%s.tsv", lang);
	FILE *in = fopen(path, "re");
	char *line = NULL;
	size_t cap = 0;

	assert_non_null(in);
	while (getline(&line, &cap, in) > 0) {
		char *save = NULL;
		const char *kind = strtok_r(line, "\t\n", &save);
		const char *told = strtok_r(NULL, "\t\n", &save);
		const char *text = strtok_r(NULL, "\n", &save);

		assert_non_null(text);
		measure_line(&f[kind_of(kind)], lang, kind_of(kind),
			     text_eq(told, "told"), text);
	}
	free(line);
	fclose(in);
}

static void add(struct figure *sum, const struct figure *f)
{
	sum->told += f->told;
	sum->found += f->found;
	sum->of_kind += f->of_kind;
	sum->backed += f->backed;
	sum->near += f->near;
	sum->wrong += f->wrong;
}

static void show(const char *name, const struct figure *f)
{
	print_message("# %s: found %.3f (of its kind %.3f), false %.3f, "
		      "backed %.3f\n",
		      name, (double)f->found / f->told,
		      (double)f->of_kind / f->told, (double)f->wrong / f->near,
		      (double)f->backed / f->told);
}

static void it_finds_everyday_promises_that_nobody_fitted_it_to(void **state)
{
	static const char *const langs[] = { "de", "en", "es", "fr",
					     "it", "ja", "ko", "nl",
					     "pl", "pt", "sv", "zh-CN" };
	struct figure of[COUNT_OF(kinds)] = { 0 }, all = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(langs); i++) {
		struct figure f[COUNT_OF(kinds)] = { 0 }, sum = { 0 };

		measure_file(langs[i], f);
		for (size_t k = 0; k < COUNT_OF(kinds); k++) {
			add(&sum, &f[k]);
			add(&of[k], &f[k]);
		}
		show(langs[i], &sum);
		add(&all, &sum);
	}
	for (size_t k = 0; k < COUNT_OF(kinds); k++)
		show(kinds[k].name, &of[k]);
	show("all", &all);
	assert_true(all.found >= 0.77 * all.told);
	assert_true(all.of_kind >= 0.74 * all.told);
	assert_true(all.wrong <= 0.056 * all.near);
	assert_true(all.backed <= 0.049 * all.told);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			it_finds_everyday_promises_that_nobody_fitted_it_to),
	};

	return cmocka_run_group_tests_name("told_set", tests, guarded_load,
					   guarded_unload);
}
