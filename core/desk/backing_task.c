/* backing_task.c - tasks, and what the shop shows, stand behind words: see
 * backing.h. SPDX-License-Identifier: MIT */
#include "desk/backing_own.h"

#include "desk/merge.h"
#include "desk/playbook.h"
#include "desk/screen.h"
#include "model/loop.h"

#define OURS MERGE_FAMILY("?1")

#define OF_HANDS "reship exchange return"
/* Finance pays where the shop has no verb for it, or none that can be used. */
#define OF_FINANCE OF_MONEY " store_credit coupon"

/* As it says; where it does not, what its role gives. A person may give the
 * warehouse anything to do (look at a return, say), so of theirs only what is
 * said counts; a playbook does so where goods are to be sent. */
static const char *words_of_task(const char *gives, const char *role,
				 bool by_playbook)
{
	if (!text_blank(gives))
		return text_eq(gives, "nothing") ? "" : backing_words(gives);
	if (text_eq(role, "finance"))
		return OF_FINANCE;
	return by_playbook && text_eq(role, "warehouse") ? OF_HANDS : "";
}

/* -- what there is -- */

/* One that failed backs nothing. */
static int read_hands(struct desk *d, const struct action *reply,
		      struct hands *out, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		d->db,
		"SELECT id, ticket, \"set\", gives, role, step IS NOT NULL, "
		"state FROM tasks WHERE ticket IN " OURS
		" AND state IN (1, 2) ORDER BY id",
		"i", reply->ticket);

	while (rows_next(&r)) {
		struct hand one = { .id = rows_i64(&r, 0),
				    .ticket = rows_i64(&r, 1),
				    .set = rows_i64(&r, 2),
				    .said = !text_blank(rows_text(&r, 3)),
				    .by_playbook = rows_i64(&r, 5) != 0,
				    .done = rows_i64(&r, 6) == TASK_DONE,
				    .needed = true };
		const char *words = words_of_task(
			rows_text(&r, 3), rows_text(&r, 4), one.by_playbook);

		one.words = arena_strdup(&d->arena, words);
		if (*words)
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
 * the guard stops the words without it, and not with it. */
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
			o->hands.at[i].needed = false;
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
	return *after.tasks ? change(d, &action_kind, before, &after, err) : 0;
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

int backing_there(struct desk *d, struct action *reply, const char *verb,
		  struct err *err)
{
	CLEANUP(others_release) struct others o = { .shown = "" };

	if (others_read(d, reply, &o, err))
		return -1;
	for (size_t i = 0; i < o.hands.len; i++) {
		struct hand *one = &o.hands.at[i];

		one->needed = one->said && !one->done &&
			      text_eq(one->words, backing_words(verb));
	}
	reply->tasks = others_ids(d, &o);
	return 0;
}
