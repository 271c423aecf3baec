/* library.c - see library.h.
 * SPDX-License-Identifier: MIT */
#include "policy/words/library.h"

#include "policy/pack/forms.h"
#include "policy/rule/fact.h"

/* -- scenarios -- */

void scenarios_read(struct library_families *s, const struct conf_node *root,
		    struct arena *arena)
{
	const struct conf_node *list = conf_get(root, "scenarios");

	for (int i = 0; i < conf_count(list); i++) {
		const struct conf_node *g = conf_at(list, i);
		struct library_family one = { "", "" };

		if (!conf_is_group(g)) {
			conf_mistake(g, "a scenario is { issues = [ ... ]; "
					"templates = [ ... ]; }");
			continue;
		}
		one.issues = conf_words(g, "issues", arena);
		one.templates = conf_words(g, "templates", arena);
		if (!*one.issues || !*one.templates)
			conf_mistake(g, "a scenario needs issues and "
					"templates");
		issues_check(g, "issues", one.issues);
		conf_unknown(g, NULL);
		library_families_push(s, one);
	}
}

/* One of `words` is the id, or its family. */
static bool is_among(const char *words, const char *id, size_t len)
{
	CLEANUP(free_ptr) char *copy = xstrdup(words);
	char *save = NULL;

	for (char *w = strtok_r(copy, " ", &save); w;
	     w = strtok_r(NULL, " ", &save)) {
		size_t n = strlen(w);

		if (text_ends(w, "*")
			    ? n <= len + 1 && strncmp(w, id, n - 1) == 0
			    : n == len && strncmp(w, id, n) == 0)
			return true;
	}
	return false;
}

bool scenario_has(const struct library_families *s, const char *issue,
		  const char *id)
{
	bool known = false;

	for (size_t i = 0; i < s->len; i++) {
		if (!words_have(s->at[i].issues, issue))
			continue;
		known = true;
		if (is_among(s->at[i].templates, id, strcspn(id, "~")))
			return true;
	}
	return !known;
}

/* -- the texts -- */

static void add_text(struct library_texts *l, const char *lang, const char *id,
		     const char *text)
{
	CLEANUP(str_release) struct str folded = STR_INIT;

	if (text_starts(id, "part.") || strstr(id, ".subject"))
		return;
	forms_fold(&folded, id);
	str_putc(&folded, '\n');
	forms_fold(&folded, text);
	library_texts_push(l, (struct library_text){
				      .id = xstrdup(id),
				      .text = xstrdup(text),
				      .lang = lang,
				      .folded = xstrdup(str_c(&folded)),
			      });
}

int library_add(struct library_texts *l, const struct pack *p, struct err *err)
{
	size_t len;
	const char *blob = pack_blob(p, &len);
	CLEANUP(json_free_ptr)
	cJSON *json = json_parse(blob, strnlen(blob, len), err);
	const cJSON *one;

	if (!json)
		return -1;
	cJSON_ArrayForEach (one, json_get(json, "templates"))
		add_text(l, pack_tag(p), one->string, one->valuestring);
	return 0;
}

void library_free(struct library_texts *l)
{
	for (size_t i = 0; i < l->len; i++) {
		free(l->at[i].id);
		free(l->at[i].text);
		free(l->at[i].folded);
	}
	library_texts_release(l);
}

static int match_word(const char *folded, const char *word, size_t len)
{
	const char *id_end = strchr(folded, '\n');
	const char *at = memmem(folded, strlen(folded), word, len);

	if (!at)
		return 0;
	return at < id_end ? 4 : strchr(" \n({\"", at[-1]) ? 2 : 1;
}

int library_match(const struct library_text *t, const char *folded)
{
	int all = 1;

	while (*(folded += strspn(folded, " "))) {
		size_t len = strcspn(folded, " ");
		int one = match_word(t->folded, folded, len);

		if (!one)
			return 0;
		all += one;
		folded += len;
	}
	return all;
}
