/* pack.c - opening packs, what they hold, and choosing one.
 * SPDX-License-Identifier: MIT */
#include "policy/pack/choice.h"
#include "policy/pack/pack_own.h"

#define PACK_MAX ((size_t)16 << 20)

struct pack *pack_open(const void *blob, size_t len, struct err *err)
{
	struct pack *p;

	if (len > PACK_MAX) {
		err_set(err, ERR_DATA, "the pack is over 16 MiB");
		return NULL;
	}
	p = xcalloc(1, sizeof *p);
	p->blob = blob;
	p->blob_len = len;
	p->hash = sha256(blob, len);
	if (pack_read(p, err) == 0)
		return p;
	pack_free(p);
	return NULL;
}

void pack_free(struct pack *p)
{
	if (!p)
		return;
	templates_free(p->templates);
	icu_close(p->icu);
	mark_list_release(&p->history);
	mark_list_release(&p->forbidden);
	arena_release(&p->words);
	cue_list_release(&p->cues);
	phrases_free(p->phrases);
	free(p);
}

const void *pack_blob(const struct pack *p, size_t *len)
{
	*len = p->blob_len;
	return p->blob;
}

const char *pack_tag(const struct pack *p)
{
	return p->tag;
}

struct hash pack_hash(const struct pack *p)
{
	return p->hash;
}

const struct phrases *pack_phrases(const struct pack *p)
{
	return p->phrases;
}

const struct cue *pack_cue(const struct pack *p, size_t phrase)
{
	return phrase < p->cues.len ? &p->cues.at[phrase] : NULL;
}

bool pack_negates_before(const struct pack *p, size_t phrase)
{
	return phrase >= p->cues.len + p->negations;
}

static size_t before_conditions(const struct pack *p)
{
	return p->cues.len + p->negations + p->negations_after;
}

bool pack_is_condition(const struct pack *p, size_t phrase)
{
	size_t first = before_conditions(p);

	return phrase >= first && phrase < first + p->conditions;
}

const char *pack_choice(const struct pack *p, size_t phrase)
{
	size_t at = before_conditions(p) + p->conditions;

	for (int i = 0; phrase >= at && i < CHOICES; i++) {
		at += p->choices[i];
		if (phrase < at)
			return choice_lists[i];
	}
	return NULL;
}

/* Those behind all others. */
static size_t before_rather(const struct pack *p)
{
	size_t at = before_conditions(p) + p->conditions;

	for (int i = 0; i < CHOICES; i++)
		at += p->choices[i];
	return at;
}

bool pack_is_rather(const struct pack *p, size_t phrase)
{
	size_t first = before_rather(p);

	return phrase >= first && phrase < first + p->rather;
}

bool pack_is_rather_after(const struct pack *p, size_t phrase)
{
	return phrase >= before_rather(p) + p->rather;
}

const struct scripts *pack_scripts(const struct pack *p)
{
	return &p->scripts;
}

const uint8_t *pack_tongue(const struct pack *p)
{
	return p->bytes;
}

const struct pack *pack_cheapest(const struct pack_list *packs,
				 const struct sound_list *sounds,
				 uint32_t *cost)
{
	const struct pack *best = NULL;

	*cost = UINT32_MAX;
	for (size_t i = 0; i < packs->len; i++) {
		uint32_t c = tongue_cost(pack_tongue(packs->at[i]), sounds);

		if (c < *cost) {
			*cost = c;
			best = packs->at[i];
		}
	}
	return best;
}

const struct model *pack_model(const struct pack *p)
{
	return p->has_model ? &p->model : NULL;
}

const struct model *pack_asides(const struct pack *p)
{
	return p->asides.classes ? &p->asides : NULL;
}

const struct guard_model *pack_guard(const struct pack *p)
{
	return p->has_guard ? &p->guard : NULL;
}

const char *const *pack_history(const struct pack *p, size_t *count)
{
	*count = p->history.len;
	return p->history.at;
}

struct icu *pack_icu(const struct pack *p)
{
	return p->icu;
}

const struct templates *pack_templates(const struct pack *p)
{
	return p->templates;
}

const char *const *pack_forbidden(const struct pack *p, size_t *count)
{
	*count = p->forbidden.len;
	return p->forbidden.at;
}

void pack_vary(struct pack *p, const struct variant_list *variants)
{
	p->variants = variants;
}

const struct variant_list *pack_variants(const struct pack *p)
{
	return p->variants;
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
