/* explain.c - see explain.h.
 * SPDX-License-Identifier: MIT */
#include "desk/simulate/explain.h"

#include "desk/playbook/advice.h"
#include "desk/playbook/playbook.h"

static void look_ahead(struct desk *d, struct explained *out)
{
	const struct brain *b = d->brain;
	struct ticket *t = &out->ticket;
	struct report r;

	out->ends = "";
	out->runs = playbook_runs(t);
	if (!out->runs || !b->play || !b->play_ends)
		return;
	matter_of_ticket(d, t, "playbook", &r);
	out->ends = b->play_ends(b, t->playbook, &r.matter);
	b->play(b, t->playbook, t->step, &r.matter, &d->arena, &out->next);
	out->next_at = db_i64(d->db, 0,
			      "SELECT min(due) FROM deadlines WHERE "
			      "ticket = ?1 AND purpose IN ('playbook', "
			      "'accept') AND state = 1",
			      "i", t->id);
}

int explain_now(struct db *db, const struct brain *b, int64_t now,
		int64_t ticket, struct arena *arena, struct explained *out,
		struct err *err)
{
	struct command cmd = { .kind = "explain", .at = now };
	struct desk d = {
		.db = db, .brain = b, .arena = *arena, .tx = { .cmd = &cmd }
	};
	struct report r;
	int rc;

	*out = (struct explained){ .advice = ADVICE_NONE };
	rc = ticket_load(&d, ticket, &out->ticket, err);
	if (rc == 0) {
		out->trigger = advice_trigger(&out->ticket);
		matter_of_ticket(&d, &out->ticket, out->trigger, &r);
		out->matter = r.matter;
		out->has_matrix =
			b->compensate && b->compensate(b, &r.matter, &d.arena,
						       &out->compensation);
		b->triage(b, &r.matter, &d.arena, &out->triaged);
		b->advise(b, &r.matter, &d.arena, &out->advice);
		look_ahead(&d, out);
	}
	*arena = d.arena;
	return rc;
}
