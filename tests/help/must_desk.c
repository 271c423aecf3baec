/* must_desk.c - see must_desk.h.
 * SPDX-License-Identifier: MIT */
#include "help/must_desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <unistd.h>

#include "base/mem.h"
#include "desk/config.h"
#include "desk/ledger/journal.h"
#include "desk/ledger/replay.h"

struct desk *must_open(const struct desk_options *options)
{
	struct err err = { 0 };
	struct desk *d = NULL;

	must(desk_open(&d, options, &err), &err);
	return d;
}

int64_t must_have_shop(struct desk *d, const char *label, const char *plugin,
		       int64_t live_since)
{
	struct err err = { 0 };
	int64_t id = 0;

	must(shop_ensure(d, label, plugin, live_since, &id, &err), &err);
	return id;
}

struct delivery must_deliver(struct desk *d, const char *instance,
			     const char *records, size_t len)
{
	struct err err = { 0 };
	struct delivery out = { .instance = instance,
				.via = "sync",
				.shop = shop_of(desk_db(d), instance),
				.records = records,
				.records_len = len };

	must(desk_deliver(d, &out, &err), &err);
	return out;
}

void must_hear(struct desk *d, const char *instance, const char *records)
{
	struct delivery out =
		must_deliver(d, instance, records, strlen(records));

	assert_int_equal(out.quarantined, 0);
}

int person_does(struct desk *d, const char *kind, const char *by,
		const char *json, struct err *err)
{
	struct command cmd = { .kind = kind,
			       .by = by,
			       .via = "cli",
			       .json = json,
			       .json_len = strlen(json) };

	*err = (struct err){ 0 };
	return desk_do(d, &cmd, err);
}

void must_tick(struct desk *d)
{
	struct err err = { 0 };
	int n;

	while ((n = desk_tick(d, &err)) > 0)
		;
	must(n, &err);
}

static void remove_database(const char *path)
{
	static const char *const tails[] = { "", "-wal", "-shm" };

	for (size_t i = 0; i < COUNT_OF(tails); i++) {
		CLEANUP(free_ptr)
		char *file = xasprintf("%s%s", path, tails[i]);

		unlink(file);
	}
}

void must_replay(struct desk *d, const char *path)
{
	struct err err = { 0 };
	struct hash live, again;
	int64_t n = 0;

	must(state_hash(desk_db(d), &live, &err), &err);
	remove_database(path);
	must(replay_into(d, path, &again, &n, &err), &err);
	remove_database(path);
	assert_true(n > 0);
	assert_true(hash_eq(&live, &again));
	must(replay_decide(d, &n, &err), &err);
	must(journal_verify(desk_db(d), &n, &err), &err);
}
