/* risk.h - how likely an order or a message becomes trouble (A6):
 * policy/risk.conf.
 *
 * The score is the sum of the weights of the signs that it shows, 100 at most:
 * a seller can say of each point where it comes from, and change it. What is
 * unknown is no sign. A folder without the file has no scores. Pure.
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_RISK_H
#define HW_POLICY_RISK_H

#include "policy/rule/rule.h"

#define RISK_MOST 100

enum risk_of { RISK_ORDER, RISK_MESSAGE };

struct risk_sign {
	const char *name;
	enum risk_of of; /* of an order, and of messages about it; or only of
			  * what a buyer wrote */
	const struct condition *when;
	int64_t weight;
};
VEC(risk_signs, struct risk_sign);

/* Embedded: zero it. */
struct risk {
	bool there; /* there is a risk.conf */
	struct risk_signs signs;
	int64_t alert_at;
};

/* Takes a whole file and runs its examples; mistakes are recorded. Texts live
 * as long as c. */
void risk_read(struct risk *r, struct conf *c, struct compiler *compiler,
	       const struct vocabulary *facts);
void risk_release(struct risk *r);

/* The score, and which signs it is made of: "dear first order 25, late 20", in
 * the arena. */
int64_t risk_score(const struct risk *r, enum risk_of of,
		   const struct fact_values *v, struct arena *arena,
		   const char **signs);
/* The same signs as a JSON array of {"sign", "weight"}. */
void risk_put(const struct risk *r, enum risk_of of,
	      const struct fact_values *v, struct jw *w);

#endif
