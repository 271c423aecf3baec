/* attached.h - files that came with a text (sdk/hw_files.h).
 *
 * Judged by uploads.conf as files of the page are (upload.h), and kept as they
 * are: evidence, sealed with the matter and forgotten with it. A row of each
 * says what it was called, and why it was not taken where it was not. They are
 * kept of what a person wrote and of what has a ticket; a stranger fills no
 * disk, and what came before an instance's go-live line is history.
 *
 * A photo in a mail answers a playbook that waits for one as an upload does,
 * and one wait of it, however many photos and words the mail has; nobody is
 * told beside, since the mail itself is read.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_ATTACHED_H
#define HW_DESK_ATTACHED_H

#include "desk/intake/fact.h"

/* How the ref of such evidence begins: "text:7:12", of the message and of the
 * file. */
#define ATTACHED_REF "text:"

#define LOGO_BYTES 16384 /* what phones take is ten times as much and more */
#define DIGITS_OF(number) #number
#define DIGITS(number) DIGITS_OF(number)
/* SQL: attached_counts() of a row of files_in. */
#define ATTACHED_COUNTS(f)                     \
	"(coalesce(" f ".within, 0) = 0 OR " f \
	".size >= " DIGITS(LOGO_BYTES) ")"

/* Is it something to be looked at? Small pictures inside a text are logos. */
bool attached_counts(const struct file_in *f);

/* Where its bytes stand beside the records, as a word of its payload that is
 * not journaled. */
void attached_put_place(struct str *json, size_t from, size_t len);

/* For fact_check(): which message it came with, and its subject; UNCHANGED when
 * nothing is kept of that. ERR_DATA when there is none. */
int attached_find(struct desk *d, struct file_in *f,
		  struct err *err) MUST_CHECK;
/* Live, once: its bytes go to the evidence store and their name into the
 * payload; or it is one too many, or the message has it already. */
int attached_keep(struct desk *d, struct file_in *f,
		  struct err *err) MUST_CHECK;

/* For fact_apply(): the evidence, if it was taken. */
int attached_save(struct desk *d, struct fact *f, struct err *err) MUST_CHECK;

/* decide: a playbook that waits for the buyer goes on. */
int attached_follow(struct desk *d, struct err *err);

#endif
