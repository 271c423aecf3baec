/* alert_told.c - see alert_told.h.
 * SPDX-License-Identifier: MIT */
#include "cli/alert_told.h"

#include "base/when.h"
#include "cli/show.h"

static struct rows told(struct db *db, const struct alert *a)
{
	return rows_query(db,
			  "SELECT r.person, r.channel, s.step, s.state, "
			  "coalesce(s.told, r.next, 0) FROM summons s JOIN "
			  "recipients r ON r.id = s.recipient WHERE s.alert = "
			  "?1 ORDER BY s.id DESC LIMIT 20",
			  "i", a->id);
}

static const char *state_word(int64_t state)
{
	const struct field *f = kind_field(&summons_kind, "state");

	return state >= SUMMONS_WAITS && state <= SUMMONS_DROPPED
		       ? f->words[state]
		       : "";
}

static void put_moment(struct str *s, int64_t at)
{
	instant_put(s, at - at % SECOND_MS);
}

/* "; mia by email 2026-11-24T10:05:00Z" */
static void put_one(struct str *s, struct rows *r)
{
	int64_t state = rows_i64(r, 3);

	str_printf(s, "; %s by %s ", rows_text(r, 0), rows_text(r, 1));
	if (state == SUMMONS_WAITS)
		str_puts(s, "waits for ");
	else if (state != SUMMONS_TOLD)
		str_printf(s, "%s", state_word(state));
	if ((state == SUMMONS_WAITS || state == SUMMONS_TOLD) && rows_i64(r, 4))
		put_moment(s, rows_i64(r, 4));
}

void alert_told_text(struct str *out, struct db *db, const struct alert *a)
{
	CLEANUP(rows_release) struct rows r = { 0 };
	CLEANUP(str_release) struct str line = STR_INIT;

	if (a->step < 2 && !a->next)
		return;
	str_printf(&line, "      level %lld of %s", (long long)a->step,
		   a->ladder);
	r = told(db, a);
	while (rows_next(&r))
		put_one(&line, &r);
	str_puts(&line, a->next ? "; next " : "; no further level");
	if (a->next)
		put_moment(&line, a->next);
	show_safe(out, str_c(&line));
	str_putc(out, '\n');
}

static void put_told(struct jw *w, struct rows *r)
{
	jw_object(w);
	jw_kv_text(w, "person", rows_text(r, 0));
	jw_kv_text(w, "channel", rows_text(r, 1));
	jw_kv_i64(w, "level", rows_i64(r, 2));
	jw_kv_text(w, "state", state_word(rows_i64(r, 3)));
	if (rows_i64(r, 4)) {
		CLEANUP(str_release) struct str at = STR_INIT;

		instant_put(&at, rows_i64(r, 4));
		jw_kv_text(w, "at", str_c(&at));
	}
	jw_end(w);
}

void alert_told_json(struct str *out, struct db *db, const struct alert *a)
{
	struct jw w = JW_INIT(out);
	CLEANUP(rows_release) struct rows r = told(db, a);

	jw_object(&w);
	jw_kv_text(&w, "kind", alert_kind.name);
	record_put_fields(&w, &alert_kind, a, NULL);
	jw_key(&w, "told");
	jw_array(&w);
	while (rows_next(&r))
		put_told(&w, &r);
	jw_end(&w);
	jw_end(&w);
	str_putc(out, '\n');
}
