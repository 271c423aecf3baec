/* after.h - what the desk asks of the policy when a matter ends, and of what
 * must happen afterwards: a part of brain.h.
 *
 * Every function may be NULL: then nothing of it is asked for. Texts live in
 * the arena that is passed, or as long as the brain.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_AFTER_H
#define HW_DESK_AFTER_H

#include "base/err.h"
#include "base/mem.h"
#include "desk/ticket/matter.h"

struct brain;

/* A neutral request to write a review. */
struct invitation {
	const char *template_id, *rule, *policy;
	int64_t wait_ms;
};

struct review_duty {
	const char *role;
	int64_t due;
};

struct after_brain {
	/* ERR_DATA: it is no cause of the tree; says the nearest word, or which
	 * is likely for the issue when `word` is "". NULL: any word, or none.
	 */
	int (*cause)(const struct brain *b, const char *word, const char *issue,
		     struct err *err);
	/* How long after its end a buyer's message opens a ticket again, ms. */
	int64_t (*reopen_within)(const struct brain *b);
	/* When to look after a remedy that was done at `from`; 0: never. */
	int64_t (*follow_up)(const struct brain *b, const char *verb,
			     const char *country, int64_t from);
	/* By when an order that was paid at `from` has a tracking number; 0:
	 * it does not matter. */
	int64_t (*handling)(const struct brain *b, const char *shop,
			    const char *country, int64_t from);
	int64_t (*task_again)(const struct brain *b); /* ms, 0: never */
	/* ERR_DATA: nobody has tasks under that name; says the nearest. NULL:
	 * any word. */
	int (*task_role)(const struct brain *b, const char *role,
			 struct err *err);
	/* How long a platform may take to show as done what it accepted, ms;
	 * then a person looks. NULL, or 0: three days. */
	int64_t (*settles_within)(const struct brain *b);
	/* Must somebody answer a review of so many stars in public? */
	bool (*review_task)(const struct brain *b, int64_t stars, int64_t now,
			    struct review_duty *out);
	/* What the buyer of such a matter has earned, by blanks. */
	const char *(*tags)(const struct brain *b, const struct matter *m,
			    struct arena *arena);
	bool (*invite)(const struct brain *b, const struct matter *m,
		       struct arena *arena, struct invitation *out);
};

#endif
