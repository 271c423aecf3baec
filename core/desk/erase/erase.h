/* erase.h - forgetting a buyer: an order, a conversation without one, or a mail
 * address.
 *
 * A command like others. What hangs on it is looked up first (erase_find.h) and
 * is what the journal says; then the personal fields of every such row are
 * blanked, and it is remembered that they were, so that a later poll does not
 * bring them back. After the commit the subjects' keys are destroyed, which
 * makes journal and evidence unreadable, and its files removed
 * (erase_finish.c). Then deleted words are merged out of the search index and
 * the unused parts of pages overwritten, in steps. What could not be finished
 * is finished at the next start.
 *
 * Refused while something still needs the data: an open ticket, an action that
 * has not come to rest, a dispute that the platform has not closed [source:
 * GDPR Art. 17(3)(e)]. Copies made before keep the rows until they are deleted.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_ERASE_H
#define HW_DESK_ERASE_H

#include "desk/internal.h"

/* The command: {"shop": label, "order": its id there}, {"ticket": number} or
 * {"address": of a mail}. Owners only. Of the desk itself {"returned":
 * subject}. */
int erase_check(struct desk *d, struct err *err);
int erase_apply(struct desk *d, struct err *err);

/* When the subject was erased, or 0. */
int64_t erased_at(struct desk *d, const char *subject);

/* The same of a ticket's, and *by whom; in the arena. 0 too when nobody can
 * tell, for nothing of its thread is left. */
int64_t erased_of_ticket(struct db *db, const struct ticket *t,
			 struct arena *arena, const char **by);

/* At a start: a database of before an erasure brings rows back in the clear, a
 * keys.db of before brings back keys. Erases again what either remembers, with
 * an alert that says what was done, what is open in the copy and so left, and,
 * for a copy, when neither remembers anything. */
int erase_again(struct desk *d, bool copy, struct err *err) MUST_CHECK;

/* Does what must follow the commit, what is left from before too; and the first
 * steps of the rest. */
int erase_finish(struct desk *d, struct err *err) MUST_CHECK;
/* One step of what is left in index and pages, a tenth of a second or so:
 * 1, 0 when nothing is left or a reader is in the way, or -1. */
int erase_step(struct desk *d, struct err *err) MUST_CHECK;
/* For tests: pages that a step looks at, and steps that erase_finish makes. */
void erase_pace(int64_t pages, int steps);

#endif
