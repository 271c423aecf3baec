/* policy_fuzz.c - policy files: one of the tree's is replaced by the input,
 * and the whole folder is read, checked and decided with.
 *
 * An input's first line names the file ("rules.conf"); the rest is its text.
 * fuzz: leaks are left to the replay under sanitizers: libconfig's own would
 * have every second input searched for them.
 * fuzz: at most 16384 bytes of it.
 * SPDX-License-Identifier: MIT */
#include <sys/stat.h>

#include "base/file.h"
#include "base/when.h"
#include "fuzz/conf.h"
#include "fuzz/fuzz.h"
#include "policy/number/numbers.h"
#include "policy/policy.h"
#include "policy/rule/decide.h"

static const char *const files[] = { "facts.conf",
				     "parcels.conf",
				     "rates.conf",
				     "rules.conf",
				     "templates.conf",
				     "triage.conf",
				     "playbooks/not_received.conf",
				     "calendars.conf",
				     "holidays/DE.conf",
				     "numbers.conf" };
static struct str own[COUNT_OF(files)];
static char *folder;

static void load(void)
{
	struct err err = { 0 };

	folder = path_dir(fuzz_file("here", "", 0));
	CLEANUP(free_ptr) char *playbooks = path_join(folder, "playbooks");
	CLEANUP(free_ptr) char *holidays = path_join(folder, "holidays");
	mkdir(playbooks, 0700);
	mkdir(holidays, 0700);
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		CLEANUP(free_ptr) char *path = path_join("policy", files[i]);

		own[i] = (struct str)STR_INIT;
		if (file_read(&own[i], path, 1 << 20, &err))
			fuzz_fail("%s", err.text);
		fuzz_file(files[i], str_c(&own[i]), own[i].len);
	}
}

static void decide(const struct policy *p)
{
	static const char *const triggers[] = { "message", "parcel", "order" };
	struct fact_values v = { .of = &p->facts };
	struct arena arena = ARENA_INIT;
	struct decision d;

	fact_set_word(&v, "issue", "quality");
	fact_set_number(&v, "order_total", 1500);
	fact_set_number(&v, "has_order", 1);
	for (size_t i = 0; i < COUNT_OF(triggers); i++) {
		policy_decide(p, triggers[i], &v, &arena, &d);
		FUZZ_HOLDS(d.fired_count >= 0 &&
				   d.fired_count <= DECISION_MAX &&
				   d.also_count <= DECISION_MAX &&
				   d.held_count <= DECISION_MAX,
			   "%d fired", d.fired_count);
	}
	FUZZ_HOLDS(policy_tier(p, "quality", 0), "quality has no tier");
	arena_release(&arena);
}

/* Whatever the hours are, an answer comes and fits its question. */
static void count_hours(const struct policy *p)
{
	static const int64_t at = INT64_C(1792886400000); /* October 2026 */
	const struct calendar_list *list = &p->calendars.list;
	int64_t due;

	for (size_t i = 0; i < list->len; i++) {
		const struct calendar *c = list->at[i];

		if (calendar_add(c, at, 5 * HOUR_MS, &due))
			FUZZ_HOLDS(calendar_worked(c, at, due) == 5 * HOUR_MS,
				   "%s: not 5 hours", c->name);
		if (calendar_next_open(c, at, &due))
			FUZZ_HOLDS(due >= at && calendar_is_open(c, due),
				   "%s: not open", c->name);
		if (calendar_add_days(c, at, 3, &due))
			FUZZ_HOLDS(due > at, "%s: no day later", c->name);
	}
	for (size_t i = 0; i < p->periods.list.len; i++)
		FUZZ_HOLDS(period_calendar(&p->periods.list.at[i],
					   &p->calendars, "DE"),
			   "no calendar");
}

static void convert(const struct policy *p)
{
	struct money out, m = { 1250, "EUR" };
	struct err err = { 0 };

	if (rates_convert(&p->rates, m, "USD", INT64_C(1735689600000), &out,
			  &err))
		fuzz_sentence(&err);
}

static void read_folder(const char *name, int lines)
{
	struct mistakes m = { 0 };
	struct policy *p = policy_load(folder, &m);
	struct numbers *n = numbers_load(folder, folder, &m);

	fuzz_mistakes(&m, name, lines);
	/* One with mistakes is not used. */
	if (!m.list.len) {
		decide(p);
		convert(p);
		count_hours(p);
	}
	numbers_free(n);
	policy_free(p);
	mistakes_release(&m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_text t = { (const char *)data, (const char *)data + size };
	CLEANUP(free_ptr) char *name = fuzz_line(&t);
	size_t i = 0, len = (size_t)(t.end - t.at);

	if (!folder)
		load();
	while (i < COUNT_OF(files) && !text_eq(files[i], name))
		i++;
	if (i == COUNT_OF(files))
		return -1;
	fuzz_file(files[i], t.at, len);
	read_folder(files[i], fuzz_lines(t.at, len));
	fuzz_file(files[i], str_c(&own[i]), own[i].len);
	return 0;
}
