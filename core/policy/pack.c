/* pack.c - opening packs and choosing one.
 * SPDX-License-Identifier: MIT */
#include "policy/pack.h"

#include "base/str.h"
#include "policy/fact.h"
#include "policy/icu.h"
#include "policy/template.h"

VEC(cue_list, struct cue);

static const char *const lists[] = { "words", "negations", "history" };

struct pack {
	cJSON *json;
	const char *tag;
	struct hash hash;
	bool cjk;
	struct cue_list cues, words[COUNT_OF(lists)];
	struct templates *templates;
	struct icu *icu;
};

#define PACK_MAX ((size_t)16 << 20)

static int check(const struct pack *p, struct err *err)
{
	const cJSON *one;

	if (!cJSON_IsObject(json_get(p->json, "templates")) ||
	    !cJSON_IsArray(json_get(p->json, "cues")) || !p->tag)
		return err_set(err, ERR_DATA,
			       "the pack has no tag, templates or cues");
	cJSON_ArrayForEach (one, json_get(p->json, "templates"))
		if (!cJSON_IsString(one))
			return err_set(err, ERR_DATA,
				       "template \"%.60s\" is no text",
				       one->string);
	cJSON_ArrayForEach (one, json_get(p->json, "cues"))
		if (!json_text(one, "issue") || !json_text(one, "phrase"))
			return err_set(err, ERR_DATA,
				       "a cue lacks issue or phrase");
	return 0;
}

/* The first, the last and two between. One byte has no pair: it is asked for
 * with its NUL, which no text holds, so classify.c looks at its length. */
static void set_grams(struct cue *c)
{
	size_t last = c->len > 1 ? c->len - 2 : 0;

	for (size_t i = 0; i < COUNT_OF(c->grams); i++)
		c->grams[i] = cue_gram(c->phrase +
				       last * i / (COUNT_OF(c->grams) - 1));
}

/* Looked through for every text: read out of the JSON once. An issue type that
 * this program does not know is another version's: left out. */
static void read_cues(struct pack *p)
{
	const cJSON *one;

	cJSON_ArrayForEach (one, json_get(p->json, "cues")) {
		struct cue c = {
			.phrase = json_text(one, "phrase"),
			.issue = issue_index(json_text(one, "issue")),
			.weight = json_i64(one, "weight", 1),
			.open_start = json_bool(one, "open_start", false),
			.open_end = json_bool(one, "open_end", false),
			.always = json_bool(one, "always", false),
		};

		c.len = strlen(c.phrase);
		set_grams(&c);
		if (c.len > 1 && c.issue >= 0 && c.weight > 0)
			cue_list_push(&p->cues, c);
	}
}

static void read_words(struct pack *p)
{
	const cJSON *one;

	for (size_t i = 0; i < COUNT_OF(lists); i++)
		cJSON_ArrayForEach (one, json_get(p->json, lists[i])) {
			struct cue c = { .always = true, .issue = -1 };

			if (!cJSON_IsString(one))
				continue;
			c.phrase = one->valuestring;
			c.len = strlen(c.phrase);
			if (!c.len)
				continue;
			set_grams(&c);
			cue_list_push(&p->words[i], c);
		}
}

struct pack *pack_open(const void *blob, size_t len, struct err *err)
{
	struct pack *p;

	if (len > PACK_MAX) {
		err_set(err, ERR_DATA, "the pack is over 16 MiB");
		return NULL;
	}
	p = xcalloc(1, sizeof *p);
	p->json = json_parse(blob, len, err);
	p->tag = json_text(p->json, "tag");
	p->hash = sha256(blob, len);
	if (p->json && check(p, err) == 0) {
		p->cjk = json_bool(p->json, "cjk", false);
		read_cues(p);
		read_words(p);
		p->templates = templates_read(json_get(p->json, "templates"));
		p->icu = icu_open(p->tag);
		return p;
	}
	pack_free(p);
	return NULL;
}

void pack_free(struct pack *p)
{
	if (!p)
		return;
	templates_free(p->templates);
	icu_close(p->icu);
	json_free(p->json);
	cue_list_release(&p->cues);
	for (size_t i = 0; i < COUNT_OF(lists); i++)
		cue_list_release(&p->words[i]);
	free(p);
}

const char *pack_tag(const struct pack *p)
{
	return p->tag;
}

struct hash pack_hash(const struct pack *p)
{
	return p->hash;
}

const struct cue *pack_cues(const struct pack *p, size_t *count)
{
	*count = p->cues.len;
	return p->cues.at;
}

const struct cue *pack_words(const struct pack *p, const char *list,
			     size_t *count)
{
	*count = 0;
	for (size_t i = 0; i < COUNT_OF(lists); i++)
		if (text_eq(lists[i], list)) {
			*count = p->words[i].len;
			return p->words[i].at;
		}
	return NULL;
}

bool pack_is_cjk(const struct pack *p)
{
	return p->cjk;
}

struct icu *pack_icu(const struct pack *p)
{
	return p->icu;
}

const struct templates *pack_templates(const struct pack *p)
{
	return p->templates;
}

const struct pack *pack_for(const struct pack_list *packs, const char *lang)
{
	size_t len = strcspn(lang, "-_");

	for (size_t i = 0; i < packs->len; i++)
		if (strcasecmp(packs->at[i]->tag, lang) == 0)
			return packs->at[i];
	for (size_t i = 0; i < packs->len; i++)
		if (len && strncasecmp(packs->at[i]->tag, lang, len) == 0 &&
		    strcspn(packs->at[i]->tag, "-_") == len)
			return packs->at[i];
	return NULL;
}
