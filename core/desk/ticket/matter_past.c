/* matter_past.c - what a matter has behind it: what the buyer has shown, what a
 * person said of it, and how far money has come. So nobody asks what is known.
 * SPDX-License-Identifier: MIT */
#include "desk/intake/attached.h"
#include "desk/intake/upload.h"
#include "desk/playbook/advice.h"
#include "desk/ticket/merge.h"

#define OURS MERGE_FAMILY("?1")

/* SQL: the number behind that in a ref. */
#define NUMBER_AFTER(head) \
	"CAST(substr(e.ref, length('" head "') + 1) AS INTEGER)"

#define ON_PAGE "e.ref GLOB '" UPLOAD_REF "T-*'"
#define PAGE_TICKET NUMBER_AFTER(UPLOAD_REF "T-")
#define MESSAGE NUMBER_AFTER(ATTACHED_REF)
#define COUNTS ATTACHED_COUNTS("f")

/* With a message, or on the page that its link leads to. By the files of a
 * subject, of which there are a few, and not by its messages. */
static bool is_shown(struct desk *d, int64_t id, const char *subject)
{
	return db_i64(d->db, 0,
		      "SELECT 1 FROM files s JOIN evidence e ON e.id = "
		      "s.evidence WHERE s.subject = ?2 AND e.type IN "
		      "('photo', 'video') AND CASE WHEN " ON_PAGE
		      " THEN " PAGE_TICKET " IN " OURS
		      " ELSE EXISTS (SELECT 1 FROM files_in f JOIN messages m "
		      "ON m.id = f.message WHERE f.message = " MESSAGE
		      " AND f.evidence = e.id AND m.ticket IN " OURS
		      " AND " COUNTS ") END LIMIT 1",
		      "is", id, subject) != 0;
}

/* Each that went into it has its own subject: an order, or a thread in which
 * nobody had named one yet. */
static bool has_photo(struct desk *d, int64_t id)
{
	struct err none = { 0 };
	size_t count;
	int64_t *ids = merge_family(d->db, &d->arena, id, &count);

	for (size_t i = 0; i < count; i++) {
		struct ticket t;

		if (ticket_load(d, ids[i], &t, &none) == 0 &&
		    is_shown(d, id, ticket_subject(d, &t)))
			return true;
	}
	return false;
}

/* A person said yes to what one of its playbooks asked. */
static bool is_proven(struct desk *d, int64_t ticket)
{
	return db_i64(d->db, 0,
		      "SELECT 1 FROM deadlines WHERE ticket IN " OURS
		      " AND state = 2 AND purpose = 'accept' LIMIT 1",
		      "i", ticket) != 0;
}

/* Of one that was paid or is to be, whatever it is: what a task gives by hand,
 * and what the platform shows, count as an action that is as far. */
#define OF_ORDER "shop = ?2 AND order_ref = nullif(?3, '')"
#define REFUNDS                                                               \
	"SELECT state FROM actions WHERE verb = 'refund' AND ticket IN " OURS \
	" AND state IN (1, 2, 3, 4, 5, 6, 7, 9, 10) UNION ALL SELECT "        \
	"state FROM actions WHERE " OF_ORDER " AND verb = 'refund' AND "      \
	"state NOT IN (8, 11, 12) UNION ALL SELECT CASE status WHEN 1 "       \
	"THEN 6 ELSE 7 END FROM payments WHERE " OF_ORDER " AND type = 3 "    \
	"AND status IN (1, 2) UNION ALL SELECT CASE WHEN waits = 1 THEN 2 "   \
	"WHEN state = 1 THEN 6 "                                              \
	"ELSE 7 END FROM tasks WHERE gives = 'refund' AND state IN (1, 2) "   \
	"AND (ticket IN " OURS " OR (" OF_ORDER "))"

/* Of several the one that the buyer is still without. Whose fate is not known
 * is before all: nothing is said of it. */
static const char *refund_of(struct desk *d, const struct report *r)
{
	static const char *const words[] = { "none", "done", "waiting",
					     "on_its_way", "unclear" };

	return words[db_i64(
		d->db, 0,
		"SELECT coalesce(max(CASE WHEN state IN (9, 10) THEN 4 WHEN "
		"state IN (3, 4, 5, 6) THEN 3 WHEN state = 7 THEN 1 ELSE 2 "
		"END), 0) FROM (" REFUNDS ")",
		"iis", r->ticket, r->shop, r->order_ref)];
}

void matter_know_past(struct desk *d, struct report *r)
{
	struct matter *m = &r->matter;

	m->refund = refund_of(d, r);
	m->has_photo = m->proven = FLAG_NO;
	if (r->shown || (r->ticket && has_photo(d, r->ticket)))
		m->has_photo = FLAG_YES;
	if (r->ticket && is_proven(d, r->ticket))
		m->proven = FLAG_YES;
}
