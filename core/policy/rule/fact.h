/* fact.h - the facts a rule may speak of: declared, with a type.
 *
 * policy/facts.conf declares each with its type and one line of help; a word
 * has a closed list. What is not known is unknown, never 0 or "": a comparison
 * with it holds for nobody. A value outside its closed list is unknown, too,
 * and says so. Refuses a fact that the desk does not fill, or fills with
 * another type; one with `when` follows from others (derived.h).
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_FACT_H
#define HW_POLICY_FACT_H

#include "base/json.h"
#include "policy/pack/issue.h"

#define FACTS_MAX 128

enum fact_type {
	FACT_WORD,     /* one of a closed list */
	FACT_INTEGER,  /* a whole number */
	FACT_MONEY,    /* minor units of the currency it is declared in */
	FACT_DURATION, /* ms */
	FACT_FLAG,
	FACT_TIME /* ms since the epoch, UTC */
};

struct fact_kind {
	const char *name, *help;
	enum fact_type type;
	const char *const *words; /* WORD: the list, NULL-terminated */
	char currency[4];         /* MONEY */
	bool family;              /* one of also_<issue> */
	int issue;                /* of a family: which, in issue_types */
	int line;
};
VEC(fact_kinds, struct fact_kind);

#define FACT_SLOTS 512 /* a power of two, well above FACTS_MAX */

struct vocabulary {
	struct arena arena;
	struct fact_kinds kinds;
	uint8_t slots[FACT_SLOTS]; /* position + 1 by name; 0: empty */
	int issue;                 /* position of the fact `issue`, or -1 */
};

struct fact_value {
	bool known;
	int64_t number;   /* WORD: its position in the list */
	const char *word; /* WORD: borrowed from the vocabulary */
	const char *why;  /* unknown: the reason, if there is a special one */
};

/* The values of one question, by position in the vocabulary. */
struct fact_values {
	const struct vocabulary *of;
	struct fact_value at[FACTS_MAX];
};

/* A set of facts, by position. */
struct fact_set {
	uint64_t bits[FACTS_MAX / 64];
};
void fact_set_add(struct fact_set *s, int fact);
bool fact_set_has(const struct fact_set *s, int fact);

void vocabulary_read(struct vocabulary *v, struct conf *c);
void vocabulary_release(struct vocabulary *v);
/* Position of a fact, -1 when there is none. */
int fact_find(const struct vocabulary *v, const char *name);
/* The fact whose name is most like this one, or NULL. */
const char *fact_nearest(const struct vocabulary *v, const char *name);
const char *fact_type_name(enum fact_type type);

/* Reads a value that stands in quotes, by the type of its fact: a word,
 * "20.00 USD", "5 d", "2026-11-24"; numbers and flags stand without. -1 with
 * ERR_DATA saying what is wrong and what to write. The word is borrowed from
 * the vocabulary. */
int fact_parse(const struct fact_kind *k, const char *text,
	       struct fact_value *out, struct err *err) MUST_CHECK;

/* -- values: a name that is not declared is ignored -- */

void fact_set_number(struct fact_values *v, const char *name, int64_t number);
/* Blank is unknown; letters' case does not matter, and "DHL Express" is the
 * word "dhl". */
void fact_set_word(struct fact_values *v, const char *name, const char *word);
void fact_set_unknown(struct fact_values *v, const char *name, const char *why);
/* Sets also_<issue> for each issue of the list, and the others false. */
void fact_set_also(struct fact_values *v, const char *issues);

/* Every known fact as a JSON object; of a family only the ones that are true.
 * Money stands in minor units, durations and times in ms. */
void fact_values_put(const struct fact_values *v, struct jw *w);
/* As people read it: "issue = quality". */
void fact_put(struct str *s, const struct fact_kind *k,
	      const struct fact_value *value);

#endif
