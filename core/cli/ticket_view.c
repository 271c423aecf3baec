/* ticket_view.c - see ticket_view.h.
 * SPDX-License-Identifier: MIT */
#include "cli/ticket_view.h"

#include "cli/action_view.h"
#include "cli/cost_view.h"
#include "cli/file_view.h"
#include "cli/marks.h"
#include "cli/risk.h"
#include "cli/show.h"
#include "cli/ticket_beside.h"
#include "cli/ticket_now.h"
#include "cli/view.h"
#include "db/record.h"
#include "desk/erase.h"
#include "desk/merge.h"
#include "desk/ticket.h"

/* -- the ticket -- */

static void put_head(struct str *out, struct db *db, struct arena *arena,
		     const struct ticket *t)
{
	str_printf(out, "T-%lld  %s, %s", (long long)t->id,
		   view_word(&ticket_kind, "tier", t),
		   view_word(&ticket_kind, "state", t));
	if (*t->waiting_for)
		str_printf(out, " for %s", t->waiting_for);
	str_printf(out, ": %s", view_or_dash(t->issue));
	if (*t->also)
		str_printf(out, " (also %s)", t->also);
	/* A parcel raises a ticket without a text to be read. */
	if (t->confidence)
		str_printf(out, ", %lld %% sure", (long long)t->confidence);
	str_putc(out, '\n');
	str_printf(out, "order %s  owner %s  language %s  due ",
		   view_or_dash(view_order(db, arena, t->shop, t->order_ref)),
		   view_or_dash(t->owner), view_or_dash(t->lang));
	if (t->state == TICKET_CLOSED)
		view_instant(out, t->due);
	else
		view_countdown(out, db, t->due);
	str_putc(out, '\n');
	if (*t->owner && *t->owner_why)
		str_printf(out, "given to %s: %s\n", t->owner, t->owner_why);
	if (*t->kept_for)
		str_printf(out,
			   "kept for %s, who gets it back unless its owner "
			   "begins on it\n",
			   t->kept_for);
	if (*t->playbook)
		str_printf(out, "playbook %s, step %s\n", t->playbook,
			   view_or_dash(t->step));
	if (t->merged)
		str_printf(out, "merged into T-%lld\n", (long long)t->merged);
	else if (*t->outcome)
		str_printf(out, "closed: %s, root cause %s\n", t->outcome,
			   view_or_dash(t->root_cause));
	if (t->reopened)
		str_printf(out, "opened again %lld time%s\n",
			   (long long)t->reopened, t->reopened == 1 ? "" : "s");
	if (t->snoozed) {
		str_puts(out, "set aside until ");
		view_instant(out, t->snoozed);
		str_putc(out, '\n');
	}
}

static void put_erased(struct str *out, struct db *db, struct arena *arena,
		       const struct ticket *t)
{
	const char *by;
	int64_t at = erased_of_ticket(db, t, arena, &by);

	if (!at)
		return;
	str_puts(out, "the buyer was erased at ");
	view_instant(out, at);
	str_printf(out, " by %s: who it was and what was written is gone\n",
		   view_or_dash(by));
}

static void put_dispute(struct str *out, const struct hw_dispute *d)
{
	struct money at_stake = { .minor = d->amount.minor };

	memcpy(at_stake.currency, d->amount.currency,
	       sizeof at_stake.currency - 1);
	str_printf(out, "%s ", view_word(&dispute_kind, "type", d));
	if (money_given(at_stake)) {
		money_put(out, at_stake);
		str_printf(out, " %s ", at_stake.currency);
	}
	str_printf(out, "(%s) is %s, answer by ", view_or_dash(d->reason),
		   view_word(&dispute_kind, "status", d));
	view_instant(out, d->respond_by.ms);
	str_putc(out, '\n');
}

static void put_marked(struct str *out, struct marks *marks, const char *indent,
		       const char *text, const char *lang)
{
	CLEANUP(str_release) struct str marked = STR_INIT;

	marks_put(marks, text, lang, &marked);
	view_text(out, indent, str_c(&marked));
}

static void put_review(struct str *out, struct marks *marks,
		       const struct hw_review *r)
{
	str_putc(out, '\n');
	view_instant(out, r->at.ms);
	if (r->stars < 0)
		str_puts(out, "  review, taken away since\n");
	else
		str_printf(out, "  review, %lld star%s%s%s\n",
			   (long long)r->stars, r->stars == 1 ? "" : "s",
			   *r->author ? ", by " : "", r->author);
	put_marked(out, marks, "  ", r->title, r->lang);
	put_marked(out, marks, "    ", r->text, r->lang);
}

static void put_message(struct str *out, struct marks *marks,
			const struct message *m)
{
	bool in = m->direction == DIR_IN;

	str_putc(out, '\n');
	view_instant(out, m->at);
	str_printf(out, "  %s %s", in ? "from" : "to",
		   view_or_dash(in ? m->from_name : m->to_addr));
	if (in && *m->from_addr)
		str_printf(out, " <%s>", m->from_addr);
	if (in) /* what `ticket split` asks for */
		str_printf(out, "  (message %lld)", (long long)m->id);
	str_putc(out, '\n');
	if (in) {
		put_marked(out, marks, "  ", m->subject, m->lang);
		put_marked(out, marks, "    ", *m->reply ? m->reply : m->text,
			   m->lang);
	} else {
		view_text(out, "  ", m->subject);
		view_text(out, "    ", *m->reply ? m->reply : m->text);
	}
	view_text(out, "    notice: ", m->notice);
}

static void put_note(struct str *out, const struct note *n)
{
	str_putc(out, '\n');
	view_instant(out, n->at);
	str_printf(out, "  note by %s\n", n->author);
	view_text(out, "    ", n->text);
}

static void put_deadline(struct str *out, const struct deadline *d)
{
	str_printf(out, "%s by ", d->purpose);
	view_instant(out, d->due);
	str_printf(out, " is %s (%s)\n", view_word(&deadline_kind, "state", d),
		   view_or_dash(d->source));
}

/* -- rows -- */

enum part { DISPUTES, REVIEWS, MESSAGES, NOTES, ACTIONS, DEADLINES, PARTS };
static const struct {
	const struct kind *kind;
	const char *tail;
} parts[PARTS] = {
	[DISPUTES] = { &dispute_kind,
		       "WHERE (shop, order_ref) = (SELECT shop, order_ref FROM "
		       "tickets WHERE id = ?1) ORDER BY id" },
	[REVIEWS] = { &review_kind,
		      "WHERE (shop, order_ref) = (SELECT shop, order_ref FROM "
		      "tickets WHERE id = ?1) ORDER BY id" },
	[MESSAGES] = { &message_kind, "WHERE ticket = ?1 ORDER BY at, id" },
	[NOTES] = { &note_kind, "WHERE ticket = ?1 ORDER BY id" },
	[ACTIONS] = { &action_kind, "WHERE ticket = ?1 ORDER BY id" },
	[DEADLINES] = { &deadline_kind, "WHERE ticket = ?1 ORDER BY due" },
};

/* What is over and was never taken up is no part of what stands now. */
static bool stands(struct db *db, enum part part, const void *rec,
		   struct taken_back *taken)
{
	if (part == DEADLINES)
		return ticket_now_deadline(rec);
	return part != ACTIONS || ticket_now_action(db, rec, taken);
}

static void put_row(struct str *out, struct db *db, struct marks *marks,
		    enum part part, const void *rec)
{
	if (part == DISPUTES)
		put_dispute(out, rec);
	else if (part == REVIEWS)
		put_review(out, marks, rec);
	else if (part == MESSAGES)
		put_message(out, marks, rec);
	else if (part == NOTES)
		put_note(out, rec);
	else if (part == ACTIONS)
		action_view_part(out, db, rec);
	else
		put_deadline(out, rec);
}

static int put_files(struct str *out, struct db *db, enum part part,
		     const void *rec, struct err *err)
{
	const struct message *m = rec;

	return part == MESSAGES ? file_view_of(out, db, m->id, err) : 0;
}

static int put_part(struct str *out, struct db *db, struct arena *arena,
		    struct marks *marks, enum part part, int64_t ticket,
		    struct err *err)
{
	CLEANUP(str_release) struct str ids = STR_INIT;
	struct taken_back taken = { .ids = &ids };
	CLEANUP(rows_release)
	struct rows r = record_query(db, parts[part].kind, parts[part].tail,
				     "i", ticket);
	void *rec = arena_alloc(arena, parts[part].kind->size);
	bool first = true;

	while (rows_next(&r)) {
		record_read(&r, parts[part].kind, rec, arena);
		if (!stands(db, part, rec, &taken))
			continue;
		if (part == ACTIONS && ticket_now_why(db, arena, rec, err))
			return -1;
		if (part == DEADLINES && first)
			str_putc(out, '\n');
		first = false;
		put_row(out, db, marks, part, rec);
		if (put_files(out, db, part, rec, err))
			return -1;
	}
	ticket_now_rest(out, &taken);
	return rows_end(&r, err);
}

/* What belongs to it, and tasks. */
static int put_relations(struct str *out, struct db *db, int64_t id,
			 struct err *err)
{
	static const struct {
		const char *sql, *before, *after;
	} asks[] = {
		{ "SELECT CASE ticket WHEN ?1 THEN other ELSE ticket END FROM "
		  "operations WHERE verb = 'link' AND undone IS NULL AND "
		  "(ticket = ?1 OR other = ?1) ORDER BY id",
		  "linked with T-", "\n" },
		{ "SELECT other FROM operations WHERE verb = 'split' AND "
		  "undone IS NULL AND ticket = ?1 ORDER BY id",
		  "T-", " was split off\n" },
		{ "SELECT ticket FROM operations WHERE verb = 'split' AND "
		  "undone IS NULL AND other = ?1 ORDER BY id",
		  "split off T-", "\n" },
		{ "SELECT id FROM tasks WHERE ticket = ?1 AND state = 1 ORDER "
		  "BY id",
		  "task ", " is open: helloword task list\n" },
	};

	for (size_t i = 0; i < COUNT_OF(asks); i++) {
		CLEANUP(rows_release)
		struct rows r = rows_query(db, asks[i].sql, "i", id);

		while (rows_next(&r))
			str_printf(out, "%s%lld%s", asks[i].before,
				   (long long)rows_i64(&r, 0), asks[i].after);
		if (rows_end(&r, err))
			return -1;
	}
	return 0;
}

/* Its own parts, then those of what went into it: both histories whole. */
static int put_parts(struct str *out, struct db *db, struct arena *arena,
		     struct marks *marks, int64_t id, struct err *err)
{
	size_t n;
	int64_t *ids = merge_family(db, arena, id, &n);

	for (size_t i = 0; i < n; i++) {
		if (i)
			str_printf(out, "\n-- T-%lld, merged into this --\n",
				   (long long)ids[i]);
		for (int part = i ? MESSAGES : 0; part < PARTS; part++)
			if (put_part(out, db, arena, marks, (enum part)part,
				     ids[i], err))
				return -1;
	}
	return 0;
}

int ticket_view(struct cli *c, struct db *db, int64_t id, struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(str_release) struct str out = STR_INIT;
	CLEANUP(marks_release) struct marks marks = { .conf = NULL };
	struct ticket t = { 0 };
	int found = record_load(db, &ticket_kind, id, &t, &arena, err);

	if (found == 0)
		return err_set(err, ERR_DATA, "there is no ticket T-%lld",
			       (long long)id);
	if (found < 0)
		return -1;
	put_head(&out, db, &arena, &t);
	put_erased(&out, db, &arena, &t);
	risk_put_ticket(&out, db, id);
	marks_open(&marks, c, db, id);
	if (put_relations(&out, db, id, err) ||
	    put_parts(&out, db, &arena, &marks, id, err))
		return -1;
	if (t.state != TICKET_CLOSED && *t.order_ref)
		cost_view_ticket(c, db, id, &out);
	show_safe(&c->out, str_c(&out));
	if (t.state != TICKET_CLOSED)
		ticket_beside(c, db, id);
	str_printf(&c->out, "\nwhy: helloword explain T-%lld\n", (long long)id);
	return 0;
}
