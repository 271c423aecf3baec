/* fake_brain.h - a policy small enough to know by heart, for tests of the desk.
 *
 * Issue: the first issue type whose name (blanks for underscores) stands in
 * the text. Tiers: claim_announced and review_bad red, not_received and stalled
 * yellow, else blue (4, 12, 24 h). Advice: a reply from template "t.<issue>";
 * for quality under 20.00 a refund of the order too. Parcels stall after 5
 * days. Agents: mia (agent, 50.00), tom (manager, 500.00), eva (owner), ada
 * (auditor). Rules by themselves: 20.00 an action, 50.00 a day. Verbs: refund
 * A, coupon B, mark C, phone D, reply B.
 * SPDX-License-Identifier: MIT */
#ifndef HW_TESTS_FAKE_BRAIN_H
#define HW_TESTS_FAKE_BRAIN_H

#include "desk/brain.h"

/* Sets all that follows to what it is at first. */
struct brain fake_brain(void);

/* For `advise`: to everything a reply from template "t.other" that is marked
 * automatic. */
void fake_automatic(const struct brain *b, const struct matter *m,
		    struct arena *arena, struct advice *out);

/* For `advise`: nothing, to nothing. */
void fake_nothing(const struct brain *b, const struct matter *m,
		  struct arena *arena, struct advice *out);

/* For `advise`: to everything a reply from template "t.paid", and a refund of
 * 1.00 USD that it tells of. */
void fake_words_and_money(const struct brain *b, const struct matter *m,
			  struct arena *arena, struct advice *out);

/* What effects() answers; "propose" at first. */
extern const char *fake_effects;
/* What undo_window() answers, ms; 0 at first. */
extern int64_t fake_undo;
/* Of the one rule, "small"; none at first. */
extern struct limits fake_rule_limits;
/* Above it somebody else than the proposer; none at first. */
extern struct money fake_four_eyes;
/* Of every shop; none at first. */
extern struct shop_limits fake_shop_limits;
/* The class of the verb refund; 'A' at first. */
extern char fake_refund_class;
/* Words that the guard stops a text for; NULL, none, at first. */
extern const char *fake_forbidden;
/* Words, such as "we refund", that a person's text may have only where that
 * stands behind it; NULL, none, at first. */
extern const char *fake_promised;
/* The lag of every verb, ms; 30 s at first. */
extern int64_t fake_lag;

#endif
