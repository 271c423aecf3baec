/* main.c - packc: builds a locale pack (build.h).
 *
 *	packc plugins/locale-de OUT.pack
 * SPDX-License-Identifier: MIT */
#include "build.h"

#include <stdio.h>

#include "base/file.h"

int main(int argc, char **argv)
{
	CLEANUP(str_release) struct str blob = STR_INIT;
	struct mistakes mistakes = { 0 };
	struct err err = { 0 };
	int rc;

	if (argc != 3 || hash_start(&err)) {
		fputs("usage: packc FOLDER OUT.pack\n", stderr);
		return 64;
	}
	rc = pack_build(argv[1], &blob, &mistakes);
	for (size_t i = 0; i < mistakes.list.len; i++)
		fprintf(stderr, "%s\n", mistakes.list.at[i]);
	mistakes_release(&mistakes);
	if (rc)
		return 65;
	if (file_write(argv[2], str_c(&blob), blob.len, 0644, &err)) {
		fprintf(stderr, "packc: %s\n", err.text);
		return 71;
	}
	return 0;
}
