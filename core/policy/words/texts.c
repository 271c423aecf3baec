/* texts.c - see texts.h.
 * SPDX-License-Identifier: MIT */
#include "policy/words/texts.h"

#include "base/file.h"
#include "policy/words/template.h"

struct looking {
	const struct policy *p;
	const struct pack_list *packs;
	bool some;
	struct mistakes *m;
};

/* The tags of the packs without it; gives how many have it. */
static size_t lacking(const struct pack_list *packs, const char *id,
		      struct str *tags)
{
	size_t have = 0;

	for (size_t i = 0; i < packs->len; i++) {
		const struct pack *p = packs->at[i];

		if (template_find(pack_templates(p), id, strlen(id)))
			have++;
		else
			str_printf(tags, "%s%s", tags->len ? ", " : "",
				   pack_tag(p));
	}
	return have;
}

static const char *path_of(const struct policy *p, const char *name)
{
	for (size_t i = 0; i < p->files.len; i++)
		if (text_eq(p->files.at[i].name, name))
			return conf_path(p->files.at[i].conf);
	return name;
}

static void look_at(const struct looking *l, const char *file, int line,
		    const char *who, const char *reply)
{
	CLEANUP(str_release) struct str tags = STR_INIT;
	size_t have = *reply ? lacking(l->packs, reply, &tags) : 0;

	if (!*reply || !tags.len || (have > 0) != l->some)
		return;
	if (l->some)
		mistake(l->m, path_of(l->p, file), line,
			"%s: the pack of %s has no text \"%s\", so buyers who "
			"write in it are proposed none; add it to its "
			"replies.po (docs/policy.md)",
			who, str_c(&tags), reply);
	else
		mistake(l->m, path_of(l->p, file), line,
			"%s: no locale pack has the text \"%s\"; add it to the "
			"packs' replies.po (docs/policy.md), or name another",
			who, reply);
}

void texts_missing(const struct policy *p, const struct pack_list *packs,
		   bool some, struct mistakes *m)
{
	const struct looking l = { p, packs, some, m };

	for (size_t i = 0; packs->len && i < p->rules.len; i++) {
		const struct rule *r = &p->rules.at[i];
		CLEANUP(free_ptr) char *who = xasprintf("rule \"%s\"", r->name);

		look_at(&l, "rules.conf", r->line, who, r->reply);
	}
	for (size_t i = 0; packs->len && i < p->playbooks.len; i++) {
		const struct playbook *b = &p->playbooks.at[i];
		CLEANUP(free_ptr)
		char *file = playbook_file(b);

		for (size_t n = 0; n < b->steps.len; n++) {
			const struct step *s = &b->steps.at[n];
			CLEANUP(free_ptr)
			char *who = xasprintf("step \"%s\"", s->name);

			look_at(&l, file, s->line, who, s->reply);
		}
	}
}

/* -- who is asked for photos may send nothing else -- */

static bool names_photos(const struct template *t)
{
	static const char part[] = "part.photos";

	for (size_t i = 0; i < t->pieces.len; i++) {
		const struct piece *p = &t->pieces.at[i];

		if (p->type == PIECE_PART && p->len == strlen(part) &&
		    memcmp(p->at, part, p->len) == 0)
			return true;
	}
	return false;
}

static bool asks_in(const struct pack *p, const char *reply)
{
	const struct template *t =
		template_find(pack_templates(p), reply, strlen(reply));

	if (!t || names_photos(t))
		return t != NULL;
	for (size_t i = 0; i < t->variants.len; i++)
		if (names_photos(t->variants.at[i]))
			return true;
	return false;
}

static bool asks_for_photos(const struct pack_list *packs, const char *reply)
{
	for (size_t i = 0; i < packs->len; i++)
		if (asks_in(packs->at[i], reply))
			return true;
	return false;
}

static void look_at_waits(const struct policy *p, const struct pack_list *packs,
			  const struct playbook *b, struct mistakes *m)
{
	CLEANUP(free_ptr) char *file = playbook_file(b);
	const char *reply = "";

	for (size_t i = 0; i < b->steps.len; i++) {
		const struct step *s = &b->steps.at[i];

		if (*s->reply)
			reply = s->reply;
		if (s->for_buyer && !s->for_photo &&
		    asks_for_photos(packs, reply))
			mistake(m, path_of(p, file), s->line,
				"step \"%s\" waits for the buyer, and \"%s\" "
				"before it asks for photos: one that comes "
				"without words does not end the wait; write "
				"for = \"photo\"",
				s->name, reply);
	}
}

void texts_photo_waits(const struct policy *p, const struct pack_list *packs,
		       struct mistakes *m)
{
	for (size_t i = 0; i < p->playbooks.len; i++)
		look_at_waits(p, packs, &p->playbooks.at[i], m);
}
