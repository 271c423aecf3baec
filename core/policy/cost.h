/* cost.h - what each way to put a matter right is expected to cost the seller.
 *
 * Policy, as data (costs of compensation.conf): what goods cost to buy, what a
 * parcel costs to send and to bring back, what of its fee a platform keeps when
 * money goes back, what a remedy does to the seller's figures there, how many
 * codes are ever used, and of each kind of matter what puts it right and what
 * it costs where that is not done. Estimates for people who choose: no limit
 * counts them, and nothing is paid by them. SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_COST_H
#define HW_POLICY_COST_H

#include "policy/conf/rates.h"
#include "policy/conf/share.h"

enum cost_kind {
	COST_REFUND,
	COST_PART,   /* a part of the money */
	COST_RETURN, /* the goods come back, then the money */
	COST_RESHIP,
	COST_EXPRESS,
	COST_EXCHANGE,
	COST_COUPON,
	COST_CREDIT,
	COST_NOTHING, /* to leave it as it is */
	COST_KINDS
};

struct cost_shipping {
	const char *countries; /* by blanks; "" for the rest */
	struct money standard, express, back;
};
VEC(cost_shippings, struct cost_shipping);

struct cost_platform {
	const char *platform;          /* "" for the rest */
	int64_t fee_kept;              /* points of what goes back */
	struct money harm[COST_KINDS]; /* no currency: none */
};
VEC(cost_platforms, struct cost_platform);

/* Which matters: by severity, platform, and whether a dispute is open. */
struct cost_matter {
	const char *platform; /* "" for all */
	uint32_t severities;  /* bits by position of the level; all if unsaid */
	bool disputed;        /* only then */
	uint32_t ways;        /* bits by enum cost_kind: they put it right */
	int64_t sends;        /* points of the goods that are sent; 0: all */
	int64_t loses;        /* points of what could go back, lost where it is
			       * not put right */
	struct money fee;     /* and that on top */
};
VEC(cost_matters, struct cost_matter);

struct costs {
	bool there;
	int64_t goods;  /* points of what the buyer paid for them */
	int64_t resale; /* points of the goods' cost, of what comes back */
	int64_t used;   /* points: codes and credit that are ever used */
	struct money handling;
	struct cost_shippings shipping;
	struct cost_platforms platforms;
	struct cost_matters matters; /* the first that fits; none: each way puts
				      * it right */
};

struct matrix;
/* Reads the group into m->costs, after the axes; nothing without one. */
void costs_read(struct matrix *m, const struct conf_node *g,
		struct arena *arena);
void costs_release(struct costs *c);

/* The matter that is asked about. */
struct cost_case {
	struct money total, rest; /* what was paid, and what could go back */
	struct money part;        /* of it, by the matrix; no currency: none */
	int64_t code;             /* points of the code */
	struct money code_sum;    /* instead of those; no currency: none */
	uint32_t severity;        /* the bit of its level; 0: not known */
	bool disputed;
	bool gives;           /* the policy has a row that gives something: */
	enum cost_kind given; /* that, and */
	bool given_code;      /* a code beside it */
	const char *platform, *country;
	bool can[COST_KINDS];
	int64_t now;
};

struct cost_part {
	const char *what;
	struct money amount; /* below 0: what comes back */
};
#define COST_PARTS 8

struct remedy_cost {
	enum cost_kind kind;
	bool with_code; /* and a code beside it */
	bool possible;  /* something here can do it */
	bool policy;    /* it is what the policy gives */
	bool solves;    /* it puts the matter right */
	struct cost_part parts[COST_PARTS];
	int count;
	struct money total;
};
/* What the policy gives may be two of them. */
#define COST_WAYS (COST_KINDS + 1)
const char *cost_word(enum cost_kind kind); /* "refund", "reship by express" */
const char *cost_key(enum cost_kind kind);  /* in the policy: "express" */

/* Each way, the best first, behind them those that do not put the matter right,
 * with what that costs beside, all in the currency that was paid in; none that
 * pays back where nothing could be. Returns how many; 0 without costs in the
 * policy; -1 with ERR_DATA: which rate or sum is missing. */
int costs_of(const struct costs *c, const struct rates *r,
	     const struct cost_case *in, struct remedy_cost out[COST_WAYS],
	     struct err *err) MUST_CHECK;

#endif
