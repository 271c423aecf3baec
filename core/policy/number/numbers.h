/* numbers.h - whose tracking number is this, and where can it be followed?
 *
 * What is known stands in files: policy/numbers.conf of the seller first, then
 * PLUGIN.numbers.conf beside each carrier's plugin. A carrier has an id, the
 * names that shops give it, a link and the forms of its numbers: a pattern
 * (PCRE2, over the whole number), a check digit and how far a match is to be
 * trusted. Every form carries an example, which must pass when it is read.
 *
 * A number is never refused for its check digit alone: carriers' own samples
 * fail theirs. It is `valid` when the digit holds, and less sure when not.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_NUMBERS_H
#define HW_POLICY_NUMBERS_H

#include "policy/conf/conf.h"

struct numbers;

struct candidate {
	const char *carrier; /* id: "dhl" */
	const char *service; /* the form: "DHL Express" */
	bool valid;
	int confidence;   /* 1..99 */
	const char *link; /* in the arena; "" when none is known */
};
#define CANDIDATES_MAX 8

/* Never NULL; what is wrong stands in m. A file that is not there says
 * nothing: a seller may do without one. */
struct numbers *numbers_load(const char *plugins, const char *policy,
			     struct mistakes *m);
/* One plugin's file alone. */
struct numbers *numbers_of_plugin(const char *path, const char *plugin,
				  struct mistakes *m);
size_t numbers_forms(const struct numbers *n); /* how many forms it knows */
void numbers_free(struct numbers *n);

/* Best first. How many; 0 when it is no number that any carrier has. */
size_t numbers_recognise(const struct numbers *n, const char *text,
			 struct arena *arena,
			 struct candidate out[CANDIDATES_MAX]);

/* As carriers store it: without blanks and dashes, upper case, full-width
 * characters narrowed. "" when it is longer than any number, or no text. */
const char *numbers_normal(const char *text, struct arena *arena);

/* The id of a carrier by what a shop calls it ("DHL Express"); by the number
 * when that word is nobody's. "" when neither tells. */
const char *numbers_carrier(const struct numbers *n, const char *word,
			    const char *number);

/* The page where the number can be followed, in the arena; "" if unknown. */
const char *numbers_link(const struct numbers *n, const char *word,
			 const char *number, struct arena *arena);

/* The files that were read, for the configuration's hash. */
size_t numbers_files(const struct numbers *n);
struct conf *numbers_file(const struct numbers *n, size_t i, const char **name);

#endif
