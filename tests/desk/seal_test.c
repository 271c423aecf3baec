/* seal_test.c - what was sealed opens again after the next start, whatever the
 * disk did in between.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/mem.h"
#include "desk/ledger/seal.h"
#include "help/place.h"

static char *keys_path;

static struct keys *open_keys(void)
{
	struct keys *k = NULL;
	struct err err = { 0 };

	if (keys_open(&k, keys_path, &err))
		fail_msg("%s", err.text);
	return k;
}

static int fresh(void **state)
{
	(void)state;
	keys_path = xasprintf("%s/seal-%d.db", scratch_dir(), (int)getpid());
	return 0;
}

static int gone(void **state)
{
	const char *const tails[] = { "", "-wal", "-shm" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(tails); i++) {
		CLEANUP(free_ptr)
		char *path = xasprintf("%s%s", keys_path, tails[i]);

		unlink(path);
	}
	free(keys_path);
	return 0;
}

/* No file may grow while this is on: a full disk, for this process alone. */
static void disk_full(bool full)
{
	struct rlimit limit;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = full ? 1 : limit.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static int seal_text(struct keys *k, const char *subject, struct str *out)
{
	struct err err = { 0 };

	str_clear(out);
	return seal(k, subject, "test", "words", 5, out, &err);
}

static int opens(struct keys *k, const char *subject, const struct str *sealed)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	struct err err = { 0 };

	return unseal(k, subject, "test", sealed->at, sealed->len, &text, &err);
}

static void a_key_that_never_became_durable_seals_nothing_more(void **state)
{
	CLEANUP(str_release) struct str sealed = STR_INIT;
	struct keys *k = open_keys();
	struct err err = { 0 };
	int rc;

	(void)state;
	assert_int_equal(seal_text(k, "order:1", &sealed), 0);
	disk_full(true);
	rc = keys_sync(k, &err);
	disk_full(false);
	assert_int_equal(rc, -1);
	/* The batch is taken again, as the desk does. */
	assert_int_equal(seal_text(k, "order:1", &sealed), 0);
	assert_int_equal(keys_sync(k, &err), 0);
	keys_close(k);
	k = open_keys();
	assert_int_equal(opens(k, "order:1", &sealed), 1);
	keys_close(k);
}

static void spoil(const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(keys_path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

/* SQLite ends the transaction by itself on some errors, and every key of it. */
static void keys_made_before_a_failed_one_are_not_kept_in_memory(void **state)
{
	CLEANUP(str_release) struct str first = STR_INIT, second = STR_INIT;
	struct keys *k = open_keys();
	struct err err = { 0 };

	(void)state;
	spoil("CREATE TRIGGER full BEFORE INSERT ON keys "
	      "WHEN new.subject = 'order:2' "
	      "BEGIN SELECT raise(ROLLBACK, 'disk full'); END");
	assert_int_equal(seal_text(k, "order:1", &first), 0);
	assert_int_equal(seal_text(k, "order:2", &second), -1);
	assert_int_equal(seal_text(k, "order:1", &first), 0);
	assert_int_equal(keys_sync(k, &err), 0);
	keys_close(k);
	k = open_keys();
	assert_int_equal(opens(k, "order:1", &first), 1);
	keys_close(k);
}

static void a_damaged_key_is_told_and_never_used(void **state)
{
	CLEANUP(str_release) struct str sealed = STR_INIT;
	struct keys *k = open_keys();
	struct err err = { 0 };

	(void)state;
	spoil("INSERT INTO keys VALUES('order:3', x'0102')");
	assert_int_equal(seal(k, "order:3", "test", "words", 5, &sealed, &err),
			 -1);
	assert_string_equal(err.text,
			    "keys.db: the key of order:3 is damaged; bring "
			    "keys.db back from its backup");
	keys_close(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_key_that_never_became_durable_seals_nothing_more,
			fresh, gone),
		cmocka_unit_test_setup_teardown(
			keys_made_before_a_failed_one_are_not_kept_in_memory,
			fresh, gone),
		cmocka_unit_test_setup_teardown(
			a_damaged_key_is_told_and_never_used, fresh, gone),
	};
	struct err err = { 0 };

	return hash_start(&err) ||
	       cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
