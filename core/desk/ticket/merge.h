/* merge.h - two tickets that are one matter.
 *
 * A merged ticket is closed, keeps everything that it has, and names the one
 * that it went into: nothing is copied or moved, so both histories stay whole.
 * What comes for it afterwards (a message, a fact, an alert) goes to the other
 * one; its deadlines run on there, and what its actions wait for (a refund that
 * the platform does not show any more, say) the other one waits for. What its
 * alerts told is over, but for tasks, which are still to be done, or failed
 * when the buyer had been told of them. Had it missed the time for a response,
 * and none runs on either of them, the other one has it, and its alert, which
 * tells it once: whoever wrote still waits. One that runs tells by itself when
 * it is missed. A danger to people that nobody has seen yet is told of on the
 * other one. To unmerge opens it again and gives back what is its own: that
 * danger, unless somebody wrote on the other one since and may have told the
 * same; open deadlines, the response that an answer to another buyer had met,
 * messages of its thread that came meanwhile, and, when none did, the playbook
 * that the merge had ended. Was the other one closed before, an answer is
 * waited for from then on, and what a platform still waits for runs again.
 *
 * Two tickets whose buyers have no address in common are merged only by a
 * manager or an owner with a reason, which stands as a note: who is answered
 * would read of the other. From then on a person's reply names its reader, and
 * what the policy writes waits for a person.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_MERGE_H
#define HW_DESK_MERGE_H

#include "desk/ticket/operation.h"

/* Whom a ticket went into in the end; itself when it was never merged. */
int64_t merge_target(struct desk *d, int64_t ticket);
/* The same when that is open, else 0. */
int64_t merge_found(struct desk *d, int64_t ticket);
/* The ticket and all that went into it, the first first: *count ids in the
 * arena. */
int64_t *merge_family(struct db *db, struct arena *arena, int64_t ticket,
		      size_t *count);

/* The same in SQL, whose ids are a list to look into; `id` is SQL, too. */
#define MERGE_FAMILY(id)                                                      \
	"(WITH RECURSIVE family(id) AS (VALUES (" id ") UNION SELECT x.id "   \
	"FROM tickets x JOIN family ON x.merged = family.id) SELECT id FROM " \
	"family)"

/* May a reply on it go to that address, "" where none is named? Only one of
 * those who wrote there, in what went into it, or of their orders; and where
 * two of these have no address in common, one must be named. ERR_DATA says
 * which there are, in quotation marks; texts live in the arena. */
int merge_whom(struct db *db, struct arena *arena, int64_t ticket,
	       const char *to, struct err *err) MUST_CHECK;

/* Who reads what goes to an address, where the ticket is two buyers'. */
struct merge_reader {
	/* Theirs, in small letters, each between two line feeds; NULL: the
	 * ticket is one buyer's, or no address is named. */
	const char *addresses;
	/* Of the ticket and what went into it the first of theirs that has an
	 * order; 0: none. */
	int64_t ticket;
};

/* Theirs is that address, and whatever stands beside it where they wrote
 * before the merge; texts live in the arena. */
int merge_reader(struct db *db, struct arena *arena, int64_t ticket,
		 const char *to, struct merge_reader *out,
		 struct err *err) MUST_CHECK;
/* Is that address one of these? In SQL, where `list` may be NULL: any is. */
#define MERGE_READS(list, address)                                            \
	"(" list " IS NULL OR instr(" list ", char(10) || lower(" address ")" \
	" || char(10)) > 0)"

/* The first id that `sql` finds of one of these tickets (?1), 0 when it finds
 * none. */
int merge_ask(struct desk *d, const int64_t *ids, size_t count, const char *sql,
	      int64_t *found, struct err *err) MUST_CHECK;

/* Was that response late already when a merge set it, and told as missed where
 * it came from? */
bool merge_missed_told(struct desk *d, const struct deadline *one);

/* The first goes into the second, unasked. */
int merge_into(struct desk *d, int64_t from, int64_t into,
	       struct err *err) MUST_CHECK;
int unmerge_check_of(struct desk *d, const struct operation *op,
		     struct err *err) MUST_CHECK;
int unmerge(struct desk *d, const struct operation *op,
	    struct err *err) MUST_CHECK;

/* Commands: "merge" {"ticket", "into", "force"?} and "unmerge" {"ticket"}. */
int merge_check(struct desk *d, struct err *err);
int merge_decide(struct desk *d, struct err *err);
int unmerge_check(struct desk *d, struct err *err);
int unmerge_decide(struct desk *d, struct err *err);

#endif
