/* anchor_test.c - a journal that was cut off or made anew by who owns the disk:
 * only a copy of its head that lies elsewhere tells.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/when.h"
#include "desk/ledger/anchor.h"
#include "desk/ledger/journal.h"
#include "intake/journal_help.h"

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
	mark();
	guards(false);
	run("DELETE FROM journal WHERE seq > (SELECT max(seq) - 10 FROM "
	    "journal)");
	guards(true);
	assert_string_equal(verdict(), ""); /* the chain does hold */
	assert_non_null(strstr(anchors_say("a.txt"), "is missing: the anchor"));
	assert_int_equal(strtoll(anchors_say("a.txt") + 14, NULL, 10),
			 last - 9);
	undo();
	assert_string_equal(anchors_say("a.txt"), "");
}

static void only_an_anchor_finds_a_chain_made_anew(void **unused)
{
	(void)unused;
	anchor_to("a.txt", "Dear owner,\r\n\r\n> ");
	mark();
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
	undo();
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
	mark();
	guards(false);
	run("DELETE FROM journal WHERE seq > (SELECT max(seq) - 3 FROM "
	    "journal)");
	guards(true);
	assert_non_null(strstr(anchors_say("anchors"), "is missing"));
	undo();
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

#define TEST(f) cmocka_unit_test_teardown(f, journal_clean)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(only_an_anchor_finds_what_was_cut_off),
		TEST(only_an_anchor_finds_a_chain_made_anew),
		TEST(a_made_up_anchor_is_known_by_its_signature),
		TEST(a_folder_of_anchors_tells_the_earliest_that_is_wrong),
		TEST(an_anchor_is_mailed_like_any_mail),
	};

	return cmocka_run_group_tests_name("anchors", tests, journal_begin,
					   page_end);
}
