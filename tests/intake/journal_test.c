/* journal_test.c - a journal of a thousand entries, and somebody who changes
 * it: every bit, columns of the file, whole entries.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/mem.h"
#include "desk/ledger/journal.h"
#include "help/draw.h"
#include "help/full.h"
#include "intake/journal_help.h"

/* -- bits, in memory: each entry as it was read, one of its bits changed -- */

static int64_t tried, passed;

static void step_with(const struct journal_chain *before,
		      const struct journal_entry *e, const char *column)
{
	struct journal_chain chain = *before;
	struct err err = { 0 };

	tried++;
	if (journal_step(&chain, e, &err) == 0) {
		passed++;
		print_message("# entry %lld: a changed bit of %s passes\n",
			      (long long)e->seq, column);
	}
}

static void flip(const struct journal_chain *before, struct journal_entry *e,
		 const char *column, void *bytes, size_t len)
{
	int64_t all = full_or_quick(8, 1);

	for (size_t i = 0; i < len; i++)
		for (int64_t k = 0; k < all; k++) {
			uint8_t *at = (uint8_t *)bytes + i;
			uint8_t bit =
				(uint8_t)(1u << (all > 1 ? (uint64_t)k
							 : draw(&chance_state,
								8)));

			*at ^= bit;
			step_with(before, e, column);
			*at ^= bit;
		}
}

static void flip_text(const struct journal_chain *before,
		      struct journal_entry *e, const char *column,
		      const char **text)
{
	const char *is = *text;
	char *copy = xstrdup(is);

	*text = copy;
	flip(before, e, column, copy, strlen(is));
	*text = is;
	free(copy);
}

static void flip_entry(const struct journal_chain *before,
		       struct journal_entry *e)
{
	CLEANUP(free_ptr) char *sealed = NULL;
	const void *is = e->sealed;

	flip(before, e, "seq", &e->seq, sizeof e->seq);
	flip(before, e, "at", &e->at, sizeof e->at);
	flip(before, e, "mono", &e->mono, sizeof e->mono);
	flip(before, e, "entropy", &e->entropy, sizeof e->entropy);
	flip(before, e, "prev", &e->prev, sizeof e->prev);
	flip(before, e, "hash", &e->hash, sizeof e->hash);
	flip_text(before, e, "boot", &e->boot);
	flip_text(before, e, "actor", &e->actor);
	flip_text(before, e, "via", &e->via);
	flip_text(before, e, "kind", &e->kind);
	flip_text(before, e, "subject", &e->subject);
	flip_text(before, e, "payload", &e->payload);
	flip_text(before, e, "decisions", &e->decisions);
	if (!e->sealed_len)
		return;
	sealed = xmalloc(e->sealed_len);
	memcpy(sealed, is, e->sealed_len);
	e->sealed = sealed;
	flip(before, e, "sealed", sealed, e->sealed_len);
	e->sealed = is;
}

static void every_changed_bit_is_found(void **unused)
{
	CLEANUP(rows_release)
	struct rows r = journal_entries(desk_db(d), INT64_MIN);
	struct journal_chain chain = { .entries = 0 };
	struct journal_entry e;
	struct err err = { 0 };

	(void)unused;
	assert_string_equal(verdict(), "");
	assert_true(entries() >= ENTRIES);
	tried = passed = 0;
	while (journal_next(&r, &e)) {
		flip_entry(&chain, &e);
		must(journal_step(&chain, &e, &err), &err);
	}
	print_message("# seed %llu: %lld entries, %lld bits changed, %lld not "
		      "found\n",
		      (unsigned long long)seed, (long long)chain.entries,
		      (long long)tried, (long long)passed);
	assert_int_equal(passed, 0);
}

/* -- bits, in the file: read back as any reader would -- */

static const char *const columns[] = {
	"at",      "boot",    "mono",      "entropy", "actor", "via", "kind",
	"subject", "payload", "decisions", "sealed",  "prev",  "hash"
};

/* Not through rows_query, which wants literals. */
static sqlite3_stmt *statement(const char *form, const char *column)
{
	CLEANUP(str_release) struct str sql = STR_INIT;
	sqlite3_stmt *st = NULL;

	for (; *form; form++)
		if (*form == '@')
			str_puts(&sql, column);
		else
			str_putc(&sql, *form);
	assert_int_equal(sqlite3_prepare_v2(db_raw(desk_db(d)), str_c(&sql), -1,
					    &st, NULL),
			 SQLITE_OK);
	return st;
}

static void set_column(const char *column, int64_t seq, int type,
		       const struct str *to)
{
	sqlite3_stmt *st =
		statement("UPDATE journal SET @ = ?2 WHERE seq = ?1", column);

	sqlite3_bind_int64(st, 1, seq);
	if (type == SQLITE_BLOB)
		sqlite3_bind_blob(st, 2, to->at, (int)to->len, SQLITE_STATIC);
	else
		sqlite3_bind_text(st, 2, to->at, (int)to->len, SQLITE_STATIC);
	assert_int_equal(sqlite3_step(st), SQLITE_DONE);
	sqlite3_finalize(st);
}

/* The bytes of a column; gives its type. */
static int get_column(const char *column, int64_t seq, struct str *out)
{
	sqlite3_stmt *st =
		statement("SELECT @ FROM journal WHERE seq = ?1", column);
	const void *at;
	int type;

	sqlite3_bind_int64(st, 1, seq);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	type = sqlite3_column_type(st, 0);
	at = sqlite3_column_blob(st, 0);
	str_add(out, at, (size_t)sqlite3_column_bytes(st, 0));
	sqlite3_finalize(st);
	return type;
}

/* Changes one bit of the column and puts it back; false when it is empty. */
static bool change_bit(const char *column, int64_t seq)
{
	CLEANUP(str_release) struct str is = STR_INIT, changed = STR_INIT;
	int type = get_column(column, seq, &is);
	size_t at;

	if (!is.len)
		return false;
	str_add(&changed, is.at, is.len);
	at = draw(&chance_state, is.len);
	if (type == SQLITE_INTEGER) /* another digit */
		changed.at[at] = changed.at[at] == '7' ? '3' : '7';
	else
		changed.at[at] =
			(char)(changed.at[at] ^ (1 << draw(&chance_state, 8)));
	set_column(column, seq, type, &changed);
	guards(true);
	says("changed", seq);
	guards(false);
	set_column(column, seq, type, &is);
	return true;
}

static void a_changed_column_is_named_by_its_entry(void **unused)
{
	int64_t step = full_or_quick(1, 97), n = 0;

	(void)unused;
	guards(false);
	for (int64_t seq = 1; seq <= ENTRIES; seq += step)
		for (size_t i = 0; i < COUNT_OF(columns); i++)
			n += change_bit(columns[i], seq);
	guards(true);
	assert_string_equal(verdict(), "");
	print_message("# %lld columns changed in the file: all found and "
		      "named\n",
		      (long long)n);
}

static void what_hides_behind_a_nul_is_found(void **unused)
{
	(void)unused;
	guards(false);
	run("UPDATE journal SET actor = actor || char(0) || 'x' WHERE seq = 7");
	guards(true);
	says("changed", 7);
	guards(false);
	run("UPDATE journal SET actor = substr(actor, 1, instr(actor, char(0)) "
	    "- 1) WHERE seq = 7");
	/* A hash that is no hash at all stands for none, as before entry 1. */
	run("UPDATE journal SET prev = x'' WHERE seq = 1");
	guards(true);
	says("changed", 1);
}

/* -- entries -- */

#define COPY                                                            \
	"at, boot, mono, entropy, actor, via, kind, subject, payload, " \
	"decisions, sealed, prev, hash"

static const struct {
	const char *what, *sql, *says;
	int64_t seq;
} acts[] = {
	{ "deleted", "DELETE FROM journal WHERE seq = 500", "missing", 500 },
	{ "the first deleted", "DELETE FROM journal WHERE seq = 1", "missing",
	  1 },
	{ "many deleted", "DELETE FROM journal WHERE seq BETWEEN 10 AND 900",
	  "missing", 10 },
	{ "closed up after one was deleted",
	  "DELETE FROM journal WHERE seq = 500; UPDATE journal SET seq = -seq "
	  "WHERE seq > 500; UPDATE journal SET seq = -seq - 1 WHERE seq < 0",
	  "changed", 500 },
	{ "swapped",
	  "UPDATE journal SET seq = -1 WHERE seq = 20; UPDATE journal SET seq "
	  "= 20 WHERE seq = 21; UPDATE journal SET seq = 21 WHERE seq = -1",
	  "changed", 20 },
	{ "doubled at the end",
	  "INSERT INTO journal SELECT (SELECT max(seq) + 1 FROM "
	  "journal), " COPY " FROM journal WHERE seq = 30",
	  "changed", 0 },
	{ "put in before the first",
	  "INSERT INTO journal SELECT 0, " COPY " FROM journal WHERE seq = 1",
	  "put in", 0 },
	{ "put in far before",
	  "INSERT INTO journal SELECT -9, " COPY " FROM journal WHERE seq = 1",
	  "put in", -9 },
	{ "put in with a gap",
	  "INSERT INTO journal SELECT 9999, " COPY " FROM journal WHERE seq = "
	  "1",
	  "missing", 0 },
};

static void entries_that_go_come_or_move_are_found(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < COUNT_OF(acts); i++) {
		int64_t seq = acts[i].seq;

		/* The one after the last, where none is named. */
		if (seq == 0 && !text_starts(acts[i].what, "put in before"))
			seq = entries() + 1;
		mark();
		guards(false);
		assert_int_equal(sqlite3_exec(db_raw(desk_db(d)), acts[i].sql,
					      NULL, NULL, NULL),
				 SQLITE_OK);
		guards(true);
		print_message("# %s\n", acts[i].what);
		says(acts[i].says, seq);
		undo();
	}
	assert_string_equal(verdict(), "");
}

static void guards_that_are_gone_are_missed(void **unused)
{
	(void)unused;
	run("DROP TRIGGER journal_keeps");
	assert_non_null(strstr(verdict(), "were taken away"));
	guard_of_deletes();
	assert_string_equal(verdict(), "");
}

#define TEST(f) cmocka_unit_test_teardown(f, journal_clean)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_changed_bit_is_found),
		TEST(a_changed_column_is_named_by_its_entry),
		TEST(entries_that_go_come_or_move_are_found),
		TEST(guards_that_are_gone_are_missed),
		TEST(what_hides_behind_a_nul_is_found),
	};

	return cmocka_run_group_tests_name("journal", tests, journal_begin,
					   page_end);
}
