/* child_test.c - a child that goes, and what it printed.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/when.h"
#include "host/child.h"

static void end_of(struct child *c, const char *how)
{
	*(bool *)c->arg = how != NULL;
}

/* A clock that stands still while nobody here has a processor, whether other
 * work or a quota takes it: a thread that does nothing but beat, once in a
 * millisecond. So a turn that waits is told from one that is kept waiting. */
static atomic_int beats;
static atomic_bool beating;

/* Both on one processor: a quota takes each from its threads for itself. */
static void stay_here(cpu_set_t *before)
{
	cpu_set_t here;

	assert_int_equal(sched_getaffinity(0, sizeof *before, before), 0);
	CPU_ZERO(&here);
	CPU_SET((size_t)sched_getcpu(), &here);
	assert_int_equal(sched_setaffinity(0, sizeof here, &here), 0);
}

static void *beat(void *arg)
{
	const struct timespec ms = { 0, 1000000 };

	(void)arg;
	while (atomic_load(&beating)) {
		nanosleep(&ms, NULL);
		atomic_fetch_add(&beats, 1);
	}
	return NULL;
}

/* One such child: how many beats the longest turn of the loop took. */
static int longest_turn(void)
{
	static const char *const argv[] = { "/bin/sh", "-c",
					    "exec 3>&-; exec sleep 9", NULL };
	struct loop *loop = loop_new();
	struct err err = { 0 };
	bool gone = false;
	struct child c = { .loop = loop, .gone = end_of, .arg = &gone };
	int64_t end = clock_mono() + 5 * SECOND_MS;
	int longest = 0;

	assert_int_equal(child_start(&c, argv, &err), 0);
	while (!gone && clock_mono() < end) {
		int began = atomic_load(&beats), took;

		assert_int_equal(loop_turn(loop, 5, &err), 0);
		took = atomic_load(&beats) - began;
		if (took > longest)
			longest = took;
	}
	assert_true(gone);
	assert_int_equal(c.pid, 0); /* reaped */
	child_release(&c);
	loop_free(loop);
	return longest;
}

/* Who waited 50 ms for it would do so each time, so the median of three has it,
 * and the least of many tries would be a host that rarely waits. A turn sleeps
 * 5 ms at most. One try may be odd: the beating thread can have a processor
 * when the loop has none. */
static void a_child_that_hangs_up_and_stays_holds_up_nobody(void **state)
{
	pthread_t clock;
	int took[3], over = 0;
	cpu_set_t before;

	(void)state;
	stay_here(&before);
	atomic_store(&beating, true);
	assert_int_equal(pthread_create(&clock, NULL, beat, NULL), 0);
	for (int i = 0; i < 3; i++) {
		took[i] = longest_turn();
		over += took[i] > 20;
	}
	atomic_store(&beating, false);
	pthread_join(clock, NULL);
	sched_setaffinity(0, sizeof before, &before);
	print_message("# longest turns: %d, %d, %d beats\n", took[0], took[1],
		      took[2]);
	assert_in_range(over, 0, 1);
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
