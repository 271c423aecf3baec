/* backing_task.c - tasks, and what the shop shows, stand behind words: see
 * backing.h.
 * SPDX-License-Identifier: MIT */
#include "desk/reply/backing_own.h"

#include "desk/playbook/playbook.h"
#include "desk/reply/screen.h"
#include "desk/task/task_words.h"
#include "desk/ticket/merge.h"
#include "model/loop.h"

#define OURS MERGE_FAMILY("?1")

/* -- what there is -- */

/* One that failed backs nothing. What was done under another ticket of the
 * order was another matter. */
#define OF_MATTER                                                            \
	"((k.ticket IN " OURS " AND k.state IN (1, 2)) OR (k.state = 1 AND " \
	"k.shop = ?2 AND k.order_ref = nullif(?3, '') AND k.gives IS NOT "   \
	"NULL))"
#define WORDS TASK_WORDS("k")

static int read_hands(struct desk *d, const struct action *reply,
		      struct hands *out, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		d->db,
		"SELECT k.id, k.ticket, k.\"set\", k.gives IS NOT NULL, " WORDS
		", k.step IS NOT NULL, k.state, k.id IN (SELECT value FROM "
		"json_each(nullif(?4, ''))), k.amount, k.amount_currency FROM "
		"tasks k WHERE " OF_MATTER " ORDER BY k.id",
		"iiss", reply->ticket, reply->shop, reply->order_ref,
		reply->tasks);

	while (rows_next(&r)) {
		struct hand one = { .id = rows_i64(&r, 0),
				    .ticket = rows_i64(&r, 1),
				    .set = rows_i64(&r, 2),
				    .said = rows_i64(&r, 3) != 0,
				    .by_playbook = rows_i64(&r, 5) != 0,
				    .done = rows_i64(&r, 6) == TASK_DONE,
				    .told = rows_i64(&r, 7) != 0,
				    .sum.minor = rows_i64(&r, 8),
				    .needed = true };

		snprintf(one.sum.currency, sizeof one.sum.currency, "%s",
			 rows_text(&r, 9));
		one.words = arena_strdup(&d->arena, rows_text(&r, 4));
		if (*one.words)
			hands_push(out, one);
	}
	return rows_end(&r, err);
}

int others_read(struct desk *d, const struct action *reply, struct others *out,
		struct err *err)
{
	int64_t shown = 0;

	if (db_ask(d->db, &shown, 0, err,
		   "SELECT 1 FROM payments WHERE shop = ?1 AND order_ref = ?2 "
		   "AND type = 3 AND status IN (1, 2)",
		   "is", reply->shop, reply->order_ref))
		return -1;
	out->shown = shown ? OF_MONEY : "";
	return read_hands(d, reply, &out->hands, err);
}

void others_release(struct others *o)
{
	hands_release(&o->hands);
}

const char *others_words(struct desk *d, const struct others *o)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	for (size_t i = 0; i < o->hands.len; i++)
		if (o->hands.at[i].needed)
			str_printf(&s, " %s", o->hands.at[i].words);
	if (*o->shown)
		str_printf(&s, " %s", o->shown);
	return arena_strdup(&d->arena, str_c(&s));
}

const char *others_ids(struct desk *d, const struct others *o)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	for (size_t i = 0; i < o->hands.len; i++)
		if (o->hands.at[i].needed)
			str_printf(&s, "%s%lld", s.len ? "," : "[",
				   (long long)o->hands.at[i].id);
	str_puts(&s, s.len ? "]" : "");
	return arena_strdup(&d->arena, str_c(&s));
}

/* -- what the words need -- */

static bool lets(struct desk *d, const struct action *reply,
		 const struct others *o, const char *more)
{
	return screen_lets(
		d, reply,
		arena_printf(&d->arena, "%s%s", more, others_words(d, o)));
}

/* Of two that say the same the words follow what may still come to nothing. */
void others_leave(struct desk *d, const struct action *reply, struct others *o,
		  const char *more)
{
	for (int done = 1; done >= 0; done--)
		for (size_t i = 0; i < o->hands.len; i++) {
			struct hand *one = &o->hands.at[i];

			if (one->sure || one->done != done)
				continue;
			one->needed = false;
			one->needed = !lets(d, reply, o, more);
		}
}

/* -- a playbook's turn -- */

/* Is it of the turn in which the reply was proposed? */
static bool of_turn(const struct hand *one, const struct action *reply)
{
	return one->by_playbook && one->ticket == reply->ticket &&
	       one->set == reply->planned;
}

/* Says it what it gives, it is of the reply; what only its role tells is where
 * the guard stops the words without it, and not with it. What the step said
 * that it tells of stays. */
static void choose_of_turn(struct desk *d, const struct action *reply,
			   struct others *o, const char *given)
{
	for (size_t i = 0; i < o->hands.len; i++) {
		struct hand *one = &o->hands.at[i];

		one->sure = one->said || !of_turn(one, reply);
	}
	if (lets(d, reply, o, given))
		others_leave(d, reply, o, given);
	else
		for (size_t i = 0; i < o->hands.len; i++)
			o->hands.at[i].needed = o->hands.at[i].sure;
	for (size_t i = 0; i < o->hands.len; i++)
		if (!of_turn(&o->hands.at[i], reply))
			o->hands.at[i].needed = o->hands.at[i].told;
}

static int tie_turn(struct desk *d, const struct action *before,
		    struct err *err)
{
	CLEANUP(str_release) struct str given = STR_INIT;
	CLEANUP(others_release) struct others o = { .shown = "" };
	struct action after = *before;

	if (backing_given(d, before, &given, err) ||
	    others_read(d, before, &o, err))
		return -1;
	choose_of_turn(d, before, &o, str_c(&given));
	after.tasks = others_ids(d, &o);
	return text_eq(after.tasks, before->tasks)
		       ? 0
		       : change(d, &action_kind, before, &after, err);
}

int backing_turn(struct desk *d, int64_t ticket, struct err *err)
{
	size_t n;
	struct action *list = record_all(
		record_query(d->db, &action_kind,
			     "WHERE ticket = ?1 AND verb = 'reply' AND state "
			     "IN (2, 3, 4) AND planned = ?2 AND rule GLOB "
			     "'" PLAYBOOK_RULE "*' ORDER BY id",
			     "ii", ticket, d->tx.cmd->at),
		&action_kind, &d->arena, &n, err);

	for (size_t i = 0; list && i < n; i++)
		if (tie_turn(d, &list[i], err))
			return -1;
	return list ? 0 : -1;
}

/* -- what was there already -- */

/* Open ones, or done ones, that say that they give it; how many. */
static int needed_of(struct others *o, const char *words, bool done)
{
	int n = 0;

	for (size_t i = 0; i < o->hands.len; i++) {
		struct hand *one = &o->hands.at[i];

		one->needed = one->said && one->done == done &&
			      text_eq(one->words, words);
		n += one->needed;
	}
	return n;
}

int backing_there(struct desk *d, struct action *reply, const char *verb,
		  struct err *err)
{
	CLEANUP(others_release) struct others o = { .shown = "" };
	const char *words = backing_words(verb);

	if (others_read(d, reply, &o, err))
		return -1;
	if (!needed_of(&o, words, false))
		(void)needed_of(&o, words, true);
	reply->tasks = others_ids(d, &o);
	return 0;
}
