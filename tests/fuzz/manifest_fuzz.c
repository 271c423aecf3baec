/* manifest_fuzz.c - manifests: read, with every check that needs no worker.
 *
 * fuzz: leaks are left to the replay under sanitizers: libconfig's own would
 * have every second input searched for them.
 * fuzz: at most 16384 bytes of one.
 * SPDX-License-Identifier: MIT */
#include "fuzz/conf.h"
#include "fuzz/fuzz.h"
#include "help/place.h"
#include "host/manifest.h"
#include "wire/load.h"

static const char *const names[] = { "shopify", "dhl", "email" };
static struct plugin plugins[COUNT_OF(names)];
static struct str told[COUNT_OF(names)];

static void load(void)
{
	struct err err = { 0 };

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		CLEANUP(free_ptr)
		char *file = xasprintf("plugins/%s.so", names[i]);

		told[i] = (struct str)STR_INIT;
		if (plugin_load(&plugins[i], built(file), NULL, &err))
			fuzz_fail("%s", err.text);
		plugin_describe(&told[i], &plugins[i]);
	}
	fuzz_file("token", "secret\n", 7);
}

static cJSON *describe(void *arg, const char *plugin, char **so,
		       struct err *err)
{
	(void)arg;
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (text_eq(names[i], plugin)) {
			*so = xstrdup(plugins[i].path);
			return json_parse(str_c(&told[i]), told[i].len, err);
		}
	err_set(err, ERR_CONFIG, "there is no plugin \"%.40s\"", plugin);
	return NULL;
}

/* What the desk and the sender are given of it. */
static void check_instance(const struct instance *in)
{
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *config = json_parse(in->config, strlen(in->config), &err);
	CLEANUP(json_free_ptr)
	cJSON *secrets = json_parse(in->secrets, strlen(in->secrets), &err);

	FUZZ_HOLDS(cJSON_IsArray(config), "config: %s", err.text);
	FUZZ_HOLDS(cJSON_IsObject(secrets), "secrets: %s", err.text);
	FUZZ_HOLDS(!in->sound || *in->name, "an instance without a name");
}

static void read_file(const char *path, int lines, bool whole)
{
	struct mistakes m = { 0 };
	struct manifest *manifest = manifest_open(path, describe, NULL, &m);

	FUZZ_HOLDS((manifest && whole) || m.list.len,
		   "it is not read, and there is no mistake");
	fuzz_mistakes(&m, "helloword.conf", lines);
	for (size_t i = 0; manifest && i < manifest->count; i++)
		check_instance(manifest->instances[i]);
	if (manifest && !m.list.len)
		FUZZ_HOLDS(manifest->state && manifest->policy &&
				   *manifest->mail_domain && *manifest->listen,
			   "it has no mistake, and no state");
	manifest_close(manifest);
	mistakes_release(&m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!plugins[0].path)
		load();
	read_file(fuzz_file("helloword.conf", data, size),
		  fuzz_lines((const char *)data, size),
		  !size || !memchr(data, 0, size));
	return 0;
}
