/* numbers.c - see numbers.h.
 * SPDX-License-Identifier: MIT */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <dirent.h>
#include <pcre2.h>

#include "base/file.h"
#include "base/utf8.h"
#include "policy/check_digit.h"
#include "policy/numbers.h"

#define NUMBER_MAX 64     /* characters; the longest known has 41 */
#define GIVEN_MAX 256     /* bytes with blanks and all */
#define MATCH_LIMIT 20000 /* steps; a pattern that needs more is a bad one */
#define SUFFIX ".numbers.conf"

struct form {
	const char *service, *link, *prepend, *countries;
	struct check check;
	int trust;
	pcre2_code *code;
	int serial, digit, country; /* groups; 0: the pattern has none */
	const struct conf_node *at;
};
VEC(form_list, struct form);
VEC(name_list, const char *);

struct carrier {
	const char *id, *link;
	struct name_list names;
	struct form_list forms;
};
VEC(carrier_list, struct carrier);

struct numbers_source {
	char *name;
	struct conf *conf;
};
VEC(source_list, struct numbers_source);

struct numbers {
	struct arena arena;
	struct carrier_list carriers;
	struct source_list sources;
	pcre2_match_data *match;
	pcre2_match_context *limits;
};

/* -- a number as it is written -- */

/* Blanks and dashes of every script, and marks that nobody sees. */
static bool is_filler(uint32_t c)
{
	return c == ' ' || (c >= 0x09 && c <= 0x0d) || c == 0xa0 || c == '-' ||
	       c == 0xad || (c >= 0x2000 && c <= 0x2015) || c == 0x202f ||
	       c == 0x205f || c == 0x2060 || c == 0x2212 || c == 0x3000 ||
	       c == 0xfe58 || c == 0xfe63 || c == 0xfeff || c == 0xff0d;
}

const char *numbers_normal(const char *text, struct arena *arena)
{
	CLEANUP(str_release) struct str s = STR_LIMIT(NUMBER_MAX + 1);
	size_t len = text ? strnlen(text, GIVEN_MAX + 1) : 0;
	const char *at = text, *end = text + len;

	if (!len || len > GIVEN_MAX || utf8_check(text, len) >= 0)
		return "";
	while (at < end) {
		uint32_t c = utf8_next(&at, end);

		if (is_filler(c))
			continue;
		if (c >= 0xff01 && c <= 0xff5e)
			c -= 0xff01 - '!';
		if (c >= 'a' && c <= 'z')
			c -= 'a' - 'A';
		utf8_put(&s, c);
	}
	return s.bad ? "" : arena_strdup(arena, str_c(&s));
}

/* -- matching -- */

struct part {
	const char *at;
	size_t len;
};

static struct part part_of(const struct numbers *n, const char *number,
			   int group)
{
	const PCRE2_SIZE *at =
		pcre2_get_ovector_pointer(n->match) + 2 * (size_t)group;

	if (!group || *at == PCRE2_UNSET)
		return (struct part){ number, 0 };
	return (struct part){ number + at[0], at[1] - at[0] };
}

static bool country_known(const struct form *f, struct part p)
{
	const char *at = f->countries;

	if (!*at)
		return true;
	for (; (at = strstr(at, " ")) != NULL; at++)
		if (p.len == 2 && memcmp(at + 1, p.at, 2) == 0)
			return true;
	return p.len == 2 && memcmp(f->countries, p.at, 2) == 0;
}

static bool digit_holds(const struct form *f, struct part serial,
			struct part digit)
{
	char text[2 * NUMBER_MAX];
	size_t fill = strlen(f->prepend);

	if (f->check.rule == CHECK_NONE)
		return true;
	if (digit.len != 1 || serial.len + fill >= sizeof text)
		return false;
	if (serial.len >= fill && memcmp(serial.at, f->prepend, fill) == 0)
		fill = 0;
	memcpy(text, f->prepend, fill);
	memcpy(text + fill, serial.at, serial.len);
	return check_holds(&f->check, text, fill + serial.len, *digit.at);
}

/* 0: another form; -1: this form, and its digit or country is wrong; 1. */
static int matches(const struct numbers *n, const struct form *f,
		   const char *number, size_t len)
{
	if (!f->code || pcre2_match(f->code, (PCRE2_SPTR)number, len, 0, 0,
				    n->match, n->limits) <= 0)
		return 0;
	return country_known(f, part_of(n, number, f->country)) &&
			       digit_holds(f, part_of(n, number, f->serial),
					   part_of(n, number, f->digit))
		       ? 1
		       : -1;
}

/* -- reading -- */

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
	if (f->code && *right && matches(n, f, right, strlen(right)) != 1)
		conf_mistake(conf_get(f->at, "example"),
			     "\"%s\" is no %s by this pattern and check", right,
			     f->service);
	wrong = wrong ? numbers_normal(wrong, &n->arena) : NULL;
	if (f->code && wrong && matches(n, f, wrong, strlen(wrong)) == 1)
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

struct numbers *numbers_load(const char *plugins, const char *policy,
			     struct mistakes *m)
{
	struct numbers *n = xcalloc(1, sizeof *n);
	struct dirent **found = NULL;
	int count;

	n->match = pcre2_match_data_create(64, NULL);
	n->limits = pcre2_match_context_create(NULL);
	if (!n->match || !n->limits)
		abort();
	pcre2_set_match_limit(n->limits, MATCH_LIMIT);
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

/* -- answering -- */

static const char *fill(const char *link, const char *number,
			struct arena *arena)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	const char *at = strstr(link, "{number}");

	/* What a shop reports may be anything; nothing odd goes into a link. */
	if (!at || !*number || strspn(number, plain) != strlen(number))
		return "";
	return arena_printf(arena, "%.*s%s%s", (int)(at - link), link, number,
			    at + strlen("{number}"));
}

static bool better(const struct candidate *a, const struct candidate *b)
{
	return a->valid != b->valid ? a->valid : a->confidence > b->confidence;
}

/* Keeps the best, in order; of equals the earlier. */
static size_t keep(struct candidate out[CANDIDATES_MAX], size_t count,
		   struct candidate c)
{
	size_t at = count;

	while (at > 0 && better(&c, &out[at - 1]))
		at--;
	if (at == CANDIDATES_MAX)
		return count;
	count -= count == CANDIDATES_MAX;
	memmove(out + at + 1, out + at, (count - at) * sizeof *out);
	out[at] = c;
	return count + 1;
}

/* One carrier stands once: with the form that fits best. */
static size_t try_carrier(const struct numbers *n, const struct carrier *c,
			  const char *number, struct arena *arena,
			  struct candidate out[CANDIDATES_MAX], size_t count)
{
	size_t len = strlen(number);
	struct candidate best = { 0 };
	const char *link = "";

	for (size_t i = 0; i < c->forms.len; i++) {
		const struct form *f = &c->forms.at[i];
		int how = matches(n, f, number, len);
		struct candidate one = { c->id, f->service, how > 0,
					 how > 0 ? f->trust : f->trust / 5 + 1,
					 "" };

		if (how && (!best.carrier || better(&one, &best))) {
			best = one;
			link = f->link;
		}
	}
	if (!best.carrier)
		return count;
	best.link = fill(link, number, arena);
	return keep(out, count, best);
}

size_t numbers_recognise(const struct numbers *n, const char *text,
			 struct arena *arena,
			 struct candidate out[CANDIDATES_MAX])
{
	const char *number = numbers_normal(text, arena);
	size_t count = 0;

	for (size_t i = 0; *number && i < n->carriers.len; i++)
		count = try_carrier(n, &n->carriers.at[i], number, arena, out,
				    count);
	return count;
}

/* Names are compared by letters and digits; a longer word may follow the
 * name: "DHL Paket National" is DHL, "DHLX" is not. */
static bool named(const char *word, const char *name)
{
	size_t len = strlen(name);

	return strncasecmp(word, name, len) == 0 &&
	       !((word[len] >= '0' && word[len] <= '9') ||
		 ((word[len] | 32) >= 'a' && (word[len] | 32) <= 'z'));
}

static const struct carrier *carrier_named(const struct numbers *n,
					   const char *word)
{
	word += strspn(word, " \t");
	for (size_t i = 0; i < n->carriers.len; i++) {
		const struct carrier *c = &n->carriers.at[i];

		if (named(word, c->id))
			return c;
		for (size_t k = 0; k < c->names.len; k++)
			if (named(word, c->names.at[k]))
				return c;
	}
	return NULL;
}

const char *numbers_carrier(const struct numbers *n, const char *word,
			    const char *number)
{
	struct candidate found[CANDIDATES_MAX];
	const struct carrier *c = carrier_named(n, word ? word : "");
	struct arena arena = ARENA_INIT;
	const char *id = "";

	if (c)
		return c->id;
	if (numbers_recognise(n, number, &arena, found) && found[0].valid)
		id = found[0].carrier;
	arena_release(&arena);
	return id;
}

const char *numbers_link(const struct numbers *n, const char *word,
			 const char *number, struct arena *arena)
{
	struct candidate found[CANDIDATES_MAX];
	const struct carrier *c = carrier_named(n, word ? word : "");
	size_t count = numbers_recognise(n, number, arena, found);

	for (size_t i = 0; c && i < count; i++)
		if (text_eq(found[i].carrier, c->id) && *found[i].link)
			return found[i].link;
	if (c)
		return fill(c->link, numbers_normal(number, arena), arena);
	return count && found[0].valid ? found[0].link : "";
}
