/* checkpoint_test.c - what was committed is committed, whoever reads.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/when.h"
#include "db/db.h"
#include "help/place.h"

static void put(struct db *db, int64_t i)
{
	struct err err = { 0 };

	assert_int_equal(db_begin(db, &err), 0);
	assert_int_equal(db_run(db, &err,
				"INSERT INTO counters VALUES('n' || ?1, ?1)",
				"i", i),
			 0);
	assert_int_equal(db_commit(db, &err), 0);
}

static int64_t wal_of(const char *path)
{
	CLEANUP(free_ptr) char *wal = xasprintf("%s-wal", path);
	struct stat st;

	return stat(wal, &st) ? 0 : st.st_size;
}

static void a_reader_makes_no_checkpoint_wait(void **state)
{
	CLEANUP(free_ptr) char *path = in_scratch("wal.db");
	struct db *db, *reader;
	struct err err = { 0 };
	struct rows seen;
	int64_t began;

	(void)state;
	remove(path);
	assert_int_equal(db_open(&db, path, DB_WRITE, &err), 0);
	put(db, 1);
	assert_int_equal(db_open(&reader, path, DB_READ, &err), 0);
	seen = rows_query(
		reader, "SELECT value FROM counters WHERE name LIKE 'n%'", "");
	assert_true(rows_next(&seen));
	put(db, 2);
	began = clock_mono();
	db_checkpoint(db, 0);
	assert_true(clock_mono() - began < 2000); /* it waits 5 s for a lock */
	assert_true(wal_of(path) > 0);
	rows_release(&seen);
	db_close(reader);
	db_checkpoint(db, 0);
	assert_int_equal(wal_of(path), 0);
	db_close(db);
	remove(path);
}

/* A log that grows anew has its length and blocks synced each time. */
static void a_full_log_is_written_from_its_beginning_again(void **state)
{
	const char *dir = getenv("HW_SCRATCH");
	CLEANUP(free_ptr) char *path = path_join(dir ? dir : "/tmp", "long.db");
	struct err err = { 0 };
	struct db *db;
	int64_t most = 0;

	(void)state;
	remove(path);
	assert_int_equal(db_open(&db, path, DB_WRITE, &err), 0);
	db_checkpoint(db, 0); /* the tables */
	for (int64_t i = 0; i < 300; i++) {
		int64_t was = wal_of(path);

		put(db, i);
		db_checkpoint(db, 100 << 10);
		assert_true(wal_of(path) >= was);
		if (wal_of(path) > most)
			most = wal_of(path);
	}
	assert_in_range(most, 100 << 10, 200 << 10);
	db_checkpoint(db, 0);
	assert_int_equal(wal_of(path), 0);
	assert_int_equal(db_i64(db, 0,
				"SELECT count(*) FROM counters WHERE name "
				"LIKE 'n%'",
				""),
			 300);
	db_close(db);
	remove(path);
}

/* A child that opens, writes and dies. */
static void die_at_work(const char *path)
{
	struct err err = { 0 };
	pid_t pid = fork();
	struct db *db;

	if (pid == 0) {
		if (db_open(&db, path, DB_WRITE, &err))
			_exit(1);
		put(db, 1);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_true(wal_of(path) > 0);
}

/* What stands in the log may never have reached the disk: a failed fsync is why
 * a desk dies, and the kernel does not say so twice. */
static void the_log_of_a_dead_desk_is_written_out_before_anything(void **state)
{
	CLEANUP(free_ptr) char *path = in_scratch("dead.db");
	struct err err = { 0 };
	struct db *db, *reader;
	struct rows seen;

	(void)state;
	remove(path);
	die_at_work(path);
	assert_int_equal(db_open(&db, path, DB_WRITE, &err), 0);
	assert_int_equal(wal_of(path), 0);
	assert_int_equal(db_i64(db, 0,
				"SELECT value FROM counters WHERE name = 'n1'",
				""),
			 1);
	db_close(db);
	/* A reader of before does not keep the next desk from starting. */
	remove(path);
	die_at_work(path);
	assert_int_equal(db_open(&reader, path, DB_READ, &err), 0);
	seen = rows_query(reader, "SELECT value FROM counters", "");
	assert_true(rows_next(&seen));
	assert_int_equal(db_open(&db, path, DB_WRITE, &err), 0);
	db_close(db);
	rows_release(&seen);
	db_close(reader);
	remove(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reader_makes_no_checkpoint_wait),
		cmocka_unit_test(
			a_full_log_is_written_from_its_beginning_again),
		cmocka_unit_test(
			the_log_of_a_dead_desk_is_written_out_before_anything),
	};

	return cmocka_run_group_tests_name("checkpoint", tests, NULL, NULL);
}
