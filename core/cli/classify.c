/* classify.c - what a buyer's text is about.
 * SPDX-License-Identifier: MIT */
#include "cli/batch.h"
#include "cli/speak.h"
#include "cli/verbs.h"
#include "policy/pack/own_words.h"
#include "policy/policy.h"

/* Of most there is none, and nothing is said of it. As the desk looks
 * (desk/alert/danger.h): also in the language that is heard. */
static void put_danger(struct speaking *s, const char *text, const char *lang,
		       struct jw *w)
{
	struct guess heard;
	CLEANUP(str_release) struct str own = STR_INIT;
	CLEANUP(str_release) struct str told = STR_INIT;

	classify(&s->packs, text, NULL, &s->arena, &heard);
	own_words(&s->packs, text, &own);
	dangers_find(&s->dangers, str_c(&own),
		     arena_printf(&s->arena, "%s %s", lang, heard.lang), &told);
	if (told.len)
		jw_kv_text(w, "danger", str_c(&told));
}

static int classify_one(void *arg, const cJSON *in, struct jw *w,
			struct err *err)
{
	struct speaking *s = arg;
	const char *text = json_text(in, "text");
	CLEANUP(free_ptr) char *also = NULL;
	char *save = NULL;
	struct guess g;

	if (!text)
		return err_set(err, ERR_DATA,
			       json_get(in, "text")
				       ? "\"text\" is no text; write it in "
					 "quotes"
				       : "\"text\" is missing");
	arena_clear(&s->arena);
	classify(&s->packs, text, json_text(in, "lang"), &s->arena, &g);
	jw_kv_text(w, "issue", g.issue);
	jw_key(w, "also");
	jw_array(w);
	also = xstrdup(g.also);
	for (char *word = strtok_r(also, " ", &save); word;
	     word = strtok_r(NULL, " ", &save))
		jw_text(w, word);
	jw_end(w);
	jw_kv_text(w, "lang", g.lang);
	jw_kv_i64(w, "confidence", g.confidence);
	jw_key(w, "cues");
	jw_raw(w, g.cues, strlen(g.cues));
	put_danger(s, text, g.lang, w);
	return 0;
}

int verb_classify(struct cli *c, struct err *err)
{
	CLEANUP(speaking_release) struct speaking s = { .packs = { 0 } };

	if (speaking_open(&s, c, err))
		return -1;
	return cli_batch_or_text(c, "{\"text\": \"where is my parcel\"}",
				 classify_one, &s, err) < 0
		       ? -1
		       : 0;
}
