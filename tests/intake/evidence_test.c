/* evidence_test.c - somebody who changes, removes or exchanges the files that a
 * journal names as evidence.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"
#include "desk/intake/evidence.h"
#include "help/draw.h"
#include "help/full.h"
#include "intake/journal_help.h"

static int64_t tried;

static const char *evidence_verdict(struct evidence_check *c)
{
	static struct err err;

	err = (struct err){ 0 };
	*c = (struct evidence_check){ .db = desk_db(d),
				      .keys = desk_keys(d),
				      .state = state_dir };
	return evidence_verify(c, &err) ? err.text : "";
}

static char *evidence_path(int64_t n)
{
	struct arena a = ARENA_INIT;
	const char *name = db_text(desk_db(d), &a,
				   "SELECT name FROM files ORDER BY evidence "
				   "LIMIT 1 OFFSET ?1",
				   "i", n);
	char *path = xasprintf("%s/evidence/%.2s/%s", state_dir, name, name);

	arena_release(&a);
	return path;
}

static void flip_file(int64_t n)
{
	CLEANUP(str_release) struct str is = STR_INIT;
	CLEANUP(free_ptr) char *path = evidence_path(n);
	int64_t bits = full_or_quick(8, 1);
	struct evidence_check c;
	struct err err = { 0 };

	must(file_read(&is, path, 1 << 20, &err), &err);
	for (size_t i = 0; i < is.len; i++)
		for (int64_t k = 0; k < bits; k++) {
			char bit =
				(char)(1u
				       << (bits > 1 ? (uint64_t)k
						    : draw(&chance_state, 8)));

			is.at[i] = (char)(is.at[i] ^ bit);
			put_bytes(path, is.at, is.len);
			if (!strstr(evidence_verdict(&c), "was changed"))
				fail_msg("seed %llu: byte %zu of %s passes",
					 (unsigned long long)seed, i, path);
			is.at[i] = (char)(is.at[i] ^ bit);
			tried++;
		}
	put_bytes(path, is.at, is.len - 1);
	assert_non_null(strstr(evidence_verdict(&c), "was changed"));
	put_bytes(path, "", 0);
	assert_non_null(strstr(evidence_verdict(&c), "was changed"));
	put_bytes(path, is.at, is.len);
	assert_string_equal(evidence_verdict(&c), "");
}

static void evidence_that_was_changed_is_found(void **unused)
{
	struct evidence_check c;

	(void)unused;
	assert_string_equal(evidence_verdict(&c), "");
	assert_int_equal(c.files, MAILS);
	assert_int_equal(c.closed + c.erased, 0);
	tried = 0;
	for (int64_t n = 0; n < full_or_quick(MAILS, 2); n++)
		flip_file(n * 19 % MAILS);
	print_message("# %lld bits of evidence changed: all found\n",
		      (long long)tried);
}

static void evidence_that_is_gone_or_exchanged_is_found(void **unused)
{
	CLEANUP(free_ptr) char *one = evidence_path(3), *two = evidence_path(4);
	CLEANUP(free_ptr) char *aside = xasprintf("%s/aside", state_dir);
	struct evidence_check c;

	(void)unused;
	/* With the row that names it: the journal still does. */
	mark();
	run("DELETE FROM files WHERE evidence IN (SELECT evidence FROM files "
	    "ORDER BY evidence LIMIT 1 OFFSET 3)");
	assert_int_equal(rename(one, aside), 0);
	assert_non_null(strstr(evidence_verdict(&c), "is missing"));
	undo();
	assert_int_equal(rename(two, one), 0);
	assert_int_equal(rename(aside, two), 0);
	assert_non_null(strstr(evidence_verdict(&c), "was changed"));
	assert_int_equal(rename(one, aside), 0);
	assert_int_equal(rename(two, one), 0);
	assert_int_equal(rename(aside, two), 0);
	assert_string_equal(evidence_verdict(&c), "");
}

#define TEST(f) cmocka_unit_test_teardown(f, journal_clean)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(evidence_that_was_changed_is_found),
		TEST(evidence_that_is_gone_or_exchanged_is_found),
	};

	return cmocka_run_group_tests_name("evidence", tests, journal_begin,
					   page_end);
}
