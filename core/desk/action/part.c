/* part.c - see part.h.
 * SPDX-License-Identifier: MIT */
#include "desk/action/part.h"

#include "desk/action/action.h"
#include "desk/money/limit.h"

struct action *parts_of(struct desk *d, int64_t head, int32_t state,
			size_t *count, struct err *err)
{
	return record_all(record_query(d->db, &action_kind,
				       "WHERE part_of = ?1 AND state = ?2 "
				       "ORDER BY id",
				       "ii", head, (int64_t)state),
			  &action_kind, &d->arena, count, err);
}

int part_waits(struct desk *d, const struct action *a, int64_t *head,
	       struct err *err)
{
	*head = 0;
	return !a->part_of ? 0
			   : db_ask(d->db, head, 0, err,
				    "SELECT id FROM actions WHERE id = ?1 AND "
				    "state = 2",
				    "i", a->part_of);
}

/* Two currencies make no sum: then only an owner may say yes. */
static struct money sum_of(struct money a, struct money b)
{
	struct err none = { 0 };
	struct money sum;

	if (!money_given(a) || !money_given(b) || money_add(&sum, a, b, &none))
		return (struct money){ 0 };
	return sum;
}

int parts_worth(struct desk *d, const struct action *a, bool *gives,
		struct money *worth, struct err *err)
{
	size_t n;
	struct action *parts = parts_of(d, a->id, ACTION_WAITING, &n, err);
	struct money one;

	if (!parts)
		return -1;
	*gives = limit_applies(d, a, worth);
	for (size_t i = 0; i < n; i++) {
		if (!limit_applies(d, &parts[i], &one))
			continue;
		*worth = *gives ? sum_of(*worth, one) : one;
		*gives = true;
	}
	return 0;
}

bool part_fits(struct desk *d, const struct action *a)
{
	struct err none = { 0 };
	struct action head;
	struct money whole, one;

	if (!a->part_of)
		return true;
	return action_load(d, a->part_of, &head, &none) == 0 &&
	       limit_applies(d, &head, &whole) && limit_applies(d, a, &one) &&
	       limit_rule_allows(d, sum_of(whole, one));
}

int part_leaves(struct desk *d, const struct action *a, struct err *err)
{
	struct action head;
	bool never;

	if (!a->part_of)
		return 0;
	if (action_load(d, a->part_of, &head, err))
		return -1;
	if (head.state == ACTION_ACCEPTED || head.state == ACTION_SETTLED)
		return 0;
	never = action_at_rest(head.state) && head.state != ACTION_PARKED;
	return err_set(err, never ? ERR_DATA : ERR_RETRY,
		       "it goes with action %lld, which is %s",
		       (long long)head.id, action_state_name(head.state));
}

int parts_cancel(struct desk *d, int64_t head, const char *why, struct err *err)
{
	size_t n;
	struct action *parts =
		record_all(record_query(d->db, &action_kind,
					"WHERE part_of = ?1 AND state IN (2, "
					"3, 4) ORDER BY id",
					"i", head),
			   &action_kind, &d->arena, &n, err);

	for (size_t i = 0; parts && i < n; i++)
		if (action_cancel(d, parts[i].id, why, err))
			return -1;
	return parts ? 0 : -1;
}
