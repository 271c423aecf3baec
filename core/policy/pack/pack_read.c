/* pack_read.c - what the bytes of a pack hold: see pack_own.h.
 * SPDX-License-Identifier: MIT */
#include "policy/pack/pack_own.h"

#include "base/str.h"
#include "policy/pack/aside.h"
#include "policy/pack/choice.h"
#include "policy/rule/fact.h"

static int check_list(const cJSON *json, const char *name, struct err *err)
{
	const cJSON *one;

	cJSON_ArrayForEach (one, json_get(json, name))
		if (!cJSON_IsString(one) || !*one->valuestring)
			return err_set(err, ERR_DATA,
				       "\"%s\" of the pack holds what is no "
				       "text",
				       name);
	return 0;
}

static int check_choices(const cJSON *json, struct err *err)
{
	const cJSON *choices = json_get(json, "choices");

	for (int i = 0; choice_lists[i]; i++)
		if (check_list(choices, choice_lists[i], err))
			return -1;
	return 0;
}

static int check(const cJSON *json, struct err *err)
{
	const cJSON *one;

	if (!cJSON_IsObject(json_get(json, "templates")) ||
	    !cJSON_IsArray(json_get(json, "cues")) || !json_text(json, "tag"))
		return err_set(err, ERR_DATA,
			       "the pack has no tag, templates or cues");
	cJSON_ArrayForEach (one, json_get(json, "templates"))
		if (!cJSON_IsString(one))
			return err_set(err, ERR_DATA,
				       "template \"%.60s\" is no text",
				       one->string);
	cJSON_ArrayForEach (one, json_get(json, "cues"))
		if (!json_text(one, "issue") || !json_text(one, "phrase"))
			return err_set(err, ERR_DATA,
				       "a cue lacks issue or phrase");
	if (check_list(json, "negations", err) ||
	    check_list(json, "negations_after", err) ||
	    check_list(json, "conditions", err) || check_choices(json, err) ||
	    check_list(json, "history", err) ||
	    check_list(json, "forbidden", err))
		return -1;
	return 0;
}

/* An issue type that this program does not know is another version's: left
 * out. */
static void read_cues(struct pack *p, const cJSON *json)
{
	const cJSON *one;

	cJSON_ArrayForEach (one, json_get(json, "cues")) {
		int64_t weight = json_i64(one, "weight", 1);
		struct cue c = {
			.phrase = arena_strdup(&p->words,
					       json_text(one, "phrase")),
			.issue = issue_index(json_text(one, "issue")),
			.weight = (uint8_t)weight,
			.always = json_bool(one, "always", false),
			.supposes = json_bool(one, "supposes", false),
			.asked = json_bool(one, "asked", false),
			.over = json_bool(one, "over", false),
			.alone = json_bool(one, "alone", false),
			.whole = json_bool(one, "whole", false),
		};

		if (c.issue < 0 || weight <= 0 || weight > 100)
			continue;
		cue_list_push(&p->cues, c);
		phrases_add(p->phrases, c.phrase, strlen(c.phrase),
			    json_bool(one, "open_start", false),
			    json_bool(one, "open_end", false));
	}
}

/* A "*" at an end lets the word go on there. */
static void add_phrase(struct pack *p, const char *text)
{
	size_t len = strlen(text);
	bool open_end = text[len - 1] == '*';

	phrases_add(p->phrases, text, len - open_end, false, open_end);
}

/* How many. */
static size_t read_phrases(struct pack *p, const cJSON *json, const char *name)
{
	const cJSON *one;
	size_t n = 0;

	cJSON_ArrayForEach (one, json_get(json, name)) {
		add_phrase(p, one->valuestring);
		n++;
	}
	return n;
}

/* A pack from before there were choices has none. */
static void read_choices(struct pack *p, const cJSON *json)
{
	const cJSON *choices = json_get(json, "choices");

	for (int i = 0; i < CHOICES; i++)
		p->choices[i] = read_phrases(p, choices, choice_lists[i]);
	p->rather = read_phrases(p, choices, "rather");
	p->rather_after = read_phrases(p, choices, "rather_after");
}

static bool has_classes(const struct model *m, const char *names, size_t count)
{
	return m->classes == count && m->names_len == strlen(names) &&
	       memcmp(m->names, names, m->names_len) == 0;
}

static int read_guard(struct pack *p, const uint8_t *at, size_t len,
		      struct err *err)
{
	p->has_guard = true;
	return guard_model_open(&p->guard, at, len, err);
}

/* One after the other: that of the issues, that of what is told beside, what
 * the guard has learnt. */
static int read_models(struct pack *p, const uint8_t *at, size_t len,
		       struct err *err)
{
	while (len) {
		size_t one = model_len(at, len);
		struct model m;

		if (guard_model_here(at, len))
			return read_guard(p, at, len, err);
		if (model_open(&m, at, one ? one : len, err))
			return -1;
		if (has_classes(&m, ASIDE_CLASSES, ASIDE_COUNT))
			p->asides = m;
		else
			p->model = m;
		p->has_model |= p->model.classes != 0;
		at += one;
		len -= one;
	}
	return 0;
}

/* What lies behind the JSON and its NUL. */
static int read_bytes(struct pack *p, const uint8_t *at, size_t len,
		      struct err *err)
{
	if (len < TONGUE_SIZE)
		return err_set(err, ERR_DATA,
			       "the pack does not say what its language sounds "
			       "like; build it anew");
	p->bytes = at;
	return read_models(p, p->bytes + TONGUE_SIZE, len - TONGUE_SIZE, err);
}

static void read_marks(struct pack *p, const cJSON *list, struct mark_list *out)
{
	const cJSON *one;

	cJSON_ArrayForEach (one, list)
		mark_list_push(out, arena_strdup(&p->words, one->valuestring));
}

static void read_words(struct pack *p, const cJSON *json)
{
	p->tag = arena_strdup(&p->words, json_text(json, "tag"));
	scripts_of(p->tag, &p->scripts);
	p->phrases = phrases_new();
	read_cues(p, json);
	p->negations = read_phrases(p, json, "negations");
	p->negations_after = read_phrases(p, json, "negations_after");
	p->conditions = read_phrases(p, json, "conditions");
	read_choices(p, json);
	phrases_fit(p->phrases);
	cue_list_fit(&p->cues);
	read_marks(p, json_get(json, "history"), &p->history);
	read_marks(p, json_get(json, "forbidden"), &p->forbidden);
	p->templates = templates_read(json_get(json, "templates"));
	p->icu = icu_open(p->tag);
}

int pack_read(struct pack *p, struct err *err)
{
	const char *blob = p->blob;
	size_t json_len = strnlen(blob, p->blob_len);
	CLEANUP(json_free_ptr) cJSON *json = json_parse(blob, json_len, err);

	if (!json)
		return -1;
	if (json_len == p->blob_len)
		return err_set(err, ERR_DATA, "the pack is cut off");
	if (check(json, err) ||
	    read_bytes(p, (const uint8_t *)blob + json_len + 1,
		       p->blob_len - json_len - 1, err))
		return -1;
	read_words(p, json);
	return 0;
}
