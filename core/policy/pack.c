/* pack.c - opening packs and choosing one.
 * SPDX-License-Identifier: MIT */
#include "policy/pack.h"

#include "base/str.h"

struct pack {
	cJSON *json;
	const char *tag;
	struct hash hash;
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
	if (p->json && check(p, err) == 0)
		return p;
	pack_free(p);
	return NULL;
}

void pack_free(struct pack *p)
{
	if (!p)
		return;
	json_free(p->json);
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

const cJSON *pack_json(const struct pack *p)
{
	return p->json;
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
