/* template_names.c - see template_names.h.
 * SPDX-License-Identifier: MIT */
#include "policy/words/template_names.h"

#include "base/str.h"
#include "policy/rule/rule.h"

/* Of each verb the texts that tell of it. */
static void tales_read(struct template_names *t, const struct conf_node *list,
		       struct arena *arena)
{
	for (int i = 0; i < conf_count(list); i++) {
		const struct conf_node *n = conf_at(list, i);
		struct template_tale one = {
			conf_name(n), conf_words(list, conf_name(n), arena)
		};

		if (!rule_may_tell(one.verb))
			conf_mistake(n,
				     "\"%s\" is nothing that a reply may tell "
				     "of; see tells_of of rules.conf",
				     one.verb);
		template_tales_push(&t->tales, one);
	}
}

static void check_tales(const struct template_names *t,
			const struct conf_node *list)
{
	for (size_t i = 0; i < t->tales.len; i++) {
		const char *verb = t->tales.at[i].verb;
		CLEANUP(free_ptr)
		char *copy = xstrdup(t->tales.at[i].templates);
		char *save = NULL;

		for (char *w = strtok_r(copy, " ", &save); w;
		     w = strtok_r(NULL, " ", &save))
			if (!words_have(t->templates, w))
				conf_mistake(conf_get(list, verb),
					     "\"%s\" is no template", w);
	}
}

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
	tales_read(t, conf_get(root, "tells"), arena);
	check_tales(t, conf_get(root, "tells"));
	conf_unknown(root, NULL);
}

const char *template_tells(const struct template_names *t, const char *id)
{
	for (size_t i = 0; i < t->tales.len; i++)
		if (words_have(t->tales.at[i].templates, id))
			return t->tales.at[i].verb;
	return "";
}

void template_names_release(struct template_names *t)
{
	variant_list_release(&t->variants);
	library_families_release(&t->scenarios);
	template_tales_release(&t->tales);
}
