/* built_packs.c - see built_packs.h.
 * SPDX-License-Identifier: MIT */
#include "policy/built_packs.h"

#include <dirent.h>
#include <string.h>

#include "base/file.h"
#include "help/must.h"
#include "help/place.h"

#define BYTES_MAX ((size_t)16 << 20)

VEC(blob_list, struct str);

struct pack_list packs;
static struct blob_list blobs; /* theirs */

int packs_load(void **state)
{
	CLEANUP(free_ptr) char *dir = built("plugins");
	DIR *d = opendir(dir);
	struct err err = { 0 };

	(void)state;
	if (!d)
		return -1;
	for (struct dirent *e; (e = readdir(d));) {
		struct str blob = STR_LIMIT(BYTES_MAX);
		CLEANUP(free_ptr) char *path = path_join(dir, e->d_name);
		struct pack *p;

		if (!text_ends(e->d_name, ".pack"))
			continue;
		must(file_read(&blob, path, BYTES_MAX, &err), &err);
		p = pack_open(str_c(&blob), blob.len, &err);
		must(p ? 0 : -1, &err);
		pack_list_push(&packs, p);
		blob_list_push(&blobs, blob);
	}
	closedir(d);
	return packs.len ? 0 : -1;
}

int packs_unload(void **state)
{
	(void)state;
	for (size_t i = 0; i < packs.len; i++)
		pack_free(packs.at[i]);
	pack_list_release(&packs);
	for (size_t i = 0; i < blobs.len; i++)
		str_release(&blobs.at[i]);
	blob_list_release(&blobs);
	return 0;
}

/* "\n" as a line break, in place. */
static char *plain(char *text)
{
	char *out = text;

	for (char *c = text; *c; c++) {
		bool end = c[0] == '\\' && c[1] == 'n';

		*out++ = end ? '\n' : *c;
		c += end;
	}
	*out = '\0';
	return text;
}

void messages_read(const char *path, struct arena *arena,
		   struct message_list *out)
{
	CLEANUP(str_release) struct str bytes = STR_LIMIT(BYTES_MAX);
	struct err err = { 0 };
	char *save = NULL;

	must(file_read(&bytes, path, BYTES_MAX, &err), &err);
	for (char *line =
		     strtok_r(arena_strdup(arena, str_c(&bytes)), "\n", &save);
	     line; line = strtok_r(NULL, "\n", &save)) {
		char *also = strchr(line, '\t');
		char *text = also ? strchr(also + 1, '\t') : NULL;

		if (!text)
			continue;
		*also = *text = '\0';
		message_list_push(out, (struct message){ line, also + 1,
							 plain(text + 1) });
	}
}
