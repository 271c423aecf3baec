/* ladder.c - see ladder.h.
 * SPDX-License-Identifier: MIT */
#include "desk/ladder.h"

#include "base/when.h"
#include "desk/action.h"
#include "desk/alert.h"
#include "desk/tell.h"

#define NOBODY "ladder:nobody" /* its cause */

const struct alarms *ladder_alarms(const struct desk *d)
{
	return d->brain ? d->brain->alarms : NULL;
}

const char *ladder_tier(int32_t tier)
{
	const struct field *f = kind_field(&ticket_kind, "tier");

	return tier >= TIER_RED && tier <= TIER_BLUE ? f->words[tier] : "";
}

bool ladder_is_notice(const struct action *a)
{
	return !a->ticket && text_eq(a->rule, LADDER_RULE);
}

/* -- waiting -- */

static int find_wait(struct desk *d, int64_t alert, int64_t recipient,
		     struct deadline *out, struct err *err)
{
	return alert ? record_find(d->db, &deadline_kind, out, &d->arena, NULL,
				   err, "WHERE alert = ?1 AND state = 1", "i",
				   alert)
		     : record_find(d->db, &deadline_kind, out, &d->arena, NULL,
				   err, "WHERE recipient = ?1 AND state = 1",
				   "i", recipient);
}

int ladder_wait(struct desk *d, int64_t alert, int64_t recipient, int64_t due,
		struct err *err)
{
	struct deadline before = { 0 }, after;
	int found = find_wait(d, alert, recipient, &before, err);

	if (found < 0 || (!found && !due) || (found && before.due == due))
		return found < 0 ? -1 : 0;
	after = before;
	after.alert = alert;
	after.recipient = recipient;
	after.purpose = alert ? "alert" : "tell";
	after.state = due ? DEADLINE_OPEN : DEADLINE_DROPPED;
	if (due) {
		after.due = due;
		after.set = d->tx.cmd->at;
	} else {
		after.done = d->tx.cmd->at;
	}
	return change(d, &deadline_kind, found ? &before : NULL, &after, err);
}

/* -- choosing -- */

/* 1: a ladder, 0: none, -1. */
static int ask(struct desk *d, const struct alert *a, struct alarm_ladder *l,
	       struct err *err)
{
	const struct alarms *alarms = ladder_alarms(d);
	struct ticket t = { 0 };

	if (!alarms || text_starts(a->cause, "ladder:"))
		return 0;
	if (a->ticket &&
	    record_load(d->db, &ticket_kind, a->ticket, &t, &d->arena, err) < 0)
		return -1;
	return alarms->ladder(d->brain,
			      arena_printf(&d->arena, "%.*s",
					   (int)strcspn(a->cause, ":"),
					   a->cause),
			      ladder_tier(t.tier), a->level, l);
}

/* An alert about a notice of an alert: who hears of that? Those that it told of
 * climb on instead. */
static int of_a_notice(struct desk *d, const struct alert *a, bool *is,
		       struct err *err)
{
	struct action action = { 0 };
	int64_t id = text_starts(a->cause, "action:")
			     ? strtoll(a->cause + strlen("action:"), NULL, 10)
			     : 0;

	*is = false;
	if (!id || !ladder_alarms(d))
		return 0;
	if (record_load(d->db, &action_kind, id, &action, &d->arena, err) < 0)
		return -1;
	*is = ladder_is_notice(&action);
	return *is ? tell_failed(d, id, err) : 0;
}

int ladder_choose(struct desk *d, struct alert *a, struct err *err)
{
	struct alarm_ladder l = { 0 };
	struct alarm_level second;
	bool notice;
	int found;

	if (of_a_notice(d, a, &notice, err))
		return -1;
	found = notice ? 0 : ask(d, a, &l, err);
	if (found <= 0)
		return found;
	a->ladder = l.name;
	a->step = 1;
	if (ladder_alarms(d)->level(d->brain, l.name, 2, &second))
		a->next = d->tx.cmd->at + second.after_ms;
	return 0;
}

int ladder_begin(struct desk *d, const struct alert *a, struct err *err)
{
	return a->next ? ladder_wait(d, a->id, 0, a->next, err) : 0;
}

int ladder_stop(struct desk *d, const struct alert *a, struct err *err)
{
	if (!a->ladder || !*a->ladder)
		return 0;
	return ladder_wait(d, a->id, 0, 0, err) || tell_stop(d, a->id, err) ? -1
									    : 0;
}

/* -- climbing -- */

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

/* When the level after n comes. What waits for a morning is counted from then;
 * what is urgent never waits. */
static int64_t next_of(struct desk *d, const struct alarm_ladder *l, int64_t n,
		       int64_t when)
{
	struct alarm_level level;
	int64_t from = l->urgent ? d->tx.cmd->at : when;

	if (ladder_alarms(d)->level(d->brain, l->name, n + 1, &level))
		return from + level.after_ms;
	return l->again_ms ? from + l->again_ms : 0;
}

/* Everybody may be away for the night. All levels are tried again then, so that
 * it does not end in silence. */
static int64_t next_try(struct desk *d, const struct alarm_ladder *l)
{
	int64_t wait = l->urgent ? HOUR_MS : 12 * HOUR_MS;

	if (l->levels < 2)
		return 0;
	return d->tx.cmd->at + (l->again_ms ? l->again_ms : wait);
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
	after.next = told ? next_of(d, l, after.step, when) : next_try(d, l);
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
	found = ask(d, &a, &l, err);
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
	found = ask(d, &before, &l, err);
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
