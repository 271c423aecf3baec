/* packs.c - the locale packs that are installed (brain.h).
 * SPDX-License-Identifier: MIT */
#include <dirent.h>

#include "host/blob.h"
#include "host/brain.h"

static int is_pack(const struct dirent *e)
{
	return text_starts(e->d_name, "locale-") && text_ends(e->d_name, ".so");
}

static bool enabled(const struct manifest *m, const char *id)
{
	return !m || !*m->packs || words_have(m->packs, id) ||
	       words_have(m->packs, id + strlen("locale-"));
}

static int load_one(struct pack_list *packs, const struct describer *d,
		    const char *id, struct err *err)
{
	struct blob blob;
	struct pack *p;

	if (blob_open(&blob, d, id, err))
		return err_context(err, "%s", id);
	p = pack_open(blob.at, blob.len, err);
	if (!p) {
		blob_close(&blob);
		return err_context(err, "%s", id);
	}
	blob_rest(&blob);
	pack_list_push(packs, p);
	return 0;
}

/* A name in the manifest that no pack has is a mistake, not a silence. */
static int all_there(const struct pack_list *packs, const struct manifest *m,
		     const struct describer *d, struct err *err)
{
	CLEANUP(free_ptr) char *copy = xstrdup(m && m->packs ? m->packs : "");
	size_t named = 0;
	char *save = NULL;

	for (char *w = strtok_r(copy, " ", &save); w;
	     w = strtok_r(NULL, " ", &save))
		named++;
	return named <= packs->len
		       ? 0
		       : err_set(err, ERR_CONFIG,
				 "packs names a locale pack that %s does not "
				 "have",
				 d->plugins);
}

int packs_load(struct pack_list *packs, const struct describer *d,
	       const struct manifest *m, struct err *err)
{
	struct dirent **entries = NULL;
	int n = scandir(d->plugins, &entries, is_pack, alphasort);
	int rc = 0;

	for (int i = 0; i < n; i++) {
		const char *file = entries[i]->d_name;
		CLEANUP(free_ptr)
		char *id = xstrndup(file, strlen(file) - strlen(".so"));

		if (rc == 0 && enabled(m, id))
			rc = load_one(packs, d, id, err);
		free(entries[i]);
	}
	free(entries);
	return rc ? rc : all_there(packs, m, d, err);
}

static void release_one(struct pack *p)
{
	struct blob blob = { .at = pack_blob(p, &blob.len) };

	pack_free(p);
	blob_close(&blob);
}

void packs_release(struct pack_list *packs)
{
	for (size_t i = 0; i < packs->len; i++)
		release_one(packs->at[i]);
	pack_list_release(packs);
}
