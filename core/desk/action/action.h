/* action.h - an effect happens once, or a person is asked.
 *
 * planned -> (waiting) -> held -> due -> sending -> accepted -> settled, and
 * refused, unknown, parked, cancelled, failed. `sending` is committed before
 * the first byte leaves; after a crash every `sending` is `unknown`; unknown
 * is never simply sent again: the verb's class says what may follow
 * (docs/architecture.md, "Actions"). What people and the host
 * ask for is in action_commands.h.
 *
 * All works inside of a command: rows change through change()
 * and time is the command's. Texts live in the command's arena. 0, or -1 and
 * err: ERR_DATA for what cannot be, in words for the person who asked; ERR_BUG
 * for a step that no action takes; anything else is the database's. Moments are
 * ms, amounts as struct money.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_ACTION_H
#define HW_DESK_ACTION_H

#include "desk/internal.h"

/* -- planning (action_plan.c) -- */

/* Completes and records a new action: verb, ticket, shop, instance, order_ref,
 * amount, items, args and texts are given; key, intent, class and first state
 * are set here. ERR_DATA naming the other one when the order has an open or
 * settled action of that verb and `after` does not name it. */
int action_plan(struct desk *d, struct action *a, bool approved,
		struct err *err) MUST_CHECK;

/* Its number among those of its verb and order; ERR_DATA as action_plan. */
int action_number(struct desk *d, struct action *a, struct err *err) MUST_CHECK;
/* Its class, by its instance's verb. */
int action_classify(struct desk *d, struct action *a,
		    struct err *err) MUST_CHECK;
/* Key and intent, from what it is and its generation. */
void action_set_keys(struct desk *d, struct action *a);

/* *other: the latest action of its verb for its order, or for its ticket when
 * that has none, that was not given up; 0 if none. */
int action_earlier(struct desk *d, const struct action *a, int64_t *other,
		   struct err *err) MUST_CHECK;

/* Does the manifest let nothing leave through its instance? Then why says so.
 */
bool action_off(struct desk *d, const struct action *a, struct err *why);

/* Gives up every reply of the ticket that has not begun to leave
 * (action_cancel); `but` (0: none) stays, and of what came after it all
 * but proposals of the policy that nobody approved. */
int action_drop_replies(struct desk *d, int64_t ticket, int64_t but,
			const char *why, struct err *err) MUST_CHECK;

/* A reply that a person wrote, and no rule or playbook proposed in other words
 * (action_reply.c). */
bool reply_by_hand(const struct action *a);
/* The same, also in other words for a proposal. */
bool reply_of_person(const struct action *a);
/* A person's words are to leave: what was proposed else is not said as well
 * (`but` is theirs; 0: not planned yet), and a playbook that would go on
 * writing is taken over.
 */
int reply_replaces(struct desk *d, int64_t ticket, int64_t but,
		   struct err *err) MUST_CHECK;

/* The action was on its way and did not leave. Of a reply: what came to nothing
 * meanwhile stops it. */
int reply_again(struct desk *d, const struct action *a,
		struct err *err) MUST_CHECK;

/* Into its undo window, or due at once where there is none. */
int action_hold(struct desk *d, const struct action *before,
		struct action *after, const char *why,
		struct err *err) MUST_CHECK;

/* Its approval is over, and nothing of it has left: it waits for another one,
 * with its key (action_stop.c). */
int action_wait_again(struct desk *d, const struct action *before,
		      const char *why, struct err *err) MUST_CHECK;
/* The same of what is given, with its parts and the replies that tell of it. */
int action_take_back(struct desk *d, const struct action *head, const char *why,
		     struct err *err) MUST_CHECK;
/* ERR_DATA under a closed ticket, where nobody would see it wait. */
int action_can_wait(struct desk *d, const struct action *a,
		    struct err *err) MUST_CHECK;

/* -- states (action_state.c) -- */

int action_load(struct desk *d, int64_t id, struct action *a,
		struct err *err) MUST_CHECK;
/* The one that the command names. */
int action_arg(struct desk *d, struct action *a, struct err *err) MUST_CHECK;
bool action_is_refund(const struct action *a);
/* Which subject seals what is personal about it, in the arena. */
const char *action_subject(struct desk *d, const struct action *a);
/* Records a new state and why; refuses a step that the table does not have
 * (ERR_BUG). Ends its deadlines when it comes to rest and settles its ticket.
 */
int action_to(struct desk *d, const struct action *before, struct action *after,
	      int32_t state, const char *why, struct err *err) MUST_CHECK;
/* Gives up one that may be given up, by its id: cancelled, or parked when an
 * attempt of it may have been done. */
int action_cancel(struct desk *d, int64_t id, const char *why,
		  struct err *err) MUST_CHECK;
/* When a settled refund is looked at next; 0: never again. */
void action_again(struct desk *d, struct action *a);
bool action_may(int32_t from, int32_t to);
bool action_at_rest(int32_t state);
/* Refused, cancelled or failed: nothing comes of it. */
bool action_given_up(int32_t state);
const char *action_state_name(int32_t state);

/* -- unknown (action_unknown.c) -- */

/* Class A: the same key and bytes again, while the key lives. B and C: look,
 * after the lag, twice. D: a person, at once. */
int action_to_unknown(struct desk *d, const struct action *before,
		      struct action *after, const char *why,
		      struct err *err) MUST_CHECK;
/* A look found nothing: sent again, looked for again, or for a person. */
int action_absent(struct desk *d, const struct action *before,
		  struct err *err) MUST_CHECK;
/* How its instance performs its verb; what nobody declares is the worst. */
struct verb_facts action_verb(struct desk *d, const struct action *a);
/* Does the platform still know its key? */
bool action_key_alive(struct desk *d, const struct action *a);

/* When it may first be looked for: what was done now can be read there after
 * the verb's lag. */
int64_t action_first_look(struct desk *d, const struct action *a);
/* Whatever looks found before was of another time: the first is to come. */
int action_look_anew(struct desk *d, const struct action *before,
		     struct err *err) MUST_CHECK;
/* Its time to settle, or to become known, is over: a person should look. */
int action_not_settled(struct desk *d, int64_t id, struct err *err) MUST_CHECK;

#endif
