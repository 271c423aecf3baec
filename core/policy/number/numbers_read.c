/* numbers_read.c - the files that say whose numbers look how.
 * SPDX-License-Identifier: MIT */
#include <dirent.h>

#include "base/die.h"
#include "base/file.h"
#include "policy/number/numbers_own.h"

#define MATCH_LIMIT 20000 /* steps; a pattern that needs more is a bad one */
#define SUFFIX ".numbers.conf"

static int group_of(const struct form *f, const char *name)
{
	int group = pcre2_substring_number_from_name(f->code, (PCRE2_SPTR)name);

	return group > 0 ? group : 0;
}

static void compile(struct form *f, const char *pattern)
{
	PCRE2_UCHAR text[120] = "";
	PCRE2_SIZE at = 0;
	int code = 0;

	f->code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
				PCRE2_ANCHORED | PCRE2_ENDANCHORED, &code, &at,
				NULL);
	if (!f->code) {
		pcre2_get_error_message(code, text, sizeof text);
		conf_mistake(conf_get(f->at, "pattern"),
			     "\"pattern\" cannot be read at character %zu: %s",
			     (size_t)at + 1, (const char *)text);
		return;
	}
	f->serial = group_of(f, "serial");
	f->digit = group_of(f, "digit");
	f->country = group_of(f, "country");
	if (f->check.rule != CHECK_NONE && (!f->serial || !f->digit))
		conf_mistake(conf_get(f->at, "pattern"),
			     "\"pattern\" needs (?<serial>...) and "
			     "(?<digit>...) for the check \"%s\"",
			     check_rules[f->check.rule]);
	if (*f->countries && !f->country)
		conf_mistake(conf_get(f->at, "pattern"),
			     "\"pattern\" needs (?<country>...) to have "
			     "countries");
}

static const char *link_of(const struct conf_node *g, const char *fallback)
{
	const char *link = conf_text(g, "link", NULL);

	if (!link)
		return fallback;
	if (!text_starts(link, "https://") || !strstr(link, "{number}"))
		conf_mistake(conf_get(g, "link"),
			     "\"link\" must begin with https:// and hold "
			     "{number}");
	return link;
}

/* Each form proves itself, so that a slip of the pen is seen at once. */
static void prove(struct numbers *n, const struct form *f)
{
	const char *right = conf_required(f->at, "example");
	const char *wrong = conf_text(f->at, "wrong", NULL);

	right = numbers_normal(right, &n->arena);
	if (f->code && *right && form_matches(n, f, right, strlen(right)) != 1)
		conf_mistake(conf_get(f->at, "example"),
			     "\"%s\" is no %s by this pattern and check", right,
			     f->service);
	wrong = wrong ? numbers_normal(wrong, &n->arena) : NULL;
	if (f->code && wrong && form_matches(n, f, wrong, strlen(wrong)) == 1)
		conf_mistake(conf_get(f->at, "wrong"),
			     "\"%s\" passes as %s and must not", wrong,
			     f->service);
}

static void read_form(struct numbers *n, struct carrier *c,
		      const struct conf_node *g)
{
	struct form f = {
		.at = g,
		.service = conf_required(g, "service"),
		.link = link_of(g, c->link),
		.prepend = conf_text(g, "prepend", ""),
		.countries = conf_words(g, "countries", &n->arena),
		.trust = (int)conf_int(g, "trust", 50, 1, 99),
		.check = { (enum check_rule)conf_choice(g, "check", check_rules,
							CHECK_NONE),
			   conf_text(g, "times", ""),
			   conf_flag(g, "reversed", false) },
	};

	if (strspn(f.check.times, "0123456789") != strlen(f.check.times))
		conf_mistake(conf_get(g, "times"),
			     "\"times\" holds digits only, such as \"31\"");
	compile(&f, conf_required(g, "pattern"));
	prove(n, &f);
	conf_unknown(g, NULL);
	form_list_push(&c->forms, f);
}

/* A carrier may stand in several files: the seller's, read first, gives the
 * link, and all of them names and forms. */
static struct carrier *carrier_with(struct numbers *n, const char *id)
{
	for (size_t i = 0; i < n->carriers.len; i++)
		if (text_eq(n->carriers.at[i].id, id))
			return &n->carriers.at[i];
	return carrier_list_push(&n->carriers,
				 (struct carrier){ .id = id, .link = "" });
}

static void read_names(struct carrier *c, const struct conf_node *names)
{
	for (int i = 0; i < conf_count(names); i++) {
		const char *name = conf_self_text(conf_at(names, i));

		if (name && *name)
			name_list_push(&c->names, name);
		else
			conf_mistake(names, "\"names\" is a list of texts");
	}
}

/* A plugin's file speaks of that carrier alone: what it says of another would
 * be found under an id that no plugin has. */
static const char *id_of(const struct conf_node *g, const char *plugin)
{
	const char *id = conf_required(g, "carrier");

	if (plugin && *id && !text_eq(id, plugin))
		conf_mistake(conf_get(g, "carrier"),
			     "\"%s\" is not the plugin that this file lies "
			     "beside; write carrier = \"%s\"",
			     id, plugin);
	return id;
}

static void read_carrier(struct numbers *n, const struct conf_node *g,
			 const char *plugin)
{
	struct carrier *c = carrier_with(n, id_of(g, plugin));
	const struct conf_node *forms = conf_get(g, "numbers");
	const char *link = link_of(g, "");

	if (!*c->link)
		c->link = link;
	read_names(c, conf_get(g, "names"));
	for (int i = 0; i < conf_count(forms); i++) {
		const struct conf_node *form = conf_at(forms, i);

		if (conf_is_group(form))
			read_form(n, c, form);
		else
			conf_mistake(form, "an entry of numbers is { ... }");
	}
	conf_unknown(g, NULL);
}

/* plugin: whose file it is; NULL for the seller's. */
static void read_file(struct numbers *n, const char *dir, const char *name,
		      const char *plugin, struct mistakes *m)
{
	CLEANUP(free_ptr) char *path = path_join(dir, name);
	struct conf *conf = file_exists(path) ? conf_open(path, m) : NULL;
	const struct conf_node *list;

	if (!conf)
		return;
	source_list_push(&n->sources,
			 (struct numbers_source){ xstrdup(name), conf });
	list = conf_get(conf_root(conf), "carriers");
	for (int i = 0; i < conf_count(list); i++) {
		const struct conf_node *g = conf_at(list, i);

		if (conf_is_group(g))
			read_carrier(n, g, plugin);
		else
			conf_mistake(g, "an entry of carriers is { ... }");
	}
	conf_unknown(conf_root(conf), NULL);
}

static int is_numbers(const struct dirent *d)
{
	return text_ends(d->d_name, SUFFIX);
}

static struct numbers *numbers_new(void)
{
	struct numbers *n = xcalloc(1, sizeof *n);

	n->match = pcre2_match_data_create(64, NULL);
	n->limits = pcre2_match_context_create(NULL);
	if (!n->match || !n->limits)
		die_of_memory();
	pcre2_set_match_limit(n->limits, MATCH_LIMIT);
	return n;
}

struct numbers *numbers_of_plugin(const char *path, const char *plugin,
				  struct mistakes *m)
{
	struct numbers *n = numbers_new();
	CLEANUP(free_ptr) char *dir = path_dir(path);
	const char *slash = strrchr(path, '/');

	read_file(n, dir, slash ? slash + 1 : path, plugin, m);
	return n;
}

size_t numbers_forms(const struct numbers *n)
{
	size_t count = 0;

	for (size_t i = 0; i < n->carriers.len; i++)
		count += n->carriers.at[i].forms.len;
	return count;
}

struct numbers *numbers_load(const char *plugins, const char *policy,
			     struct mistakes *m)
{
	struct numbers *n = numbers_new();
	struct dirent **found = NULL;
	int count;

	read_file(n, policy, "numbers.conf", NULL, m);
	count = scandir(plugins, &found, is_numbers, alphasort);
	for (int i = 0; i < count; i++) {
		const char *name = found[i]->d_name;
		CLEANUP(free_ptr)
		char *id = xstrndup(name, strlen(name) - strlen(SUFFIX));

		read_file(n, plugins, name, id, m);
		free(found[i]);
	}
	free(found);
	return n;
}

void numbers_free(struct numbers *n)
{
	if (!n)
		return;
	for (size_t i = 0; i < n->carriers.len; i++) {
		struct form_list *forms = &n->carriers.at[i].forms;

		for (size_t k = 0; k < forms->len; k++)
			pcre2_code_free(forms->at[k].code);
		form_list_release(forms);
		name_list_release(&n->carriers.at[i].names);
	}
	for (size_t i = 0; i < n->sources.len; i++) {
		free(n->sources.at[i].name);
		conf_close(n->sources.at[i].conf);
	}
	carrier_list_release(&n->carriers);
	source_list_release(&n->sources);
	pcre2_match_data_free(n->match);
	pcre2_match_context_free(n->limits);
	arena_release(&n->arena);
	free(n);
}

size_t numbers_files(const struct numbers *n)
{
	return n->sources.len;
}

struct conf *numbers_file(const struct numbers *n, size_t i, const char **name)
{
	*name = n->sources.at[i].name;
	return n->sources.at[i].conf;
}
