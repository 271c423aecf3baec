/* terms.h - what the seller allows and has, as plain values: limits, what an
 * instance can perform, who is at work.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_TERMS_H
#define HW_DESK_TERMS_H

#include "base/money.h"

struct limits {
	struct money per_action, per_day; /* no currency: nothing allowed */
	struct money four_eyes_above;
	int64_t per_buyer; /* of a rule: times in 30 days; 0: any number */
};

/* What buyers may send through a link (desk/upload.h). */
struct upload_terms {
	const char *base;  /* where the desk is seen: "https://help.example" */
	const char *types; /* media types by blanks */
	const char *scanner; /* a socket of clamd; "" none */
	int64_t bytes, files, valid_ms;
};

/* What may leave a shop, whoever said yes (desk/breaker.h). */
struct shop_limits {
	struct money per_hour, per_day; /* no currency: no limit */
	int64_t count_per_hour;         /* 0: no limit */
};

/* How an instance performs a verb, as its plugin declares it. */
struct verb_facts {
	char effect_class; /* 'A'..'D': what may follow an unknown outcome */
	bool money;        /* pays: it needs an amount */
	int64_t lag_ms;    /* until what was done can be read there */
	int64_t key_life_ms;
};

/* How many open tickets an agent has, and until when they are away; 0: they are
 * not. */
struct load {
	const char *agent;
	int64_t open, away;
};

/* Who gets a ticket, and why in words; both "" when nobody who may is there. */
struct assigned {
	const char *agent, *why;
};

/* Whether an agent is at work by their calendar, and until when that is so. */
struct duty {
	bool there, hand_over; /* hand_over: their tickets, when it ends */
	int64_t until;         /* 0: for ever */
};

/* Whether the desk is open by its calendar, and until when that is so. */
struct opening {
	bool open;
	int64_t until;    /* 0: for ever */
	const char *zone; /* of the calendar, IANA */
};

#endif
