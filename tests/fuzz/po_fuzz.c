/* po_fuzz.c - the files of translators, through packc and into an opened pack.
 *
 * An input is replies.po; when its first line is "locale.conf", the rest is
 * that file, beside a good replies.po.
 * fuzz: leaks are left to the replay under sanitizers: libconfig's own would
 * have every second input searched for them.
 * fuzz: at most 16384 bytes of it.
 * SPDX-License-Identifier: MIT */
#include <sys/stat.h>

#include "../tools/packc/build.h"
#include "base/file.h"
#include "fuzz/conf.h"
#include "fuzz/fuzz.h"

static const char *const files[] = { "locale-de/replies.po",
				     "locale-de/locale.conf" };
static struct str own[COUNT_OF(files)];
static char *folder;

static void load(void)
{
	CLEANUP(free_ptr) char *scratch = path_dir(fuzz_file("here", "", 0));
	struct err err = { 0 };

	folder = path_join(scratch, "locale-de");
	mkdir(folder, 0700);
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		CLEANUP(free_ptr) char *path = path_join("plugins", files[i]);

		own[i] = (struct str)STR_INIT;
		if (file_read(&own[i], path, 1 << 20, &err))
			fuzz_fail("%s", err.text);
		fuzz_file(files[i], str_c(&own[i]), own[i].len);
	}
}

static void build(const char *name, int lines)
{
	CLEANUP(str_release) struct str blob = STR_INIT;
	struct mistakes m = { 0 };
	struct err err = { 0 };
	struct pack *p;

	if (pack_build(folder, NULL, &blob, &m)) {
		FUZZ_HOLDS(m.list.len, "refused without a mistake");
		fuzz_mistakes(&m, name, lines);
	} else {
		FUZZ_HOLDS(!m.list.len, "built with a mistake");
		p = pack_open(str_c(&blob), blob.len, &err);
		FUZZ_HOLDS(p, "what was built is no pack: %s", err.text);
		FUZZ_HOLDS(text_eq(pack_tag(p), "de"), "it is of %s",
			   pack_tag(p));
		pack_free(p);
	}
	mistakes_release(&m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_text t = { (const char *)data, (const char *)data + size };
	static const char conf[] = "locale.conf\n";
	size_t which =
		size >= sizeof conf - 1 && !memcmp(data, conf, sizeof conf - 1);

	if (!folder)
		load();
	t.at += which ? sizeof conf - 1 : 0;
	fuzz_file(files[which], t.at, (size_t)(t.end - t.at));
	build(files[which], fuzz_lines(t.at, (size_t)(t.end - t.at)));
	fuzz_file(files[which], str_c(&own[which]), own[which].len);
	return 0;
}
