/* code.c - see code.h.
 * SPDX-License-Identifier: MIT */
#include "desk/code.h"

#include "desk/action.h"
#include "desk/backing.h"
#include "desk/promise.h"

/* The coupon whose code neither the words of a reply, that need not be kept
 * yet, nor one of its ticket that left has; 0 when there is none. */
static int lacking(struct desk *d, const struct action *reply, int64_t *coupon,
		   struct err *err)
{
	return db_ask(d->db, coupon, 0, err,
		      "SELECT min(m.id) FROM (SELECT ?1 AS beside, nullif(?2, "
		      "'') AS besides, ?3 AS text) a, actions m WHERE " BESIDE
		      " AND NOT " HAS_CODE(
			      "a.text") " AND NOT EXISTS (SELECT 1 FROM "
					"actions r WHERE r.ticket = ?4 AND "
					"r.verb = 'reply' AND "
					"r.state IN (6, 7) AND " HAS_CODE(
						"r.text") ")",
		      "issi", reply->beside, reply->besides, reply->text,
		      reply->ticket);
}

/* What is to be done about it, in the arena; "" when nothing lacks. */
static int to_write(struct desk *d, const struct action *reply,
		    const char **what, struct err *err)
{
	int64_t coupon = 0;
	struct action m;

	*what = "";
	if (lacking(d, reply, &coupon, err) ||
	    (coupon && action_load(d, coupon, &m, err)))
		return -1;
	if (coupon)
		*what = arena_printf(&d->arena,
				     "it promises the code of action %lld and "
				     "does not have it: write \"%s\" into it",
				     (long long)coupon, m.result);
	return 0;
}

int code_check(struct desk *d, const struct action *reply, struct err *err)
{
	struct action tied = *reply;
	const char *what;

	if (!reply_by_hand(reply))
		return 0;
	if (backing_tie(d, &tied, err) || to_write(d, &tied, &what, err))
		return -1;
	return *what ? err_set(err, ERR_DATA,
			       "the reply cannot leave so: %s, or a manager "
			       "lets it leave with --force REASON",
			       what)
		     : 0;
}

static int look_again(struct desk *d, const struct action *reply,
		      struct err *err)
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

int code_made(struct desk *d, const struct action *coupon, bool first,
	      struct err *err)
{
	size_t n;
	struct action *list = promise_replies(d, coupon, &n, err);

	for (size_t i = 0; list && first && i < n; i++)
		if (look_again(d, &list[i], err))
			return -1;
	return list ? promise_go_on(d, coupon, err) : -1;
}
