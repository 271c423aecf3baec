/* answer.h - what the policy answers about a matter, as plain values: what is
 * wanted, promised and said. Texts live in the arena of the question.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_ANSWER_H
#define HW_DESK_ANSWER_H

#include "base/money.h"

/* Below this confidence nobody can tell what a message is about. */
#define SURE_OF_MATTER 30

struct classified {
	const char *issue;  /* primary issue type of the contract */
	const char *also;   /* others, split by blanks, "" if none */
	const char *lang;   /* shortest BCP 47 code */
	int64_t confidence; /* 0..100 */
	const char *cues;   /* JSON array of the words that led there */
	bool over;          /* the buyer says that they need nothing any more */
	/* [nullable] Of what was offered: "refund", "reship", "wait";
	 * "unclear": none of them, or two; "another": it is for another matter;
	 * "": nothing was said of it.
	 */
	const char *chosen;
	const char *danger; /* to people, and the words that tell it; "" or
			     * NULL: none (danger.h) */
};

struct triaged {
	int tier;           /* TIER_RED ... */
	int64_t respond_ms; /* from now until the hours of its period are over
			     */
	const char *rule, *policy;
};

/* When people are told that a deadline comes near. */
struct reminder {
	int64_t at;
	int percent; /* of the time that is over then */
};

/* What a rule wants done. */
struct wanted {
	const char *rule, *policy;
	const char *verb;        /* "reply", "refund", "coupon", "reship" */
	const char *template_id; /* reply */
	struct money amount;     /* refund; 0: nothing of the order is left.
				  * Reply: what it may say of that, if given */
	const char *args;        /* of the verb, JSON; NULL: none */
	const char *tells_of;    /* reply: the verb of what is there already and
				  * made its rule fire; "" or NULL: none */
	bool automatic;          /* may go without approval, if limits allow */
	bool part;               /* goes with the last one before it that is
				  * none, as one remedy (part.h) */
};
#define WANTED_MAX 8

struct advice {
	struct wanted wanted[WANTED_MAX];
	int count;
	const char *playbook; /* to start, "" if none */
	struct wanted again;  /* instead, when that one ran already; verb NULL:
			       * nothing */
	const char *vector;   /* JSON object: the facts that were seen */
	const char *fired;    /* JSON array: rules that fired */
	/* JSON object: "policy" its version, "held" [{rule, why}] money rules
	 * that something unknown holds back, "also" [rule] alternatives */
	const char *considered;
	const char *held_back; /* the first of "held" in words, "" if none */
};
#define ADVICE_NONE                                            \
	(struct advice)                                        \
	{                                                      \
		.playbook = "", .vector = "{}", .fired = "[]", \
		.considered = "{}"                             \
	}

/* What the compensation matrix gives for a matter (policy/compensation.conf).
 * Sums are in the currency of the order. */
struct compensation {
	const char *row; /* that holds; "" when that cannot be told: why */
	const char *why;
	const char *goods, *customer, *severity; /* where the matter stands */
	const char *beyond; /* why the shop does not do that; "" if it does */
	bool open;          /* the row leaves it to people */
	bool refund;
	struct money least, most; /* of it; one and the same, or a range */
	struct money coupon;
	int64_t coupon_percent; /* instead of an amount */
	const char *reship;     /* the service level, "" if not */
};

/* What a playbook does from a step on, up to its next wait. */
struct move {
	const char *step;
	const char *ask, *reply, *alert; /* "" if not */
	const char *tells_of;            /* reply, as of struct wanted */
	bool refund;
	struct money amount; /* refund */
	const char *reship;  /* the service level; "" if not */
	const char *back;    /* a return: "label" or "no label"; "" if not */
	bool coupon;
	struct money coupon_amount;
	int64_t coupon_percent;   /* instead of an amount */
	const char *task;         /* the role that does what `alert` says; "" */
	const char *gives;        /* the buyer, by that; "" where unsaid */
	struct money task_amount; /* of what it gives, where that is money */
	int64_t task_due;
	int64_t promise; /* moment that the reply promises; 0: none */
	const char *promise_period;
};
#define MOVES_MAX 16

struct play {
	struct move moves[MOVES_MAX];
	int count;
	const char *wait;   /* the step it waits at, "" at the end */
	int64_t wait_at;    /* when it is over */
	bool after_sent;    /* counted from when our reply has left */
	bool after_done;    /* or from when all it proposed is done */
	bool for_buyer;     /* the buyer's answer ends it */
	bool for_photo;     /* and a photo or a video by itself, too */
	bool for_choice;    /* the buyer was offered something */
	bool early;         /* its condition holds: it is over now */
	const char *period; /* of triage.conf, of a limit; NULL or "" none */
	const char *accept; /* it waits until a person says whether so; "" */
	const char *policy, *vector;
};

#endif
