/* conf_values.c - values of a group by name: typed, in bounds, or a mistake.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "policy/conf/conf_own.h"

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
	if (node && !config_setting_is_aggregate(setting(node)))
		conf_mistake(node, "\"%s\" must be a list of texts", name);
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

static bool same_value(const config_setting_t *a, const config_setting_t *b)
{
	switch (config_setting_type(a)) {
	case CONFIG_TYPE_STRING:
		return text_eq(config_setting_get_string(a),
			       config_setting_get_string(b));
	case CONFIG_TYPE_BOOL:
		return config_setting_get_bool(a) == config_setting_get_bool(b);
	default:
		return config_setting_get_int64(a) ==
		       config_setting_get_int64(b);
	}
}

bool conf_same(const struct conf_node *a, const struct conf_node *b)
{
	if (!a || !b)
		return a == b;
	if (config_setting_type(setting(a)) != config_setting_type(setting(b)))
		return false;
	if (!config_setting_is_aggregate(setting(a)))
		return same_value(setting(a), setting(b));
	if (conf_count(a) != conf_count(b))
		return false;
	for (int i = 0; i < conf_count(a); i++)
		if (!text_eq(conf_name(conf_at(a, i)),
			     conf_name(conf_at(b, i))) ||
		    !conf_same(conf_at(a, i), conf_at(b, i)))
			return false;
	return true;
}
