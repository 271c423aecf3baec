/* build.h - a locale pack out of files that translators know.
 *
 * replies.po: msgid is the template's id, msgstr its text. locale.conf: tag,
 * words that only this language has, negations, marks of quoted history, cue
 * phrases by issue type. Refuses fuzzy and empty entries, broken braces,
 * unknown issue types, facts and templates that policy/templates.conf does not
 * list, a template of it that is missing, and a tag that is not the folder's,
 * each with file and line.
 * SPDX-License-Identifier: MIT */
#ifndef HW_PACKC_BUILD_H
#define HW_PACKC_BUILD_H

#include "policy/policy.h"

struct meant;

/* Appends the folder as one blob (policy/pack/pack.h), with what all languages
 * have taught (meant.h; NULL: nothing). -1 when there are mistakes; the blob is
 * worth nothing then. */
int pack_build(const char *folder, const struct meant *meant, struct str *blob,
	       struct mistakes *m);

#endif
