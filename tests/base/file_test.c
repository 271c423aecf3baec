/* file_test.c - files are whole or not there.
 * SPDX-License-Identifier: MIT */
#include "base_test.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static void expect_file(const char *path, const char *want)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	read_path(&s, path);
	assert_string_equal(str_c(&s), want);
}

static int entries(const char *path)
{
	DIR *d = opendir(path);
	int n = -2; /* . and .. */

	assert_non_null(d);
	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

static void a_file_is_replaced_whole_and_nothing_stays_beside(void **state)
{
	CLEANUP(free_ptr) char *dir = scratch("replace");
	CLEANUP(free_ptr) char *path = path_join(dir, "f");
	struct err err = { 0 };
	struct stat st;

	(void)state;
	assert_int_equal(dir_make(dir, 0755, &err), 0);
	assert_int_equal(file_write(path, "long text", 9, 0600, &err), 0);
	assert_int_equal(file_write(path, "new", 3, 0600, &err), 0);
	expect_file(path, "new");
	assert_int_equal(entries(dir), 1);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void a_failed_write_leaves_the_old_file(void **state)
{
	CLEANUP(free_ptr) char *dir = scratch("failed");
	CLEANUP(free_ptr) char *path = path_join(dir, "f/");
	CLEANUP(free_ptr) char *gone = path_join(dir, "no/such");
	struct err err = { 0 };

	(void)state;
	/* A folder stands where the file should go: rename must fail. */
	assert_int_equal(dir_make(path, 0755, &err), 0);
	path[strlen(path) - 1] = '\0';
	assert_refused(file_write(path, "x", 1, 0600, &err), err, ERR_SYSTEM);
	assert_non_null(strstr(err.text, path));
	assert_int_equal(entries(dir), 1);
	assert_refused(file_write(gone, "x", 1, 0600, &err), err, ERR_SYSTEM);
}

static void what_a_crash_left_lends_nothing_to_the_new_file(void **state)
{
	CLEANUP(free_ptr) char *dir = scratch("stale");
	CLEANUP(free_ptr) char *path = path_join(dir, "key");
	CLEANUP(free_ptr) char *victim = path_join(dir, "victim");
	CLEANUP(free_ptr)
	char *stale = xasprintf("%s.tmp-%ld", path, (long)getpid());
	struct err err = { 0 };
	struct stat st;

	(void)state;
	assert_int_equal(dir_make(dir, 0755, &err), 0);
	assert_int_equal(file_write(victim, "mine", 4, 0644, &err), 0);
	assert_int_equal(symlink(victim, stale), 0);
	assert_int_equal(file_write(path, "secret", 6, 0600, &err), 0);
	expect_file(victim, "mine");
	expect_file(path, "secret");
	assert_int_equal(lstat(path, &st), 0);
	assert_true(S_ISREG(st.st_mode));
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void a_file_over_the_limit_is_refused(void **state)
{
	CLEANUP(free_ptr) char *path = scratch("ten");
	CLEANUP(str_release) struct str s = STR_INIT;
	struct err err = { 0 };

	(void)state;
	assert_int_equal(file_write(path, "0123456789", 10, 0600, &err), 0);
	assert_int_equal(file_read(&s, path, 10, &err), 0);
	assert_int_equal(s.len, 10);
	assert_refused(file_read(&s, path, 9, &err), err, ERR_DATA);
	assert_non_null(strstr(err.text, path));
}

static void a_missing_file_or_a_folder_cannot_be_read(void **state)
{
	CLEANUP(free_ptr) char *path = scratch("none");
	CLEANUP(free_ptr) char *dir = scratch(".");
	CLEANUP(str_release) struct str s = STR_INIT;
	struct err err = { 0 };

	(void)state;
	assert_refused(file_read(&s, path, 10, &err), err, ERR_SYSTEM);
	assert_non_null(strstr(err.text, path));
	assert_refused(file_read(&s, dir, 10, &err), err, ERR_SYSTEM);
	assert_false(file_exists(path));
	assert_true(file_exists(dir));
}

static void folders_are_made_with_their_parents(void **state)
{
	CLEANUP(free_ptr) char *deep = scratch("a/b/c");
	CLEANUP(free_ptr) char *file = scratch("a/b/c/f");
	CLEANUP(free_ptr) char *below = scratch("a/b/c/f/g");
	struct err err = { 0 };

	(void)state;
	assert_int_equal(dir_make(deep, 0755, &err), 0);
	assert_int_equal(dir_make(deep, 0755, &err), 0);
	assert_int_equal(file_write(file, "", 0, 0600, &err), 0);
	assert_refused(dir_make(file, 0755, &err), err, ERR_SYSTEM);
	assert_refused(dir_make(below, 0755, &err), err, ERR_SYSTEM);
	assert_refused(dir_make("", 0755, &err), err, ERR_SYSTEM);
	assert_int_equal(dir_make("/", 0755, &err), 0);
}

static void a_secret_that_others_can_read_is_refused(void **state)
{
	CLEANUP(free_ptr) char *path = scratch("secret");
	CLEANUP(str_release) struct str s = STR_INIT;
	struct err err = { 0 };

	(void)state;
	assert_int_equal(file_write(path, "pa ss\r\n\n", 8, 0600, &err), 0);
	assert_int_equal(file_secret(&s, path, &err), 0);
	assert_string_equal(str_c(&s), "pa ss");
	for (mode_t bit = 01; bit <= 040; bit <<= 1) {
		str_clear(&s);
		assert_int_equal(chmod(path, 0600 | bit), 0);
		assert_refused(file_secret(&s, path, &err), err, ERR_CONFIG);
		assert_int_equal(s.len, 0);
		assert_non_null(strstr(err.text, "chmod 600"));
		assert_null(strstr(err.text, "pa ss"));
	}
	/* What a service manager hands over: root's, of mode 0440. */
	assert_int_equal(chmod(path, 0440), 0);
	if (geteuid() == 0 && getegid() == 0)
		assert_int_equal(file_secret(&s, path, &err), 0);
	else
		assert_refused(file_secret(&s, path, &err), err, ERR_CONFIG);
	assert_int_equal(unlink(path), 0);
	assert_refused(file_secret(&s, path, &err), err, ERR_CONFIG);
}

static void a_secret_says_something(void **state)
{
	static const char *const empty[] = { "", "\n", "\r\n\n" };
	CLEANUP(free_ptr) char *path = scratch("secret");
	CLEANUP(str_release) struct str s = STR_INIT;
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(empty); i++) {
		assert_int_equal(file_write(path, empty[i], strlen(empty[i]),
					    0600, &err),
				 0);
		assert_refused(file_secret(&s, path, &err), err, ERR_CONFIG);
		assert_non_null(strstr(err.text, "is empty"));
	}
}

static void paths_are_joined_and_split(void **state)
{
	static const char *const dirs[][2] = { { "a", "." },
					       { "/a", "/" },
					       { "a/b", "a" },
					       { "/a/b/c", "/a/b" } };
	CLEANUP(free_ptr) char *joined = path_join("a", "b");
	CLEANUP(free_ptr) char *absolute = path_join("a", "/b");

	(void)state;
	assert_string_equal(joined, "a/b");
	assert_string_equal(absolute, "/b");
	for (size_t i = 0; i < COUNT_OF(dirs); i++) {
		CLEANUP(free_ptr) char *dir = path_dir(dirs[i][0]);

		assert_string_equal(dir, dirs[i][1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_file_is_replaced_whole_and_nothing_stays_beside),
		cmocka_unit_test(a_failed_write_leaves_the_old_file),
		cmocka_unit_test(
			what_a_crash_left_lends_nothing_to_the_new_file),
		cmocka_unit_test(a_file_over_the_limit_is_refused),
		cmocka_unit_test(a_missing_file_or_a_folder_cannot_be_read),
		cmocka_unit_test(folders_are_made_with_their_parents),
		cmocka_unit_test(a_secret_that_others_can_read_is_refused),
		cmocka_unit_test(a_secret_says_something),
		cmocka_unit_test(paths_are_joined_and_split),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
