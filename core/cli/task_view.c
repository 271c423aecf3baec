/* task_view.c - see task_view.h.
 * SPDX-License-Identifier: MIT */
#include "cli/task_view.h"

#include "cli/may.h"
#include "cli/view.h"

#define LINE "%-5s %-8s %-10s %-7s %-21s "

void task_view_what(struct str *out, const struct task *t)
{
	str_puts(out, t->gives);
	if (money_given(t->amount)) {
		str_putc(out, ' ');
		money_put(out, t->amount);
		str_printf(out, " %s", t->amount.currency);
	} else if (t->percent) {
		str_printf(out, " %lld %%", (long long)t->percent);
	}
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

static void put_known(struct str *out, const char *what, const char *text)
{
	if (text && *text)
		str_printf(out, "%-13s%s\n", what, text);
}

static void put_moment(struct str *out, const char *what, int64_t at)
{
	if (!at)
		return;
	str_printf(out, "%-13s", what);
	view_instant(out, at);
	str_putc(out, '\n');
}

static void put_row(struct str *out, const struct task *t)
{
	if (!*t->matrix_row)
		return;
	str_printf(out, "%-13s%s%s", "matrix row", t->matrix_row,
		   t->deviates ? ", which gives " : "");
	if (t->deviates && money_given(t->advised)) {
		money_put(out, t->advised);
		str_printf(out, " %s", t->advised.currency);
	} else if (t->deviates) {
		str_printf(out, "no such %s", t->gives);
	}
	str_putc(out, '\n');
}

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
	put_known(out, "proposed by", t->proposed_by);
	put_known(out, "playbook", t->playbook);
	put_known(out, "step", t->step);
	put_row(out, t);
	put_known(out, "reason", t->reason);
	if (t->beside)
		str_printf(out, "%-13s%s %lld\n", "beside",
			   t->beside < 0 ? "task" : "action",
			   (long long)(t->beside < 0 ? -t->beside : t->beside));
	put_known(out, "approved by", t->approved_by);
	put_moment(out, "given", t->set);
	put_moment(out, "approved", t->approved);
	put_moment(out, "due", t->due);
	put_moment(out, "ended", t->done);
	put_known(out, "ended by", t->by);
	put_known(out, "note", t->note);
	put_known(out, "code", t->code);
}

void task_view_page(struct str *out, struct db *db, const struct task *t)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(str_release) struct str gives = STR_INIT;

	str_printf(out, "task %lld of the %s, %s: %s\n", (long long)t->id,
		   t->role, task_view_state(t), view_or_dash(t->text));
	task_view_what(&gives, t);
	put_known(out, "gives", str_c(&gives));
	if (t->ticket)
		str_printf(out, "%-13sT-%lld\n", "ticket",
			   (long long)t->ticket);
	put_known(out, "order", view_order(db, &arena, t->shop, t->order_ref));
	put_life(out, t);
	put_hint(out, t);
}

/* -- what was done just now -- */

void task_view_names(struct str *out, const struct task *t,
		     const struct manifest *m)
{
	const struct action gift = { .amount = t->amount,
				     .worth = t->worth,
				     .proposed_by = t->proposed_by };

	may_put_names(out, m, &gift);
}

static void put_waits(struct str *out, const struct task *t,
		      const struct manifest *m)
{
	CLEANUP(str_release) struct str names = STR_INIT;
	long long id = (long long)t->id;

	if (m)
		task_view_names(&names, t, m);
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
