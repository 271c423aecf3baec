/* ticket_view.c - see ticket_view.h.
 * SPDX-License-Identifier: MIT */
#include "cli/ticket_view.h"

#include "base/when.h"
#include "cli/show.h"
#include "db/record.h"
#include "desk/action.h"
#include "desk/ticket.h"

/* -- pieces -- */

static const char *or_dash(const char *text)
{
	return text && *text ? text : "-";
}

static void put_instant(struct str *out, int64_t ms)
{
	if (ms)
		instant_put(out, ms - ms % SECOND_MS);
	else
		str_putc(out, '-');
}

/* Indented, line by line. */
static void put_text(struct str *out, const char *indent, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\n");

		if (len)
			str_puts(out, indent);
		str_add(out, text, len);
		str_putc(out, '\n');
		text += len + (text[len] == '\n');
	}
}

static const char *order_name(struct db *db, struct arena *arena, int64_t shop,
			      const char *ref)
{
	const char *name =
		*ref ? db_text(db, arena,
			       "SELECT coalesce(name, ref) FROM orders WHERE "
			       "shop = ?1 AND ref = ?2",
			       "is", shop, ref)
		     : "";

	return *name ? name : ref;
}

static const char *word(const struct kind *kind, const char *field,
			const void *rec)
{
	return or_dash(field_word(kind_field(kind, field), rec));
}

/* -- the queue -- */

#define LINE "%-7s %-6s %-7s %-23s %-10s %-10s %-9s "

void ticket_view_head(struct str *out)
{
	str_printf(out, LINE "due\n", "ticket", "tier", "state", "issue",
		   "order", "owner", "waits for");
}

void ticket_view_line(struct str *out, struct db *db, const struct ticket *t)
{
	struct arena arena = ARENA_INIT;
	CLEANUP(free_ptr) char *name = xasprintf("T-%lld", (long long)t->id);

	str_printf(out, LINE, name, word(&ticket_kind, "tier", t),
		   word(&ticket_kind, "state", t), or_dash(t->issue),
		   or_dash(order_name(db, &arena, t->shop, t->order_ref)),
		   or_dash(t->owner), or_dash(t->waiting_for));
	put_instant(out, t->due);
	str_putc(out, '\n');
	arena_release(&arena);
}

/* -- the ticket -- */

static void put_head(struct str *out, struct db *db, struct arena *arena,
		     const struct ticket *t)
{
	str_printf(out, "T-%lld  %s, %s", (long long)t->id,
		   word(&ticket_kind, "tier", t),
		   word(&ticket_kind, "state", t));
	if (*t->waiting_for)
		str_printf(out, " for %s", t->waiting_for);
	str_printf(out, ": %s", or_dash(t->issue));
	if (*t->also)
		str_printf(out, " (also %s)", t->also);
	str_printf(out, ", %lld %% sure\n", (long long)t->confidence);
	str_printf(out, "order %s  owner %s  language %s  due ",
		   or_dash(order_name(db, arena, t->shop, t->order_ref)),
		   or_dash(t->owner), or_dash(t->lang));
	put_instant(out, t->due);
	str_putc(out, '\n');
	if (*t->playbook)
		str_printf(out, "playbook %s, step %s\n", t->playbook,
			   or_dash(t->step));
	if (*t->outcome)
		str_printf(out, "closed: %s, root cause %s\n", t->outcome,
			   or_dash(t->root_cause));
}

static void put_message(struct str *out, const struct message *m)
{
	bool in = m->direction == DIR_IN;

	str_putc(out, '\n');
	put_instant(out, m->at);
	str_printf(out, "  %s %s%s%s%s\n", in ? "from" : "to",
		   in ? m->from_name : m->to_addr, in ? " <" : "",
		   in ? m->from_addr : "", in ? ">" : "");
	put_text(out, "  ", m->subject);
	put_text(out, "    ", *m->reply ? m->reply : m->text);
	put_text(out, "    notice: ", m->notice);
}

static void put_note(struct str *out, const struct note *n)
{
	str_putc(out, '\n');
	put_instant(out, n->at);
	str_printf(out, "  note by %s\n", n->author);
	put_text(out, "    ", n->text);
}

static void put_action(struct str *out, const struct action *a)
{
	bool open = !action_at_rest(a->state);

	str_printf(out, "\naction %lld: %s", (long long)a->id, a->verb);
	if (money_given(a->amount)) {
		str_putc(out, ' ');
		money_put(out, a->amount);
		str_printf(out, " %s", a->amount.currency);
	}
	str_printf(out, " is %s (%s)", action_state_name(a->state), a->why);
	if (*a->rule)
		str_printf(out, ", by the rule \"%s\"", a->rule);
	str_putc(out, '\n');
	if (*a->text && open) {
		put_text(out, "  ", a->subject);
		put_text(out, "    ", a->text);
	}
	if (a->state == ACTION_WAITING)
		str_printf(out,
			   "  helloword action approve %lld     or: action "
			   "cancel %lld\n",
			   (long long)a->id, (long long)a->id);
}

static void put_deadline(struct str *out, const struct deadline *d)
{
	str_printf(out, "%s by ", d->purpose);
	put_instant(out, d->due);
	str_printf(out, " is %s (%s)\n", word(&deadline_kind, "state", d),
		   or_dash(d->source));
}

/* -- rows -- */

enum part { MESSAGES, NOTES, ACTIONS, DEADLINES, PARTS };
static const struct {
	const struct kind *kind;
	const char *tail;
} parts[PARTS] = {
	[MESSAGES] = { &message_kind, "WHERE ticket = ?1 ORDER BY at, id" },
	[NOTES] = { &note_kind, "WHERE ticket = ?1 ORDER BY id" },
	[ACTIONS] = { &action_kind, "WHERE ticket = ?1 ORDER BY id" },
	[DEADLINES] = { &deadline_kind, "WHERE ticket = ?1 ORDER BY due" },
};

static void put_row(struct str *out, enum part part, const void *rec)
{
	if (part == MESSAGES)
		put_message(out, rec);
	else if (part == NOTES)
		put_note(out, rec);
	else if (part == ACTIONS)
		put_action(out, rec);
	else
		put_deadline(out, rec);
}

static int put_part(struct str *out, struct db *db, struct arena *arena,
		    enum part part, int64_t ticket, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = record_query(db, parts[part].kind, parts[part].tail,
				     "i", ticket);
	void *rec = arena_alloc(arena, parts[part].kind->size);
	bool first = true;

	while (rows_next(&r)) {
		record_read(&r, parts[part].kind, rec, arena);
		if (part == DEADLINES && first)
			str_putc(out, '\n');
		first = false;
		put_row(out, part, rec);
	}
	return rows_end(&r, err);
}

int ticket_view(struct cli *c, struct db *db, int64_t id, struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(str_release) struct str out = STR_INIT;
	struct ticket t = { 0 };
	int found = record_load(db, &ticket_kind, id, &t, &arena, err);

	if (found == 0)
		return err_set(err, ERR_DATA, "there is no ticket T-%lld",
			       (long long)id);
	if (found < 0)
		return -1;
	put_head(&out, db, &arena, &t);
	for (int part = 0; part < PARTS; part++)
		if (put_part(&out, db, &arena, (enum part)part, id, err))
			return -1;
	str_printf(&out, "\nwhy: helloword explain T-%lld\n", (long long)id);
	show_safe(&c->out, str_c(&out));
	return 0;
}
