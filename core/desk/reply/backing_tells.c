/* backing_tells.c - of what was done already, or came to nothing, a person's
 * words tell: see backing.h.
 * SPDX-License-Identifier: MIT */
#include <assert.h>
#include <stdlib.h>

#include "desk/action/action.h"
#include "desk/playbook/given.h"
#include "desk/reply/backing_own.h"
#include "desk/reply/promise.h"
#include "desk/reply/screen.h"
#include "desk/ticket/merge.h"

#define OURS MERGE_FAMILY("?1")

/* -- ties -- */

static bool list_has(const char *list, int64_t id, int *count)
{
	bool has = false;

	*count = 0;
	for (const char *at = list; at && *at;) {
		char *end;
		long long one = strtoll(at, &end, 10);

		if (end == at) {
			at++;
			continue;
		}
		at = end;
		(*count)++;
		has |= one == id;
	}
	return has;
}

static const char *list_with(struct desk *d, const char *list, int64_t id)
{
	size_t len = list ? strlen(list) : 0;

	return len ? arena_printf(&d->arena, "%.*s,%lld]", (int)len - 1, list,
				  (long long)id)
		   : arena_printf(&d->arena, "[%lld]", (long long)id);
}

static bool is_tied(const struct action *reply, int64_t id)
{
	int count;

	return reply->beside == id || list_has(reply->besides, id, &count);
}

static bool is_done(int64_t state)
{
	return state == ACTION_ACCEPTED || state == ACTION_SETTLED;
}

bool tie_action(struct desk *d, struct action *reply, int64_t id)
{
	int count;

	if (is_tied(reply, id))
		return true;
	(void)list_has(reply->besides, id, &count);
	if (!reply->beside)
		reply->beside = id;
	else if (count < BESIDES_MAX)
		reply->besides = list_with(d, reply->besides, id);
	else
		return false;
	return true;
}

void tie_task(struct desk *d, struct action *reply, int64_t id)
{
	int count;

	if (!list_has(reply->tasks, id, &count))
		reply->tasks = list_with(d, reply->tasks, id);
}

/* -- what the words tell by themselves -- */

struct telling {
	struct desk *d;
	struct action *reply;
	const char *behind; /* all that stands behind the words */
	const char *open;   /* of what is open, and they are tied to */
	bool of_all;        /* nobody reads them */
};

/* Without the words of that kind. */
static const char *all_but(struct telling *t, const char *words)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	CLEANUP(free_ptr) char *copy = xstrdup(t->behind);
	char *rest = copy, *word;

	while ((word = strsep(&rest, " ")))
		if (*word && !words_have(words, word))
			str_printf(&s, " %s", word);
	return arena_strdup(&t->d->arena, s.len ? str_c(&s) : " ");
}

/* The guard stops them when nothing of that kind stands behind them. */
static bool of_kind(struct telling *t, const char *words)
{
	return screen_lets(t->d, t->reply, t->behind) &&
	       !screen_lets(t->d, t->reply, all_but(t, words));
}

/* A sum that words do not name contradicts none. */
bool backing_names(struct desk *d, const struct action *reply, struct money sum)
{
	struct money other = sum;

	if (!money_given(sum) || !screen_fits(d, reply, sum))
		return false;
	other.minor += sum.minor + 101;
	return !screen_fits(d, reply, other);
}

static bool any_of(const char *words, const char *of)
{
	CLEANUP(free_ptr) char *copy = xstrdup(words);
	char *rest = copy, *word;

	while ((word = strsep(&rest, " ")))
		if (*word && words_have(of, word))
			return true;
	return false;
}

/* Of two of a kind they tell of the one that may still come to nothing. */
static bool tells(struct telling *t, const char *words, struct money sum)
{
	return t->of_all || backing_names(t->d, t->reply, sum) ||
	       (!any_of(words, t->open) && of_kind(t, words) &&
		(!money_given(sum) || screen_fits(t->d, t->reply, sum)));
}

static struct money sum_of(struct rows *r, int minor, int currency)
{
	struct money sum = { .minor = rows_i64(r, minor) };

	snprintf(sum.currency, sizeof sum.currency, "%s",
		 rows_text(r, currency));
	return sum;
}

static int read_open(struct telling *t, struct err *err)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	CLEANUP(rows_release) struct rows r = given_rows(t->d, t->reply);
	CLEANUP(others_release) struct others o = { .shown = "" };

	while (rows_next(&r))
		if (!is_done(rows_i64(&r, 3)) &&
		    is_tied(t->reply, rows_i64(&r, 0)))
			str_printf(&s, " %s", backing_words(rows_text(&r, 1)));
	if (rows_end(&r, err) || others_read(t->d, t->reply, &o, err))
		return -1;
	for (size_t i = 0; i < o.hands.len; i++)
		if (!o.hands.at[i].done && o.hands.at[i].told)
			str_printf(&s, " %s", o.hands.at[i].words);
	t->open = arena_strdup(&t->d->arena, str_c(&s));
	return 0;
}

/* Words that are about what was given tell of it, also where they would do
 * without it. */
static int tell_of_done(struct telling *t, struct err *err)
{
	CLEANUP(rows_release) struct rows r = given_rows(t->d, t->reply);

	while (rows_next(&r)) {
		if (is_done(rows_i64(&r, 3)) &&
		    tells(t, backing_words(rows_text(&r, 1)), sum_of(&r, 5, 6)))
			(void)tie_action(t->d, t->reply, rows_i64(&r, 0));
	}
	return rows_end(&r, err);
}

static int tell_of_tasks(struct telling *t, struct err *err)
{
	CLEANUP(others_release) struct others o = { .shown = "" };

	if (others_read(t->d, t->reply, &o, err))
		return -1;
	for (size_t i = 0; i < o.hands.len; i++)
		if (o.hands.at[i].done &&
		    tells(t, o.hands.at[i].words, o.hands.at[i].sum))
			tie_task(t->d, t->reply, o.hands.at[i].id);
	return 0;
}

/* What a reply that left had promised, and nobody gave. Of such the words name
 * the sum; of the kind they may not speak, or nobody reads them. */
#define GIVEN_UP                                                             \
	"SELECT DISTINCT m.id, m.verb, m.amount, m.amount_currency FROM "    \
	"actions a, actions m WHERE a.ticket IN " OURS " AND a.verb = "      \
	"'reply' AND a.state IN (6, 7) AND " PROMISES " AND m.part_of IS "   \
	"NULL AND +m.state IN (8, 11, 12) AND m.settled >= a.sent ORDER BY " \
	"m.id"
#define FAILED                                                               \
	"SELECT k.id, k.amount, k.amount_currency FROM tasks k WHERE k.id "  \
	"IN (SELECT id FROM tasks_in_vain WHERE told IN " OURS ") ORDER BY " \
	"k.id"

static int tell_of_given_up(struct telling *t, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(t->d->db, GIVEN_UP, "i", t->reply->ticket);

	while (rows_next(&r))
		if (t->of_all ||
		    backing_names(t->d, t->reply, sum_of(&r, 2, 3)))
			(void)tie_action(t->d, t->reply, rows_i64(&r, 0));
	return rows_end(&r, err);
}

static int tell_of_failed(struct telling *t, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(t->d->db, FAILED, "i", t->reply->ticket);

	while (rows_next(&r))
		if (t->of_all ||
		    backing_names(t->d, t->reply, sum_of(&r, 1, 2)))
			tie_task(t->d, t->reply, rows_i64(&r, 0));
	return rows_end(&r, err);
}

/* Nobody reads the words, and it is not the policy's own text that a person let
 * leave under their name: then they are about whatever there is. */
static int read_by_nobody(struct telling *t, struct err *err)
{
	int64_t own;

	if (screen_reads(t->d, t->reply))
		return 0;
	if (db_ask(t->d->db, &own, 0, err,
		   "SELECT 1 FROM actions WHERE ticket = ?1 AND verb = 'reply' "
		   "AND proposed_by IN ('policy', 'desk') AND \"text\" = ?2 "
		   "LIMIT 1",
		   "is", t->reply->ticket, t->reply->text))
		return -1;
	t->of_all = !own;
	return 0;
}

int backing_tells(struct desk *d, struct action *reply, struct err *err)
{
	struct telling t = { .d = d, .reply = reply, .behind = "", .open = "" };

	if (read_by_nobody(&t, err) || backing_of(d, reply, &t.behind, err))
		return -1;
	return read_open(&t, err) || tell_of_done(&t, err) ||
			       tell_of_tasks(&t, err) ||
			       tell_of_given_up(&t, err) ||
			       tell_of_failed(&t, err)
		       ? -1
		       : 0;
}
