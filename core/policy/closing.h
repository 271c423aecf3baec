/* closing.h - how matters end: policy/closing.conf.
 *
 * The tree of causes, what opens a ticket again, what must be looked at after a
 * remedy, how soon a paid order has a tracking number, what a buyer earns, and
 * who may be invited to write a review. A folder that was made before there was
 * such a file has none of it. Pure.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_CLOSING_H
#define HW_POLICY_CLOSING_H

#include "policy/rule/compile.h"
#include "policy/time/period.h"

struct cause {
	const char *name, *under, *issues; /* the last two by blanks */
};
VEC(cause_list, struct cause);

struct follow_rule {
	const char *verb;
	struct period within;
};
VEC(follow_rules, struct follow_rule);

struct handling_rule {
	const char *shop; /* "*" for any */
	struct period within;
};
VEC(handling_rules, struct handling_rule);

struct tag_rule {
	const char *name;
	const struct condition *when;
};
VEC(tag_rules, struct tag_rule);

struct closing {
	struct cause_list causes;
	struct follow_rules follows;
	struct handling_rules handlings;
	struct tag_rules tags;
	int64_t reopen_ms, task_again_ms;
	int64_t settle_ms;      /* of what a platform accepted; 0: not given */
	int64_t review_task_at; /* stars; 0: never */
	const char *review_role;
	struct period review_within;
	/* The invitation; template NULL: none. */
	const char *template_id, *platforms, *channels;
	int64_t invite_ms;
	const struct condition *invite_when;
};

/* What reading takes beside the file. */
struct closing_with {
	struct compiler *compiler;
	const struct vocabulary *facts;
	const struct periods *periods;
	const struct calendars *calendars;
	const char *templates; /* by blanks */
	struct arena *arena;
};

/* Mistakes are recorded at their lines. Texts live as long as the file and the
 * arena. */
void closing_read(struct closing *c, struct conf *conf,
		  const struct closing_with *with);
void closing_release(struct closing *c);

/* The branch that a cause stands in ("delay" of "lost_parcel"); NULL when the
 * tree has no such word. */
const char *closing_branch(const struct closing *c, const char *word);
/* The likely cause of an issue; "" when none says so. */
const char *closing_cause(const struct closing *c, const char *issue);
/* The word of the tree that is most like this one, or NULL. */
const char *closing_nearest(const struct closing *c, const char *word,
			    struct arena *arena);

const struct handling_rule *closing_handling(const struct closing *c,
					     const char *shop);
const struct follow_rule *closing_follow(const struct closing *c,
					 const char *verb);

/* Words by blanks, in the arena. */
const char *closing_tags(const struct closing *c, const struct fact_values *v,
			 struct arena *arena);
/* May the buyer of such a matter be invited, over this channel? */
bool closing_invites(const struct closing *c, const struct fact_values *v,
		     const char *platform, const char *channel);

#endif
