/* tell_text.c - what a notice says: numbers and kinds, nobody's words.
 *
 * An alert's own sentence stays at home: it may name an order or a parcel, and
 * a phone shows what comes to whoever holds it.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "desk/alert/ladder.h"
#include "desk/alert/tell.h"

#define LINES_SHORT 3 /* a text message of two or three parts */
#define LINES_LONG 50

/* "2026-11-24 23:21 UTC" */
static void put_moment(struct str *s, int64_t ms)
{
	CLEANUP(str_release) struct str text = STR_INIT;

	instant_put(&text, ms - ms % MINUTE_MS);
	str_printf(s, "%.10s %.5s UTC", str_c(&text), str_c(&text) + 11);
}

static void put_ticket(struct desk *d, struct str *s, int64_t id)
{
	struct err none = { 0 };
	const char *link = ladder_alarms(d)->link(d->brain);
	struct ticket t = { 0 };

	str_printf(s, "T-%lld", (long long)id);
	if (record_load(d->db, &ticket_kind, id, &t, &d->arena, &none) <= 0)
		return;
	str_printf(s, " %s %s", ladder_tier(t.tier), t.issue);
	if (t.due && t.state != TICKET_CLOSED) {
		str_puts(s, " due ");
		put_moment(s, t.due);
	}
	if (*link)
		str_printf(s, " %sT-%lld", link, (long long)id);
}

/* "T-12 red claim_announced due 2026-11-24 23:21 UTC: arrived (alert 7)" */
static void put_alert(struct desk *d, struct str *s, const struct alert *a)
{
	if (a->ticket)
		put_ticket(d, s, a->ticket);
	else
		str_puts(s, a->level);
	str_printf(s, ": %.*s (alert %lld)", (int)strcspn(a->cause, ":"),
		   a->cause, (long long)a->id);
}

static size_t count_urgent(const struct tell_item *items, size_t n)
{
	size_t urgent = 0;

	for (size_t i = 0; i < n; i++)
		urgent += items[i].summons.urgent != 0;
	return urgent;
}

const char *tell_subject(struct desk *d, const struct tell_item *items,
			 size_t n)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	str_puts(&s, "HelloWord: ");
	if (n == 1)
		put_alert(d, &s, &items[0].alert);
	else
		str_printf(&s, "%zu alerts, %zu of them urgent", n,
			   count_urgent(items, n));
	return arena_strdup(&d->arena, str_c(&s));
}

/* What is urgent first. */
static size_t put_lines(struct desk *d, struct str *s,
			const struct tell_item *items, size_t n, size_t most)
{
	size_t lines = 0;

	for (int urgent = 1; urgent >= 0; urgent--)
		for (size_t i = 0; i < n && lines < most; i++) {
			if ((items[i].summons.urgent != 0) != urgent)
				continue;
			put_alert(d, s, &items[i].alert);
			str_putc(s, '\n');
			lines++;
		}
	return lines;
}

const char *tell_text(struct desk *d, const struct tell_item *items, size_t n,
		      bool is_short)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	size_t lines;

	if (n > 1 || is_short)
		str_printf(&s, "HelloWord: %zu alert%s\n", n,
			   n == 1 ? "" : "s");
	lines = put_lines(d, &s, items, n, is_short ? LINES_SHORT : LINES_LONG);
	if (lines < n)
		str_printf(&s, "and %zu more\n", n - lines);
	if (n == 1)
		str_printf(&s, "helloword alert acknowledge %lld",
			   (long long)items[0].alert.id);
	else
		str_puts(&s, "helloword alert list");
	return arena_strdup(&d->arena, str_c(&s));
}
