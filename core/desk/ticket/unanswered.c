/* unanswered.c - a buyer wrote, and nobody has answered: that is no end
 * (ending.h).
 * SPDX-License-Identifier: MIT */
#include "desk/reply/heard.h"
#include "desk/ticket/ending.h"
#include "desk/ticket/merge.h"

/* Up to which of the buyer's messages we have said something (heard.h), also
 * what a person wrote outside the desk; a receipt says nothing. */
#define ANSWERED                                             \
	"SELECT max(" HEARD_UNTIL ") FROM messages m WHERE " \
	"m.ticket = ?1 AND m.direction = 2 AND " HEARD_ANSWERS

static int answered_until(struct desk *d, const int64_t *ids, size_t n,
			  int64_t *out, struct err *err)
{
	*out = 0;
	for (size_t i = 0; i < n; i++) {
		int64_t one;

		if (db_ask(d->db, &one, 0, err, ANSWERED, "i", ids[i]))
			return -1;
		if (one > *out)
			*out = one;
	}
	return 0;
}

/* Found whose ticket `ids` are. */
static int tell(struct desk *d, int64_t ticket, const int64_t *ids, size_t n,
		struct err *err)
{
	int64_t reply;

	if (merge_ask(d, ids, n,
		      "SELECT id FROM actions WHERE ticket = ?1 AND verb = "
		      "'reply' AND state IN (1, 2) LIMIT 1",
		      &reply, err))
		return -1;
	return reply ? err_set(err, ERR_DATA,
			       "the buyer of T-%lld has no answer to what they "
			       "wrote last, and closing would cancel the one "
			       "that waits: `action approve %lld`" ENDING_FORCE,
			       (long long)ticket, (long long)reply)
		     : err_set(err, ERR_DATA,
			       "the buyer of T-%lld has no answer to what they "
			       "wrote last: `ticket reply T-%lld "
			       "TEXT`" ENDING_FORCE,
			       (long long)ticket, (long long)ticket);
}

int ending_waits(struct desk *d, int64_t ticket, int64_t *message,
		 struct err *err)
{
	size_t n;
	int64_t answered, *ids = merge_family(d->db, &d->arena, ticket, &n);
	bool does = false;

	if (heard_last(d, ticket, message, err) ||
	    answered_until(d, ids, n, &answered, err) ||
	    (*message > answered && heard_asks(d, *message, &does, err)))
		return -1;
	if (!does)
		*message = 0;
	return 0;
}

int ending_unanswered(struct desk *d, int64_t ticket, struct err *err)
{
	int64_t message, *ids;
	size_t n;

	/* What was asked then is no matter of today's words. */
	if (d->tx.taking != LIVE)
		return 0;
	if (ending_waits(d, ticket, &message, err))
		return -1;
	ids = merge_family(d->db, &d->arena, ticket, &n);
	return message ? tell(d, ticket, ids, n, err) : 0;
}
