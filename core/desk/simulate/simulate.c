/* simulate.c - see simulate.h.
 * SPDX-License-Identifier: MIT */
#include "desk/simulate/simulate_own.h"

struct ticket_tally *tally_of(struct trying *t, int64_t ticket)
{
	return ticket > 0 && ticket < t->count ? &t->tickets[ticket] : NULL;
}

void example_add(struct examples *e, int64_t ticket)
{
	for (int i = 0; i < e->count; i++)
		if (e->ticket[i] == ticket)
			return;
	if (ticket && e->count < EXAMPLES_MAX)
		e->ticket[e->count++] = ticket;
}

/* -- asking again -- */

/* The playbook that the rules begin, "" for none. */
static const char *begins(const struct effects *e)
{
	for (int i = 0; i < e->count; i++)
		if (text_eq(e->at[i].verb, "playbook"))
			return e->at[i].what;
	return "";
}

/* Another playbook would begin: what it does up to its first wait. */
static void try_other(struct trying *t, const struct judged *j)
{
	struct play play = { .wait = "", .accept = "" };
	struct effects first = { .count = 0 };

	if (!*t->playbook || text_eq(t->playbook, begins(&j->was.effects)) ||
	    !t->brain->play ||
	    !t->brain->play(t->brain, t->playbook, "", &j->was.matter,
			    &t->arena, &play))
		return;
	effects_of_play(t->playbook, &play, j->was.matter.now, &t->arena,
			&first);
	try_costs(t, WOULD, j->was.ticket, &j->was.matter, &first);
}

static void ask_rules(struct trying *t, struct judged *j)
{
	struct advice advice = ADVICE_NONE;
	struct triaged triaged = { 0 };

	t->brain->judge(t->brain, &j->was.matter, &t->arena, &triaged, &advice);
	j->fired[WOULD] = advice.fired;
	effects_of_advice(&advice, &j->would);
	if (j->was.tier) {
		j->tier = triaged.tier;
		j->respond_ms = triaged.respond_ms;
	}
	t->asked = true;
	snprintf(t->playbook_name, sizeof t->playbook_name, "%s",
		 begins(&j->would));
	t->playbook = t->playbook_name;
	try_other(t, j);
}

/* A playbook that the folder's rules would not have begun does nothing. */
static void ask_playbook(struct trying *t, struct judged *j)
{
	struct play play = { .wait = "", .accept = "" };
	bool begun = *j->was.after || !t->asked ||
		     text_eq(t->playbook, j->was.playbook);

	j->fired[WOULD] = "[]";
	if (!begun)
		return;
	if (!t->brain->play ||
	    !t->brain->play(t->brain, j->was.playbook, j->was.after,
			    &j->was.matter, &t->arena, &play)) {
		t->out->gone++;
		return;
	}
	j->fired[WOULD] = fired_of_play(j->was.playbook, &play, &t->arena);
	effects_of_play(j->was.playbook, &play, j->was.matter.now, &t->arena,
			&j->would);
}

static bool tiers_differ(struct trying *t, const struct judged *j)
{
	if (!j->was.tier)
		return false;
	t->out->tiers[j->was.tier & 3][j->tier & 3]++;
	if (j->was.tier != j->tier)
		example_add(&t->out->retiered, j->was.ticket);
	return j->was.tier != j->tier || j->was.respond_ms != j->respond_ms;
}

/* By which policy it was decided. */
static void note_policy(struct trial *out, const char *considered)
{
	static const char key[] = "\"policy\":\"";
	const char *at = strstr(considered, key);
	struct policy_version v = { "" };

	if (!at)
		return;
	at += sizeof key - 1;
	snprintf(v.name, sizeof v.name, "%.*s", (int)strcspn(at, "\""), at);
	for (size_t i = out->policies.len; i > 0; i--)
		if (text_eq(out->policies.at[i - 1].name, v.name))
			return;
	policy_versions_push(&out->policies, v);
}

static int judge(struct trying *t, struct judged *j, struct err *err)
{
	struct trial *out = t->out;
	bool differs = false;

	j->would.count = 0;
	j->tier = 0;
	j->respond_ms = 0;
	j->was.playbook ? ask_playbook(t, j) : ask_rules(t, j);
	differs = tiers_differ(t, j);
	try_rules(t, j, &differs);
	try_costs(t, DECIDED, j->was.ticket, &j->was.matter, &j->was.effects);
	try_costs(t, WOULD, j->was.ticket, &j->was.matter, &j->would);
	out->decisions++;
	out->differing += differs;
	if (!out->first || j->was.matter.now < out->first)
		out->first = j->was.matter.now;
	if (j->was.matter.now > out->last)
		out->last = j->was.matter.now;
	return try_response(t, j, err) || try_promise(t, j, err) ? -1 : 0;
}

/* -- all that were kept -- */

static int judge_row(struct trying *t, struct rows *r, int64_t since,
		     int64_t until, struct judged *j, struct err *err)
{
	int64_t at;

	arena_clear(&t->arena);
	if (!seen_read(rows_text(r, 1), rows_text(r, 2), rows_text(r, 4),
		       &t->arena, &j->was)) {
		at = db_i64(t->db, 0, "SELECT at FROM journal WHERE seq = ?1",
			    "i", rows_i64(r, 0));
		t->out->other_format += at >= since && at < until;
		return 0;
	}
	at = j->was.matter.now;
	if (at < since || at >= until)
		return 0;
	if (rows_i64(r, 0) != t->seq)
		t->asked = false;
	t->seq = rows_i64(r, 0);
	j->fired[DECIDED] = rows_text(r, 3);
	note_policy(t->out, rows_text(r, 5));
	return judge(t, j, err);
}

/* Of one entry the rules first: they say which playbook begins. */
#define KEPT                                                        \
	"SELECT seq, trigger, facts, fired, seen, considered FROM " \
	"vectors ORDER BY seq, trigger = 'playbook', trigger"

int simulate(struct db *db, const struct brain *b, int64_t since, int64_t until,
	     struct trial *out, struct err *err)
{
	struct trying t = { .db = db, .brain = b, .out = out, .playbook = "" };
	CLEANUP(free_ptr) struct judged *j = xcalloc(1, sizeof *j);
	int rc = 0;

	*out = (struct trial){ .decisions = 0 };
	if (db_ask(db, &t.count, 0, err, "SELECT max(id) + 1 FROM tickets",
		   "") ||
	    db_ask(db, &t.end, 0, err,
		   "SELECT at FROM journal ORDER BY seq DESC LIMIT 1", ""))
		return -1;
	t.tickets = xcalloc((size_t)t.count + 1, sizeof *t.tickets);
	{
		CLEANUP(rows_release) struct rows r = rows_query(db, KEPT, "");

		while (rc == 0 && rows_next(&r))
			rc = judge_row(&t, &r, since, until, j, err);
		if (rows_end(&r, err))
			rc = -1;
	}
	try_due_end(&t);
	try_rules_end(&t);
	free(t.tickets);
	arena_release(&t.arena);
	return rc;
}

void trial_release(struct trial *t)
{
	for (size_t i = 0; i < t->rules.len; i++)
		free(t->rules.at[i].name);
	tried_rules_release(&t->rules);
	tried_costs_release(&t->costs);
	policy_versions_release(&t->policies);
}
