/* journal_help.c - see journal_help.h.
 * SPDX-License-Identifier: MIT */
#include "intake/journal_help.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/encode.h"
#include "base/mem.h"
#include "base/when.h"
#include "desk/ledger/journal.h"
#include "help/full.h"

uint64_t seed, chance_state;

static void put_mail_of(int n)
{
	CLEANUP(str_release) struct str raw = STR_INIT, b64 = STR_INIT;

	str_printf(&raw, "From: b%d@x.example\r\n\r\nphoto of lamp %d\r\n", n,
		   n);
	put_base64(&b64, str_c(&raw), raw.len);
	str_printf(&lines,
		   "{\"kind\":\"text_in\",\"ref\":\"m%d\",\"channel\":"
		   "\"email\",\"thread\":\"m%d\",\"from_addr\":"
		   "\"b%d@x.example\",\"subject\":\"lamp\",\"text\":\"it is "
		   "broken\",\"message_id\":\"<m%d@x>\",\"raw\":\"%s\","
		   "\"origin\":\"human\",\"at\":\"2026-09-21T10:00:00Z\"}\n",
		   n, n, n, n, str_c(&b64));
}

void run(const char *sql)
{
	struct err err = { 0 };

	if (db_run(desk_db(d), &err, sql, ""))
		fail_msg("%s: %s", sql, err.text);
}

static const char *const triggers[] = {
	"CREATE TRIGGER journal_is_final BEFORE UPDATE ON journal BEGIN SELECT "
	"raise(ABORT, 'a journal entry is final'); END",
	"CREATE TRIGGER journal_keeps BEFORE DELETE ON journal BEGIN SELECT "
	"raise(ABORT, 'a journal entry is final'); END",
};

void guards(bool there)
{
	if (!there) {
		run("DROP TRIGGER journal_is_final");
		run("DROP TRIGGER journal_keeps");
		return;
	}
	run(triggers[0]);
	run(triggers[1]);
}

void guard_of_deletes(void)
{
	run(triggers[1]);
}

void mark(void)
{
	run("SAVEPOINT before");
}

void undo(void)
{
	run("ROLLBACK TO before");
	run("RELEASE before");
}

int journal_begin(void **unused)
{
	int n = MAILS;

	page_begin(unused);
	seed = chance_state = full_seed(20261128);
	for (int i = 0; i < MAILS; i++)
		put_mail_of(i);
	deliver("mail");
	while (entries() < ENTRIES) {
		for (int i = 0; i < 50 && entries() + i < ENTRIES; i++, n++)
			put_order(n, 1, "12.00", wall - DAY_MS);
		deliver("shop");
	}
	return 0;
}

int journal_clean(void **unused)
{
	(void)unused;
	sqlite3_exec(db_raw(desk_db(d)), "ROLLBACK", NULL, NULL, NULL);
	return 0;
}

const char *verdict(void)
{
	static struct err err;
	int64_t n;

	err = (struct err){ 0 };
	return journal_verify(desk_db(d), &n, &err) ? err.text : "";
}

void says(const char *what, int64_t n)
{
	CLEANUP(free_ptr)
	char *wanted = xasprintf("journal entry %lld %s %s", (long long)n,
				 text_eq(what, "missing") ? "is" : "was", what);

	assert_string_equal(verdict(), wanted);
}

void put_bytes(const char *path, const void *bytes, size_t len)
{
	FILE *f = fopen(path, "we");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	fclose(f);
}
