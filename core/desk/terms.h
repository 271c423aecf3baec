/* terms.h - what the seller allows and has, as plain values: limits, and what
 * an instance can perform.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DESK_TERMS_H
#define HW_DESK_TERMS_H

#include "base/money.h"

struct limits {
	struct money per_action, per_day; /* no currency: nothing allowed */
	struct money four_eyes_above;
	int64_t per_buyer; /* of a rule: times in 30 days; 0: any number */
};

/* What buyers may send, through a link (desk/intake/upload.h) or with a
 * message. */
struct upload_terms {
	const char *base;  /* where the desk is seen: "https://help.example"; ""
			    * nowhere: there is no link */
	const char *types; /* media types by blanks */
	const char *scanner; /* a socket of clamd; "" none */
	int64_t bytes, files, valid_ms;
};

/* What may leave a shop, whoever said yes (desk/money/breaker.h). */
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

#endif
