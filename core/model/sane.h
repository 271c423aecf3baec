/* sane.h - values that a person who writes a file meant otherwise.
 *
 * For files only: what a platform reports is taken as it is, since a field that
 * looks odd must not cost the order it stands in.
 * SPDX-License-Identifier: MIT */
#ifndef HW_MODEL_SANE_H
#define HW_MODEL_SANE_H

#include "base/err.h"
#include "model/field.h"

#define SANE_TEXT_MAX 1000 /* bytes, of names, ids and the like */

/* -1 with ERR_DATA: a country that is no code, or a text that is too long for
 * what it is. */
int field_sane(const struct kind *kind, const struct field *f, const void *rec,
	       struct err *err) MUST_CHECK;
/* Every field, those of its lists, too. */
int record_sane(const struct kind *kind, const void *rec,
		struct err *err) MUST_CHECK;

#endif
