/* code_by_hand.c - see code_by_hand.h.
 * SPDX-License-Identifier: MIT */
#include "desk/reply/code_by_hand.h"

#include "desk/action/action.h"
#include "desk/playbook/playbook.h"
#include "desk/reply/code.h"
#include "desk/task/task_wait.h"
#include "desk/ticket/merge.h"

static bool is_coupon(const struct task *t)
{
	return text_eq(t->gives, "coupon");
}

int code_by_hand_check(struct desk *d, const struct task *t, struct err *err)
{
	const char *code = code_said(d);

	if (*code && !is_coupon(t))
		return err_set(err, ERR_DATA,
			       "task %lld gives no coupon: only a coupon has a "
			       "code",
			       (long long)t->id);
	if (*code)
		return code_is_word(code, err);
	if (!is_coupon(t))
		return 0;
	return err_set(err, ERR_DATA,
		       "say which code task %lld made: `task done %lld --code "
		       "CODE`; the reply that promises it waits for that",
		       (long long)t->id, (long long)t->id);
}

int code_by_hand_made(struct desk *d, const struct task *t, struct err *err)
{
	size_t n;
	struct action *list;

	if (!is_coupon(t))
		return 0;
	list = task_replies(d, t->id, &n, err);
	for (size_t i = 0; list && i < n; i++)
		if (code_look_again(d, &list[i], err))
			return -1;
	if (!list || code_came_by_hand(d, t, code_said(d), err) ||
	    task_go_on(d, t->id, err))
		return -1;
	return *t->order_ref ? playbook_look(d, t->shop, t->order_ref, err) : 0;
}

/* Neither the words have it, nor a reply that left. */
#define LACKS                                                               \
	"k.gives = 'coupon' AND k.code IS NOT NULL AND instr(upper(?3), "   \
	"upper(k.code)) = 0 AND NOT EXISTS (SELECT 1 FROM actions r WHERE " \
	"r.ticket IN " MERGE_FAMILY(                                        \
		"?1") " AND r.verb = 'reply' AND "                          \
		      "r.state IN (6, 7) AND instr(upper(r.text), "         \
		      "upper(k.code)) > 0)"
#define OF_WORDS                                                            \
	"SELECT min(k.id) FROM json_each(nullif(?2, '')) j, tasks k WHERE " \
	"k.id = j.value AND " LACKS
/* The proposal whose place they take had it, and it is still given. */
#define OF_PROPOSAL                                                          \
	"SELECT min(k.id) FROM actions o JOIN tasks k ON k.shop = o.shop "   \
	"AND k.order_ref = o.order_ref WHERE o.id = ?2 AND k.state = 2 AND " \
	"instr(upper(o.text), upper(k.code)) > 0 AND " LACKS

static int lacking(struct desk *d, const struct action *reply, int64_t *id,
		   struct err *err)
{
	return reply_by_hand(reply)
		       ? db_ask(d->db, id, 0, err, OF_WORDS, "iss",
				reply->ticket, reply->tasks, reply->text)
		       : db_ask(d->db, id, 0, err, OF_PROPOSAL, "iis",
				reply->ticket, arg_i64(d, "instead"),
				reply->text);
}

int code_by_hand_lacks(struct desk *d, const struct action *reply,
		       const char **what, struct err *err)
{
	struct task t = { 0 };
	int64_t id;

	*what = "";
	if (lacking(d, reply, &id, err) ||
	    (id && record_load(d->db, &task_kind, id, &t, &d->arena, err) < 0))
		return -1;
	if (id)
		*what = arena_printf(&d->arena,
				     "it promises the code of task %lld and "
				     "does not have it: write \"%s\" into it",
				     (long long)id, t.code);
	return 0;
}
