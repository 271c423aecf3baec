/* overtaken.c - see overtaken.h.
 * SPDX-License-Identifier: MIT */
#include "desk/overtaken.h"

#include "desk/advice.h"
#include "desk/merge.h"
#include "desk/playbook.h"

#define WHY "the buyer needs nothing any more"
#define ANY "" /* what the rule of a proposal begins with */

/* What goes on all the same, and the words that stop it. */
#define OURS "ticket IN " MERGE_FAMILY("?1")
#define APPROVED                                                 \
	"SELECT id, verb, CASE state WHEN 3 THEN 'action undo' " \
	"ELSE 'action cancel' END FROM actions WHERE verb <> "   \
	"'reply' AND part_of IS NULL AND state IN (3, 4) AND " OURS
#define GIVEN                                                               \
	"SELECT id, role || ' has a task', 'task failed' FROM tasks WHERE " \
	"state = 1 AND " OURS

static int tell_rest(struct desk *d, int64_t ticket, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r =
		rows_query(d->db, APPROVED " UNION ALL " GIVEN, "i", ticket);
	CLEANUP(str_release) struct str rest = STR_INIT;

	while (rows_next(&r))
		str_printf(&rest, "%s%s (`helloword %s %lld`)",
			   rest.len ? ", " : "", rows_text(&r, 1),
			   rows_text(&r, 2), (long long)rows_i64(&r, 0));
	if (rows_end(&r, err))
		return -1;
	return rest.len ? alert_raise(d, "warning",
				      arena_printf(&d->arena, "overtaken:%lld",
						   (long long)ticket),
				      ticket,
				      arena_printf(&d->arena,
						   "T-%lld: " WHY "; this goes "
						   "on unless you stop it: %s",
						   (long long)ticket,
						   str_c(&rest)),
				      err)
			: 0;
}

int overtaken_look(struct desk *d, int64_t ticket, const struct report *said,
		   struct err *err)
{
	if (!said->what.over || said->claims || said->folded)
		return 0;
	return playbook_stop(d, ticket, WHY, true, err) ||
			       advice_withdraw(d, ticket, ANY, true, WHY,
					       err) ||
			       tell_rest(d, ticket, err)
		       ? -1
		       : 0;
}
