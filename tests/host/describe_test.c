/* describe_test.c - how often a plugin is asked what it is. The worker is a
 * script that counts.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/when.h"
#include "host/manifest.h"

static char dir[64];
static struct describer d;

static char *in_dir(const char *name)
{
	return path_join(dir, name);
}

static void write_file(const char *name, const char *text)
{
	CLEANUP(free_ptr) char *path = in_dir(name);
	struct err err = { 0 };

	assert_int_equal(file_write(path, text, strlen(text), 0700, &err), 0);
}

static int open_dir(void **state)
{
	(void)state;
	snprintf(dir, sizeof dir, "/tmp/hwdescribe.XXXXXX");
	assert_non_null(mkdtemp(dir));
	d = (struct describer){ .worker = in_dir("worker"), .plugins = dir };
	write_file("x.so", "one");
	return 0;
}

static int close_dir(void **state)
{
	static const char *const names[] = { "x.so", "worker", "asked" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		CLEANUP(free_ptr) char *path = in_dir(names[i]);

		unlink(path);
	}
	assert_int_equal(rmdir(dir), 0);
	free((char *)(uintptr_t)d.worker);
	describe_forget();
	return 0;
}

static void worker_does(const char *what)
{
	CLEANUP(free_ptr)
	char *text = xasprintf("#!/bin/sh\necho x >>%s/asked\n%s\n", dir, what);

	write_file("worker", text);
}

static int64_t asked(void)
{
	CLEANUP(free_ptr) char *path = in_dir("asked");
	struct stat st = { .st_size = 0 };

	return stat(path, &st) ? 0 : st.st_size / 2;
}

static bool described(void)
{
	struct err err = { 0 };
	char *so = NULL;
	cJSON *json = describe_plugin(&d, "x", &so, &err);
	bool is = json && text_eq(json_text(json, "id"), "x");

	json_free(json);
	free(so);
	return is;
}

static void a_file_is_asked_once_as_long_as_it_stays(void **state)
{
	(void)state;
	worker_does("echo '{\"id\":\"x\"}'");
	for (int i = 0; i < 3; i++)
		assert_true(described());
	assert_int_equal(asked(), 1);
	write_file("x.so", "two");
	for (int i = 0; i < 3; i++)
		assert_true(described());
	assert_int_equal(asked(), 2);
}

static void one_that_hangs_costs_a_desk_at_work_a_second(void **state)
{
	int64_t began;

	(void)state;
	worker_does("exec sleep 60");
	describe_hurry();
	began = clock_mono();
	for (int i = 0; i < 3; i++)
		assert_false(described());
	assert_in_range(clock_mono() - began, 900, 2900);
	assert_int_equal(asked(), 1);
	write_file("x.so", "mended");
	worker_does("echo '{\"id\":\"x\"}'");
	assert_true(described());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_file_is_asked_once_as_long_as_it_stays, open_dir,
			close_dir),
		cmocka_unit_test_setup_teardown(
			one_that_hangs_costs_a_desk_at_work_a_second, open_dir,
			close_dir),
	};

	return cmocka_run_group_tests_name("describe", tests, NULL, NULL);
}
