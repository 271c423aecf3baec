/* action_view.c - see action_view.h.
 * SPDX-License-Identifier: MIT */
#include "cli/action_view.h"

#include "cli/leaves.h"
#include "cli/may.h"
#include "cli/view.h"
#include "desk/action/action.h"
#include "desk/money/worth.h"

void action_view_what(struct str *out, const struct action *a)
{
	long long percent = worth_percent(a);

	str_puts(out, a->verb);
	if (money_given(a->amount)) {
		str_putc(out, ' ');
		money_put(out, a->amount);
		str_printf(out, " %s", a->amount.currency);
	} else if (percent) {
		str_printf(out, " %lld %%", percent);
	}
}

void action_view_of(struct str *out, struct db *db, const struct action *a)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	const char *order = view_order(db, &arena, a->shop, a->order_ref);
	bool named = !text_blank(a->to_name);

	str_puts(out, ", ");
	action_view_what(out, a);
	if (named || !text_blank(a->to_addr))
		str_printf(out, " to %s", named ? a->to_name : a->to_addr);
	else if (*order)
		str_printf(out, " of order %s", order);
	if (a->ticket)
		str_printf(out, ", T-%lld", (long long)a->ticket);
}

/* The state in words, and why: what is planned to wait says so once. */
static void put_state(struct str *out, const struct action *a)
{
	if (a->state == ACTION_WAITING &&
	    text_starts(a->why, "waits for approval"))
		str_printf(out, " %s", a->why);
	else if (a->state == ACTION_HELD)
		str_puts(out, " is approved and held");
	else
		str_printf(out, " is %s%s%s%s", action_state_name(a->state),
			   *a->why ? " (" : "", a->why, *a->why ? ")" : "");
}

/* -- the table -- */

#define LINE "%-7s %-20s %-9s %-7s %-10s "

void action_view_head(struct str *out)
{
	str_printf(out, LINE "planned\n", "action", "what", "state", "ticket",
		   "order");
}

void action_view_line(struct str *out, struct db *db, const struct action *a)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(str_release) struct str what = STR_INIT;
	CLEANUP(free_ptr) char *id = xasprintf("%lld", (long long)a->id);
	CLEANUP(free_ptr)
	char *ticket = a->ticket ? xasprintf("T-%lld", (long long)a->ticket)
				 : xstrdup("-");

	action_view_what(&what, a);
	str_printf(out, LINE, id, str_c(&what), action_state_name(a->state),
		   ticket,
		   view_or_dash(view_order(db, &arena, a->shop, a->order_ref)));
	view_instant(out, a->planned);
	str_putc(out, '\n');
}

/* Who reads it is not always who wrote last. */
static void put_to(struct str *out, const struct action *a)
{
	if (!text_blank(a->to_name) && !text_blank(a->to_addr))
		str_printf(out, "  to %s <%s>\n", a->to_name, a->to_addr);
	else if (!text_blank(a->to_addr))
		str_printf(out, "  to %s\n", a->to_addr);
}

/* Said where it may be another than who wrote in that ticket. */
static void put_reader(struct str *out, struct db *db, const struct action *a)
{
	if (text_eq(a->verb, "reply") &&
	    db_i64(db, 0,
		   "SELECT 1 FROM tickets WHERE merged = ?1 AND merged IS NOT "
		   "NULL LIMIT 1",
		   "i", a->ticket))
		put_to(out, a);
}

/* -- what may be done -- */

static void put_hint(struct str *out, struct db *db, const struct action *a)
{
	long long id = (long long)a->id;

	if (a->state == ACTION_WAITING)
		str_printf(out,
			   "  helloword action approve %lld     or: action "
			   "cancel %lld\n",
			   id, id);
	leaves_hint(out, db, a);
	if (a->state == ACTION_PARKED)
		str_printf(out,
			   "  look on the platform, then: helloword action "
			   "retry %lld --seen done%s, or not-done\n",
			   id,
			   text_eq(a->verb, "coupon") ? " --code CODE" : "");
}

void action_view_part(struct str *out, struct db *db, const struct action *a)
{
	str_printf(out, "\naction %lld: ", (long long)a->id);
	action_view_what(out, a);
	put_state(out, a);
	if (*a->rule)
		str_printf(out, ", by the rule \"%s\"", a->rule);
	str_putc(out, '\n');
	if (*a->result)
		str_printf(out, "  code %s\n", a->result);
	if (*a->text && !action_at_rest(a->state)) {
		put_to(out, a);
		view_text(out, "  ", a->subject);
		view_text(out, "    ", a->text);
	}
	put_hint(out, db, a);
}

void action_view_said(struct str *out, struct db *db, const struct action *a,
		      enum leaving leaving, const struct manifest *m)
{
	CLEANUP(str_release) struct str by = STR_INIT;
	long long id = (long long)a->id;

	str_printf(out, "action %lld (", id);
	action_view_what(out, a);
	switch (a->state) {
	case ACTION_WAITING:
		if (m && may_not(m, a))
			may_put_names(&by, m, a);
		str_printf(out,
			   ") is planned; it waits for approval%s%s: "
			   "`helloword action approve %lld`; ",
			   by.len ? " by " : "", str_c(&by), id);
		leaves_give_up(out, a);
		str_putc(out, '\n');
		put_reader(out, db, a);
		return;
	case ACTION_HELD:
	case ACTION_DUE:
		str_puts(out, ") is approved; it leaves ");
		leaves_said(out, db, a, leaving);
		put_reader(out, db, a);
		return;
	default:
		str_printf(out, ") is %s: %s\n", action_state_name(a->state),
			   a->why);
	}
}

/* -- the page -- */

static void put_moments(struct str *out, const struct action *a)
{
	const struct {
		const char *what;
		int64_t at;
	} moments[] = {
		{ "planned", a->planned },       { "approved", a->approved },
		{ "held until", a->hold_until }, { "sent", a->sent },
		{ "came to rest", a->settled },
	};

	for (size_t i = 0; i < COUNT_OF(moments); i++)
		view_moment(out, moments[i].what, moments[i].at);
}

static void put_number(struct str *out, const char *what, int64_t id)
{
	if (id)
		str_printf(out, "%-13saction %lld\n", what, (long long)id);
}

/* "[3,7]" as "3, 7". */
static void put_ids(struct str *out, const char *what, const char *ids)
{
	if (!ids || !*ids)
		return;
	str_printf(out, "%-13s", what);
	for (; *ids; ids++)
		if (*ids == ',')
			str_puts(out, ", ");
		else if (*ids != '[' && *ids != ']')
			str_putc(out, *ids);
	str_putc(out, '\n');
}

void action_view_page(struct str *out, struct db *db, const struct action *a)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;

	str_printf(out, "action %lld: ", (long long)a->id);
	action_view_what(out, a);
	put_state(out, a);
	str_putc(out, '\n');
	if (a->ticket)
		str_printf(out, "%-13sT-%lld\n", "ticket",
			   (long long)a->ticket);
	view_known(out, "order", view_order(db, &arena, a->shop, a->order_ref));
	view_known(out, "through", a->instance);
	view_known(out, "proposed by", a->proposed_by);
	view_known(out, "rule", a->rule);
	view_row(out, a->matrix_row, a->deviates, a->advised, a->verb);
	view_known(out, "reason", a->reason);
	put_number(out, "goes with", a->part_of);
	put_number(out,
		   text_eq(a->verb, "reply") ? "tells of"
		   : a->beside < 0           ? "beside task"
					     : "beside",
		   a->beside < 0 ? -a->beside : a->beside);
	put_ids(out, "and of", a->besides);
	put_ids(out, "of tasks", a->tasks);
	view_known(out, "approved by", a->approved_by);
	put_moments(out, a);
	if (a->attempts)
		str_printf(out, "%-13s%lld\n", "attempts",
			   (long long)a->attempts);
	view_known(out, "remote id", a->remote_ref);
	view_known(out, "code", a->result);
	view_known(out, "items", a->items);
	view_known(out, "arguments", a->args);
	view_known(out, "to", a->to_addr);
	if (*a->text) {
		str_putc(out, '\n');
		view_text(out, "  ", a->subject);
		view_text(out, "    ", a->text);
	}
	put_hint(out, db, a);
}
