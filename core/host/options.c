/* options.c - see options.h.
 * SPDX-License-Identifier: MIT */
#include "host/options.h"

#include <sys/stat.h>

#include "base/file.h"
#include "base/when.h"

struct option {
	const char *name, *type, *fallback, *allowed, *help;
	bool required;
};

struct reader {
	const struct conf_node *block;
	const char *dir;
	struct instance *in;
	struct jw config, secrets;
};

static struct option option_of(const cJSON *json)
{
	const char *type = json_text(json, "type");
	const char *name = json_text(json, "name");

	return (struct option){
		.name = name ? name : "",
		.type = type ? type : "string",
		.fallback = json_text(json, "fallback"),
		.allowed = json_text(json, "allowed"),
		.help = json_text(json, "help"),
		.required = json_bool(json, "required", false),
	};
}

/* -- secrets -- */

static void check_secret_file(const struct conf_node *node, const char *path)
{
	const char *fault;
	struct stat st;

	if (stat(path, &st)) {
		conf_mistake(node,
			     "%s does not exist; put the secret there, "
			     "mode 0600",
			     path);
		return;
	}
	fault = secret_fault(&st);
	if (fault)
		conf_mistake(node, "%s: %s", path, fault);
}

static void put_secret_file(struct reader *r, const struct option *o,
			    const char *path)
{
	CLEANUP(free_ptr) char *real = realpath(path, NULL);
	CLEANUP(free_ptr) char *source = NULL;

	check_secret_file(conf_get(r->block, o->name), path);
	source = xasprintf("file:%s", real ? real : path);
	jw_kv_text(&r->secrets, o->name, source);
}

/* Of the service manager (systemd's LoadCredential=), which gives the folder
 * only to the service itself: elsewhere, as in `check`, its name is all there
 * is to look at. */
static void put_credential(struct reader *r, const struct option *o,
			   const char *name)
{
	const char *dir = getenv("CREDENTIALS_DIRECTORY");
	CLEANUP(free_ptr) char *path = NULL;

	if (!*name || strchr(name, '/'))
		conf_mistake(conf_get(r->block, o->name),
			     "\"%s\" is no credential's name; write "
			     "\"credential:NAME\"",
			     name);
	else if (dir) {
		path = path_join(dir, name);
		put_secret_file(r, o, path);
	} else {
		path = xasprintf("credential:%s", name);
		jw_kv_text(&r->secrets, o->name, path);
	}
}

static void put_secret(struct reader *r, const struct option *o,
		       const char *text)
{
	const struct conf_node *node = conf_get(r->block, o->name);

	if (text_starts(text, "file:")) {
		CLEANUP(free_ptr) char *path = path_join(r->dir, text + 5);

		put_secret_file(r, o, path);
	} else if (text_starts(text, "credential:")) {
		put_credential(r, o, text + strlen("credential:"));
	} else {
		conf_mistake(node,
			     "\"%s\" is a secret and may not stand here; "
			     "write \"file:NAME\" or "
			     "\"credential:NAME\"",
			     o->name);
	}
	{
		CLEANUP(free_ptr)
		char *mark = xasprintf("{secret:%s}", o->name);

		jw_text(&r->config, mark);
	}
}

/* -- values -- */

static bool in_words(const char *allowed, const char *text)
{
	size_t len = strlen(text);

	while (*allowed) {
		size_t word = strcspn(allowed, "|");

		if (word == len && memcmp(allowed, text, len) == 0)
			return true;
		allowed += word + (allowed[word] == '|');
	}
	return false;
}

static void put_choice(struct reader *r, const struct option *o,
		       const char *text)
{
	if (o->allowed && !in_words(o->allowed, text))
		conf_mistake(conf_get(r->block, o->name),
			     "\"%s\" must be one of %s", o->name, o->allowed);
	jw_text(&r->config, text);
}

static void put_url(struct reader *r, const struct option *o, const char *text)
{
	size_t len = strlen(text);

	if (!text_starts(text, "https://") &&
	    !text_starts(text, "http://127.") &&
	    !text_starts(text, "http://localhost"))
		conf_mistake(conf_get(r->block, o->name),
			     "\"%s\" must begin with https://", o->name);
	/* A plugin appends a path. */
	while (len && text[len - 1] == '/')
		len--;
	jw_text_n(&r->config, text, len);
}

static void range_of(const struct option *o, int64_t *least, int64_t *most)
{
	char *end;

	*least = INT32_MIN;
	*most = INT32_MAX;
	if (!o->allowed || !strstr(o->allowed, ".."))
		return;
	*least = strtoll(o->allowed, &end, 10);
	if (text_starts(end, ".."))
		*most = strtoll(end + 2, NULL, 10);
}

static void put_int(struct reader *r, const struct option *o)
{
	int64_t least, most, value;

	range_of(o, &least, &most);
	value = conf_int(r->block, o->name,
			 o->fallback ? strtoll(o->fallback, NULL, 10) : 0,
			 least, most);
	jw_i64(&r->config, value);
	/* What this account was granted, in place of what the plugin knows. */
	if (r->in->is_carrier && text_eq(o->name, "calls_a_day"))
		r->in->calls_a_day = value;
}

static void put_duration(struct reader *r, const struct option *o)
{
	struct err err = { 0 };
	int64_t fallback = 0;

	if (o->fallback && duration_parse(&fallback, o->fallback, &err))
		conf_mistake(r->block,
			     "the plugin's own default for \"%s\" "
			     "is no duration",
			     o->name);
	jw_i64(&r->config, conf_duration(r->block, o->name, fallback));
}

/* Of an option without a default "" is as good as nothing; of one that has a
 * default it is a text of its own, such as "no folder". */
static void put_text(struct reader *r, const struct option *o)
{
	const char *text = conf_text(r->block, o->name, o->fallback);

	if (!text || (!*text && !o->fallback))
		jw_null(&r->config);
	else if (text_eq(o->type, "secret"))
		put_secret(r, o, text);
	else if (text_eq(o->type, "choice"))
		put_choice(r, o, text);
	else if (text_eq(o->type, "url"))
		put_url(r, o, text);
	else
		jw_text(&r->config, text);
}

static void check_required(const struct reader *r, const struct option *o)
{
	const struct conf_node *node = conf_get(r->block, o->name);
	const char *text = conf_self_text(node);
	const char *help =
		o->help && *o->help ? o->help : "see docs/manifest.md";

	if (!o->required)
		return;
	if (!node)
		conf_mistake(r->block, "\"%s\" is missing; add %s = ...; (%s)",
			     o->name, o->name, help);
	else if (text && text_blank(text))
		conf_mistake(node, "\"%s\" is empty; write its value: %s",
			     o->name, help);
}

static void put_option(struct reader *r, const struct option *o)
{
	check_required(r, o);
	if (text_eq(o->type, "int"))
		put_int(r, o);
	else if (text_eq(o->type, "bool"))
		jw_i64(&r->config, conf_flag(r->block, o->name,
					     text_eq(o->fallback, "true")));
	else if (text_eq(o->type, "duration"))
		put_duration(r, o);
	else
		put_text(r, o);
}

/* -- servers -- */

static const cJSON *value_of(const cJSON *options, const cJSON *config,
			     const char *name, size_t len)
{
	const cJSON *o, *v = config ? config->child : NULL;

	cJSON_ArrayForEach (o, options) {
		const char *is = json_text(o, "name");

		if (is && strlen(is) == len && memcmp(is, name, len) == 0)
			return v;
		v = v ? v->next : NULL;
	}
	return NULL;
}

/* Where streams may go: every pair of options X_host and X_port. */
static const char *servers_of(struct instance *in)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	const cJSON *o, *options = json_get(in->descriptor, "options");
	struct err ignored = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *config = json_parse(in->config, strlen(in->config), &ignored);

	cJSON_ArrayForEach (o, options) {
		const char *name = json_text(o, "name");
		CLEANUP(free_ptr) char *pair = NULL;
		const cJSON *host, *port;

		if (!name || !text_ends(name, "_host"))
			continue;
		pair = xasprintf("%.*sport", (int)strlen(name) - 4, name);
		host = value_of(options, config, name, strlen(name));
		port = value_of(options, config, pair, strlen(pair));
		if (host && cJSON_IsString(host) && port &&
		    cJSON_IsNumber(port) && !strchr(host->valuestring, ' '))
			str_printf(&s, "%s%s:%d", s.len ? " " : "",
				   host->valuestring, port->valueint);
	}
	return arena_strdup(&in->arena, str_c(&s));
}

void options_read(const struct conf_node *block, struct instance *in,
		  const char *dir)
{
	CLEANUP(str_release) struct str config = STR_INIT, secrets = STR_INIT;
	struct reader r = { .block = block,
			    .dir = dir,
			    .in = in,
			    .config = JW_INIT(&config),
			    .secrets = JW_INIT(&secrets) };
	const cJSON *json;

	jw_array(&r.config);
	jw_object(&r.secrets);
	cJSON_ArrayForEach (json, json_get(in->descriptor, "options")) {
		struct option o = option_of(json);

		put_option(&r, &o);
	}
	jw_end(&r.config);
	jw_end(&r.secrets);
	in->config = arena_strdup(&in->arena, str_c(&config));
	in->secrets = arena_strdup(&in->arena, str_c(&secrets));
	in->servers = servers_of(in);
	conf_unknown(block, NULL);
}
