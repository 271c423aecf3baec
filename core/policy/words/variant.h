/* variant.h - which variants of a template are for an occasion.
 *
 * policy/templates.conf names them: "again" is for the second time that we
 * write, "sms" for a short channel. NAME~again serves on its occasion only, and
 * is then better than NAME; NAME~again~sms is for both and better still. A name
 * that is not listed is for what is not known (template.h).
 * SPDX-License-Identifier: MIT */
#ifndef HW_POLICY_VARIANT_H
#define HW_POLICY_VARIANT_H

#include "policy/conf/conf.h"
#include "policy/pack/pack.h"

#define OCCASIONS_MAX 7

struct variant_rule {
	const char *name;
	/* Each must be so: a value of that name, and one of these words. */
	struct {
		const char *what, *words; /* words: by blanks */
	} when[OCCASIONS_MAX];
	size_t count;
};
VEC(variant_list, struct variant_rule);

/* What an occasion is told by, NULL-terminated: country, platform, channel,
 * tier, written, proof, reship. */
extern const char *const occasions[];

/* Takes "variants" of a file's root; mistakes are recorded. Texts live as long
 * as the file and the arena. */
void variants_read(struct variant_list *v, const struct conf_node *root,
		   struct arena *arena);

/* How many of the names in "NAME~a~b" are for this occasion; -1 when one of
 * them is for another. v may be NULL. */
int variant_fit(const struct variant_list *v, const char *id,
		const struct value *values, size_t count);

#endif
