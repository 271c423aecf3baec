/* pack.h - a language: reply templates and the words that tell what a text is
 * about.
 *
 * A pack is built by packc from files that translators know and arrives as one
 * blob of canonical JSON, checked again when it is opened: a hostile blob is an
 * error, never a crash. Filling a template: {name} is replaced by the value of
 * that name; money and dates are written as the language writes them (ICU). A
 * template may have variants for what is not known, and parts (render.c).
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_PACK_H
#define HW_POLICY_PACK_H

#include "base/hash.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/money.h"
#include "base/vec.h"

struct pack;
struct icu;
struct templates;
VEC(pack_list, struct pack *);

/* Copies the blob. NULL with ERR_DATA. */
struct pack *pack_open(const void *blob, size_t len, struct err *err);
void pack_free(struct pack *p);
const char *pack_tag(const struct pack *p); /* "zh-CN" */
struct hash pack_hash(const struct pack *p);

/* The pack of a language: the same tag, or the same language; NULL if none. */
const struct pack *pack_for(const struct pack_list *packs, const char *lang);

/* -- classifying (classify.c) -- */

struct guess {
	const char *issue; /* one of issue_types */
	const char *also;  /* others by blanks */
	const char *lang;  /* shortest code */
	int64_t confidence;
	const char *cues; /* JSON array of the phrases found */
};

/* Which language and which issue. lang NULL: decided by script and words. */
void classify(const struct pack_list *packs, const char *text, const char *lang,
	      struct arena *arena, struct guess *out);

/* -- rendering (render.c) -- */

struct value {
	const char *name;
	enum { VALUE_TEXT, VALUE_MONEY, VALUE_DATE } type;
	const char *text;
	struct money money;
	int64_t instant;
};

/* -1 with ERR_DATA: the template is unknown, or the values it lacks, all of
 * them. *subject is NULL when the template has none. */
int pack_render(const struct pack *p, const char *template_id,
		const struct value *values, size_t count, struct arena *arena,
		const char **subject, const char **text,
		struct err *err) MUST_CHECK;

/* -- for classify.c and render.c -- */

struct cue {
	const char *phrase;
	size_t len;
	bool open_start, open_end; /* may go on as a longer word */
	bool always;               /* counts when negated too */
	int issue;                 /* in issue_types */
	int64_t weight;
	uint16_t grams[4]; /* cue_gram of some of its pairs of bytes */
};

/* A pair of bytes as a number below CUE_GRAMS: a text without all the pairs of
 * a phrase does not hold the phrase. */
#define CUE_GRAMS 8192
static inline uint16_t cue_gram(const char *at)
{
	unsigned a = (unsigned char)at[0], b = (unsigned char)at[1];

	return (uint16_t)((a * 131 + b * 31) % CUE_GRAMS);
}

const struct cue *pack_cues(const struct pack *p, size_t *count);
/* "words", "negations" or "history": phrases with no issue. */
const struct cue *pack_words(const struct pack *p, const char *list,
			     size_t *count);
bool pack_is_cjk(const struct pack *p);
struct icu *pack_icu(const struct pack *p);
const struct templates *pack_templates(const struct pack *p);

#endif
