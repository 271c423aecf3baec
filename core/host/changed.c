/* changed.c - see changed.h.
 * SPDX-License-Identifier: MIT */
#include "host/changed.h"

#include "host/answers.h"

/* Something with a name that may differ. */
struct thing {
	const char *name;
	const struct instance *instance; /* or a file, by its bytes: */
	struct hash hash;
};
VEC(thing_list, struct thing);

static bool same(const struct thing *a, const struct thing *b)
{
	if (a->instance)
		return instance_same(a->instance, b->instance) &&
		       text_eq(a->instance->shops, b->instance->shops);
	return hash_eq(&a->hash, &b->hash);
}

static const struct thing *find(const struct thing_list *list, const char *name)
{
	for (size_t i = 0; i < list->len; i++)
		if (text_eq(list->at[i].name, name))
			return &list->at[i];
	return NULL;
}

static void put_name(struct str *s, const char *what, const char *name,
		     const char *how)
{
	str_printf(s, "%s%s%s", s->len ? ", " : what, name, how);
}

/* Takes both lists. */
static void put_list(struct jw *texts, const char *what, struct thing_list *old,
		     struct thing_list *next)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	for (size_t i = 0; i < next->len; i++) {
		const struct thing *before = find(old, next->at[i].name);

		if (!before || !same(before, &next->at[i]))
			put_name(&s, what, next->at[i].name,
				 before ? "" : " is new");
	}
	for (size_t i = 0; i < old->len; i++)
		if (!find(next, old->at[i].name))
			put_name(&s, what, old->at[i].name, " is gone");
	if (s.len)
		jw_text(texts, str_c(&s));
	thing_list_release(old);
	thing_list_release(next);
}

static struct thing_list instances_of(const struct manifest *m)
{
	struct thing_list list = { 0 };

	for (size_t i = 0; i < m->count; i++)
		thing_list_push(&list,
				(struct thing){ .name = m->instances[i]->name,
						.instance = m->instances[i] });
	return list;
}

static struct thing_list files_of(const struct brain_of *b)
{
	struct thing_list list = { 0 };
	const char *name;
	struct conf *conf;

	for (size_t i = 0; (conf = brain_file(b, i, &name)); i++)
		thing_list_push(&list,
				(struct thing){ .name = name,
						.hash = conf_hash(conf) });
	return list;
}

static struct thing_list packs_of(const struct brain_of *b)
{
	struct thing_list list = { 0 };

	for (size_t i = 0; i < b->packs.len; i++)
		thing_list_push(
			&list,
			(struct thing){ .name = pack_tag(b->packs.at[i]),
					.hash = pack_hash(b->packs.at[i]) });
	return list;
}

/* What else a manifest has, by its parts. */
static void put_parts(struct jw *texts, const struct manifest *old,
		      const struct manifest *next)
{
	static const char *const parts[] = { "desk",   "http", "agents",
					     "limits", "undo", "anchor" };
	CLEANUP(str_release) struct str s = STR_INIT;

	for (size_t i = 0; i < COUNT_OF(parts); i++)
		if (!conf_same(conf_get(conf_root(old->conf), parts[i]),
			       conf_get(conf_root(next->conf), parts[i])))
			put_name(&s, "manifest: ", parts[i], "");
	if (s.len)
		jw_text(texts, str_c(&s));
}

void changed_put(struct jw *texts, const struct brain_of *old,
		 const struct brain_of *next)
{
	struct thing_list before = instances_of(old->manifest);
	struct thing_list after = instances_of(next->manifest);

	put_list(texts, "instances: ", &before, &after);
	put_parts(texts, old->manifest, next->manifest);
	before = files_of(old);
	after = files_of(next);
	put_list(texts, "policy: ", &before, &after);
	before = packs_of(old);
	after = packs_of(next);
	put_list(texts, "packs: ", &before, &after);
}
