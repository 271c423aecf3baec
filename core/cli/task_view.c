/* task_view.c - see task_view.h.
 * SPDX-License-Identifier: MIT */
#include "cli/task_view.h"

#include "cli/action_view.h"
#include "cli/may.h"
#include "cli/view.h"

#define LINE "%-5s %-8s %-10s %-7s %-21s "

void task_view_what(struct str *out, const struct task *t)
{
	char percent[48] = "";
	const struct action gift = { .verb = t->gives,
				     .amount = t->amount,
				     .args = percent };

	if (t->percent)
		snprintf(percent, sizeof percent, "{\"percent\":%lld}",
			 (long long)t->percent);
	action_view_what(out, &gift);
}

const char *task_view_state(const struct task *t)
{
	if (t->state == TASK_OPEN && t->waits)
		return "waiting";
	return t->late && t->state == TASK_OPEN
		       ? "late"
		       : view_word(&task_kind, "state", t);
}

void task_view_head(struct str *out)
{
	str_printf(out, LINE "%s\n", "task", "state", "role", "ticket", "due",
		   "what");
}

/* " [refund 20.00 EUR, playbook damaged]" */
static void put_more(struct str *out, const struct task *t)
{
	CLEANUP(str_release) struct str more = STR_INIT;

	task_view_what(&more, t);
	if (*t->playbook)
		str_printf(&more, "%splaybook %s", more.len ? ", " : "",
			   t->playbook);
	if (more.len)
		str_printf(out, " [%s]", str_c(&more));
}

void task_view_line(struct str *out, const struct task *t)
{
	CLEANUP(str_release) struct str due = STR_INIT;
	char id[24], ticket[24] = "-";

	view_instant(&due, t->due);
	snprintf(id, sizeof id, "%lld", (long long)t->id);
	if (t->ticket)
		snprintf(ticket, sizeof ticket, "T-%lld", (long long)t->ticket);
	str_printf(out, LINE "%s", id, task_view_state(t), t->role, ticket,
		   str_c(&due), view_or_dash(t->text));
	put_more(out, t);
	if (*t->note)
		str_printf(out, " (%s: %s)", t->by, t->note);
	str_putc(out, '\n');
}

/* -- the page -- */

static void put_hint(struct str *out, const struct task *t)
{
	long long id = (long long)t->id;

	if (t->state != TASK_OPEN)
		return;
	if (t->waits)
		str_printf(out,
			   "helloword task approve %lld     or: task failed "
			   "%lld --note TEXT\n",
			   id, id);
	else
		str_printf(out,
			   "helloword task done %lld%s     or: task failed "
			   "%lld --note TEXT\n",
			   id,
			   text_eq(t->gives, "coupon") ? " --code CODE" : "",
			   id);
}

static void put_life(struct str *out, const struct task *t)
{
	view_known(out, "proposed by", t->proposed_by);
	view_known(out, "playbook", t->playbook);
	view_known(out, "step", t->step);
	view_row(out, t->matrix_row, t->deviates, t->advised, t->gives);
	view_known(out, "reason", t->reason);
	if (t->beside)
		str_printf(out, "%-13s%s %lld\n", "beside",
			   t->beside < 0 ? "task" : "action",
			   (long long)(t->beside < 0 ? -t->beside : t->beside));
	view_known(out, "approved by", t->approved_by);
	view_moment(out, "given", t->set);
	view_moment(out, "approved", t->approved);
	view_moment(out, "due", t->due);
	view_moment(out, "ended", t->done);
	view_known(out, "ended by", t->by);
	view_known(out, "note", t->note);
	view_known(out, "code", t->code);
}

void task_view_page(struct str *out, struct db *db, const struct task *t)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(str_release) struct str gives = STR_INIT;

	str_printf(out, "task %lld of the %s, %s: %s\n", (long long)t->id,
		   t->role, task_view_state(t), view_or_dash(t->text));
	task_view_what(&gives, t);
	view_known(out, "gives", str_c(&gives));
	if (t->ticket)
		str_printf(out, "%-13sT-%lld\n", "ticket",
			   (long long)t->ticket);
	view_known(out, "order", view_order(db, &arena, t->shop, t->order_ref));
	put_life(out, t);
	put_hint(out, t);
}

/* -- what was done just now -- */

struct action task_view_gift(const struct task *t)
{
	return (struct action){ .amount = t->amount,
				.worth = t->worth,
				.proposed_by = t->proposed_by };
}

static void put_waits(struct str *out, const struct task *t,
		      const struct manifest *m)
{
	CLEANUP(str_release) struct str names = STR_INIT;
	const struct action gift = task_view_gift(t);
	long long id = (long long)t->id;

	if (m)
		may_put_names(&names, m, &gift);
	str_printf(out, "task %lld of the %s (", id, t->role);
	task_view_what(out, t);
	str_printf(out,
		   ") waits for a yes%s%s: `helloword task approve %lld`; "
		   "`helloword task failed %lld --note TEXT` takes it back\n",
		   names.len ? " of " : "", str_c(&names), id, id);
}

void task_view_said(struct str *out, const struct task *t,
		    const struct manifest *m)
{
	if (t->state == TASK_OPEN && t->waits) {
		put_waits(out, t, m);
		return;
	}
	str_printf(out, "task %lld is given to the %s, due ", (long long)t->id,
		   t->role);
	view_instant(out, t->due);
	str_printf(out,
		   " (%s); `helloword task failed %lld --note TEXT` takes it "
		   "back\n",
		   t->text, (long long)t->id);
}
