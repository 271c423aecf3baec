/* ladder_climb.c - a level of an alert's ladder has come: who is told, and when
 * the next one comes (ladder.h).
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "desk/action/action.h"
#include "desk/alert/alert.h"
#include "desk/alert/ladder.h"
#include "desk/alert/tell.h"

#define NOBODY "ladder:nobody" /* its cause */

static bool is_away(struct desk *d, const char *person)
{
	return db_i64(d->db, 0,
		      "SELECT absent_until FROM agents WHERE name = ?1", "s",
		      person) > d->tx.cmd->at;
}

/* Over the first channel that reaches them. */
static int tell_one(struct desk *d, const struct alert *a, const char *person,
		    const struct alarm_level *level, bool urgent, bool *told,
		    int64_t *when, struct err *err)
{
	char *save = NULL, *by = arena_strdup(&d->arena, level->by);
	struct alarm_person p;

	if (is_away(d, person))
		return 0;
	for (char *c = strtok_r(by, " ", &save); c;
	     c = strtok_r(NULL, " ", &save)) {
		if (!tell_address(d, person, c, &p))
			continue;
		*told = true;
		return tell_add(d, a, person, c, urgent, when, err);
	}
	return 0;
}

/* Of a role everybody is told, of who is on call the first that is reached. */
static int tell_word(struct desk *d, const struct alert *a, const char *word,
		     const struct alarm_level *level, bool urgent, bool *told,
		     int64_t *when, struct err *err)
{
	const struct alarms *alarms = ladder_alarms(d);
	const char *owner;

	if (text_eq(word, "assigned")) {
		owner = db_text(d->db, &d->arena,
				"SELECT owner FROM tickets WHERE id = ?1", "i",
				a->ticket);
		return *owner ? tell_one(d, a, owner, level, urgent, told, when,
					 err)
			      : 0;
	}
	for (size_t i = 0;; i++) {
		const char *who = alarms->who(d->brain, word, d->tx.cmd->at, i,
					      &d->arena);

		if (!who || (*told && text_eq(word, "on_call")))
			return 0;
		if (tell_one(d, a, who, level, urgent, told, when, err))
			return -1;
	}
}

static int tell_level(struct desk *d, const struct alert *a,
		      const struct alarm_level *level, bool urgent, bool *told,
		      int64_t *when, struct err *err)
{
	char *save = NULL, *to = arena_strdup(&d->arena, level->to);

	for (char *w = strtok_r(to, " ", &save); w && !*told;
	     w = strtok_r(NULL, " ", &save))
		if (tell_word(d, a, w, level, urgent, told, when, err))
			return -1;
	return 0;
}

static int tell_nobody(struct desk *d, const struct alarm_ladder *l,
		       struct err *err)
{
	return l->urgent ? alert_raise(d, "error", NOBODY, 0,
				       "nobody could be told of an urgent "
				       "alert; `helloword doctor` says whom "
				       "each level reaches",
				       err)
			 : 0;
}

/* Was somebody told of it so often that once a day is enough? Notices that did
 * not leave count for nothing. */
static bool told_enough(struct desk *d, const struct alert *a,
			const struct alarm_ladder *l)
{
	return l->times &&
	       db_i64(d->db, 0,
		      "SELECT max(n) FROM (SELECT count(*) AS n FROM summons "
		      "WHERE alert = ?1 AND state IN (1, 2) GROUP BY "
		      "recipient)",
		      "i", a->id) > l->times;
}

static int64_t slower(struct desk *d, const struct alert *a,
		      const struct alarm_ladder *l, int64_t wait)
{
	return wait < DAY_MS && told_enough(d, a, l) ? DAY_MS : wait;
}

/* When the level after n comes. What waits for a morning is counted from then;
 * what is urgent never waits. */
static int64_t next_of(struct desk *d, const struct alert *a,
		       const struct alarm_ladder *l, int64_t n, int64_t when)
{
	struct alarm_level level;
	int64_t from = l->urgent ? d->tx.cmd->at : when;

	if (ladder_alarms(d)->level(d->brain, l->name, n + 1, &level))
		return from + level.after_ms;
	return l->again_ms ? from + slower(d, a, l, l->again_ms) : 0;
}

/* Everybody may be away for the night. All levels are tried again then, so that
 * it does not end in silence. */
static int64_t next_try(struct desk *d, const struct alert *a,
			const struct alarm_ladder *l)
{
	int64_t wait = l->urgent ? HOUR_MS : 12 * HOUR_MS;

	if (l->levels < 2)
		return 0;
	return d->tx.cmd->at +
	       slower(d, a, l, l->again_ms ? l->again_ms : wait);
}

/* A level that reaches nobody is passed at once. */
static int climb(struct desk *d, const struct alert *before,
		 const struct alarm_ladder *l, struct err *err)
{
	struct alert after = *before;
	struct alarm_level level;
	int64_t when = d->tx.cmd->at;
	bool told = false;

	if (after.step >= l->levels)
		after.step = l->levels - 1;
	while (!told && ladder_alarms(d)->level(d->brain, l->name,
						after.step + 1, &level)) {
		after.step++;
		if (tell_level(d, before, &level, l->urgent, &told, &when, err))
			return -1;
	}
	after.ladder = l->name;
	after.next = told ? next_of(d, before, l, after.step, when)
			  : next_try(d, before, l);
	if (!told)
		after.step = 1;
	if ((!told && tell_nobody(d, l, err)) ||
	    change(d, &alert_kind, before, &after, err))
		return -1;
	return ladder_wait(d, after.id, 0, after.next, err);
}

int ladder_wake(struct desk *d, const struct deadline *one, struct err *err)
{
	struct alarm_ladder l;
	struct alert a = { 0 }, after;
	int found =
		record_load(d->db, &alert_kind, one->alert, &a, &d->arena, err);

	if (found <= 0 || a.acknowledged)
		return found < 0 ? -1 : 0;
	found = ladder_ask(d, &a, &l, err);
	if (found > 0)
		return climb(d, &a, &l, err);
	after = a;
	after.next = 0; /* the policy has no ladder for it any more */
	return found < 0 ? -1 : change(d, &alert_kind, &a, &after, err);
}

int ladder_on(struct desk *d, int64_t alert, struct err *err)
{
	struct alert before = { 0 }, after;
	struct alarm_ladder l;
	int found =
		record_load(d->db, &alert_kind, alert, &before, &d->arena, err);

	if (found <= 0 || before.acknowledged)
		return found < 0 ? -1 : 0;
	found = ladder_ask(d, &before, &l, err);
	if (found <= 0)
		return found;
	if (before.step >= l.levels)
		return tell_nobody(d, &l, err);
	after = before;
	after.next = d->tx.cmd->at;
	return change(d, &alert_kind, &before, &after, err) ||
			       ladder_wait(d, alert, 0, after.next, err)
		       ? -1
		       : 0;
}
