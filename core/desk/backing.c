/* backing.c - see backing.h.
 * SPDX-License-Identifier: MIT */
#include "desk/backing.h"

#include "desk/action.h"
#include "desk/action_commands.h"
#include "desk/given.h"
#include "desk/merge.h"
#include "desk/screen.h"

/* A part may be what was meant: the sum is compared by itself. */
#define OF_MONEY " refund partial_refund"
#define OF_HANDS " reship exchange return"
/* Finance pays where the shop has no verb for it, or none that can be used. */
#define OF_FINANCE OF_MONEY " store_credit coupon"

static const char *words_of_verb(const char *verb)
{
	return text_eq(verb, "refund") ? OF_MONEY + 1 : verb;
}

/* But those of the verb `without`, "" when all count. */
static int add_given(struct desk *d, const struct action *reply,
		     const char *without, struct str *out, struct err *err)
{
	CLEANUP(rows_release) struct rows r = given_rows(d, reply);

	while (rows_next(&r))
		if (!text_eq(rows_text(&r, 1), without))
			str_printf(out, " %s", words_of_verb(rows_text(&r, 1)));
	return rows_end(&r, err);
}

/* Tasks that are open or done; one that failed backs nothing. */
static int add_tasks(struct desk *d, const struct action *reply,
		     struct str *out, struct err *err)
{
	int64_t any = 0, finance = 0;

	if (db_ask(d->db, &any, 0, err,
		   "SELECT 1 FROM tasks WHERE ticket IN " MERGE_FAMILY(
			   "?1") " AND state IN (1, 2)",
		   "i", reply->ticket) ||
	    db_ask(d->db, &finance, 0, err,
		   "SELECT 1 FROM tasks WHERE ticket IN " MERGE_FAMILY(
			   "?1") " AND state IN (1, 2) AND role = 'finance'",
		   "i", reply->ticket))
		return -1;
	str_printf(out, "%s%s", any ? OF_HANDS : "", finance ? OF_FINANCE : "");
	return 0;
}

static int words_but(struct desk *d, const struct action *reply,
		     const char *without, const char **words, struct err *err)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	int64_t shown = 0;

	*words = "";
	if (add_given(d, reply, without, &s, err) ||
	    db_ask(d->db, &shown, 0, err,
		   "SELECT 1 FROM payments WHERE shop = ?1 AND order_ref = ?2 "
		   "AND type = 3 AND status IN (1, 2)",
		   "is", reply->shop, reply->order_ref) ||
	    add_tasks(d, reply, &s, err))
		return -1;
	str_puts(&s, shown && !text_eq(without, "refund") ? OF_MONEY : "");
	*words = arena_strdup(&d->arena, str_c(&s));
	return 0;
}

int backing_of(struct desk *d, const struct action *reply, const char **words,
	       struct err *err)
{
	return words_but(d, reply, "", words, err);
}

/* -- which of them -- */

/* What may still come to nothing first: what nobody said yes to, what is on its
 * way, what is done. */
static int how_done(int32_t state)
{
	return state == ACTION_ACCEPTED || state == ACTION_SETTLED ? 2
	       : state <= ACTION_WAITING || state == ACTION_PARKED ? 0
								   : 1;
}

/* It stands behind all that is promised, or behind what nothing else does. */
static int stands_behind(struct desk *d, const struct action *reply,
			 const char *verb, bool *behind, struct err *err)
{
	const char *others;

	*behind = screen_lets(d, reply, words_of_verb(verb));
	if (*behind)
		return 0;
	if (words_but(d, reply, verb, &others, err))
		return -1;
	*behind = !screen_lets(d, reply, others);
	return 0;
}

/* Of several the one that is the least done, and of those the last. */
static int choose(struct desk *d, const struct action *reply, int64_t *id,
		  struct err *err)
{
	CLEANUP(rows_release) struct rows r = given_rows(d, reply);
	int least = 3;

	while (rows_next(&r)) {
		int done = how_done((int32_t)rows_i64(&r, 3));
		bool behind;

		if (done > least)
			continue;
		if (stands_behind(d, reply, rows_text(&r, 1), &behind, err))
			return -1;
		if (!behind)
			continue;
		least = done;
		*id = rows_i64(&r, 0);
	}
	return rows_end(&r, err);
}

int backing_tie(struct desk *d, struct action *reply, struct err *err)
{
	const char *words;

	if (!reply_by_hand(reply))
		return 0;
	reply->beside = 0;
	if (screen_lets(d, reply, ""))
		return 0;
	if (backing_of(d, reply, &words, err))
		return -1;
	return screen_lets(d, reply, words)
		       ? choose(d, reply, &reply->beside, err)
		       : 0;
}

/* -- nobody sends it -- */

static int look_again(struct desk *d, const struct action *reply,
		      const char *why, struct err *err)
{
	const char *words, *then;

	if (!reply_by_hand(reply) || reply->doubt)
		return 0;
	if (backing_of(d, reply, &words, err))
		return -1;
	then = arena_printf(&d->arena, "%s%s%s", words, OF_HANDS, OF_FINANCE);
	if (screen_lets(d, reply, words) || !screen_lets(d, reply, then))
		return 0;
	return action_wait_again(d, reply, why, err);
}

int backing_failed(struct desk *d, int64_t ticket, const char *why,
		   struct err *err)
{
	size_t n;
	struct action *list = record_all(
		record_query(d->db, &action_kind,
			     "WHERE ticket = ?1 AND verb = 'reply' AND state "
			     "IN (3, 4) ORDER BY id",
			     "i", ticket),
		&action_kind, &d->arena, &n, err);

	for (size_t i = 0; list && i < n; i++)
		if (look_again(d, &list[i], why, err))
			return -1;
	return list ? 0 : -1;
}
