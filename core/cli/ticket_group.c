/* ticket_group.c - see ticket_group.h.
 * SPDX-License-Identifier: MIT */
#include "cli/ticket_group.h"

#include "cli/show.h"
#include "cli/told.h"
#include "cli/view.h"
#include "db/record.h"
#include "desk/ticket/merge.h"
#include "desk/ticket/ticket.h"

/* The ticket that is the word at `i`. */
static int64_t ticket_at(const struct cli *c, size_t i, struct err *err)
{
	int64_t id = ticket_number(cli_word(c, i));

	if (!id)
		err_set(err, ERR_USAGE, "name a ticket, such as T-1");
	return id;
}

static int put_messages(struct jw *w, const struct cli *c, struct err *err)
{
	jw_key(w, "messages");
	jw_array(w);
	for (size_t i = 2; *cli_word(c, i); i++) {
		int64_t id = cli_number(c, i, "a message", err);

		if (id < 0)
			return -1;
		jw_i64(w, id);
	}
	jw_end(w);
	return 0;
}

static int put_args(struct jw *w, struct cli *c, const char *word,
		    int64_t *other, struct err *err)
{
	bool merge = text_eq(word, "merge");

	if (merge || text_eq(word, "link")) {
		*other = ticket_at(c, 2, err);
		if (!*other)
			return -1;
		jw_kv_i64(w, merge ? "into" : "other", *other);
	}
	if (text_eq(word, "snooze"))
		jw_kv_text(w, "until", cli_word(c, 2));
	show_option(w, c, "force", "force");
	return text_eq(word, "split") ? put_messages(w, c, err) : 0;
}

static char *assigned_again(const char *was, long long id)
{
	return *was ? xasprintf("giving it away is taken back: T-%lld belongs "
				"to %s again",
				id, was)
		    : xasprintf("giving it away is taken back: T-%lld belongs "
				"to nobody",
				id);
}

/* What went into what, and who it is that reads a reply now. */
static char *joined(struct cli *c, long long id, long long into)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(str_release) struct str safe = STR_INIT;
	struct err two = { 0 };
	struct db *db;

	if (cli_db(c, &db, &two) == 0) {
		if (merge_whom(db, &arena, into, "", &two))
			show_safe(&safe, two.text);
		db_close(db);
	}
	return xasprintf("T-%lld went into T-%lld%s%s", id, into,
			 safe.len ? "\n" : "", str_c(&safe));
}

/* What was parted, by the merge that was taken back just now. */
static char *parted(struct cli *c, long long id)
{
	struct err unseen = { 0 };
	long long other = 0;
	struct db *db;

	if (cli_db(c, &db, &unseen) == 0) {
		other = db_i64(db, 0,
			       "SELECT other FROM operations WHERE ticket = ?1 "
			       "AND verb = 'merge' AND undone IS NOT NULL "
			       "ORDER BY undone DESC, id DESC LIMIT 1",
			       "i", (int64_t)id);
		db_close(db);
	}
	return other ? xasprintf("T-%lld is a ticket of its own again, and "
				 "open; T-%lld goes on without it",
				 id, other)
		     : xasprintf("T-%lld is a ticket of its own again, and "
				 "open",
				 id);
}

static char *something_undone(long long id)
{
	return xasprintf("what was done last to T-%lld is taken back", id);
}

/* By the operation that was taken back just now. */
static char *undid(struct db *db, long long id)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct operation op = { 0 };
	struct err none = { 0 };
	long long of, with;

	if (record_find(db, &operation_kind, &op, &arena, NULL, &none,
			"WHERE (ticket = ?1 OR other = ?1) AND undone IS NOT "
			"NULL ORDER BY undone DESC, id DESC LIMIT 1",
			"i", (int64_t)id) <= 0)
		return something_undone(id);
	of = op.ticket;
	with = op.other;
	if (text_eq(op.verb, "close"))
		return xasprintf("closing is taken back: T-%lld is open again",
				 of);
	if (text_eq(op.verb, "assign"))
		return assigned_again(op.was ? op.was : "", of);
	if (text_eq(op.verb, "snooze"))
		return xasprintf("T-%lld is not set aside any more", of);
	return xasprintf("the %s of T-%lld and T-%lld is taken back", op.verb,
			 of, with);
}

/* It is done, whether or not this user may look at what it was. */
static char *what_was_undone(struct cli *c, long long id)
{
	struct err unseen = { 0 };
	struct db *db;
	char *what;

	if (cli_db(c, &db, &unseen))
		return something_undone(id);
	what = undid(db, id);
	db_close(db);
	return what;
}

/* Whoever sets it aside for longer than it has time hears so. */
static void put_sooner(struct str *out, struct db *db, long long id)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct ticket t = { 0 };
	struct err none = { 0 };

	if (record_load(db, &ticket_kind, id, &t, &arena, &none) <= 0 ||
	    !t.due || t.due >= t.snoozed)
		return;
	str_puts(out, "\nits deadline is before that: ");
	view_countdown(out, db, t.due);
}

static char *set_aside(struct cli *c, long long id)
{
	CLEANUP(str_release) struct str sooner = STR_INIT;
	struct err unseen = { 0 };
	struct db *db;

	if (cli_db(c, &db, &unseen) == 0) {
		put_sooner(&sooner, db, id);
		db_close(db);
	}
	return xasprintf("T-%lld is set aside; its deadlines count on%s", id,
			 str_c(&sooner));
}

static char *did(struct cli *c, const char *word, long long id, long long other,
		 long long new)
{
	if (text_eq(word, "undo"))
		return what_was_undone(c, id);
	if (text_eq(word, "unmerge"))
		return parted(c, id);
	if (text_eq(word, "merge"))
		return joined(c, id, other);
	if (text_eq(word, "split"))
		return xasprintf("T-%lld has what is another matter", new);
	if (text_eq(word, "link"))
		return xasprintf("T-%lld and T-%lld are linked", id, other);
	if (text_eq(word, "snooze"))
		return set_aside(c, id);
	return xasprintf("T-%lld is open again", id);
}

int ticket_group(struct cli *c, bool *mine, struct err *err)
{
	static const char *const words[] = { "merge", "unmerge", "split",
					     "link",  "snooze",  "undo",
					     "reopen" };
	CLEANUP(str_release) struct str args = STR_INIT;
	CLEANUP(free_ptr) char *what = NULL;
	const char *word = cli_word(c, 0);
	struct jw w = JW_INIT(&args);
	int64_t id, other = 0;
	cJSON *reply;

	*mine = false;
	for (size_t i = 0; i < COUNT_OF(words); i++)
		*mine = *mine || text_eq(words[i], word);
	if (!*mine)
		return 0;
	id = ticket_at(c, 1, err);
	if (!id)
		return -1;
	jw_object(&w);
	jw_kv_i64(&w, "ticket", id);
	if (put_args(&w, c, word, &other, err))
		return -1;
	jw_end(&w);
	if (cli_do(c, text_eq(word, "undo") ? "ticket_undo" : word, &args,
		   &reply, err))
		return -1;
	what = did(c, word, (long long)id, (long long)other,
		   (long long)json_i64(reply, "id", 0));
	return told(c, reply, what, err);
}
