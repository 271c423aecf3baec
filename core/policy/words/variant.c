/* variant.c - see variant.h.
 * SPDX-License-Identifier: MIT */
#include "policy/words/variant.h"

#include "policy/rule/fact.h"

const char *const occasions[] = { "country", "platform", "channel", "tier",
				  "written", "proof",    "reship",  NULL };

static void read_when(struct variant_rule *v, const struct conf_node *when,
		      struct arena *arena)
{
	for (const char *const *o = occasions; *o; o++) {
		const char *words = conf_words(when, *o, arena);

		if (!*words)
			continue;
		v->when[v->count].what = *o;
		v->when[v->count++].words = words;
	}
	conf_unknown(when, NULL);
}

static void read_one(struct variant_list *list, const struct conf_node *g,
		     struct arena *arena)
{
	struct variant_rule v = { .name = conf_required(g, "name") };
	const struct conf_node *when = conf_get(g, "when");

	if (strpbrk(v.name, "~ ."))
		conf_mistake(g,
			     "\"%s\" is no name of a variant; it is one "
			     "word without ~ and dots",
			     v.name);
	if (conf_is_group(when))
		read_when(&v, when, arena);
	if (!v.count)
		conf_mistake(g, "a variant needs its occasion, such as when = "
				"{ channel = [ \"sms\" ]; }");
	conf_unknown(g, NULL);
	variant_list_push(list, v);
}

void variants_read(struct variant_list *v, const struct conf_node *root,
		   struct arena *arena)
{
	const struct conf_node *list = conf_get(root, "variants");

	for (int i = 0; i < conf_count(list); i++) {
		const struct conf_node *g = conf_at(list, i);

		if (conf_is_group(g))
			read_one(v, g, arena);
		else
			conf_mistake(g, "an entry of variants is { name = ...; "
					"when = { ... }; }");
	}
}

/* -- fitting -- */

static const char *value_of(const struct value *values, size_t count,
			    const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (text_eq(values[i].name, name) &&
		    values[i].type == VALUE_TEXT)
			return values[i].text;
	return "";
}

static bool holds(const struct variant_rule *v, const struct value *values,
		  size_t count)
{
	for (size_t i = 0; i < v->count; i++) {
		const char *is = value_of(values, count, v->when[i].what);

		if (!*is || !words_have(v->when[i].words, is))
			return false;
	}
	return true;
}

static const struct variant_rule *called(const struct variant_list *v,
					 const char *name, size_t len)
{
	for (size_t i = 0; i < v->len; i++)
		if (strncmp(v->at[i].name, name, len) == 0 &&
		    !v->at[i].name[len])
			return &v->at[i];
	return NULL;
}

int variant_fit(const struct variant_list *v, const char *id,
		const struct value *values, size_t count)
{
	const char *at = strchr(id, '~');
	int fit = 0;

	while (v && at) {
		size_t len = strcspn(++at, "~");
		const struct variant_rule *one = called(v, at, len);

		if (one && !holds(one, values, count))
			return -1;
		fit += one != NULL;
		at = at[len] ? at + len : NULL;
	}
	return fit;
}
