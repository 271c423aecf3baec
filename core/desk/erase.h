/* erase.h - forgetting a buyer's order, or a conversation without one.
 *
 * A command like others: it blanks the personal fields of every row that hangs
 * on the order and remembers that the order was erased, so that a later poll
 * does not bring them back. After its commit the subject's keys are destroyed,
 * which makes journal and evidence unreadable, its files are
 * removed, what the quarantine holds of it is blanked, deleted words are merged
 * out of the search index, and the WAL is truncated. What could not be finished
 * is finished at the next start.
 *
 * Refused while something still needs the data: an open ticket, an action that
 * has not come to rest, a dispute that the platform has not closed [source:
 * GDPR Art. 17(3)(e)]. Copies made before keep the rows until they are deleted.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_ERASE_H
#define HW_DESK_ERASE_H

#include "desk/internal.h"

/* The command: {"shop": label, "order": its id there} or {"ticket": number}.
 * Owners only. */
int erase_check(struct desk *d, struct err *err);
int erase_apply(struct desk *d, struct err *err);

/* When the subject was erased, or 0. */
int64_t erased_at(struct desk *d, const char *subject);

/* A copy that was made before an erasure brings its rows back in the clear.
 * Raises an alert that names them, when this database is one. */
int erase_tell_returned(struct desk *d, struct err *err) MUST_CHECK;

/* Does what must follow the commit; what is left from before, too. */
int erase_finish(struct desk *d, struct err *err) MUST_CHECK;

#endif
