/* erase.c - see erase.h.
 * SPDX-License-Identifier: MIT */
#include "desk/erase/erase.h"

#include "desk/erase/erase_blank.h"
#include "desk/ticket/ticket.h"

VEC(id_list, int64_t);

/* -- may it be forgotten? -- */

static int still_needed(struct desk *d, const struct erase_item *t,
			struct err *err)
{
	static const struct {
		const char *sql, *what, *why;
	} needs[] = {
		{ "SELECT id FROM tickets WHERE state <> 3 AND ((shop = ?1 AND "
		  "order_ref = ?2) OR id = ?3) LIMIT 1",
		  "ticket", "open: close it first" },
		{ "SELECT id FROM actions WHERE state NOT IN (7, 8, 11, 12) "
		  "AND ((shop = ?1 AND order_ref = ?2) OR ticket = ?3) LIMIT 1",
		  "action", "not at rest yet" },
		{ "SELECT id FROM disputes WHERE shop = ?1 AND order_ref = ?2 "
		  "AND status IN (1, 2) AND ?3 = ?3 LIMIT 1",
		  "dispute", "open: its evidence must be kept" },
	};

	for (size_t i = 0; i < COUNT_OF(needs); i++) {
		int64_t id;

		if (db_ask(d->db, &id, 0, err, needs[i].sql, "iti", t->shop,
			   t->ref ? t->ref : "", t->id))
			return -1;
		if (id)
			return err_set(err, ERR_DATA, "%s %lld is %s",
				       needs[i].what, (long long)id,
				       needs[i].why);
	}
	return 0;
}

static int any_needed(struct desk *d, const struct erase_items *list,
		      struct err *err)
{
	for (size_t i = 0; i < list->len; i++)
		if (still_needed(d, &list->at[i], err))
			return -1;
	return 0;
}

/* What a copy brought back the desk erases by itself: an owner has said it. */
static int may_erase(struct desk *d, struct err *err)
{
	bool again = *arg_text(d, "returned");
	struct limits limits;
	const char *role = "";

	if (again && text_eq(d->tx.cmd->by, "desk") &&
	    text_eq(d->tx.cmd->via, "host"))
		return 0;
	if (!again && d->brain &&
	    d->brain->agent(d->brain, d->tx.cmd->by, &role, &limits) &&
	    text_eq(role, "owner"))
		return 0;
	return err_set(err, ERR_DENIED,
		       "only an owner erases: it cannot be taken back");
}

/* Taken as what was found: an address must not stand in the journal. */
static int find(struct desk *d, struct erasure *e, struct err *err)
{
	CLEANUP(str_release) struct str json = STR_INIT;

	if (erasure_find(d, e, err))
		return -1;
	erasure_put(e, &json);
	if (json.bad)
		return err_set(err, ERR_DATA,
			       "too many messages to be erased at once");
	d->tx.cmd->json = arena_strdup(&d->arena, str_c(&json));
	d->tx.cmd->json_len = json.len;
	return 0;
}

int erase_check(struct desk *d, struct err *err)
{
	CLEANUP(erasure_release) struct erasure e = { 0 };

	if (d->tx.taking != LIVE)
		return 0;
	if (may_erase(d, err) || find(d, &e, err) ||
	    any_needed(d, &e.orders, err) || any_needed(d, &e.tickets, err))
		return -1;
	return 0;
}

/* -- what was found -- */

static int forget_order(struct desk *d, const struct erase_item *t,
			struct err *err)
{
	CLEANUP(rows_release)
	struct rows tickets = rows_query(
		d->db,
		"SELECT id FROM tickets WHERE shop = ?1 AND order_ref = ?2 "
		"ORDER BY id",
		"is", t->shop, t->ref);
	CLEANUP(id_list_release) struct id_list ids = { 0 };

	while (rows_next(&tickets))
		id_list_push(&ids, rows_i64(&tickets, 0));
	if (rows_end(&tickets, err))
		return -1;
	for (size_t i = 0; i < ids.len; i++)
		if (forget_ticket(d, ids.at[i], err))
			return -1;
	if (forget_parcels(d, t, err))
		return -1;
	return blank_of_order(d, t, err);
}

static int forget(struct desk *d, const struct erasure *e, struct err *err)
{
	for (size_t i = 0; i < e->quarantine.len; i++)
		if (forget_record(d, e->quarantine.at[i].id, "erased", err))
			return -1;
	for (size_t i = 0; i < e->messages.len; i++)
		if (forget_message(d, &e->messages.at[i], err))
			return -1;
	for (size_t i = 0; i < e->subjects.len; i++)
		if (forget_subject(d, e->subjects.at[i], err))
			return -1;
	for (size_t i = 0; i < e->orders.len; i++)
		if (forget_order(d, &e->orders.at[i], err))
			return -1;
	for (size_t i = 0; i < e->tickets.len; i++)
		if (forget_ticket(d, e->tickets.at[i].id, err))
			return -1;
	return 0;
}

int erase_apply(struct desk *d, struct err *err)
{
	CLEANUP(erasure_release) struct erasure e = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *json = json_parse(d->tx.cmd->json, d->tx.cmd->json_len, err);

	return !json || erasure_read(d, json, &e, err) || forget(d, &e, err)
		       ? -1
		       : 0;
}

int64_t erased_at(struct desk *d, const char *subject)
{
	return db_i64(d->db, 0, "SELECT at FROM erased WHERE subject = ?1", "s",
		      subject);
}

int64_t erased_of_ticket(struct db *db, const struct ticket *t,
			 struct arena *arena, const char **by)
{
	struct desk d = { .db = db, .arena = *arena };
	int64_t at = erased_at(&d, ticket_subject(&d, t));

	*by = "";
	if (at)
		*by = db_text(db, &d.arena,
			      "SELECT actor FROM journal WHERE kind = 'erase' "
			      "AND at = ?1 ORDER BY seq LIMIT 1",
			      "i", at);
	*arena = d.arena;
	return at;
}
