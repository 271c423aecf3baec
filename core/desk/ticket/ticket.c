/* ticket.c - tickets as rows: found, read and changed.
 * SPDX-License-Identifier: MIT */
#include "desk/ticket/ticket.h"

#include "desk/ticket/merge.h"

int64_t ticket_number(const char *text)
{
	char *end;
	long long n;

	if ((text[0] == 'T' || text[0] == 't') && text[1] == '-')
		text += 2;
	if (*text < '0' || *text > '9' || strlen(text) > 15)
		return 0;
	n = strtoll(text, &end, 10);
	return *end ? 0 : n;
}

int ticket_load(struct desk *d, int64_t id, struct ticket *t, struct err *err)
{
	int found = record_load(d->db, &ticket_kind, id, t, &d->arena, err);

	if (found == 0)
		return err_set(err, ERR_DATA, "there is no ticket T-%lld",
			       (long long)id);
	return found < 0 ? -1 : 0;
}

const char *ticket_subject(struct desk *d, const struct ticket *t)
{
	if (*t->order_ref)
		return subject_of_order(&d->arena, t->shop, t->order_ref);
	return subject_of_thread(&d->arena, t->shop,
				 *t->thread ? t->thread
					    : arena_printf(&d->arena, "T-%lld",
							   (long long)t->id));
}

/* The open one, or, below nothing, the one that was merged: in one question,
 * since it is asked of every fact. */
#define OPEN_OR_MERGED                                                 \
	"SELECT coalesce(min(id) FILTER (WHERE state <> 3), -max(id) " \
	"FILTER (WHERE merged > 0), 0) FROM tickets WHERE shop = ?1 AND "

int64_t ticket_find(struct desk *d, int64_t shop, const char *order_ref,
		    const char *thread)
{
	int64_t id = 0;

	if (*order_ref)
		id = db_i64(d->db, 0, OPEN_OR_MERGED "order_ref = ?2", "is",
			    shop, order_ref);
	else if (*thread)
		id = db_i64(d->db, 0, OPEN_OR_MERGED "thread = ?2", "is", shop,
			    thread);
	return id < 0 ? merge_found(d, -id) : id;
}

int64_t ticket_of_cause(struct desk *d, int64_t shop, const char *cause)
{
	int64_t id = db_i64(d->db, 0,
			    "SELECT id FROM tickets WHERE shop = ?1 AND cause "
			    "= ?2 AND state <> 3",
			    "is", shop, cause);

	if (!id)
		id = -db_i64(d->db, 0,
			     "SELECT max(id) FROM tickets WHERE shop = ?1 AND "
			     "cause = ?2 AND merged IS NOT NULL",
			     "is", shop, cause);
	return id < 0 ? merge_found(d, -id) : id;
}

int ticket_change(struct desk *d, const struct ticket *before,
		  struct ticket *after, struct err *err)
{
	after->changed = d->tx.cmd->at;
	return change(d, &ticket_kind, before, after, err);
}

int ticket_count(struct desk *d, int64_t id, int64_t step, struct err *err)
{
	struct ticket before, after;

	if (!step)
		return 0;
	if (ticket_load(d, id, &before, err))
		return -1;
	after = before;
	after.messages += step;
	return ticket_change(d, &before, &after, err);
}

int ticket_cause_free(struct desk *d, const struct ticket *t, struct err *err)
{
	int64_t other = 0;

	if (*t->cause && db_ask(d->db, &other, 0, err,
				"SELECT id FROM tickets WHERE shop = ?1 AND "
				"cause = ?2 AND state <> 3",
				"is", t->shop, t->cause))
		return -1;
	return other ? err_set(err, ERR_DATA,
			       "T-%lld is open for what T-%lld is about",
			       (long long)other, (long long)t->id)
		     : 0;
}

bool ticket_has_successor(struct desk *d, const struct ticket *t)
{
	return db_i64(d->db, 0,
		      "SELECT 1 FROM tickets WHERE shop = ?1 AND cause = ?2 "
		      "AND state <> 3",
		      "is", t->shop, t->cause) ||
	       (*t->order_ref && ticket_find(d, t->shop, t->order_ref, ""));
}
