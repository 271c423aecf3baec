/* build.c - see build.h.
 * SPDX-License-Identifier: MIT */
#include "build.h"

#include <strings.h>

#include "base/file.h"
#include "base/json.h"
#include "learnt.h"
#include "policy/pack/forms.h"
#include "policy/rule/fact.h"
#include "policy/words/template.h"
#include "replies.h"
#include "words.h"

#define SOURCE_MAX ((size_t)4 << 20)

static struct mistakes *mistakes;
static struct template_names names;
static struct str seen = STR_INIT;   /* ids in the pack, by blanks */
static struct str source = STR_INIT; /* replies.po as it is written */
static struct str said = STR_INIT;   /* all its texts */

/* libgettextpo keeps no line of a message, so it is looked for: that of the
 * entry, or of the part of its text that is meant. */
static int line_of(po_message_t m, const char *part)
{
	CLEANUP(free_ptr)
	char *head = xasprintf("\nmsgid \"%s\"", po_message_msgid(m));
	const char *text = str_c(&source);
	const char *entry = strstr(text, head);
	const char *at = entry ? entry + strlen(head) : NULL;
	const char *end = at ? strstr(at, "\nmsgid ") : NULL;
	const char *found = at && part ? strstr(at, part) : NULL;
	int line = 1;

	if (found && (!end || found < end))
		entry = found;
	else if (entry)
		entry++; /* of the line break before it */
	for (; entry && text < entry; text++)
		line += *text == '\n';
	return line;
}

static bool is_part(const char *name)
{
	return text_starts(name, "part.") &&
	       words_have(names.parts, name + strlen("part."));
}

/* "a.b~x.subject" is the template a.b. */
static char *base_of(const char *id)
{
	char *base = xstrndup(id, strcspn(id, "~"));

	if (text_ends(base, ".subject"))
		base[strlen(base) - strlen(".subject")] = '\0';
	return base;
}

static void check_id(const char *path, po_message_t m, const char *id)
{
	CLEANUP(free_ptr) char *base = base_of(id);

	str_printf(&seen, "%s ", id);
	if (!words_have(names.templates, base) && !is_part(base))
		mistake(mistakes, path, line_of(m, NULL),
			"\"%s\" is no template; policy/templates.conf lists "
			"them",
			id);
}

static void check_all(const char *path, const char *words, const char *before,
		      const char *after)
{
	CLEANUP(free_ptr) char *copy = xstrdup(words);
	char *save = NULL;

	for (char *w = strtok_r(copy, " ", &save); w;
	     w = strtok_r(NULL, " ", &save)) {
		CLEANUP(free_ptr)
		char *id = xasprintf("%s%s%s", before, w, after);

		if (!words_have(str_c(&seen), id))
			mistake(mistakes, path, 1,
				"the template \"%s\" is missing; add it", id);
	}
}

#define NAMES_MAX 64

/* The fact whose name is most like this one, or NULL. */
static char *nearest_fact(const char *name)
{
	CLEANUP(free_ptr) char *copy = xstrdup(names.facts);
	const char *list[NAMES_MAX + 1] = { NULL };
	const char *near;
	char *save = NULL;
	size_t n = 0;

	for (char *w = strtok_r(copy, " ", &save); w && n < NAMES_MAX;
	     w = strtok_r(NULL, " ", &save))
		list[n++] = w;
	near = text_nearest(name, list);
	return near ? xasprintf("did you mean {%s}?", near)
		    : xstrdup("see policy/templates.conf");
}

static void check_fact(const char *path, po_message_t m, const char *name)
{
	CLEANUP(free_ptr) char *what = nearest_fact(name);
	CLEANUP(free_ptr) char *part = xasprintf("{%s}", name);

	mistake(mistakes, path, line_of(m, part), "\"%s\": {%s} is no fact; %s",
		po_message_msgid(m), name, what);
}

static void check_text(const char *path, po_message_t m, const char *text)
{
	while ((text = strpbrk(text, "{}"))) {
		CLEANUP(free_ptr) char *name = NULL;

		if (text[0] == text[1]) {
			text += 2;
			continue;
		}
		name = xstrndup(text + 1, strcspn(text + 1, "{}"));
		if (*text == '}' || text[1 + strlen(name)] != '}')
			mistake(mistakes, path, line_of(m, NULL),
				"\"%s\": a brace stands alone; write {{ or }} "
				"for a brace",
				po_message_msgid(m));
		else if (!words_have(names.facts, name) && !is_part(name))
			check_fact(path, m, name);
		text += strlen(name) + 1;
		text += *text == '}';
	}
}

struct texts {
	struct jw *w;
	const char *path;
};

static void put_text(void *arg, po_message_t m)
{
	struct texts *t = arg;
	const char *id = po_message_msgid(m);
	const char *text = po_message_msgstr(m);

	if (po_message_is_fuzzy(m) || !*text)
		mistake(mistakes, t->path, line_of(m, NULL),
			"\"%s\" is %s; translate it", id,
			*text ? "marked fuzzy" : "empty");
	check_id(t->path, m, id);
	check_text(t->path, m, text);
	str_printf(&said, "%s\n", text);
	jw_kv_text(t->w, id, text);
}

static void put_templates(struct jw *w, const char *path)
{
	struct texts t = { .w = w, .path = path };
	struct err err = { 0 };

	jw_key(w, "templates");
	jw_object(w);
	if (file_read(&source, path, SOURCE_MAX, &err) ||
	    !replies_read(path, mistakes, put_text, &t)) {
		mistake(mistakes, path, 1, "cannot be read");
		jw_end(w);
		return;
	}
	check_all(path, names.templates, "", "");
	check_all(path, names.parts, "part.", "");
	check_all(path, names.with_subject, "", ".subject");
	jw_end(w);
}

/* -- locale.conf -- */

/* What a person is warned of, a template does not say. */
static void check_forms(const struct conf_node *forbidden)
{
	CLEANUP(str_release) struct str folded = STR_INIT;

	forms_fold(&folded, str_c(&said));
	for (int i = 0; i < conf_count(forbidden); i++) {
		const char *form = conf_self_text(conf_at(forbidden, i));

		if (form && forms_has(str_c(&folded), form))
			conf_mistake(conf_at(forbidden, i),
				     "\"%s\" stands in a reply of this pack; "
				     "write that one anew",
				     form);
	}
}

/* "locale-pt-br" holds "pt-BR": a copied pack must not speak for the language
 * it was copied from. */
static void check_tag(const struct conf_node *root, const char *tag,
		      const char *folder)
{
	const char *slash = strrchr(folder, '/');
	const char *name = slash ? slash + 1 : folder;

	if (!text_starts(name, "locale-") || !*tag)
		return;
	name += strlen("locale-");
	if (strcasecmp(name, tag) != 0)
		conf_mistake(conf_get(root, "tag"),
			     "\"%s\" is not the language of the folder "
			     "locale-%s; write its tag",
			     tag, name);
}

static void put_locale(struct jw *w, struct conf *c, const char *folder)
{
	const struct conf_node *root = conf_root(c);
	const char *tag = conf_required(root, "tag");

	check_tag(root, tag, folder);
	jw_kv_text(w, "tag", tag);
	jw_kv_text(w, "name", conf_required(root, "name"));
	jw_kv_bool(w, "cjk", conf_flag(root, "cjk", false));
	words_put(w, root);
	conf_unknown(root, NULL);
}

int pack_build(const char *folder, const struct meant *meant, struct str *blob,
	       struct mistakes *m)
{
	CLEANUP(free_ptr) char *conf = path_join(folder, "locale.conf");
	CLEANUP(free_ptr) char *po = path_join(folder, "replies.po");
	struct conf *templates = conf_open("policy/templates.conf", m);
	struct conf *locale = conf_open(conf, m);
	struct arena arena = ARENA_INIT;
	const struct conf_node *kin = NULL;
	struct jw w = JW_INIT(blob);

	mistakes = m;
	jw_object(&w);
	if (templates && locale) {
		template_names_read(&names, templates, &arena);
		kin = conf_get(conf_root(locale), "kin");
		put_locale(&w, locale, folder);
		put_templates(&w, po);
		check_forms(conf_get(conf_root(locale), "forbidden"));
	}
	jw_end(&w);
	put_learnt(folder, kin, meant, blob, &arena, m);
	conf_close(templates);
	conf_close(locale);
	template_names_release(&names);
	names = (struct template_names){ 0 };
	arena_release(&arena);
	str_release(&seen);
	str_release(&source);
	return m->list.len ? -1 : 0;
}
