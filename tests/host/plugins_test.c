/* plugins_test.c - hostile calls through real workers beside calls that behave:
 * the row `plugins`.
 *
 * Each hostile worker serves a call well and then one of tests/chaos; another
 * instance's queue goes on all the while and is timed, with and without them.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <dirent.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/harden.h"
#include "base/vec.h"
#include "base/when.h"
#include "help/blank_desk.h"
#include "help/draw.h"
#include "help/full.h"
#include "help/own.h"
#include "help/place.h"
#include "host/worker.h"

#define LANES 6
#define ROUNDS 4 /* of quiet and noise in turn */

/* What becomes of a call that does this. */
enum fate { DIES, ENDS };
static const struct sin {
	const char *name;
	enum fate fate;
	bool slow; /* only the deadline ends it */
} sins[] = {
	{ "crash", DIES, false },      { "abort", DIES, false },
	{ "exit", DIES, false },       { "garbage", DIES, false },
	{ "forge", DIES, false },      { "answer-all", DIES, false },
	{ "late", DIES, false },       { "hang-up", DIES, false },
	{ "close-all", DIES, false },  { "overflow", DIES, false },
	{ "jump", DIES, false },       { "memory", DIES, false },
	{ "flood", ENDS, false },      { "big", ENDS, false },
	{ "flood-log", ENDS, false },  { "no-status", ENDS, false },
	{ "silent", ENDS, false },     { "latin1", ENDS, false },
	{ "nothing", ENDS, false },    { "bad-money", ENDS, false },
	{ "bad-choice", ENDS, false }, { "bad-type", ENDS, false },
	{ "bad-header", ENDS, false }, { "keys", ENDS, false },
	{ "print", ENDS, false },      { "escape", ENDS, false },
	{ "leak", ENDS, false },       { "fork", ENDS, false },
	{ "threads", ENDS, false },    { "scribble", ENDS, false },
	{ "unsettle", ENDS, false },   { "deep", ENDS, false },
	{ "hang", DIES, true },        { "sleep", DIES, true },
	{ "stop", DIES, true },
};
enum { SLOW = 3 };
/* Only those that nothing else ends meet their deadline, however slow the
 * machine is. */
enum { PATIENT_MS = 20000 };
/* The deadline of those. A good call that waits for one is not to be taken for
 * one that a busy machine holds up: the quick row tells them apart by it. */
#define SOON_MS full_or_quick(100, 400)

VEC(times, int64_t);

struct lane {
	struct call_job job; /* first */
	struct instance instance;
	struct worker *worker;
	const struct sin *sin; /* NULL: a call that behaves */
	char arg[80];
	bool busy;
};

static struct {
	struct loop *loop;
	char *program, *so;
	struct lane wild[LANES], good;
	struct times quiet, noisy; /* us of a good call */
	int64_t began;             /* of the good call, us */
	int64_t left, done, died, unlike;
	int64_t by_sin[COUNT_OF(sins)];
	uint64_t rng;
	bool noise;
} t;

static int64_t micros(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* -- calls -- */

static void submit(struct lane *l, const char *deed)
{
	snprintf(l->arg, sizeof l->arg, "{\"tracking\":\"%s\"}", deed);
	l->job.op = "carrier.track";
	l->job.arg = l->arg;
	l->busy = true;
	worker_submit(l->worker, &l->job);
}

static void good_over(struct call_job *job, const struct call_result *r)
{
	struct lane *l = CONTAINER_OF(job, struct lane, job);

	times_push(t.noise ? &t.noisy : &t.quiet, micros() - t.began);
	l->busy = false;
	if (r->status != HW_OK)
		fail_msg("the other instance: %s", r->why);
}

/* A sanitized worker has no walls: these would get out of it. */
static bool gets_out(const struct sin *sin)
{
	return SANITIZED &&
	       (text_eq(sin->name, "escape") || text_eq(sin->name, "fork") ||
		text_eq(sin->name, "threads"));
}

/* One in twenty is slow: each costs its deadline. */
static void lane_end(struct lane *l)
{
	worker_free(l->worker);
	said_release(&l->instance.said);
}

static const struct sin *choose(void)
{
	const struct sin *sin;

	do
		sin = draw(&t.rng, 20)
			      ? &sins[draw(&t.rng, COUNT_OF(sins) - SLOW)]
			      : &sins[COUNT_OF(sins) - 1 - draw(&t.rng, SLOW)];
	while (gets_out(sin));
	return sin;
}

static void judge(const struct lane *l, const struct call_result *r)
{
	bool told = *r->why && !strchr(r->why, '\n');

	t.by_sin[l->sin - sins]++;
	t.died += r->died;
	if (r->died != (l->sin->fate == DIES) || (r->died && !told)) {
		t.unlike++;
		print_message("# %s: died %d, status %d: %s\n", l->sin->name,
			      r->died, (int)r->status, r->why);
	}
}

static void wild_over(struct call_job *job, const struct call_result *r)
{
	struct lane *l = CONTAINER_OF(job, struct lane, job);

	l->busy = false; /* the next call is asked when the loop comes around */
	if (l->sin) {
		t.done++;
		judge(l, r);
		l->sin = NULL;
	} else if (r->status == HW_OK) {
		l->sin = choose();
	}
}

static void turn_once(void)
{
	struct err err = { 0 };

	if (!t.good.busy) {
		t.began = micros();
		submit(&t.good, "wait");
	}
	for (int i = 0; i < LANES && t.noise; i++) {
		struct lane *l = &t.wild[i];

		if (l->busy || (!l->sin && t.left <= 0))
			continue;
		t.left -= l->sin != NULL;
		l->job.timeout_ms =
			l->sin && l->sin->slow ? SOON_MS : PATIENT_MS;
		submit(l, l->sin ? l->sin->name : "fine");
	}
	if (loop_turn(t.loop, 50, &err))
		fail_msg("%s", err.text);
}

static bool any_busy(void)
{
	bool busy = t.good.busy;

	for (int i = 0; i < LANES; i++)
		busy |= t.wild[i].busy || t.wild[i].sin;
	return busy;
}

static void calm(int ms)
{
	int64_t end = clock_mono() + ms;

	t.noise = false;
	while (clock_mono() < end)
		turn_once();
}

static void noise(int64_t calls)
{
	t.noise = true;
	t.left = calls;
	while (t.left > 0 || any_busy()) {
		turn_once();
		if (t.left <= 0 && !t.good.busy)
			for (int i = 0; i < LANES; i++)
				if (!t.wild[i].busy)
					t.wild[i].sin = NULL;
	}
}

/* -- figures -- */

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int64_t at_percent(struct times *v, size_t percent)
{
	qsort(v->at, v->len, sizeof *v->at, by_size);
	return v->at[(v->len - 1) * percent / 100];
}

/* A host that does one good call in ten only when a hostile one's deadline is
 * over has the same median: the last twentieth tells. A machine with a tenth of
 * a processor makes calls wait as long, but then also those beside none. */
static void few_wait_for_a_deadline(void)
{
	int64_t quiet = at_percent(&t.quiet, 95);
	int64_t noisy = at_percent(&t.noisy, 95);
	int64_t most = 20 * quiet > 250000 ? 20 * quiet : 250000;

	print_message("# its p95 %lld us beside none, %lld us beside them\n",
		      (long long)quiet, (long long)noisy);
	assert_true(noisy < most);
}

static void hostile_calls_cost_nobody_else(void **state)
{
	int64_t wanted = full_or_quick(10000, 160), quiet, noisy, before = 0;
	/* The last hundredth is a figure of a quiet machine. */
	int percent = (int)full_or_quick(99, 50), files = 0;

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		calm(300);
		noise(wanted / ROUNDS);
		if (i == 0) {
			files = open_files();
			before = own_memory();
		}
	}
	quiet = at_percent(&t.quiet, (size_t)percent);
	noisy = at_percent(&t.noisy, (size_t)percent);
	print_message("# seed %llu: %lld hostile calls, %lld workers died, "
		      "%lld did otherwise than foreseen\n"
		      "# another instance: %zu calls, p%d %lld us beside none, "
		      "%zu calls, %lld us beside them: %.2fx\n"
		      "# %d files open before, %d after; %lld KiB, then %lld\n",
		      (unsigned long long)full_seed(1), (long long)t.done,
		      (long long)t.died, (long long)t.unlike, t.quiet.len,
		      percent, (long long)quiet, t.noisy.len, (long long)noisy,
		      (double)noisy / (double)quiet, files, open_files(),
		      (long long)before, (long long)own_memory());
	assert_true(t.done >= wanted);
	assert_int_equal(t.unlike, 0);
	/* On a machine with other work a wake-up may cost more than a call. */
	assert_true(noisy < 2 * quiet || noisy < 60000);
	few_wait_for_a_deadline();
	assert_true(open_files() <= files + LANES);
	assert_true(own_memory() < before + (64 << 10));
}

/* How many lives in so long, when no call is ever finished? */
static void one_that_dies_at_once_is_started_later_and_later(void **state)
{
	struct lane *l = &t.wild[0];
	int64_t began = clock_mono();

	(void)state;
	t.noise = false;
	for (int i = 0; i < 4; i++) {
		l->sin = &sins[0];
		submit(l, l->sin->name);
		while (l->busy)
			turn_once();
	}
	/* Twice at once, for the first may have had a worker that had served,
	 * then after 1 s and after 2 s; the others meanwhile. */
	assert_in_range(clock_mono() - began, 2900, 30000);
}

static void open_lane(struct lane *l, const char *name,
		      void (*over)(struct call_job *job,
				   const struct call_result *r));

static void call_over(struct call_job *job, const struct call_result *r)
{
	(void)r;
	CONTAINER_OF(job, struct lane, job)->busy = false;
}

static void turn_until(bool (*is)(const struct lane *l), const struct lane *l)
{
	int64_t end = clock_mono() + 60 * SECOND_MS;

	while (!is(l) && clock_mono() < end)
		turn_once();
	assert_true(is(l));
}

static int priority(const struct lane *l)
{
	return getpriority(PRIO_PROCESS, (id_t)worker_pid(l->worker));
}

static bool comes_last(const struct lane *l)
{
	return worker_pid(l->worker) &&
	       priority(l) > getpriority(PRIO_PROCESS, 0);
}

static bool is_free(const struct lane *l)
{
	return !l->busy;
}

static bool is_gone(const struct lane *l)
{
	return !worker_pid(l->worker);
}

/* Long before its time is over. */
static void a_call_that_computes_for_long_comes_last(void **state)
{
	struct lane l = { .busy = false };
	int usual = getpriority(PRIO_PROCESS, 0);

	(void)state;
	if (usual == 19) /* we come last ourselves */
		skip();
	t.noise = false;
	open_lane(&l, "heavy", call_over);
	l.job.timeout_ms = 60000;
	submit(&l, "hang");
	turn_until(comes_last, &l);
	assert_int_equal(priority(&t.good), usual);
	lane_end(&l);
}

/* A plugin can write to its socket itself: nobody waits for this call. */
static void one_that_computes_after_its_call_is_ended(void **state)
{
	struct lane l = { .busy = false };
	pid_t was;

	(void)state;
	t.noise = false;
	open_lane(&l, "restless", call_over);
	l.job.timeout_ms = 60000;
	submit(&l, "restless");
	turn_until(is_free, &l);
	was = worker_pid(l.worker);
	assert_true(was > 0);
	turn_until(is_gone, &l);
	/* And the next call has another one, of the usual priority. */
	submit(&l, "fine");
	turn_until(is_free, &l);
	assert_int_not_equal(worker_pid(l.worker), was);
	assert_int_equal(priority(&l), getpriority(PRIO_PROCESS, 0));
	lane_end(&l);
}

/* One that does nothing is left alone. */
static void one_that_rests_stays(void **state)
{
	struct lane l = { .busy = false };
	int64_t end;
	pid_t was;

	(void)state;
	t.noise = false;
	open_lane(&l, "calm", call_over);
	submit(&l, "fine");
	turn_until(is_free, &l);
	was = worker_pid(l.worker);
	for (end = clock_mono() + 1500; clock_mono() < end;)
		turn_once();
	assert_int_equal(worker_pid(l.worker), was);
	lane_end(&l);
}

static void open_lane(struct lane *l, const char *name,
		      void (*over)(struct call_job *job,
				   const struct call_result *r))
{
	l->instance = (struct instance){ .name = name,
					 .so = t.so,
					 .is_carrier = true,
					 .config = "[\"calm\",null,3,1000]" };
	l->job = (struct call_job){ .timeout_ms = PATIENT_MS, .done = over };
	l->worker =
		worker_new(t.loop, NULL, &blank_desk, t.program, &l->instance);
}

static int start(void **state)
{
	(void)state;
	t.rng = full_seed(1);
	t.program = built("helloword-worker");
	t.so = built("tests/chaos/chaos.so");
	t.loop = loop_new();
	open_lane(&t.good, "good", good_over);
	for (int i = 0; i < LANES; i++)
		open_lane(&t.wild[i], "wild", wild_over);
	assert_non_null(freopen("/dev/null", "w", stderr));
	return 0;
}

/* No child is left, alive or as a zombie. */
static int end(void **state)
{
	(void)state;
	lane_end(&t.good);
	for (int i = 0; i < LANES; i++)
		lane_end(&t.wild[i]);
	loop_free(t.loop);
	times_release(&t.quiet);
	times_release(&t.noisy);
	free(t.program);
	free(t.so);
	return waitpid(-1, NULL, WNOHANG) == -1 ? 0 : -1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hostile_calls_cost_nobody_else),
		cmocka_unit_test(
			one_that_dies_at_once_is_started_later_and_later),
		cmocka_unit_test(a_call_that_computes_for_long_comes_last),
		cmocka_unit_test(one_that_computes_after_its_call_is_ended),
		cmocka_unit_test(one_that_rests_stays),
	};

	return cmocka_run_group_tests_name("plugins", tests, start, end);
}
