/* doubled.c - see doubled.h.
 * SPDX-License-Identifier: MIT */
#include "desk/reply/doubled.h"

#include "desk/action/action.h"
#include "desk/reply/heard.h"
#include "desk/ticket/merge.h"

/* Said yes to, or gone, for what the buyer wrote last, and not gone before ?4
 * was proposed. A receipt has heard nothing. */
#define OTHER                                                             \
	"SELECT max(id) FROM actions WHERE ticket IN " MERGE_FAMILY(      \
		"?1") " AND verb = 'reply' AND id <> ?2 AND heard = ?3 "  \
		      "AND state IN (3, 4, 5, 6, 7, 9, 10) AND (sent IS " \
		      "NULL OR sent > ?4)"

static int find_other(struct desk *d, const struct action *a,
		      struct action *other, struct err *err)
{
	int64_t ticket = merge_target(d, a->ticket), last, id = 0;

	*other = (struct action){ 0 };
	/* Words that are being written are meant. */
	if (!text_eq(a->verb, "reply") || !a->ticket ||
	    (reply_by_hand(a) && !a->id))
		return 0;
	if (heard_last(d, ticket, &last, err) ||
	    (last && db_ask(d->db, &id, 0, err, OTHER, "iiii", ticket, a->id,
			    last, a->planned)))
		return -1;
	return id ? action_load(d, id, other, err) : 0;
}

int doubled_check(struct desk *d, const struct action *a, struct err *err)
{
	struct action other;

	/* What left then left. */
	if (d->tx.taking != LIVE)
		return 0;
	if (find_other(d, a, &other, err))
		return -1;
	return !other.id || other.id == arg_i64(d, "after")
		       ? 0
		       : err_set(err, ERR_DATA,
				 "action %lld (%s) answers the same message of "
				 "the buyer; if both are meant, add --after "
				 "%lld",
				 (long long)other.id,
				 action_state_name(other.state),
				 (long long)other.id);
}

bool doubled_waits(struct desk *d, const struct action *a, struct err *why)
{
	struct action other;

	if (find_other(d, a, &other, why))
		return true;
	if (other.id)
		err_set(why, ERR_RETRY,
			"waits for approval: action %lld (%s) answers the same "
			"message of the buyer",
			(long long)other.id, action_state_name(other.state));
	return other.id != 0;
}
