/* journal_test.c - a journal of a thousand entries with evidence, and somebody
 * who changes it: every bit, whole entries, files, the chain itself.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "base/encode.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/when.h"
#include "desk/anchor.h"
#include "desk/evidence.h"
#include "desk/journal.h"
#include "help/full.h"
#include "world.h"

enum { MAILS = 40, ENTRIES = 1000 };

static uint64_t seed, state;

static uint64_t draw(uint64_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state % below;
}

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

static void run(const char *sql)
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

/* Who owns the disk takes the guards away, and puts them back afterwards. */
static void guards(bool there)
{
	if (!there) {
		run("DROP TRIGGER journal_is_final");
		run("DROP TRIGGER journal_keeps");
		return;
	}
	run(triggers[0]);
	run(triggers[1]);
}

static int begin(void **unused)
{
	int n = MAILS;

	world_begin(unused);
	seed = full_seed(20261128);
	state = seed * 2654435761u + 1;
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

/* What verify says now; "" when all is well. */
static const char *verdict(void)
{
	static struct err err;
	int64_t n;

	err = (struct err){ 0 };
	return journal_verify(desk_db(d), &n, &err) ? err.text : "";
}

/* "changed", "missing" or "put in", and of which entry. */
static void says(const char *what, int64_t n)
{
	CLEANUP(free_ptr)
	char *wanted = xasprintf("journal entry %lld %s %s", (long long)n,
				 text_eq(what, "missing") ? "is" : "was", what);

	assert_string_equal(verdict(), wanted);
}

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
			uint8_t bit = (uint8_t)(1u << (all > 1 ? (uint64_t)k
							       : draw(8)));

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
	at = draw(is.len);
	if (type == SQLITE_INTEGER) /* another digit */
		changed.at[at] = changed.at[at] == '7' ? '3' : '7';
	else
		changed.at[at] = (char)(changed.at[at] ^ (1 << draw(8)));
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
		run("SAVEPOINT before");
		guards(false);
		assert_int_equal(sqlite3_exec(db_raw(desk_db(d)), acts[i].sql,
					      NULL, NULL, NULL),
				 SQLITE_OK);
		guards(true);
		print_message("# %s\n", acts[i].what);
		says(acts[i].says, seq);
		run("ROLLBACK TO before");
		run("RELEASE before");
	}
	assert_string_equal(verdict(), "");
}

static void guards_that_are_gone_are_missed(void **unused)
{
	(void)unused;
	run("DROP TRIGGER journal_keeps");
	assert_non_null(strstr(verdict(), "were taken away"));
	run(triggers[1]);
	assert_string_equal(verdict(), "");
}

/* -- evidence -- */

static const char *evidence_verdict(struct evidence_check *c)
{
	static struct err err;

	err = (struct err){ 0 };
	*c = (struct evidence_check){ .db = desk_db(d),
				      .keys = desk_keys(d),
				      .state = state_dir };
	return evidence_verify(c, &err) ? err.text : "";
}

static char *evidence_path(int64_t n)
{
	struct arena a = ARENA_INIT;
	const char *name = db_text(desk_db(d), &a,
				   "SELECT name FROM files ORDER BY evidence "
				   "LIMIT 1 OFFSET ?1",
				   "i", n);
	char *path = xasprintf("%s/evidence/%.2s/%s", state_dir, name, name);

	arena_release(&a);
	return path;
}

static void put_bytes(const char *path, const void *bytes, size_t len)
{
	FILE *f = fopen(path, "we");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	fclose(f);
}

static void flip_file(int64_t n)
{
	CLEANUP(str_release) struct str is = STR_INIT;
	CLEANUP(free_ptr) char *path = evidence_path(n);
	int64_t bits = full_or_quick(8, 1);
	struct evidence_check c;
	struct err err = { 0 };

	must(file_read(&is, path, 1 << 20, &err), &err);
	for (size_t i = 0; i < is.len; i++)
		for (int64_t k = 0; k < bits; k++) {
			char bit = (char)(1u << (bits > 1 ? (uint64_t)k
							  : draw(8)));

			is.at[i] = (char)(is.at[i] ^ bit);
			put_bytes(path, is.at, is.len);
			if (!strstr(evidence_verdict(&c), "was changed"))
				fail_msg("seed %llu: byte %zu of %s passes",
					 (unsigned long long)seed, i, path);
			is.at[i] = (char)(is.at[i] ^ bit);
			tried++;
		}
	put_bytes(path, is.at, is.len - 1);
	assert_non_null(strstr(evidence_verdict(&c), "was changed"));
	put_bytes(path, "", 0);
	assert_non_null(strstr(evidence_verdict(&c), "was changed"));
	put_bytes(path, is.at, is.len);
	assert_string_equal(evidence_verdict(&c), "");
}

static void evidence_that_was_changed_is_found(void **unused)
{
	struct evidence_check c;

	(void)unused;
	assert_string_equal(evidence_verdict(&c), "");
	assert_int_equal(c.files, MAILS);
	assert_int_equal(c.closed + c.erased, 0);
	tried = 0;
	for (int64_t n = 0; n < full_or_quick(MAILS, 2); n++)
		flip_file(n * 19 % MAILS);
	print_message("# %lld bits of evidence changed: all found\n",
		      (long long)tried);
}

static void evidence_that_is_gone_or_exchanged_is_found(void **unused)
{
	CLEANUP(free_ptr) char *one = evidence_path(3), *two = evidence_path(4);
	CLEANUP(free_ptr) char *aside = xasprintf("%s/aside", state_dir);
	struct evidence_check c;

	(void)unused;
	/* With the row that names it: the journal still does. */
	run("SAVEPOINT before");
	run("DELETE FROM files WHERE evidence IN (SELECT evidence FROM files "
	    "ORDER BY evidence LIMIT 1 OFFSET 3)");
	assert_int_equal(rename(one, aside), 0);
	assert_non_null(strstr(evidence_verdict(&c), "is missing"));
	run("ROLLBACK TO before");
	run("RELEASE before");
	assert_int_equal(rename(two, one), 0);
	assert_int_equal(rename(aside, two), 0);
	assert_non_null(strstr(evidence_verdict(&c), "was changed"));
	assert_int_equal(rename(one, aside), 0);
	assert_int_equal(rename(two, one), 0);
	assert_int_equal(rename(aside, two), 0);
	assert_string_equal(evidence_verdict(&c), "");
}

/* -- anchors -- */

static void anchor_to(const char *file, const char *before)
{
	CLEANUP(free_ptr) char *path = path_join(state_dir, file);
	CLEANUP(str_release) struct str text = STR_INIT;
	struct err err = { 0 };
	struct anchor a;

	must(anchor_make(desk_db(d), desk_keys(d), wall, &a, &err), &err);
	str_puts(&text, before);
	anchor_put(&text, &a);
	put_bytes(path, text.at, text.len);
}

static const char *anchors_say(const char *file)
{
	CLEANUP(free_ptr) char *path = path_join(state_dir, file);
	struct anchor_check c = { .db = desk_db(d), .keys = desk_keys(d) };
	static struct err err;

	err = (struct err){ 0 };
	return anchors_verify(&c, path, &err) ? err.text : "";
}

/* Everything from one entry on, hashed anew: what an administrator can do. */
static void make_chain_anew(int64_t from)
{
	struct hash head = { { 0 } };
	int64_t last = entries();

	for (int64_t seq = from; seq <= last; seq++) {
		CLEANUP(rows_release)
		struct rows r = journal_entries(desk_db(d), seq);
		struct journal_entry e;
		struct err err = { 0 };

		assert_true(journal_next(&r, &e));
		if (seq > from)
			e.prev = head;
		head = journal_hash(&e);
		must(db_run(desk_db(d), &err,
			    "UPDATE journal SET prev = ?2, hash = ?3 WHERE seq "
			    "= ?1",
			    "ibb", seq, e.prev.at, sizeof e.prev.at, head.at,
			    sizeof head.at),
		     &err);
	}
}

static void only_an_anchor_finds_what_was_cut_off(void **unused)
{
	int64_t last = entries();

	(void)unused;
	anchor_to("a.txt", "");
	assert_string_equal(anchors_say("a.txt"), "");
	run("SAVEPOINT before");
	guards(false);
	run("DELETE FROM journal WHERE seq > (SELECT max(seq) - 10 FROM "
	    "journal)");
	guards(true);
	assert_string_equal(verdict(), ""); /* the chain does hold */
	assert_non_null(strstr(anchors_say("a.txt"), "is missing: the anchor"));
	assert_int_equal(strtoll(anchors_say("a.txt") + 14, NULL, 10),
			 last - 9);
	run("ROLLBACK TO before");
	run("RELEASE before");
	assert_string_equal(anchors_say("a.txt"), "");
}

static void only_an_anchor_finds_a_chain_made_anew(void **unused)
{
	(void)unused;
	anchor_to("a.txt", "Dear owner,\r\n\r\n> ");
	run("SAVEPOINT before");
	guards(false);
	run("UPDATE journal SET actor = 'somebody' WHERE seq = 900");
	make_chain_anew(900);
	guards(true);
	assert_string_equal(verdict(), "");
	assert_non_null(strstr(anchors_say("a.txt"), "was changed: entry"));
	guards(false);
	run("UPDATE journal SET at = at + 1 WHERE seq = 1");
	make_chain_anew(1);
	guards(true);
	assert_string_equal(verdict(), "");
	assert_non_null(strstr(anchors_say("a.txt"), "names another journal"));
	run("ROLLBACK TO before");
	run("RELEASE before");
}

static void a_made_up_anchor_is_known_by_its_signature(void **unused)
{
	CLEANUP(free_ptr) char *path = path_join(state_dir, "a.txt");
	CLEANUP(str_release) struct str text = STR_INIT;
	struct err err = { 0 };
	struct anchor a;

	(void)unused;
	must(anchor_make(desk_db(d), desk_keys(d), wall, &a, &err), &err);
	a.head.at[0] ^= 1;
	anchor_put(&text, &a);
	put_bytes(path, text.at, text.len);
	assert_non_null(strstr(anchors_say("a.txt"), "it may be made up"));
	put_bytes(path, "nothing", 7);
	assert_non_null(strstr(anchors_say("a.txt"), "there is no anchor"));
}

static void a_folder_of_anchors_tells_the_earliest_that_is_wrong(void **unused)
{
	CLEANUP(free_ptr) char *folder = path_join(state_dir, "anchors");

	(void)unused;
	assert_int_equal(mkdir(folder, 0700), 0);
	anchor_to("anchors/1.txt", "");
	for (int i = 0; i < 3; i++) {
		put_order(5000 + i, 1, "12.00", wall - DAY_MS);
		deliver("shop");
		anchor_to(i ? "anchors/3.txt" : "anchors/2.txt", "");
	}
	assert_string_equal(anchors_say("anchors"), "");
	run("SAVEPOINT before");
	guards(false);
	run("DELETE FROM journal WHERE seq > (SELECT max(seq) - 3 FROM "
	    "journal)");
	guards(true);
	assert_non_null(strstr(anchors_say("anchors"), "is missing"));
	run("ROLLBACK TO before");
	run("RELEASE before");
}

/* The command: journaled, mailed when there is an address, each time anew. */
static void an_anchor_is_mailed_like_any_mail(void **unused)
{
	CLEANUP(str_release) struct str line = STR_INIT, json = STR_INIT;
	struct err err = { 0 };
	struct anchor a;

	(void)unused;
	for (int i = 0; i < 2; i++) {
		str_clear(&line);
		str_clear(&json);
		must(anchor_make(desk_db(d), desk_keys(d), wall, &a, &err),
		     &err);
		anchor_put(&line, &a);
		str_printf(&json,
			   "{\"seq\":%lld,\"mail\":\"o@x.example\","
			   "\"text\":",
			   (long long)a.seq);
		json_quote(&json, str_c(&line), line.len);
		str_putc(&json, '}');
		must(act("anchor", "desk", str_c(&json), &err), &err);
	}
	assert_int_equal(one("SELECT count(*) FROM actions WHERE rule = "
			     "'anchor' AND state IN (3, 4) AND to_addr = "
			     "'o@x.example' AND instr(text, "
			     "'helloword-anchor 1 ')"),
			 2);
	assert_string_equal(verdict(), "");
	replays();
}

/* A test that failed may have left it open. */
static int clean(void **unused)
{
	(void)unused;
	sqlite3_exec(db_raw(desk_db(d)), "ROLLBACK", NULL, NULL, NULL);
	return 0;
}

#define TEST(f) cmocka_unit_test_teardown(f, clean)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_changed_bit_is_found),
		TEST(a_changed_column_is_named_by_its_entry),
		TEST(entries_that_go_come_or_move_are_found),
		TEST(guards_that_are_gone_are_missed),
		TEST(evidence_that_was_changed_is_found),
		TEST(evidence_that_is_gone_or_exchanged_is_found),
		TEST(only_an_anchor_finds_what_was_cut_off),
		TEST(only_an_anchor_finds_a_chain_made_anew),
		TEST(a_made_up_anchor_is_known_by_its_signature),
		TEST(a_folder_of_anchors_tells_the_earliest_that_is_wrong),
		TEST(an_anchor_is_mailed_like_any_mail),
		TEST(what_hides_behind_a_nul_is_found),
	};

	return cmocka_run_group_tests_name("journal", tests, begin, world_end);
}
