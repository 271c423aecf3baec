/* template_names.c - see template_names.h.
 * SPDX-License-Identifier: MIT */
#include "policy/template_names.h"

void template_names_read(struct template_names *t, struct conf *c,
			 struct arena *arena)
{
	const struct conf_node *root = conf_root(c);

	*t = (struct template_names){
		.facts = conf_words(root, "facts", arena),
		.templates = conf_words(root, "templates", arena),
		.parts = conf_words(root, "parts", arena),
		.with_subject = conf_words(root, "with_subject", arena),
	};
	variants_read(&t->variants, root, arena);
	scenarios_read(&t->scenarios, root, arena);
	conf_unknown(root, NULL);
}

void template_names_release(struct template_names *t)
{
	variant_list_release(&t->variants);
	library_families_release(&t->scenarios);
}
