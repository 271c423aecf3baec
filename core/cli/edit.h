/* edit.h - a text in a person's editor.
 * SPDX-License-Identifier: MIT */
#ifndef HW_CLI_EDIT_H
#define HW_CLI_EDIT_H

#include "base/err.h"
#include "base/str.h"

/* Lines of notes begin so; no other line of a reply would. */
#define EDIT_NOTE "#| "

/* Opens the text in $VISUAL, $EDITOR or vi, in a file that only this user reads
 * and that is gone afterwards, and takes what was saved. notes: lines that
 * begin with EDIT_NOTE, below the text; they are taken out again. ERR_DATA when
 * the editor failed or nothing was changed: then nothing is meant. */
int edit_text(struct str *text, const char *notes, struct err *err) MUST_CHECK;

#endif
