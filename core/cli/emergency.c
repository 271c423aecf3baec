/* emergency.c - whether the desk is closed: shown, and said by hand.
 * SPDX-License-Identifier: MIT */
#include "cli/mode_view.h"
#include "cli/moment.h"
#include "cli/show.h"
#include "cli/told.h"
#include "cli/verbs.h"
#include "cli/view.h"
#include "desk/people/mode.h"
#include "model/people.h"

static void put_mode(struct str *out, const struct mode *m)
{
	str_puts(out, m->active ? "out of hours since " : "open since ");
	view_instant(out, m->since);
	if (m->hand == BY_CALENDAR)
		str_puts(out, " by the calendar");
	else
		str_printf(out, " by %s", view_or_dash(m->said_by));
	if (m->turns) {
		str_puts(out, ", until ");
		view_instant(out, m->turns);
	} else if (m->hand != BY_CALENDAR) {
		str_puts(out, ", until somebody says `helloword emergency "
			      "auto`");
	}
	str_putc(out, '\n');
}

int mode_view(struct str *out, struct db *db, struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct mode m = { 0 };
	int found = mode_load(db, &m, &arena, err);

	if (found > 0)
		put_mode(out, &m);
	return found < 0 ? -1 : 0;
}

void mode_view_head(struct db *db)
{
	CLEANUP(str_release) struct str out = STR_INIT;
	struct err none = { 0 };

	if (mode_view(&out, db, &none) == 0 &&
	    text_starts(str_c(&out), "out of"))
		fputs(str_c(&out), stderr);
}

static int show(struct cli *c, struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct mode m = { 0 };
	struct db *db;
	int found;

	if (cli_db(c, &db, err))
		return -1;
	found = mode_load(db, &m, &arena, err);
	if (found > 0 && c->json)
		show_record(c, &mode_kind, &m);
	else if (found > 0)
		put_mode(&c->out, &m);
	db_close(db);
	show_nothing(c, "the desk has no hours: out_of_hours of "
			"policy/staff.conf names their calendar");
	return found < 0 ? -1 : 0;
}

/* Whoever says so by hand should see when it ends, or that it does not. */
static char *what_holds(struct cli *c, const char *what)
{
	CLEANUP(str_release) struct str now = STR_INIT;
	struct err unseen = { 0 };
	struct db *db;

	if (cli_db(c, &db, &unseen) == 0) {
		if (mode_view(&now, db, &unseen))
			str_clear(&now);
		db_close(db);
	}
	if (now.len)
		str_cut(&now, now.len - 1); /* its line feed */
	return xasprintf("%s%s%s", what, now.len ? "\n" : "", str_c(&now));
}

static int say(struct cli *c, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	CLEANUP(free_ptr) char *what = NULL;
	const char *hand = cli_word(c, 0);
	struct jw w = JW_INIT(&args);
	cJSON *reply;

	jw_object(&w);
	jw_kv_text(&w, "hand", hand);
	if (moment_put(&w, cli_word(c, 1), err))
		return -1;
	jw_end(&w);
	if (cli_do(c, "emergency", &args, &reply, err))
		return -1;
	what = what_holds(
		c, text_eq(hand, "on")
			   ? "the desk is closed: who writes is told so "
			     "where policy/staff.conf allows it and the "
			     "moment of opening is known"
		   : text_eq(hand, "off")
			   ? "the desk is open, whatever its calendar says"
			   : "the calendar decides again");
	return told(c, reply, what, err);
}

int verb_emergency(struct cli *c, struct err *err)
{
	const char *word = cli_word(c, 0);

	if (!*word || text_eq(word, "show"))
		return show(c, err);
	if (text_eq(word, "on") || text_eq(word, "off") ||
	    text_eq(word, "auto"))
		return say(c, err);
	return err_set(err, ERR_USAGE,
		       "emergency what? `helloword emergency -h` shows the "
		       "words");
}
