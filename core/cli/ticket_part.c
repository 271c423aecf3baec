/* ticket_part.c - see ticket_part.h.
 * SPDX-License-Identifier: MIT */
#include "cli/ticket_part.h"

#include "cli/action_view.h"
#include "cli/file_view.h"
#include "cli/ticket_now.h"
#include "cli/view.h"
#include "db/record.h"

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

static const struct {
	const struct kind *kind;
	const char *tail;
} parts[TICKET_PARTS] = {
	[PART_DISPUTES] = { &dispute_kind,
			    "WHERE (shop, order_ref) = (SELECT shop, order_ref "
			    "FROM tickets WHERE id = ?1) ORDER BY id" },
	[PART_REVIEWS] = { &review_kind,
			   "WHERE (shop, order_ref) = (SELECT shop, order_ref "
			   "FROM tickets WHERE id = ?1) ORDER BY id" },
	[PART_MESSAGES] = { &message_kind,
			    "WHERE ticket = ?1 ORDER BY at, id" },
	[PART_NOTES] = { &note_kind, "WHERE ticket = ?1 ORDER BY id" },
	[PART_ACTIONS] = { &action_kind, "WHERE ticket = ?1 ORDER BY id" },
	[PART_DEADLINES] = { &deadline_kind, "WHERE ticket = ?1 ORDER BY due" },
};

/* What is over and was never taken up is no part of what stands now. */
static bool stands(struct db *db, enum ticket_part part, const void *rec,
		   struct taken_back *taken)
{
	if (part == PART_DEADLINES)
		return ticket_now_deadline(rec);
	return part != PART_ACTIONS || ticket_now_action(db, rec, taken);
}

static void put_row(struct str *out, struct db *db, struct marks *marks,
		    enum ticket_part part, const void *rec)
{
	if (part == PART_DISPUTES)
		put_dispute(out, rec);
	else if (part == PART_REVIEWS)
		put_review(out, marks, rec);
	else if (part == PART_MESSAGES)
		put_message(out, marks, rec);
	else if (part == PART_NOTES)
		put_note(out, rec);
	else if (part == PART_ACTIONS)
		action_view_part(out, db, rec);
	else
		put_deadline(out, rec);
}

static int put_files(struct str *out, struct db *db, enum ticket_part part,
		     const void *rec, struct err *err)
{
	const struct message *m = rec;

	return part == PART_MESSAGES ? file_view_of(out, db, m->id, err) : 0;
}

int ticket_part(struct str *out, struct db *db, struct arena *arena,
		struct marks *marks, enum ticket_part part, int64_t ticket,
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
		if (part == PART_ACTIONS && ticket_now_why(db, arena, rec, err))
			return -1;
		if (part == PART_DEADLINES && first)
			str_putc(out, '\n');
		first = false;
		put_row(out, db, marks, part, rec);
		if (put_files(out, db, part, rec, err))
			return -1;
	}
	ticket_now_rest(out, &taken);
	return rows_end(&r, err);
}
