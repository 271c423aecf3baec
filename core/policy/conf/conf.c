/* conf.c - see conf.h.
 * SPDX-License-Identifier: MIT */
#include "policy/conf/conf_own.h"

#include <stdarg.h>

#include "base/file.h"
#include "base/utf8.h"

#define FILE_MAX ((size_t)4 << 20)

void conf_mistake(const struct conf_node *node, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	mistake_v(file_of(node)->mistakes, conf_file(node), conf_line(node),
		  fmt, ap);
	va_end(ap);
}

/* -- opening -- */

/* Of "yes" in "enabled = yes" the length; 0 of what can be a value. */
static size_t bare_word(const char *at)
{
	size_t len = strspn(at, "abcdefghijklmnopqrstuvwxyz"
				"ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	bool flag = (len == 4 && strncasecmp(at, "true", 4) == 0) ||
		    (len == 5 && strncasecmp(at, "false", 5) == 0);

	return flag ? 0 : len;
}

/* A word that is no value, in the line of the error. */
static bool put_bare_word(struct str *s, const struct conf *c)
{
	const char *at = str_c(&c->bytes);

	for (int i = config_error_line(&c->tree); at && i > 1; i--)
		at = (at = strchr(at, '\n')) ? at + 1 : NULL;
	while (at && *(at += strcspn(at, "=\n#\"")) == '=') {
		size_t len = bare_word(at += 1 + strspn(at + 1, " \t"));

		if (len) {
			str_printf(s,
				   "%.*s is no value: write true, false, a "
				   "number, or a text in quotes",
				   (int)len, at);
			return true;
		}
		/* A text may hold what looks like a setting. */
		if (*at == '"')
			at = strchr(at + 1, '"');
		at += at && *at == '"';
	}
	return false;
}

/* With a syntax error, such as a quote that is missing, what the scan took for
 * a number may be words of a text: it is told alone. */
static bool parse(struct conf *c, size_t before_scan)
{
	CLEANUP(str_release) struct str where = STR_INIT;

	if (config_read_string(&c->tree, str_c(&c->bytes)) == CONFIG_TRUE)
		return true;
	mistakes_cut(c->mistakes, before_scan);
	str_printf(&where, "%s; ", config_error_text(&c->tree));
	if (!put_bare_word(&where, c))
		str_puts(&where, "look for a missing ; , \" ( or )");
	/* Behind a missing quote texts and settings change places, and the
	 * error is found where a text ends. */
	if (c->long_text && c->long_text <= config_error_line(&c->tree))
		str_printf(&where,
			   ", first in line %d, where a text begins that does "
			   "not end there",
			   c->long_text);
	mistake(c->mistakes, c->path, config_error_line(&c->tree), "%s",
		str_c(&where));
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

static struct conf *open_file(const char *path, struct mistakes *m, bool part)
{
	struct conf *c = xcalloc(1, sizeof *c);
	size_t before = m->list.len;
	struct err err = { 0 };

	c->path = xstrdup(path);
	c->mistakes = m;
	c->bytes = (struct str)STR_INIT;
	config_init(&c->tree);
	if (file_read(&c->bytes, path, FILE_MAX, &err)) {
		mistake(m, path, 1, "%s", without_path(err.text, path));
	} else if (conf_scan(c) && (parse(c, before) || part)) {
		str_fit(&c->bytes);
		c->hash = sha256(str_c(&c->bytes), c->bytes.len);
		return c;
	}
	conf_close(c);
	return NULL;
}

struct conf *conf_open(const char *path, struct mistakes *m)
{
	return open_file(path, m, false);
}

struct conf *conf_open_part(const char *path, struct mistakes *m)
{
	return open_file(path, m, true);
}

void conf_done(struct conf *c)
{
	config_destroy(&c->tree);
	config_init(&c->tree);
	name_list_release(&c->asked);
}

void conf_kept(struct conf *c)
{
	str_release(&c->bytes);
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
	return c->hash;
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
	int line = (int)config_setting_source_line(setting(node));

	return line > 0 ? line : 1; /* of the file itself */
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
		/* Another group has it. */
		if (near && text_eq(near, config_setting_name(s)))
			near = NULL;
		conf_mistake(node_of(s), "unknown key \"%s\"; %s%s%s",
			     config_setting_name(s),
			     near ? "did you mean \"" : "remove it",
			     near ? near : "", near ? "\"?" : "");
	}
}
