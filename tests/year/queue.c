/* queue.c - a seller's people at their queue.
 * SPDX-License-Identifier: MIT */
#include "year/people.h"

#include "year/happens.h"

#define CLEARED 6 /* at most, in one go */

static void close_answered(struct world *w)
{
	struct err err;
	char json[80];
	int64_t id = people_pick(
		w, "SELECT id FROM tickets WHERE state = 2 AND "
		   "waiting_for = 'buyer' AND changed < ?1 + (SELECT "
		   "at FROM journal ORDER BY seq DESC LIMIT 1) - "
		   "172800000 LIMIT 1");

	snprintf(json, sizeof json, "{\"ticket\":%lld,\"outcome\":\"solved\"}",
		 (long long)id);
	if (id)
		submit(w, "close", "mia", json, &err);
}

/* As the queue stands: what is due first. What nobody may approve is passed
 * over, and keeps nobody from what stands behind it. */
static void approve_next(struct world *w)
{
	int approved = 0, passed = 0;

	while (approved < CLEARED) {
		int64_t id = db_i64(desk_db(w->desk), 0,
				    "SELECT a.id FROM actions a LEFT JOIN "
				    "tickets t ON t.id = a.ticket WHERE "
				    "a.state = 2 ORDER BY t.tier IS NULL, "
				    "t.tier, t.due, a.id LIMIT 1 OFFSET ?1",
				    "i", (int64_t)passed);

		if (!id)
			return;
		if (people_do(w, "approve", id, ""))
			approved++;
		else
			passed++;
	}
}

/* Where a buyer waits and nothing is proposed, or it was cancelled. What has
 * nobody to write to is done otherwise. */
static void write_next(struct world *w)
{
	struct err err;
	char json[80];
	int64_t id = db_i64(desk_db(w->desk), 0,
			    "SELECT d.ticket FROM deadlines d JOIN tickets t "
			    "ON t.id = d.ticket WHERE d.state IN (1, 3) AND "
			    "d.purpose = 'first_response' AND t.state <> 3 AND "
			    "NOT EXISTS (SELECT 1 FROM actions WHERE ticket = "
			    "t.id AND verb = 'reply' AND (state IN (1, 2, 3, "
			    "4, 5, 9, 10) OR (state IN (6, 7) AND sent >= "
			    "d.\"set\"))) ORDER BY d.due LIMIT 1",
			    "");

	snprintf(json, sizeof json, "{\"ticket\":%lld,\"text\":\"So be it\"}",
		 (long long)id);
	if (!id || submit(w, "reply", "mia", json, &err) == 0)
		return;
	if (err.code != ERR_DATA)
		return; /* the disk, not the desk; later */
	if (!strstr(err.text, "has nobody to reply to"))
		broken(w, "T-%lld cannot be answered: %s", (long long)id,
		       err.text);
	people_close(w, id, ",\"force\":\"by phone\"");
}

/* A copy that was put back sends nothing until somebody says so. */
static void lift_hold(struct world *w)
{
	struct err err;

	if (db_i64(desk_db(w->desk), 0, "SELECT 1 FROM holds", ""))
		submit(w, "lift", "eva", "{}", &err);
}

/* Of a seller people go through the queue all day: they mostly say yes, write
 * where nothing is proposed, look at what they are told, and close what nobody
 * has come back to for two days. */
void queue_clear(struct world *w)
{
	int64_t parked =
		people_pick(w, "SELECT id FROM actions WHERE state = 10 "
			       "ORDER BY id * ?1 % 997 LIMIT 1");

	lift_hold(w);
	approve_next(w);
	write_next(w);
	if (parked)
		people_judge(w, parked);
	for (int i = 0; i < CLEARED; i++)
		people_acknowledge(w);
	close_answered(w);
}
