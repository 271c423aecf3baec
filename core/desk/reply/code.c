/* code.c - see code.h.
 * SPDX-License-Identifier: MIT */
#include "desk/reply/code.h"

#include "desk/action/action.h"
#include "desk/playbook/playbook.h"
#include "desk/reply/backing.h"
#include "desk/reply/code_by_hand.h"
#include "desk/reply/promise.h"

#define SAID_BEFORE                                                        \
	"EXISTS (SELECT 1 FROM actions r WHERE r.ticket IN " MERGE_FAMILY( \
		"?1") " AND r.verb = "                                     \
		      "'reply' AND r.state IN (6, 7) AND " HAS_CODE(       \
			      "r.text") ")"

/* The coupon whose code neither the words of a reply, that need not be kept
 * yet, nor one of its ticket and what went into it that left has; 0 when there
 * is none. */
static int lacking(struct desk *d, const struct action *reply, int64_t *coupon,
		   struct err *err)
{
	return db_ask(d->db, coupon, 0, err,
		      "SELECT min(m.id) FROM (SELECT ?2 AS beside, nullif(?3, "
		      "'') AS besides, ?4 AS text) a, actions m WHERE " BESIDE
		      " AND NOT " HAS_CODE("a.text") " AND NOT " SAID_BEFORE,
		      "iiss", reply->ticket, reply->beside, reply->besides,
		      reply->text);
}

/* The same of words that take the place of a proposal's, which had it; a coupon
 * that was given up has none to tell. */
static int dropped(struct desk *d, const struct action *reply, int64_t *coupon,
		   struct err *err)
{
	return db_ask(
		d->db, coupon, 0, err,
		"SELECT min(m.id) FROM actions o JOIN actions m ON ((m.shop = "
		"o.shop AND m.order_ref = o.order_ref) OR m.ticket "
		"IN " MERGE_FAMILY("?1") ") WHERE o.id = ?2 AND m.verb = "
					 "'coupon' AND m.state NOT IN (8, 11, "
					 "12) AND instr(upper(o.text), "
					 "upper(m.result)) > 0 AND "
					 "NOT " HAS_CODE(
						 "?3") " AND NOT " SAID_BEFORE,
		"iis", reply->ticket, arg_i64(d, "instead"), reply->text);
}

/* What is to be done about it, in the arena; "" when nothing lacks. */
static int to_write(struct desk *d, const struct action *reply,
		    const char **what, struct err *err)
{
	int64_t coupon = 0;
	struct action m;

	*what = "";
	if ((reply_by_hand(reply) ? lacking(d, reply, &coupon, err)
				  : dropped(d, reply, &coupon, err)) ||
	    (coupon && action_load(d, coupon, &m, err)))
		return -1;
	if (coupon)
		*what = arena_printf(&d->arena,
				     "it promises the code of action %lld and "
				     "does not have it: write \"%s\" into it",
				     (long long)coupon, m.result);
	return coupon ? 0 : code_by_hand_lacks(d, reply, what, err);
}

int code_check(struct desk *d, const struct action *reply, struct err *err)
{
	struct action tied = *reply;
	const char *what;

	if (!reply_of_person(reply))
		return 0;
	if (backing_tie(d, &tied, err) || to_write(d, &tied, &what, err))
		return -1;
	return *what ? err_set(err, ERR_DATA,
			       "the reply cannot leave so: %s, or a manager "
			       "lets it leave with --force REASON",
			       what)
		     : 0;
}

int code_look_again(struct desk *d, const struct action *reply, struct err *err)
{
	const char *what;

	if (reply->state == ACTION_WAITING || reply->doubt ||
	    !reply_by_hand(reply))
		return 0;
	if (to_write(d, reply, &what, err))
		return -1;
	return *what ? action_wait_again(
			       d, reply,
			       arena_printf(&d->arena,
					    "%s with `helloword ticket reply "
					    "T-%lld --edit`",
					    what, (long long)reply->ticket),
			       err)
		     : 0;
}

static int look_at_words(struct desk *d, const struct action *coupon,
			 struct err *err)
{
	size_t n;
	struct action *list = promise_replies(d, coupon, &n, err);

	for (size_t i = 0; list && i < n; i++)
		if (code_look_again(d, &list[i], err))
			return -1;
	return list ? 0 : -1;
}

int code_made(struct desk *d, const struct action *before,
	      const struct action *coupon, struct err *err)
{
	if (!text_eq(coupon->verb, "coupon"))
		return 0;
	if ((text_blank(before->result) &&
	     (look_at_words(d, coupon, err) || code_came(d, coupon, err))) ||
	    promise_go_on(d, coupon, err))
		return -1;
	return coupon->state == ACTION_SETTLED && *coupon->order_ref
		       ? playbook_look(d, coupon->shop, coupon->order_ref, err)
		       : 0;
}
