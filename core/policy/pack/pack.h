/* pack.h - a language: reply templates and the words that tell what a text is
 * about.
 *
 * A pack is built by packc from files that translators know and arrives as one
 * blob: canonical JSON, a NUL, what its language costs (text/tongue.h) and,
 * when it has examples, its models: of the issues (text/model.h), of what is
 * told beside (policy/pack/aside.h), and what the guard has learnt
 * (policy/guard/guard_model.h). It is checked again when it is opened: a
 * hostile blob is an error, never a crash. Filling a template: {name} is
 * replaced by the value of that name; money and dates are written as the
 * language writes them (ICU). A template may have variants for what is not
 * known, and parts (render.c).
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_PACK_H
#define HW_POLICY_PACK_H

#include "base/hash.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/money.h"
#include "base/vec.h"
#include "text/model.h"
#include "text/phrases.h"
#include "text/script.h"
#include "text/tongue.h"

struct pack;
struct icu;
struct templates;
struct variant_list;
VEC(pack_list, struct pack *);

/* Borrows the blob until pack_free(). NULL with ERR_DATA. */
struct pack *pack_open(const void *blob, size_t len, struct err *err);
void pack_free(struct pack *p);
const void *pack_blob(const struct pack *p, size_t *len);
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
	bool over; /* thanks that say: the buyer needs nothing any more */
	const char *chosen; /* of what was offered: choice_of() of choice.h */
};

/* Which language and which issue. lang NULL: decided by script and words
 * (language.h), as where it is written in other letters than the text. */
void classify(const struct pack_list *packs, const char *text, const char *lang,
	      struct arena *arena, struct guess *out);
/* The same, where it is known what the buyer usually writes (usual.h). */
void classify_usual(const struct pack_list *packs, const char *text,
		    const char *lang, const char *usual, struct arena *arena,
		    struct guess *out);

/* -- rendering (render.c) -- */

struct value {
	const char *name;
	enum { VALUE_TEXT, VALUE_MONEY, VALUE_DATE, VALUE_MOMENT } type;
	const char *text; /* MOMENT: of which zone, IANA */
	struct money money;
	int64_t instant;
};

/* -1 with ERR_DATA: the template is unknown, or the values it lacks, all of
 * them. *subject is NULL when the template has none. */
int pack_render(const struct pack *p, const char *template_id,
		const struct value *values, size_t count, struct arena *arena,
		const char **subject, const char **text,
		struct err *err) MUST_CHECK;

/* Which variants of its templates are for an occasion (variant.h); what tells
 * that are values of its names. Kept: until the pack is closed. */
void pack_vary(struct pack *p, const struct variant_list *variants);

/* -- for the files of classifying and rendering -- */

struct cue {
	const char *phrase;
	int issue;      /* in issue_types */
	uint8_t weight; /* 1 to 100 */
	bool always;    /* counts when negated too */
	bool supposes;  /* what follows in the question is only supposed */
	bool asked;     /* counts only in a question that is marked as one */
	bool over;      /* who says so needs nothing any more */
	bool alone;     /* counts only where a clause says nothing else */
	bool whole;     /* counts only where the text says nothing else */
};

/* Cues first, then negations, conditions, choices, and what takes back a
 * choice: a phrase's number is that of its cue. */
const struct phrases *pack_phrases(const struct pack *p);
const struct cue *pack_cue(const struct pack *p, size_t phrase); /* or NULL */
/* Of a negation: it takes back what stands before it, not behind. */
bool pack_negates_before(const struct pack *p, size_t phrase);
/* Beside it nothing is a finished fact: "if", "until", "when". */
bool pack_is_condition(const struct pack *p, size_t phrase);
/* What the phrase chooses of what was offered, one of the first CHOICES of
 * choice_lists; NULL when it is of another kind. */
const char *pack_choice(const struct pack *p, size_t phrase);
/* It takes back a choice: one behind it ("rather than"), or one before it. */
bool pack_is_rather(const struct pack *p, size_t phrase);
bool pack_is_rather_after(const struct pack *p, size_t phrase);
/* In which scripts it is written. */
const struct scripts *pack_scripts(const struct pack *p);
/* What its own language costs (text/tongue.h). */
const uint8_t *pack_tongue(const struct pack *p);
/* The one in whose tongue such a text is cheapest, and what it costs there;
 * NULL and UINT32_MAX when none can tell. */
const struct pack *pack_cheapest(const struct pack_list *packs,
				 const struct sound_list *sounds,
				 uint32_t *cost);
/* NULL when the pack brings no examples. */
const struct model *pack_model(const struct pack *p);
/* Of what is told beside (policy/pack/aside.h); NULL: none. */
const struct model *pack_asides(const struct pack *p);
/* NULL when the pack brings no sentences for the guard. */
struct guard_model;
const struct guard_model *pack_guard(const struct pack *p);
/* The marks of quoted history. */
const char *const *pack_history(const struct pack *p, size_t *count);
/* Forms that no reply has ("du" where one says "Sie"). */
const char *const *pack_forbidden(const struct pack *p, size_t *count);
struct icu *pack_icu(const struct pack *p);
const struct templates *pack_templates(const struct pack *p);
const struct variant_list *pack_variants(const struct pack *p); /* or NULL */

#endif
