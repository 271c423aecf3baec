/* describe.c - a plugin's descriptor, said by a short-lived worker: the desk
 * runs nothing of a plugin's file.
 * SPDX-License-Identifier: MIT */
#include <dirent.h>

#include "base/file.h"
#include "host/describe_own.h"
#include "host/manifest.h"
#include "host/walls.h"

static int say(const struct describer *d, const char *so, struct str *out,
	       struct err *err)
{
	struct known *k = known_of("--describe", so);

	if (!known_holds(k)) {
		CLEANUP(str_release)
		struct str fresh = STR_LIMIT(DESCRIPTOR_MAX);

		known_begin(k);
		if (known_ask(k, d->worker, &fresh, err))
			return -1;
		known_keep(k, str_c(&fresh), fresh.len);
	}
	if (known_failed(k, err))
		return -1;
	str_add(out, k->said, k->len);
	return 0;
}

/* Ids become paths: letters, digits and dashes only. */
static bool good_id(const char *id)
{
	return *id && strlen(id) < 64 &&
	       strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-_") ==
		       strlen(id);
}

/* -- a plugin that is not there -- */

#define NAMES_MAX 100

static int is_plugin(const struct dirent *e)
{
	return text_ends(e->d_name, ".so") &&
	       !text_starts(e->d_name, "locale-");
}

/* The ids of what is installed, NULL-terminated, in the arena. */
static const char **installed(const char *folder, struct arena *arena)
{
	const char **names = arena_alloc(arena, sizeof *names * NAMES_MAX);
	struct dirent **list = NULL;
	int n = scandir(folder, &list, is_plugin, alphasort);
	size_t count = 0;

	for (int i = 0; i < n; i++) {
		size_t len = strlen(list[i]->d_name) - strlen(".so");

		if (count + 1 < NAMES_MAX)
			names[count++] = arena_printf(arena, "%.*s", (int)len,
						      list[i]->d_name);
		free(list[i]);
	}
	free(list);
	names[count] = NULL;
	return names;
}

static int no_plugin(const struct describer *d, const char *plugin,
		     struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(str_release) struct str all = STR_INIT;
	const char **names = installed(d->plugins, &arena);
	const char *near = text_nearest(plugin, names);

	for (size_t i = 0; names[i]; i++)
		str_printf(&all, "%s%s", i ? ", " : "", names[i]);
	return err_set(
		err, ERR_CONFIG, "there is no plugin \"%s\"; %s%s%s%s has %s",
		plugin, near ? "did you mean \"" : "", near ? near : "",
		near ? "\"? " : "", d->plugins, all.len ? str_c(&all) : "none");
}

cJSON *describe_plugin(void *arg, const char *plugin, char **so,
		       struct err *err)
{
	CLEANUP(str_release) struct str out = STR_LIMIT(DESCRIPTOR_MAX);
	const struct describer *d = arg;
	CLEANUP(free_ptr) char *path = NULL;
	cJSON *json;

	if (!good_id(plugin)) {
		err_set(err, ERR_CONFIG,
			"\"%.60s\" is no plugin's name; it has small letters, "
			"digits, - and _",
			plugin);
		return NULL;
	}
	path = xasprintf("%s/%s.so", d->plugins, plugin);
	if (!file_exists(path)) {
		no_plugin(d, plugin, err);
		return NULL;
	}
	if (walls_allow("plugin", path, err) || say(d, path, &out, err))
		return NULL;
	json = json_parse(str_c(&out), out.len, err);
	if (json)
		*so = TAKE(path);
	return json;
}
