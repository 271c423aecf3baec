/* brain.h - the desk's questions answered by the policy files, the locale
 * packs and the manifest.
 * SPDX-License-Identifier: MIT */
#ifndef HW_HOST_BRAIN_H
#define HW_HOST_BRAIN_H

#include "desk/desk.h"
#include "host/manifest.h"
#include "policy/policy.h"

struct brain_of;

/* Loads policy/ and the packs named by the manifest. Borrows the manifest.
 * NULL with ERR_CONFIG; what is wrong is told on standard error. */
struct brain_of *brain_load(const struct manifest *m, const struct describer *d,
			    struct err *err);
/* The same for a check: what is wrong is added to `mistakes`, locale packs and
 * all, and NULL says no more. m may itself have mistakes. */
struct brain_of *brain_check(const struct manifest *m,
			     const struct describer *d,
			     struct mistakes *mistakes);
void brain_close(struct brain_of *b);

const struct brain *brain_of(struct brain_of *b);
const struct policy *brain_policy(const struct brain_of *b);
/* What each way to put the matter right is expected to cost, the best first
 * (policy/cost.h). */
int brain_costs(const struct brain_of *b, const struct matter *m,
		struct arena *arena, struct remedy_cost out[COST_WAYS],
		struct err *err) MUST_CHECK;

/* Has its policy a guard for what leaves? */
bool brain_guards(const struct brain_of *b);
const struct pack_list *brain_packs(const struct brain_of *b);

/* Every locale pack that lies beside the plugins (locale-*.so), in the order of
 * their names; only those that the manifest names in `packs`, when it names
 * any. m NULL: all. One that does not open is ERR_CONFIG. */
int packs_load(struct pack_list *packs, const struct describer *d,
	       const struct manifest *m, struct err *err) MUST_CHECK;
void packs_release(struct pack_list *packs);

/* Submits the command "config" when the configuration differs from the last
 * one that was taken: bytes first, by hash. */
int brain_announce(struct brain_of *b, struct desk *d,
		   struct err *err) MUST_CHECK;
/* It was announced, and will be to no other desk: lets go of what only that
 * needed. */
void brain_announced(struct brain_of *b);

#endif
