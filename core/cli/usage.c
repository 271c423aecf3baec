/* usage.c - see usage.h.
 * SPDX-License-Identifier: MIT */
#include "cli/usage.h"

#define TOKENS_MAX 8

struct form {
	const char *text;
	size_t len; /* of text */
	const char *at[TOKENS_MAX];
	size_t lens[TOKENS_MAX];
	size_t count;
};

/* -- forms -- */

/* Reads one and steps over it; false at the end. */
static bool next_form(const char **at, struct form *f)
{
	const char *p = *at, *end;

	if (!p)
		return false;
	end = strstr(p, " | ");
	*at = end ? end + 3 : NULL;
	end = end ? end : p + strlen(p);
	*f = (struct form){ .text = p, .len = (size_t)(end - p) };
	while (p < end && f->count < TOKENS_MAX) {
		size_t len = strcspn(p, " ");

		if (len > (size_t)(end - p))
			len = (size_t)(end - p);
		f->at[f->count] = p;
		f->lens[f->count++] = len;
		p += len;
		p += strspn(p, " ");
	}
	return true;
}

bool usage_form(const char **at, const char **text, size_t *len)
{
	struct form f;

	if (!next_form(at, &f))
		return false;
	*text = f.text;
	*len = f.len;
	return true;
}

static bool is_token(const struct form *f, size_t i, const char *word)
{
	return i < f->count && strlen(word) == f->lens[i] &&
	       memcmp(f->at[i], word, f->lens[i]) == 0;
}

static bool begins_small(const struct form *f)
{
	return f->count && *f->at[0] >= 'a' && *f->at[0] <= 'z';
}

static bool asked_by_option(const struct cli *c, const struct form *f)
{
	for (size_t i = 0; f->count && i < c->options.len; i++)
		if (text_starts(f->at[0], "--") &&
		    strlen(c->options.at[i].name) + 2 == f->lens[0] &&
		    memcmp(f->at[0] + 2, c->options.at[i].name,
			   f->lens[0] - 2) == 0)
			return true;
	return false;
}

/* The form of this command line. */
static bool find_form(const struct cli *c, const struct verb *v, struct form *f)
{
	const char *at = v->words;
	struct form one;
	bool found = false;

	while (next_form(&at, &one)) {
		bool bare = !begins_small(&one) &&
			    !(one.count && *one.at[0] == '-');

		if (asked_by_option(c, &one) ||
		    (begins_small(&one) && is_token(&one, 0, cli_word(c, 0)))) {
			*f = one;
			return true;
		}
		if (bare && !found) {
			*f = one;
			found = true;
		}
	}
	return found;
}

/* -- checks -- */

static int no_form(const struct cli *c, const struct verb *v, struct err *err)
{
	const char *names[TOKENS_MAX * 2] = { NULL };
	char copies[TOKENS_MAX * 2][24];
	const char *at = v->words, *near;
	struct form f;
	size_t n = 0;

	while (n < COUNT_OF(copies) - 1 && next_form(&at, &f)) {
		snprintf(copies[n], sizeof copies[n], "%.*s", (int)f.lens[0],
			 f.at[0]);
		names[n] = copies[n];
		n++;
	}
	if (!*cli_word(c, 0))
		return err_set(err, ERR_USAGE,
			       "%s what? `helloword %s -h` shows the words",
			       v->name, v->name);
	near = text_nearest(cli_word(c, 0), names);
	return err_set(err, ERR_USAGE,
		       "%s has no word \"%.40s\"%s%s%s; `helloword %s -h` "
		       "shows them",
		       v->name, cli_word(c, 0), near ? "; did you mean \"" : "",
		       near ? near : "", near ? "\"?" : "", v->name);
}

static int check_words(const struct cli *c, const struct verb *v,
		       const struct form *f, struct err *err)
{
	size_t from = f->count && text_starts(f->at[0], "--");
	size_t least = 0, most = f->count - from;
	const char *last = f->count ? f->at[f->count - 1] : "";

	for (size_t i = from; i < f->count; i++) {
		if (*f->at[i] != '[')
			least = i + 1 - from;
		if (memmem(f->at[i], f->lens[i], "...", 3))
			most = SIZE_MAX;
	}
	if (c->words.len < least)
		return err_set(err, ERR_USAGE,
			       "`helloword %s %.*s`: %.*s is missing", v->name,
			       (int)f->len, f->text,
			       (int)f->lens[from + c->words.len],
			       f->at[from + c->words.len]);
	if (c->words.len <= most)
		return 0;
	return err_set(err, ERR_USAGE,
		       "`helloword %s%s%.*s`: \"%.60s\" is a word too many%s",
		       v->name, f->len ? " " : "", (int)f->len, f->text,
		       cli_word(c, most),
		       text_starts(last, "TEXT") || text_starts(last, "[TEXT")
			       ? "; put the text in quotes"
			       : "");
}

/* "list show" has "show". A word that may be left out must be said. */
static bool has_word(const char *words, const struct form *f, const char *said)
{
	bool optional = f->count && *f->at[0] == '[';
	const char *word = optional ? said : f->at[0];
	size_t word_len = optional ? strlen(said) : f->lens[0];

	while (f->count && *words) {
		size_t len = strcspn(words, " ");

		if (len == word_len && memcmp(words, word, len) == 0)
			return true;
		words += len;
		words += strspn(words, " ");
	}
	return false;
}

/* With any of the rows that an option has; appends their words to `of`. */
static bool goes_with(const struct cli *c, const struct verb *v,
		      const struct form *f, const char *name, struct str *of)
{
	bool does = false;

	for (const struct verb_option *o = v->options; o && o->name; o++) {
		if (!text_eq(o->name, name))
			continue;
		does |= !o->of || has_word(o->of, f, cli_word(c, 0));
		str_printf(of, " %s", o->of ? o->of : "");
	}
	return does || !of->len;
}

static int check_options(const struct cli *c, const struct verb *v,
			 const struct form *f, struct err *err)
{
	for (size_t i = 0; i < c->options.len; i++) {
		CLEANUP(str_release) struct str of = STR_INIT;
		const char *name = c->options.at[i].name;

		if (!goes_with(c, v, f, name, &of))
			return err_set(err, ERR_USAGE,
				       "--%s goes with `helloword %s%s`", name,
				       v->name, str_c(&of));
	}
	return 0;
}

int usage_check(const struct cli *c, const struct verb *v, struct err *err)
{
	struct form f;

	if (!find_form(c, v, &f))
		return no_form(c, v, err);
	return check_words(c, v, &f, err) || check_options(c, v, &f, err) ? -1
									  : 0;
}

const struct verb_option *usage_option(const struct verb *v, const char *name,
				       size_t len)
{
	const struct verb_option *o = v->options;

	for (; o && o->name; o++)
		if (strlen(o->name) == len && memcmp(o->name, name, len) == 0)
			return o;
	return NULL;
}

/* -- help -- */

void usage_put_verbs(struct str *s)
{
	str_puts(s, "usage: helloword VERB [WORDS] [--json] [-c MANIFEST]\n\n");
	for (const struct verb *v = verbs; v->name; v++)
		str_printf(s, "  %-11s %s\n", v->name, v->help);
	str_puts(s, "\n`helloword VERB -h` shows its words, options and an "
		    "example. The manifest is -c,\n$HELLOWORD_CONF, "
		    "./helloword.conf or /etc/helloword/helloword.conf.\n\n"
		    "exit: 0 done, 1 failed, 3 a check found something, 64 "
		    "usage, 65 data, 69 no desk,\n      71 system, 75 try "
		    "again, 77 not allowed, 78 configuration\n");
}

static void put_option(struct str *s, const struct verb_option *o)
{
	CLEANUP(str_release) struct str name = STR_INIT;

	str_printf(&name, "--%s%s%s", o->name, o->value ? " " : "",
		   o->value ? o->value : "");
	str_printf(s, "  %-20s %s%s%s\n", str_c(&name), o->of ? o->of : "",
		   o->of ? ": " : "", o->help);
}

void usage_put(struct str *s, const struct verb *v)
{
	const char *at = v->words, *lead = "usage:";
	struct form f;

	while (next_form(&at, &f)) {
		str_printf(s, "%s helloword %s%s%.*s\n", lead, v->name,
			   f.len ? " " : "", (int)f.len, f.text);
		lead = "      ";
	}
	str_printf(s, "\n%s.\n%s%s", v->help, v->more ? v->more : "",
		   v->more ? "\n" : "");
	str_printf(s, "\nexample: %s\n\noptions:\n", v->example);
	for (const struct verb_option *o = v->options; o && o->name; o++)
		put_option(s, o);
	str_puts(
		s,
		"  --json               for programs; of a list one object a "
		"line, and none\n                       when there is nothing\n"
		"  -c MANIFEST          of which desk\n");
}
