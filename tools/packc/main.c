/* main.c - packc: builds a locale pack (build.h), and what all packs share.
 *
 *	packc --meant OUT                             (meant.h)
 *	packc plugins/locale-de OUT.pack [MEANT]
 *
 * Looks for policy/ and plugins/ where it stands. 64: used wrongly; 65: a file
 * is wrong, told with its line; 66: MEANT is; 71: OUT cannot be written.
 * SPDX-License-Identifier: MIT */
#include "build.h"

#include <stdio.h>

#include "base/file.h"
#include "meant.h"

#define MEANT_MAX (64U << 20)

static void tell(struct mistakes *m)
{
	for (size_t i = 0; i < m->list.len; i++)
		fprintf(stderr, "%s\n", m->list.at[i]);
}

static int put_out(const char *path, const struct str *bytes)
{
	struct err err = { 0 };

	if (!file_write(path, str_c(bytes), bytes->len, 0644, &err))
		return 0;
	fprintf(stderr, "packc: %s\n", err.text);
	return 71;
}

static int make_meant(const char *out)
{
	CLEANUP(str_release) struct str bytes = STR_INIT;
	CLEANUP(mistakes_release) struct mistakes m = { 0 };

	meant_learn(&bytes, &m);
	tell(&m);
	return m.list.len ? 65 : put_out(out, &bytes);
}

static int take_meant(const char *path, struct meant *meant)
{
	CLEANUP(str_release) struct str bytes = STR_INIT;
	struct err err = { 0 };

	if (file_read(&bytes, path, MEANT_MAX, &err) ||
	    meant_read(meant, &bytes, &err)) {
		fprintf(stderr,
			"packc: %s: %s; make it anew: packc --meant %s\n", path,
			err.text, path);
		return -1;
	}
	return 0;
}

static int make_pack(const char *folder, const char *out, const char *path)
{
	CLEANUP(str_release) struct str blob = STR_INIT;
	CLEANUP(mistakes_release) struct mistakes m = { 0 };
	CLEANUP(meant_release) struct meant meant = { 0 };
	int rc;

	if (path && take_meant(path, &meant))
		return 66;
	rc = pack_build(folder, path ? &meant : NULL, &blob, &m);
	tell(&m);
	return rc ? 65 : put_out(out, &blob);
}

int main(int argc, char **argv)
{
	struct err err = { 0 };

	if (hash_start(&err)) {
		fprintf(stderr, "packc: %s\n", err.text);
		return 71;
	}
	if (argc > 1 && text_eq(argv[1], "--meant")) {
		if (argc == 3)
			return make_meant(argv[2]);
	} else if (argc == 3 || argc == 4)
		return make_pack(argv[1], argv[2], argv[3]);
	fputs("usage: packc --meant OUT\n"
	      "       packc FOLDER OUT.pack [MEANT]\n",
	      stderr);
	return 64;
}
