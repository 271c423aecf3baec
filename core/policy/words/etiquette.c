/* etiquette.c - see etiquette.h.
 * SPDX-License-Identifier: MIT */
#include "policy/words/etiquette.h"

#include "policy/pack/forms.h"
#include "policy/rule/fact.h"

static const char *const needs[] = { "order", "date", "tracking", NULL };

static void read_notes(const struct conf_node *root, const char *name,
		       struct note_texts *out)
{
	const struct conf_node *list = conf_get(root, name);

	for (int i = 0; i < conf_count(list); i++) {
		const char *text = conf_self_text(conf_at(list, i));

		if (text_blank(text))
			conf_mistake(conf_at(list, i),
				     "an entry of %s is a text in quotes",
				     name);
		else
			note_texts_push(out, text);
	}
}

static void read_check(struct etiquette *e, const struct conf_node *g,
		       struct arena *arena)
{
	int need = conf_choice(g, "needs", needs, -1);
	struct etiquette_check check = {
		.needs = need >= 0 ? needs[need] : "",
		.says = conf_get(g, "says"),
		.except = conf_words(g, "except", arena),
		.why = conf_required(g, "why"),
	};

	if (conf_get(g, "needs") ? check.says != NULL : !check.says)
		conf_mistake(g, "a check has either needs = \"order\"; or says "
				"= { en = [ \"...\" ]; };");
	for (int i = 0; i < conf_count(check.says); i++)
		if (!conf_count(conf_at(check.says, i)))
			conf_mistake(conf_at(check.says, i),
				     "a language has a list of forms");
	issues_check(g, "except", check.except);
	conf_unknown(g, NULL);
	etiquette_checks_push(&e->checks, check);
}

void etiquette_read(struct etiquette *e, struct conf *c, const char *file,
		    struct arena *arena)
{
	const struct conf_node *root = conf_root(c);
	const struct conf_node *checks = conf_get(root, "checks");

	*e = (struct etiquette){
		.country = conf_required(root, "country"),
		.name = conf_required(root, "name"),
		.address = conf_required(root, "address"),
		.tone = conf_required(root, "tone"),
	};
	if (*e->country && !text_eq(e->country, file))
		conf_mistake(conf_get(root, "country"),
			     "\"%s\" is not the country of the file's name",
			     e->country);
	read_notes(root, "avoid", &e->avoid);
	read_notes(root, "give", &e->give);
	for (int i = 0; i < conf_count(checks); i++)
		if (conf_is_group(conf_at(checks, i)))
			read_check(e, conf_at(checks, i), arena);
		else
			conf_mistake(conf_at(checks, i),
				     "a check is { needs = \"order\"; why = "
				     "\"...\"; }");
	conf_unknown(root, NULL);
}

void etiquette_release(struct etiquette *e)
{
	note_texts_release(&e->avoid);
	note_texts_release(&e->give);
	etiquette_checks_release(&e->checks);
}

/* -- a reply -- */

struct linting {
	const char *text, *folded;
	const struct reply_facts *f;
	struct arena *arena;
	struct note_texts *out;
};

/* People write #1001 and 1001. */
static bool has_order(const struct linting *l)
{
	const char *order = l->f->order + (*l->f->order == '#');

	return !*order || strstr(l->text, order);
}

static bool told(const struct linting *l, const char *what)
{
	if (text_eq(what, "order"))
		return has_order(l);
	if (text_eq(what, "tracking"))
		return !*l->f->tracking || strstr(l->text, l->f->tracking);
	return forms_has_date(l->folded, l->f->lang);
}

/* The forms of the reply's language; a country may have none for it. */
static const struct conf_node *forms_of(const struct conf_node *says,
					const char *lang)
{
	for (int i = 0; i < conf_count(says); i++) {
		const char *name = conf_name(conf_at(says, i));
		size_t len = strlen(name);

		if (strncmp(name, lang, len) == 0 &&
		    (!lang[len] || lang[len] == '-'))
			return conf_at(says, i);
	}
	return NULL;
}

static bool said(const struct linting *l, const struct conf_node *says)
{
	const struct conf_node *forms = forms_of(says, l->f->lang);

	for (int i = 0; i < conf_count(forms); i++)
		if (forms_has(l->folded, conf_self_text(conf_at(forms, i))))
			return true;
	return !forms;
}

static void check(const struct linting *l, const struct etiquette *e,
		  const struct etiquette_check *c)
{
	if (words_have(c->except, l->f->issue))
		return;
	if (*c->needs && !told(l, c->needs))
		note_texts_push(
			l->out,
			arena_printf(l->arena, "%s: it names no %s; %s",
				     e->name,
				     text_eq(c->needs, "order") ? "order number"
				     : text_eq(c->needs, "date") ? "date"
								 : "tracking "
								   "number",
				     c->why));
	if (c->says && !said(l, c->says))
		note_texts_push(l->out, arena_printf(l->arena, "%s: %s",
						     e->name, c->why));
}

void etiquette_lint(const struct etiquette *e, const struct pack *p,
		    const char *text, const struct reply_facts *f,
		    struct arena *arena, struct note_texts *out)
{
	CLEANUP(str_release) struct str folded = STR_INIT;
	struct linting l = { .text = text, .f = f, .arena = arena, .out = out };
	size_t count = 0;
	const char *const *forms = p ? pack_forbidden(p, &count) : NULL;

	forms_fold_words(&folded, text);
	l.folded = str_c(&folded);
	for (size_t i = 0; e && i < e->checks.len; i++)
		check(&l, e, &e->checks.at[i]);
	for (size_t i = 0; i < count; i++)
		if (forms_has(l.folded, forms[i]))
			note_texts_push(
				out,
				arena_printf(arena,
					     "\"%s\" is no way to write to a "
					     "buyer in this language (%s)",
					     forms[i], pack_tag(p)));
}
