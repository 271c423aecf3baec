/* weigh_own.h - what the parts of the weighing share. Each answers whether it
 * is all right; what is not, it has reported (unless the weighing is quiet).
 * SPDX-License-Identifier: MIT */
#ifndef HW_JUDGE_WEIGH_OWN_H
#define HW_JUDGE_WEIGH_OWN_H

#include "judge/weigh.h"

/* Reports one finding: what to do about it, then what was seen (a format). */
#define FIND(w, advice, ...)                                                \
	do {                                                                \
		if (!(w)->quiet)                                            \
			report_find((w)->subject->report, (w)->group,       \
				    (w)->sample->name, (w)->sent, (advice), \
				    __VA_ARGS__);                           \
	} while (0)

static inline bool fails(const struct run *r)
{
	return r->out.status < HW_OK;
}

/* What holds of every call: it ended, with a status that exists and words for
 * a failure, asked only what is declared, emitted only what is sound. */
bool weigh_sound(const struct weighing *w);

/* -- weigh_known.c: what the fixtures say; nothing is reported -- */

/* A fixture of the same operation answers with this HTTP status, and its author
 * says that this status of the call comes of it. */
bool weigh_documented(const struct weighing *w);
/* A fixture of the same operation has null, or nothing, where w->path points.
 */
bool weigh_null_documented(const struct weighing *w);
/* What came out differently than in the fixture ("status", "records", "effect",
 * "kept strings"); NULL: nothing did. */
const char *weigh_other(const struct weighing *w);
/* Was somebody told, by a warning, of what is done without? */
bool weigh_told(const struct weighing *w);

#endif
