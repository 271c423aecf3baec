/* forms.h - does a text have a word, a form of address, a date?
 *
 * For notes to who writes a reply, not for decisions: a form is found as it is
 * written, whatever it means there.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_FORMS_H
#define HW_POLICY_FORMS_H

#include "base/str.h"

/* Appends the text as forms are compared: upper and lower case are one. */
void forms_fold(struct str *out, const char *text);

/* The same without links, mail addresses and codes ("TY-1D84E0"): whatever
 * stands in them is no word to the buyer. */
void forms_fold_words(struct str *out, const char *text);

/* Does a folded text have this form? A word or several; "dein*" has any ending;
 * of scripts written without blanks it may stand anywhere. */
bool forms_has(const char *folded, const char *form);

/* Does it name a day: in figures, or by a month of that language? */
bool forms_has_date(const char *folded, const char *lang);

#endif
