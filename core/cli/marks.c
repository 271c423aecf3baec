/* marks.c - see marks.h.
 * SPDX-License-Identifier: MIT */
#include "cli/marks.h"

#include "base/file.h"
#include "base/utf8.h"
#include "cli/folder.h"

void marks_open(struct marks *m, struct cli *c, struct db *db, int64_t ticket)
{
	CLEANUP(free_ptr) char *shipped = folder_of_data(c, "policy");
	CLEANUP(free_ptr)
	char *path = path_join(c->policy ? c->policy : shipped, "words.conf");

	m->conf = file_exists(path) ? conf_open(path, &m->mistakes) : NULL;
	if (m->conf)
		watch_read(&m->watch, m->conf);
	if (ticket)
		composing_open(&m->beside, c, db, ticket);
}

void marks_release(struct marks *m)
{
	watch_release(&m->watch);
	conf_close(m->conf);
	mistakes_release(&m->mistakes);
	composing_release(&m->beside);
	arena_release(&m->arena);
}

static bool tells_of_review(const struct guess *g)
{
	return text_starts(g->issue, "review_") ||
	       words_have(g->also, "review_bad") ||
	       words_have(g->also, "review_threat");
}

#define CUES_MAX 32

/* By the same reading as when the message came. */
static void find_cues(struct marks *m, const char *text, const char *lang,
		      struct mark_places *places)
{
	const char *phrases[CUES_MAX + 1] = { NULL };
	struct err none = { 0 };
	CLEANUP(json_free_ptr) cJSON *cues = NULL;
	const cJSON *one;
	struct guess g;
	size_t n = 0;

	if (!m->beside.packs.len)
		return;
	arena_clear(&m->arena);
	classify(&m->beside.packs, text, *lang ? lang : NULL, &m->arena, &g);
	if (!tells_of_review(&g))
		return;
	cues = json_parse(g.cues, strlen(g.cues), &none);
	cJSON_ArrayForEach (one, cues)
		if (cJSON_IsString(one) && n < CUES_MAX)
			phrases[n++] = one->valuestring;
	if (n)
		watch_find_phrases(phrases, text, places);
}

void marks_put(struct marks *m, const char *text, const char *lang,
	       struct str *out)
{
	CLEANUP(mark_places_release) struct mark_places places = { 0 };

	if (!text || utf8_check(text, strlen(text)) >= 0) {
		str_puts(out, text ? text : "");
		return;
	}
	lang = lang ? lang : "";
	if (!m->mistakes.list.len)
		watch_find(&m->watch, text, lang, &places);
	find_cues(m, text, lang, &places);
	watch_mark(&places, text, out);
}
