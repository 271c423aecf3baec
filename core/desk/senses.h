/* senses.h - what the desk asks of the policy about signs of trouble and what a
 * text names: a part of brain.h. Each may be NULL: then nothing of it is asked
 * for.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_SENSES_H
#define HW_DESK_SENSES_H

#include "base/mem.h"
#include "desk/ticket/matter.h"

struct brain;

struct risk_told {
	int64_t score;      /* 0..100 */
	const char *signs;  /* "late 20, very late 20"; in the arena */
	const char *policy; /* lives as long as the brain */
	bool alert;         /* people are told of such a score */
};

#define DAY_TOLD_FROM (8 * HOUR_MS) /* into the day */

struct sense_brain {
	/* Of an order; of a message, when m is the matter that it made. False:
	 * the policy has no scores. */
	bool (*risk)(const struct brain *b, const struct matter *m,
		     bool message, struct arena *arena, struct risk_told *out);
	/* Of the seller's words those that stand in a text, as the policy has
	 * them: `a bad review: "junk", "scam"`, in the arena; "" for none. lang
	 * "": of any language. */
	const char *(*words)(const struct brain *b, const char *text,
			     const char *lang, struct arena *arena);
	/* The words by which a text tells of a danger to people, as the policy
	 * has them: `fire: "caught fire"`, in the arena; "" for none. langs:
	 * each is looked through, "de en". */
	const char *(*danger)(const struct brain *b, const char *text,
			      const char *langs, struct arena *arena);
	/* Does the text call that number an order's ("order 1001", "Bestellung
	 * Nr. 1001")? */
	bool (*calls_order)(const struct brain *b, const char *text,
			    const char *number);
	/* The morning, DAY_TOLD_FROM on our clock, of the day that a text
	 * tells as one to come ("by Friday"), ms; 0 when it surely tells none.
	 */
	int64_t (*day_told)(const struct brain *b, const char *text,
			    const char *lang, int64_t now);
};

#endif
