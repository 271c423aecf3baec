/* explain_words.c - which words of the buyer told what the matter is (A10).
 * SPDX-License-Identifier: MIT */
#include "base/json.h"
#include "cli/explain_own.h"
#include "cli/show.h"

/* The phrases as the packs have them. */
static void put_phrases(struct str *s, const char *json)
{
	struct err none = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *list = json_parse(json, strlen(json), &none);
	const cJSON *one;
	const char *between = "";

	cJSON_ArrayForEach (one, list) {
		if (!cJSON_IsString(one))
			continue;
		str_printf(s, "%s\"%s\"", between, one->valuestring);
		between = ", ";
	}
}

void explain_words(struct telling *t, int64_t ticket)
{
	const struct brain *b = brain_of(t->brain);
	CLEANUP(rows_release)
	struct rows r = rows_query(t->db,
				   "SELECT coalesce(m.reply, m.text), m.lang, "
				   "t.lang FROM messages m JOIN tickets t ON "
				   "t.id = m.ticket WHERE m.ticket = ?1 AND "
				   "m.direction = 1 AND m.origin = 1 ORDER BY "
				   "m.id",
				   "i", ticket);

	while (rows_next(&r)) {
		CLEANUP(str_release) struct str line = STR_INIT;
		struct classified what;

		if (!b->classify || text_blank(rows_text(&r, 0)))
			continue;
		b->classify(b, rows_text(&r, 0), rows_text(&r, 1),
			    rows_text(&r, 2), &t->arena, &what);
		if (text_eq(what.cues, "[]"))
			continue;
		str_printf(&line, "    words that tell of %s: ", what.issue);
		put_phrases(&line, what.cues);
		str_putc(&line, '\n');
		show_safe(&t->c->out, str_c(&line));
	}
}
