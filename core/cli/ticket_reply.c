/* ticket_reply.c - see ticket_reply.h.
 * SPDX-License-Identifier: MIT */
#include "cli/ticket_reply.h"

#include "base/utf8.h"
#include "cli/awaited.h"
#include "cli/composing.h"
#include "cli/edit.h"
#include "cli/reply_lang.h"
#include "cli/speak.h"
#include "cli/view.h"
#include "db/record.h"
#include "desk/reply/heard.h"
#include "desk/ticket/merge.h"
#include "desk/ticket/ticket.h"
#include "model/effects.h"
#include "policy/guard/spoken.h"

#define LETTERS_MAX 50000

/* More was never meant: a whole file, say. */
static int check_length(const struct str *text, struct err *err)
{
	size_t n = utf8_count(str_c(text), text->len);

	return n <= LETTERS_MAX
		       ? 0
		       : err_set(err, ERR_DATA,
				 "the text has %zu characters, and %d are the "
				 "most; shorten it",
				 n, LETTERS_MAX);
}

/* Words that a person took back go before what the policy proposes beside
 * them. What was heard is read first: what comes while the proposal is read is
 * not. */
static int find_proposal(struct db *db, int64_t ticket, struct str *text,
			 struct reply_of *of, struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;

	if (heard_last_in(db, &arena, ticket, &of->heard, err))
		return -1;
	if (!of->heard)
		of->heard = HEARD_NOTHING;
	of->instead = db_i64(db, 0,
			     "SELECT id FROM actions WHERE ticket = ?1 AND "
			     "verb = 'reply' AND state = 2 ORDER BY rule IS "
			     "NULL DESC, id DESC LIMIT 1",
			     "i", ticket);
	str_puts(text,
		 db_text(db, &arena, "SELECT text FROM actions WHERE id = ?1",
			 "i", of->instead));
	return 0;
}

/* Before anybody writes. The ticket may be none at all; the desk says so. */
static int check_whom(struct cli *c, int64_t ticket, struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	const char *to = cli_option(c, "to");
	struct db *db;
	int rc;

	if (cli_db(c, &db, err))
		return -1;
	rc = merge_whom(db, &arena, ticket, to ? to : "", err);
	db_close(db);
	return rc;
}

/* An approved one is somebody's word: it is changed when that was taken back,
 * and not behind their back. */
static int nothing_waits(struct db *db, int64_t id, struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(str_release) struct str when = STR_INIT;
	struct action a = { 0 };
	int found = record_find(db, &action_kind, &a, &arena, NULL, err,
				"WHERE ticket = ?1 AND verb = 'reply' AND "
				"state IN (3, 4, 5) ORDER BY id DESC LIMIT 1",
				"i", id);
	long long ticket = id, reply = a.id;

	if (found < 0)
		return -1;
	if (!found)
		return err_set(err, ERR_DATA,
			       "T-%lld has no reply that waits; write one with "
			       "`helloword ticket reply T-%lld TEXT`",
			       ticket, ticket);
	if (a.state == ACTION_SENDING)
		return err_set(err, ERR_DATA,
			       "the reply of T-%lld (action %lld) is on its "
			       "way and cannot be changed; write another one "
			       "with `helloword ticket reply T-%lld TEXT`",
			       ticket, reply, ticket);
	if (!awaited_put(&when, db, &a) && a.state == ACTION_HELD) {
		str_puts(&when, "at ");
		view_instant(&when, a.hold_until);
	}
	if (a.state == ACTION_DUE)
		return err_set(err, ERR_DATA,
			       "the reply of T-%lld (action %lld) %s%s; "
			       "`helloword action cancel %lld`, then write "
			       "another one with `helloword ticket reply "
			       "T-%lld TEXT`",
			       ticket, reply,
			       when.len ? "is approved and leaves "
					: "is about to leave",
			       str_c(&when), reply, ticket);
	return err_set(err, ERR_DATA,
		       "the reply of T-%lld (action %lld) is approved and "
		       "leaves %s; take that back with `helloword action undo "
		       "%lld`, then edit it",
		       ticket, reply, str_c(&when), reply);
}

/* The reply that waits on the ticket, as a person changed it. */
static int edit_proposal(struct cli *c, struct str *text, struct reply_of *of,
			 struct err *err)
{
	CLEANUP(composing_release) struct composing beside = { .conf = NULL };
	CLEANUP(str_release) struct str notes = STR_INIT;
	int64_t id = ticket_number(cli_word(c, 1));
	struct db *db;

	if (*cli_word(c, 2))
		return err_set(err, ERR_USAGE,
			       "either TEXT or --edit, not both");
	if (cli_db(c, &db, err))
		return -1;
	if (find_proposal(db, id, text, of, err) ||
	    (!text->len && nothing_waits(db, id, err))) {
		db_close(db);
		return -1;
	}
	composing_open(&beside, c, db, id);
	composing_put(&beside, EDIT_NOTE, &notes);
	db_close(db);
	if (edit_text(text, str_c(&notes), err))
		return -1;
	if (utf8_check(str_c(text), text->len) < 0)
		return 0;
	return err_set(err, ERR_DATA,
		       "the text is not UTF-8; set the editor to UTF-8");
}

/* What it lacks for its reader, on standard error; it goes all the same. */
static int warn_of_reply(struct cli *c, const char *text, struct err *err)
{
	CLEANUP(speaking_release) struct speaking all = { .packs = { 0 } };
	CLEANUP(composing_release) struct composing beside = { .conf = NULL };
	int64_t id = ticket_number(cli_word(c, 1));
	struct err none = { 0 };
	const char *lang = NULL;
	struct db *db;
	bool opened;

	if (cli_db(c, &db, err))
		return -1;
	opened = spoken_enough(text) && speaking_open(&all, c, &none) == 0;
	if (opened)
		composing_open_with(&beside, c, db, id, &all.packs);
	else
		composing_open(&beside, c, db, id);
	db_close(db);
	composing_lint(&beside, text);
	if (opened)
		lang = reply_lang_note(&all.packs, text, beside.facts.lang,
				       &beside.arena);
	if (lang)
		note_texts_push(&beside.warnings, lang);
	for (size_t i = 0; i < beside.warnings.len; i++)
		fprintf(stderr, "note: %s\n", beside.warnings.at[i]);
	return 0;
}

int ticket_text(struct cli *c, struct str *out, struct err *err)
{
	return cli_text(c, 2, out, err) || check_length(out, err) ? -1 : 0;
}

/* Which message it answers is known before anybody writes. */
static int check_answered(const struct cli *c, bool edit, int64_t *heard,
			  struct err *err)
{
	int64_t after;

	if (cli_option_number(c, "heard", "", heard, err) ||
	    cli_option_number(c, "after", "", &after, err))
		return -1;
	return edit || !after
		       ? 0
		       : err_set(err, ERR_USAGE,
				 "--after goes with --edit; TEXT needs none");
}

int ticket_reply_text(struct cli *c, struct str *out, struct reply_of *of,
		      struct err *err)
{
	bool edit = cli_flag(c, "edit");
	int64_t heard;

	*of = (struct reply_of){ 0 };
	if (check_answered(c, edit, &heard, err))
		return -1;
	if (!edit && !*cli_word(c, 2))
		return err_set(err, ERR_USAGE,
			       "`helloword ticket reply T-N TEXT`: TEXT is "
			       "missing; - is standard input, and --edit opens "
			       "the proposed reply");
	if (edit && check_whom(c, ticket_number(cli_word(c, 1)), err))
		return -1;
	if (edit ? edit_proposal(c, out, of, err) || check_length(out, err)
		 : ticket_text(c, out, err))
		return -1;
	if (edit && heard && heard < of->heard)
		of->heard = heard;
	return warn_of_reply(c, str_c(out), err);
}
