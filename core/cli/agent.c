/* agent.c - who is there, and who says that they are away.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "cli/moment.h"
#include "cli/show.h"
#include "cli/told.h"
#include "cli/verbs.h"
#include "cli/view.h"
#include "db/record.h"
#include "desk/brain.h"
#include "model/people.h"

struct presence {
	bool known, there, away;
	int64_t until; /* 0: for ever */
};

/* Of the manifest and its calendars, when they can be read. */
static struct presence presence_of(const struct brain *b, const struct agent *a,
				   int64_t now)
{
	struct duty duty;
	struct presence p = { .away = a->absent_until > now,
			      .until = a->absent_until };

	if (p.away || !b)
		return p;
	p.known = b->work.duty(b, a->name, now, &duty);
	p.there = p.known && duty.there;
	p.until = p.known ? duty.until : 0;
	return p;
}

static void put_agent(struct str *out, const struct agent *a,
		      const struct presence *p)
{
	const char *word = p->away     ? "away"
			   : !p->known ? "-"
			   : p->there  ? "there"
				       : "off";

	str_printf(out, "%-10s %-8s %-5s ", a->name, a->role, word);
	if (p->until && p->until < WHEN_LIMIT_MS - SECOND_MS)
		view_instant(out, p->until - p->until % SECOND_MS);
	else
		str_printf(out, "%-20s", "-");
	str_printf(out, " %5lld  %s\n", (long long)a->open_load,
		   view_or_dash(a->skills));
}

static void put_json(struct str *out, const struct agent *a,
		     const struct presence *p)
{
	struct jw w = JW_INIT(out);

	jw_object(&w);
	jw_kv_text(&w, "agent", a->name);
	jw_kv_text(&w, "role", a->role);
	jw_kv_bool(&w, "there", p->there);
	jw_kv_bool(&w, "away", p->away);
	jw_kv_i64(&w, "until", p->until);
	jw_kv_i64(&w, "open", a->open_load);
	jw_kv_text(&w, "skills", a->skills);
	jw_kv_text(&w, "languages", a->languages);
	jw_end(&w);
	str_putc(out, '\n');
}

static int put_all(struct cli *c, struct db *db, const struct brain *b,
		   struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(str_release) struct str out = STR_INIT;
	int64_t now = clock_now();
	size_t n;
	struct agent *list =
		record_all(record_query(db, &agent_kind, "ORDER BY id", ""),
			   &agent_kind, &arena, &n, err);

	if (list && n && !c->json)
		str_printf(&out, "%-10s %-8s %-5s %-20s %5s  skills\n", "agent",
			   "role", "", "until", "open");
	for (size_t i = 0; list && i < n; i++) {
		struct presence p = presence_of(b, &list[i], now);

		if (c->json)
			put_json(&out, &list[i], &p);
		else
			put_agent(&out, &list[i], &p);
	}
	show_safe(&c->out, str_c(&out));
	show_nothing(c, "the desk knows no agent yet: the manifest names them, "
			"and it reads that when it starts");
	return list ? 0 : -1;
}

static int list(struct cli *c, struct err *err)
{
	struct err mistakes = { 0 };
	struct manifest *m = NULL;
	struct brain_of *brain = NULL;
	struct db *db;
	int rc;

	if (cli_db(c, &db, err))
		return -1;
	m = cli_manifest(c, &mistakes);
	brain = m ? cli_brain(c, m, &mistakes) : NULL;
	if (!brain)
		fprintf(stderr, "%s: who is at work is not told\n",
			mistakes.text);
	rc = put_all(c, db, brain ? brain_of(brain) : NULL, err);
	db_close(db);
	brain_close(brain);
	manifest_close(m);
	return rc;
}

/* Open tickets that are kept for an agent; -1 where this user cannot look. */
static int64_t kept_for(struct cli *c, const char *name)
{
	struct err err = { 0 };
	struct db *db;
	int64_t n;

	if (cli_db(c, &db, &err))
		return -1;
	n = db_i64(db, -1,
		   "SELECT count(*) FROM tickets WHERE kept_for = ?1 AND state "
		   "IN (1, 2)",
		   "s", name);
	db_close(db);
	return n;
}

/* before: how many were kept for them. */
static char *say_back(const char *name, int64_t before, int64_t after)
{
	const char *more = before == 1 || after == 1 ? "" : "s";

	if (before < 0 || after < 0)
		return xasprintf("%s is back", name);
	if (after > 0)
		return xasprintf(
			"%s is back: %lld ticket%s of theirs that "
			"nobody has begun on will be theirs again when "
			"they are at work",
			name, (long long)after, more);
	if (before > 0)
		return xasprintf("%s is back, and has %lld ticket%s again that "
				 "nobody had begun on; the others stay where "
				 "they are, and what lies unassigned is given "
				 "out",
				 name, (long long)before, more);
	return xasprintf("%s is back, and gets what lies unassigned; no ticket "
			 "of theirs is left that nobody has begun on",
			 name);
}

/* With nobody there, what they had lies until somebody comes. */
static char *say_away(struct cli *c, const char *name)
{
	struct err err = { 0 };
	int64_t n = 0;
	struct db *db;

	if (cli_db(c, &db, &err) == 0) {
		n = db_i64(db, 0,
			   "SELECT count(*) FROM tickets WHERE kept_for = ?1 "
			   "AND state IN (1, 2) AND owner IS NULL",
			   "s", name);
		db_close(db);
	}
	return n ? xasprintf("%s is away, and nobody who is there may take %s "
			     "%lld ticket%s: %s no owner until somebody comes "
			     "(`helloword agent list` shows when), and "
			     "deadlines count on",
			     name, n == 1 ? "this" : "these", (long long)n,
			     n == 1 ? "" : "s", n == 1 ? "it has" : "they have")
		 : xasprintf("%s is away: their tickets go to who is there, "
			     "as `helloword agent list` shows, and those that "
			     "nobody begins on come back with them",
			     name);
}

static int say(struct cli *c, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	CLEANUP(free_ptr) char *what = NULL;
	const char *verb = cli_word(c, 0), *name = cli_word(c, 1);
	bool away = text_eq(verb, "away");
	struct jw w = JW_INIT(&args);
	int64_t before;
	cJSON *reply;

	if (!*name)
		return err_set(err, ERR_USAGE,
			       "who is %s? name an agent; `helloword agent "
			       "list` shows them",
			       verb);
	jw_object(&w);
	jw_kv_text(&w, "agent", name);
	if (away && moment_put(&w, cli_word(c, 2), err))
		return -1;
	jw_end(&w);
	before = away ? 0 : kept_for(c, name);
	if (cli_do(c, verb, &args, &reply, err))
		return -1;
	what = away ? say_away(c, name)
		    : say_back(name, before, kept_for(c, name));
	return told(c, reply, what, err);
}

int verb_agent(struct cli *c, struct err *err)
{
	const char *word = cli_word(c, 0);

	if (text_eq(word, "list"))
		return list(c, err);
	if (text_eq(word, "away") || text_eq(word, "back"))
		return say(c, err);
	return err_set(err, ERR_USAGE,
		       "agent what? `helloword agent -h` shows the words");
}
