/* conf.c - see conf.h.
 * SPDX-License-Identifier: MIT */
#include "policy/conf.h"

#include <libconfig.h>
#include <stdarg.h>

#include "base/file.h"
#include "base/utf8.h"
#include "base/when.h"

#define FILE_MAX ((size_t)4 << 20)

VEC(name_list, const char *);

/* A node is a libconfig setting; which ones were read is kept in its hook. */
struct conf {
	config_t tree;
	struct str bytes;
	char *path;
	struct mistakes *mistakes;
	struct name_list asked; /* every name a reader asked for */
};

static config_setting_t *setting(const struct conf_node *node)
{
	return (config_setting_t *)(uintptr_t)node;
}

static const struct conf_node *node_of(const config_setting_t *s)
{
	return (const struct conf_node *)s;
}

static struct conf *file_of(const struct conf_node *node)
{
	return CONTAINER_OF(setting(node)->config, struct conf, tree);
}

/* -- mistakes -- */

static void vmistake(struct mistakes *m, const char *file, int line,
		     const char *fmt, va_list ap)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	if (m->list.len >= CONF_MISTAKES_MAX)
		return;
	str_printf(&s, "%s:%d: ", file, line);
	str_vprintf(&s, fmt, ap);
	mistake_list_push(&m->list, str_take(&s));
}

void mistake(struct mistakes *m, const char *file, int line, const char *fmt,
	     ...)
{
	va_list ap;

	va_start(ap, fmt);
	vmistake(m, file, line, fmt, ap);
	va_end(ap);
}

void mistakes_release(struct mistakes *m)
{
	for (size_t i = 0; i < m->list.len; i++)
		free(m->list.at[i]);
	mistake_list_release(&m->list);
}

void conf_mistake(const struct conf_node *node, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vmistake(file_of(node)->mistakes, conf_file(node), conf_line(node), fmt,
		 ap);
	va_end(ap);
}

/* -- the scan before libconfig -- */

struct source {
	const char *at, *end;
	int line;
};

static void skip_text(struct source *s)
{
	for (s->at++; s->at < s->end && *s->at != '"'; s->at++) {
		s->line += *s->at == '\n';
		if (*s->at == '\\')
			s->at++;
	}
	if (s->at < s->end)
		s->at++;
}

static bool skip_comment(struct source *s)
{
	bool line = *s->at == '#' ||
		    (s->end - s->at > 1 && s->at[0] == '/' && s->at[1] == '/');
	bool block = s->end - s->at > 1 && s->at[0] == '/' && s->at[1] == '*';

	if (line)
		while (s->at < s->end && *s->at != '\n')
			s->at++;
	for (; block && s->at < s->end; s->at++) {
		s->line += *s->at == '\n';
		if (s->at[0] == '*' && s->end - s->at > 1 && s->at[1] == '/') {
			s->at += 2;
			break;
		}
	}
	return line || block;
}

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
	       c == '_' || c == '.' || c == '-' || c == '+' || c == '*';
}

static void check_number(struct conf *c, const struct source *s,
			 const char *word, size_t len)
{
	CLEANUP(free_ptr) char *text = xstrndup(word, len);
	char *end;
	long long n;

	if (strcspn(text, ".eE") < len && !text_starts(text, "0x")) {
		mistake(c->mistakes, c->path, s->line,
			"%s is a fraction; write amounts and durations as "
			"text, such as \"20.00 USD\"",
			text);
		return;
	}
	n = strtoll(text, &end, 0);
	if (len > 12 || (!*end && (n > INT32_MAX || n < INT32_MIN)))
		mistake(c->mistakes, c->path, s->line,
			"%s is larger than 2147483647; write it as text", text);
}

/* libconfig would read the other file without this scan, and neither a hash
 * nor the version of the policy would cover it. Its line is blanked: what
 * stands behind it is still checked. */
static bool refuse_include(struct conf *c, struct source *s)
{
	if (!text_starts(s->at, "@include"))
		return false;
	mistake(c->mistakes, c->path, s->line,
		"@include is not read; write the settings of that file here");
	for (; s->at < s->end && *s->at != '\n'; s->at++)
		c->bytes.at[s->at - c->bytes.at] = ' ';
	return true;
}

static void scan_source(struct conf *c)
{
	struct source s = { c->bytes.at, c->bytes.at + c->bytes.len, 1 };

	while (s.at < s.end) {
		const char *word = s.at;

		if (*s.at == '"') {
			skip_text(&s);
			continue;
		}
		if (skip_comment(&s) || refuse_include(c, &s))
			continue;
		while (s.at < s.end && is_word(*s.at))
			s.at++;
		if (s.at > word && (*word == '-' || *word == '+' ||
				    (*word >= '0' && *word <= '9')))
			check_number(c, &s, word, (size_t)(s.at - word));
		if (s.at == word) {
			s.line += *s.at == '\n';
			s.at++;
		}
	}
}

static bool readable(struct conf *c)
{
	int64_t bad = utf8_check(str_c(&c->bytes), c->bytes.len);
	int line = 1;

	for (int64_t i = 0; i < bad; i++)
		line += c->bytes.at[i] == '\n';
	if (bad >= 0)
		mistake(c->mistakes, c->path, line,
			"this is not UTF-8; save the file as UTF-8");
	if (text_starts(str_c(&c->bytes), "\xEF\xBB\xBF"))
		mistake(c->mistakes, c->path, 1,
			"the file begins with a byte order mark; save it "
			"without");
	return bad < 0 && !text_starts(str_c(&c->bytes), "\xEF\xBB\xBF");
}

/* -- opening -- */

static bool parse(struct conf *c)
{
	if (config_read_string(&c->tree, str_c(&c->bytes)) == CONFIG_TRUE)
		return true;
	mistake(c->mistakes, c->path, config_error_line(&c->tree),
		"%s; look for a missing ; or \"", config_error_text(&c->tree));
	return false;
}

/* Who could not read a file names it; so does every mistake. */
static const char *without_path(const char *text, const char *path)
{
	size_t len = strlen(path);

	return text_starts(text, path) && text_starts(text + len, ": ")
		       ? text + len + 2
		       : text;
}

struct conf *conf_open(const char *path, struct mistakes *m)
{
	struct conf *c = xcalloc(1, sizeof *c);
	struct err err = { 0 };

	c->path = xstrdup(path);
	c->mistakes = m;
	c->bytes = (struct str)STR_INIT;
	config_init(&c->tree);
	if (file_read(&c->bytes, path, FILE_MAX, &err)) {
		mistake(m, path, 1, "%s", without_path(err.text, path));
	} else if (readable(c)) {
		scan_source(c);
		if (parse(c))
			return c;
	}
	conf_close(c);
	return NULL;
}

void conf_close(struct conf *c)
{
	if (!c)
		return;
	config_destroy(&c->tree);
	str_release(&c->bytes);
	name_list_release(&c->asked);
	free(c->path);
	free(c);
}

const struct conf_node *conf_root(struct conf *c)
{
	return node_of(config_root_setting(&c->tree));
}

const char *conf_path(const struct conf *c)
{
	return c->path;
}

struct hash conf_hash(const struct conf *c)
{
	return sha256(str_c(&c->bytes), c->bytes.len);
}

const struct str *conf_bytes(const struct conf *c)
{
	return &c->bytes;
}

/* -- walking -- */

/* A setting's hook is set once somebody has asked for it. */
static void mark(config_setting_t *s)
{
	config_setting_set_hook(s, s);
}

/* Names are literals, so their addresses do for most of the comparing. */
static void remember(struct conf *c, const char *name)
{
	for (size_t i = 0; i < c->asked.len; i++)
		if (c->asked.at[i] == name)
			return;
	name_list_push(&c->asked, name);
}

const struct conf_node *conf_get(const struct conf_node *node, const char *name)
{
	config_setting_t *s =
		node && conf_is_group(node)
			? config_setting_get_member(setting(node), name)
			: NULL;

	if (s)
		mark(s);
	else if (node)
		remember(file_of(node), name);
	return node_of(s);
}

bool conf_is_group(const struct conf_node *node)
{
	return config_setting_is_group(setting(node));
}

int conf_count(const struct conf_node *node)
{
	return node && config_setting_is_aggregate(setting(node))
		       ? config_setting_length(setting(node))
		       : 0;
}

const struct conf_node *conf_at(const struct conf_node *node, int i)
{
	config_setting_t *s =
		config_setting_get_elem(setting(node), (unsigned)i);

	if (s)
		mark(s);
	return node_of(s);
}

const char *conf_name(const struct conf_node *node)
{
	const char *name = config_setting_name(setting(node));

	return name ? name : "";
}

int conf_line(const struct conf_node *node)
{
	return (int)config_setting_source_line(setting(node));
}

const char *conf_file(const struct conf_node *node)
{
	return file_of(node)->path;
}

void conf_unknown(const struct conf_node *group, const char *const *known)
{
	CLEANUP(name_list_release) struct name_list names = { 0 };
	const char *near;

	for (; known && *known; known++)
		name_list_push(&names, *known);
	for (size_t i = 0; conf_count(group) && i < file_of(group)->asked.len;
	     i++)
		name_list_push(&names, file_of(group)->asked.at[i]);
	for (int i = 0; i < conf_count(group); i++) {
		config_setting_t *s =
			config_setting_get_elem(setting(group), (unsigned)i);

		if (config_setting_get_hook(s))
			name_list_push(&names, config_setting_name(s));
	}
	name_list_push(&names, NULL);
	for (int i = 0; i < conf_count(group); i++) {
		config_setting_t *s =
			config_setting_get_elem(setting(group), (unsigned)i);

		if (config_setting_get_hook(s))
			continue;
		near = text_nearest(config_setting_name(s), names.at);
		conf_mistake(node_of(s), "unknown key \"%s\"; %s%s%s",
			     config_setting_name(s),
			     near ? "did you mean \"" : "remove it",
			     near ? near : "", near ? "\"?" : "");
	}
}

/* -- values -- */

const char *conf_self_text(const struct conf_node *node)
{
	return node ? config_setting_get_string(setting(node)) : NULL;
}

const char *conf_text(const struct conf_node *g, const char *name,
		      const char *fallback)
{
	const struct conf_node *node = conf_get(g, name);
	const char *text = conf_self_text(node);

	if (node && !text)
		conf_mistake(node, "\"%s\" must be text in quotes", name);
	return text ? text : fallback;
}

const char *conf_required(const struct conf_node *g, const char *name)
{
	const char *text = conf_text(g, name, NULL);

	if (!text && !conf_get(g, name))
		conf_mistake(g, "\"%s\" is missing; add %s = \"...\";", name,
			     name);
	else if (text && text_blank(text))
		conf_mistake(conf_get(g, name),
			     "\"%s\" is empty; write %s = \"...\";", name,
			     name);
	return text ? text : "";
}

int64_t conf_int(const struct conf_node *g, const char *name, int64_t fallback,
		 int64_t least, int64_t most)
{
	const struct conf_node *node = conf_get(g, name);
	int64_t n;

	if (!node)
		return fallback;
	n = config_setting_get_int(setting(node));
	if (config_setting_type(setting(node)) == CONFIG_TYPE_INT &&
	    n >= least && n <= most)
		return n;
	conf_mistake(node, "\"%s\" must be a whole number from %lld to %lld",
		     name, (long long)least, (long long)most);
	return fallback;
}

bool conf_flag(const struct conf_node *g, const char *name, bool fallback)
{
	const struct conf_node *node = conf_get(g, name);

	if (!node)
		return fallback;
	if (config_setting_type(setting(node)) == CONFIG_TYPE_BOOL)
		return config_setting_get_bool(setting(node)) != 0;
	conf_mistake(node, "\"%s\" must be true or false", name);
	return fallback;
}

int64_t conf_duration(const struct conf_node *g, const char *name,
		      int64_t fallback)
{
	const char *text = conf_text(g, name, NULL);
	struct err err = { 0 };
	int64_t ms;

	if (!text)
		return fallback;
	if (duration_parse(&ms, text, &err) == 0)
		return ms;
	conf_mistake(conf_get(g, name), "\"%s\": %s", name, err.text);
	return fallback;
}

struct money conf_money(const struct conf_node *g, const char *name)
{
	const char *text = conf_text(g, name, NULL);
	struct money m = { 0 };
	struct err err = { 0 };

	if (text && money_parse_pair(&m, text, &err))
		conf_mistake(conf_get(g, name), "\"%s\": %s", name, err.text);
	return m;
}

int conf_choice(const struct conf_node *g, const char *name,
		const char *const *words, int fallback)
{
	CLEANUP(str_release) struct str list = STR_INIT;
	const char *text = conf_text(g, name, NULL);

	if (!text)
		return fallback;
	for (int i = 0; words[i]; i++) {
		if (text_eq(words[i], text))
			return i;
		str_printf(&list, "%s%s", i ? ", " : "", words[i]);
	}
	conf_mistake(conf_get(g, name), "\"%s\" must be one of %s", name,
		     str_c(&list));
	return fallback;
}

const char *conf_words(const struct conf_node *g, const char *name,
		       struct arena *arena)
{
	CLEANUP(str_release) struct str all = STR_INIT;
	const struct conf_node *node = conf_get(g, name);
	const char *text = conf_self_text(node);

	if (text)
		return text;
	for (int i = 0; i < conf_count(node); i++) {
		text = conf_self_text(conf_at(node, i));
		if (!text)
			conf_mistake(node, "\"%s\" must be a list of texts",
				     name);
		else
			str_printf(&all, "%s%s", all.len ? " " : "", text);
	}
	return arena_strdup(arena, str_c(&all));
}
