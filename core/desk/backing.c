/* backing.c - see backing.h.
 * SPDX-License-Identifier: MIT */
#include "desk/backing_own.h"

#include "desk/action.h"
#include "desk/given.h"
#include "desk/merge.h"
#include "desk/screen.h"

#define OURS MERGE_FAMILY("?1")

/* A part may be what was meant: the sum is compared by itself. */
#define OF_MONEY " refund partial_refund"
#define OF_HANDS " reship exchange return"
/* Finance pays where the shop has no verb for it, or none that can be used. */
#define OF_FINANCE OF_MONEY " store_credit coupon"

const char *backing_words(const char *verb)
{
	return text_eq(verb, "refund") ? OF_MONEY + 1 : verb;
}

static int add_given(struct desk *d, const struct action *reply,
		     struct str *out, struct err *err)
{
	CLEANUP(rows_release) struct rows r = given_rows(d, reply);

	while (rows_next(&r))
		str_printf(out, " %s", backing_words(rows_text(&r, 1)));
	return rows_end(&r, err);
}

/* As it says; where it does not, what its role gives. A person may give the
 * warehouse anything to do (look at a return, say), so of theirs only what is
 * said counts; a playbook does so where goods are to be sent. */
static const char *words_of_task(const char *gives, const char *role,
				 bool by_playbook)
{
	if (!text_blank(gives))
		return backing_words(gives);
	if (text_eq(role, "finance"))
		return OF_FINANCE + 1;
	return by_playbook && text_eq(role, "warehouse") ? OF_HANDS + 1 : "";
}

/* Tasks that are open or done; one that failed backs nothing. */
static int add_tasks(struct desk *d, const struct action *reply,
		     struct str *out, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		d->db,
		"SELECT gives, role, step IS NOT NULL FROM tasks WHERE "
		"ticket IN " OURS " AND state IN (1, 2) ORDER BY id",
		"i", reply->ticket);

	while (rows_next(&r))
		str_printf(out, " %s",
			   words_of_task(rows_text(&r, 0), rows_text(&r, 1),
					 rows_i64(&r, 2) != 0));
	return rows_end(&r, err);
}

int backing_else(struct desk *d, const struct action *reply, const char **words,
		 struct err *err)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	int64_t shown = 0;

	*words = "";
	if (db_ask(d->db, &shown, 0, err,
		   "SELECT 1 FROM payments WHERE shop = ?1 AND order_ref = ?2 "
		   "AND type = 3 AND status IN (1, 2)",
		   "is", reply->shop, reply->order_ref) ||
	    add_tasks(d, reply, &s, err))
		return -1;
	str_puts(&s, shown ? OF_MONEY : "");
	*words = arena_strdup(&d->arena, str_c(&s));
	return 0;
}

int backing_of(struct desk *d, const struct action *reply, const char **words,
	       struct err *err)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	const char *others;

	*words = "";
	if (add_given(d, reply, &s, err) ||
	    backing_else(d, reply, &others, err))
		return -1;
	str_puts(&s, others);
	*words = arena_strdup(&d->arena, str_c(&s));
	return 0;
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
