/* child_test.c - a child that goes, and what it printed.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/when.h"
#include "host/child.h"

static void end_of(struct child *c, const char *how)
{
	*(bool *)c->arg = how != NULL;
}

/* One such child: how long the longest turn of the loop took, ms. */
static int64_t longest_turn(void)
{
	static const char *const argv[] = { "/bin/sh", "-c",
					    "exec 3>&-; exec sleep 9", NULL };
	struct loop *loop = loop_new();
	struct err err = { 0 };
	bool gone = false;
	struct child c = { .loop = loop, .gone = end_of, .arg = &gone };
	int64_t longest = 0, end = clock_mono() + 5 * SECOND_MS;

	assert_int_equal(child_start(&c, argv, &err), 0);
	while (!gone && clock_mono() < end) {
		int64_t began = clock_mono();

		assert_int_equal(loop_turn(loop, 5, &err), 0);
		if (clock_mono() - began > longest)
			longest = clock_mono() - began;
	}
	assert_true(gone);
	assert_int_equal(c.pid, 0); /* reaped */
	child_release(&c);
	loop_free(loop);
	return longest;
}

/* Who waited for it would do so each time; a machine with other work makes one
 * turn long now and then. */
static void a_child_that_hangs_up_and_stays_holds_up_nobody(void **state)
{
	int64_t shortest = longest_turn();

	(void)state;
	for (int i = 0; i < 9 && shortest > 30; i++) {
		int64_t another = longest_turn();

		if (another < shortest)
			shortest = another;
	}
	assert_in_range(shortest, 0, 30);
}

/* Runs it to its end; what the log got meanwhile. */
static void log_of(const char *script, struct said *said, struct str *log)
{
	const char *const argv[] = { "/bin/sh", "-c", script, NULL };
	struct loop *loop = loop_new();
	struct err err = { 0 };
	bool gone = false;
	struct child c = { .loop = loop,
			   .name = "wild",
			   .said = said,
			   .gone = end_of,
			   .arg = &gone };
	int64_t end = clock_mono() + 5 * SECOND_MS;
	char name[] = "/tmp/hwlog.XXXXXX", text[65536];
	int was = dup(STDERR_FILENO), file = mkstemp(name);
	ssize_t n;

	fflush(stderr);
	dup2(file, STDERR_FILENO);
	if (child_start(&c, argv, &err))
		end = 0;
	while (!gone && clock_mono() < end && loop_turn(loop, 5, &err) == 0)
		;
	dup2(was, STDERR_FILENO);
	close(was);
	child_release(&c);
	loop_free(loop);
	n = pread(file, text, sizeof text, 0);
	close(file);
	unlink(name);
	assert_true(gone);
	str_add(log, text, n > 0 ? (size_t)n : 0);
}

static size_t count(const struct str *log, const char *text)
{
	size_t n = 0;

	for (const char *at = str_c(log); (at = strstr(at, text)); at++)
		n++;
	return n;
}

static void what_a_foreign_child_prints_is_kept_and_only_told_of(void **state)
{
	CLEANUP(str_release) struct str log = STR_INIT;
	struct said said = { 0 };

	(void)state;
	log_of("printf '2026-11-28T14:00:00.000Z error helloword forged\\n' "
	       ">&2; printf 'clear\\033[2J\\0\\377.' >&2",
	       &said, &log);
	assert_int_equal(count(&log, "\n"), 2);
	assert_int_equal(count(&log, " warning "), 2);
	assert_int_equal(count(&log, "wild: its plugin said something ("), 2);
	assert_int_equal(count(&log, "forged"), 0);
	assert_string_equal(said_at(&said, 0)->text,
			    "2026-11-28T14:00:00.000Z error helloword forged");
	assert_string_equal(said_at(&said, 1)->text, "clear [2J ?.");
	assert_null(said_at(&said, 2));
	said_release(&said);
}

static void a_flood_of_it_is_cut(void **state)
{
	CLEANUP(str_release) struct str log = STR_INIT;
	struct said said = { 0 };

	(void)state;
	log_of("i=0; while [ $i -lt 3000 ]; do echo line $i >&2; "
	       "i=$((i + 1)); done",
	       &said, &log);
	assert_int_equal(count(&log, "more than 100 lines a minute"), 1);
	assert_string_equal(said_at(&said, 0)->text, "line 80");
	assert_string_equal(said_at(&said, SAID_KEPT - 1)->text, "line 99");
	assert_null(said_at(&said, SAID_KEPT));
	said_release(&said);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_child_that_hangs_up_and_stays_holds_up_nobody),
		cmocka_unit_test(
			what_a_foreign_child_prints_is_kept_and_only_told_of),
		cmocka_unit_test(a_flood_of_it_is_cut),
	};

	log_open("helloword", LOG_INFO);
	return cmocka_run_group_tests_name("child", tests, NULL, NULL);
}
