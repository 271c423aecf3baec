/* screen.h - may this text leave?
 *
 * The policy's guard is asked about every reply: a person's is refused, the
 * desk's own waits, each with the rule, its source and the words meant. What
 * the order says (its number, the buyer's name, the parcel, the refund) goes
 * with the question, so that a text that contradicts it is found; and of a
 * person's text, also where it takes the place of a proposal, what stands
 * behind it (backing.h), so that it promises no more. A code that it promises
 * stands in it (code.h). Nor does it tell of anybody else (screen_own.h): what
 * is another buyer's of the orders that the ticket or the text names, a contact
 * that nobody gave who may be told it, another one's code; where that is more
 * than can be looked at, it does not leave.
 *
 * No guard is right every time. A manager or an owner lets leave what it stops,
 * with a reason: "force" of the command "reply", or the command "overrule" of a
 * reply that waits. The action keeps the reason and what the guard had said.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_SCREEN_H
#define HW_DESK_SCREEN_H

#include "desk/internal.h"

/* May it go by itself? 0 when it may, or says nothing. ERR_DATA: one sentence
 * about what it must not say; whose data it is was asked when a person said it,
 * and is again before anybody's yes is taken. The action needs verb, shop,
 * ticket, order_ref, lang, channel, subject, text and proposed_by. */
int screen_text(struct desk *d, const struct action *a,
		struct err *err) MUST_CHECK;
/* The same before a person's word is taken, and whose data it is; but of a
 * replay neither that nor codes: a journal from before the desk asked is
 * decided as it was. */
int screen_check(struct desk *d, const struct action *a,
		 struct err *err) MUST_CHECK;

/* Are they a person's words in a language that the guard has no words of? Why
 * they wait for a yes of their own then: nothing judged what they say. */
bool screen_unjudged(struct desk *d, const struct action *a, struct err *why);

/* screen_check() of one that is let leave for a reason, "" if for none. Its own
 * reason, in the arena, says so when the guard had stopped it; a replay asks
 * for that anew, so one of a journal from before may be told with more.
 * ERR_DENIED: who may not overrule. */
int screen_overruled(struct desk *d, struct action *a, const char *reason,
		     struct err *err) MUST_CHECK;

/* Would it be let leave if it might promise that much, words as of
 * backing_of()? */
bool screen_lets(struct desk *d, const struct action *a,
		 const char *may_promise);

/* Is there a guard that reads it? */
bool screen_reads(const struct desk *d, const struct action *a);

/* Would it be let leave if it were about that sum? So it is, too, when it names
 * none; what it promises is not asked. */
bool screen_fits(struct desk *d, const struct action *a, struct money sum);

/* Of the one refund of its order, an action or a task that says how much: what
 * a reply says of money is about it. None where there are several, or the shop
 * shows another one. */
struct money screen_refund(struct desk *d, const struct action *a);
/* What that sum is of its order, and by commas of its goods and of each line,
 * since "half of the price" may be of any: "10 %, 12.5 %", in the arena. NULL:
 * no sum, or no price in its currency is known (screen_share.c). */
const char *screen_share(struct desk *d, const struct action *a,
			 struct money sum);

/* What the one coupon of its order is worth, in percent or as a sum; of several
 * the percent of each, by commas, where all have one (screen_sums.c). */
void screen_coupon(struct desk *d, const struct action *a, struct outgoing *o);
/* Is one refund all the money that stands behind it, words as of backing_of()?
 * Then a second sum is promised in vain. */
bool screen_alone(const char *may_promise);

/* The command "overrule" {"action", "reason"}: as "approve". */
int overrule_check(struct desk *d, struct err *err);
int overrule_decide(struct desk *d, struct err *err);

#endif
