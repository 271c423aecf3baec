/* usage.h - what a verb's line of the table (verbs.c) says, as help and as a
 * check: words and options are told and refused from the same place.
 *
 * The words of a verb are its forms, split by " | ". In a form a small letter
 * begins a word that stands as it is, capitals a value, [X] may be left out,
 * X... may come again, and "--x" means the form that the option x asks for.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_USAGE_H
#define HW_CLI_USAGE_H

#include "cli/verbs.h"

/* The list of verbs, and how the program ends. */
void usage_put_verbs(struct str *s);
void usage_put(struct str *s, const struct verb *v);

/* Steps through the forms of a verb, beginning with at = v->words; the text is
 * not NUL-terminated. False at the end. */
bool usage_form(const char **at, const char **text, size_t *len);

/* The option of that name (not NUL-terminated), or NULL. One that means another
 * thing behind another word has a row for each; this is the first. */
const struct verb_option *usage_option(const struct verb *v, const char *name,
				       size_t len);

/* Refuses a word too many or too few and an option that its form does not
 * have: what is not used must not be swallowed. */
int usage_check(const struct cli *c, const struct verb *v,
		struct err *err) MUST_CHECK;

#endif
