/* plugins.c - see plugins.h.
 * SPDX-License-Identifier: MIT */
#include "fuzz/plugins.h"

#include "base/file.h"
#include "fuzz/fuzz.h"
#include "help/place.h"

static const char *const names[] = { "dhl", "shopify", "email" };

static void load(struct fuzz_plugin *p, const char *name)
{
	CLEANUP(free_ptr) char *file = xasprintf("plugins/%s.so", name);
	CLEANUP(str_release) struct str told = STR_INIT;
	struct err err = { 0 };

	if (plugin_load(&p->plugin, built(file), NULL, &err))
		fuzz_fail("%s", err.text);
	plugin_describe(&told, &p->plugin);
	p->descriptor = json_parse(str_c(&told), told.len, &err);
	FUZZ_HOLDS(p->descriptor, "%s", err.text);
}

const struct fuzz_plugin *fuzz_plugin(const char *name)
{
	static struct fuzz_plugin loaded[COUNT_OF(names)];

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		if (!text_eq(names[i], name))
			continue;
		if (!loaded[i].descriptor)
			load(&loaded[i], name);
		return &loaded[i];
	}
	return NULL;
}

/* Letters, digits, '_' and '-': a name of a fixture goes nowhere else. */
static bool is_name(const char *text)
{
	return *text && !text[strspn(text, "abcdefghijklmnopqrstuvwxyz"
					   "0123456789_-")];
}

bool fuzz_asked(const char *name, const struct fuzz_plugin **p,
		struct fixture *f, struct asked *a)
{
	const char *slash = name ? strchr(name, '/') : NULL;
	CLEANUP(free_ptr) char *plugin = NULL, *path = NULL;
	struct err err = { 0 };

	if (!slash || !is_name(slash + 1))
		return false;
	plugin = xstrndup(name, (size_t)(slash - name));
	path = xasprintf("plugins/%s/fixtures/%s.http", plugin, slash + 1);
	*p = fuzz_plugin(plugin);
	if (!*p || !file_exists(path))
		return false;
	if (fixture_read(f, path, &err) ||
	    asked_read(a, f, &(*p)->plugin, &err))
		fuzz_fail("%s", err.text);
	return true;
}
