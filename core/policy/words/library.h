/* library.h - the reply templates of all packs, to be looked through.
 *
 * Everything is folded once when a pack is added; a search is one pass over
 * what is kept.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_LIBRARY_H
#define HW_POLICY_LIBRARY_H

#include "policy/conf/conf.h"
#include "policy/pack/pack.h"

struct library_text {
	char *id, *text;
	const char *lang; /* the pack's */
	char *folded;     /* id and text */
};
VEC(library_texts, struct library_text);

/* Which texts are for which issue types ("scenarios" of templates.conf). */
struct library_family {
	const char *issues, *templates; /* by blanks; "damaged.*" is a family */
};
VEC(library_families, struct library_family);

void scenarios_read(struct library_families *s, const struct conf_node *root,
		    struct arena *arena);
/* Is the template ("late.apology~again", too) for that issue? Without a
 * scenario for the issue every template is. */
bool scenario_has(const struct library_families *s, const char *issue,
		  const char *id);

/* The packs must outlive it. Subjects and parts are left out. ERR_DATA when the
 * pack cannot be read. */
int library_add(struct library_texts *l, const struct pack *p,
		struct err *err) MUST_CHECK;
void library_free(struct library_texts *l);

/* Does the text have each of the folded words, whole or in part? Higher is
 * better (in the id, at the beginning of a word); 0: no. */
int library_match(const struct library_text *t, const char *folded);

#endif
