/* evidence.c - see evidence.h.
 * SPDX-License-Identifier: MIT */
#include "desk/evidence.h"

#include "base/file.h"

#define EVIDENCE_MAX ((size_t)64 << 20) /* bytes of one file */

static char *path_of(struct desk *d, const char *name)
{
	return xasprintf("%s/evidence/%.2s/%s", d->state, name, name);
}

static void name_it(struct desk *d, const char *subject, const void *bytes,
		    size_t len, struct evidence_file *out)
{
	struct hash plain = sha256(bytes, len), name;
	struct hasher h;

	hasher_start(&h);
	hasher_text(&h, subject);
	hasher_part(&h, plain.at, sizeof plain.at);
	name = hasher_end(&h);
	name = hmac_sha256(keys_secret(d->keys), HASH_LEN, name.at,
			   sizeof name.at);
	hash_hex(&name, out->name);
	hash_hex(&plain, out->sha256);
	out->size = (int64_t)len;
}

int evidence_store(struct desk *d, const char *subject, const void *bytes,
		   size_t len, struct evidence_file *out, struct err *err)
{
	CLEANUP(str_release)
	struct str sealed = STR_LIMIT(EVIDENCE_MAX + 4096);
	CLEANUP(free_ptr) char *path = NULL, *dir = NULL;

	if (len > EVIDENCE_MAX)
		return err_set(err, ERR_DATA,
			       "evidence of %zu bytes is over the limit of "
			       "64 MiB",
			       len);
	name_it(d, subject, bytes, len, out);
	path = path_of(d, out->name);
	if (file_exists(path))
		return 0;
	dir = path_dir(path);
	if (dir_make(dir, 0700, err) ||
	    seal(d->keys, subject, out->name, bytes, len, &sealed, err) ||
	    keys_sync(d->keys, err))
		return -1;
	return file_write(path, sealed.at, sealed.len, 0600, err);
}

int evidence_remove(struct desk *d, const char *name, struct err *err)
{
	CLEANUP(free_ptr) char *path = path_of(d, name);

	return file_remove(path, err);
}

int evidence_read(struct desk *d, int64_t evidence, struct str *out,
		  struct err *err)
{
	CLEANUP(str_release)
	struct str sealed = STR_LIMIT(EVIDENCE_MAX + 4096);
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db,
				   "SELECT subject, name FROM files "
				   "WHERE evidence = ?1",
				   "i", evidence);
	CLEANUP(free_ptr) char *path = NULL;

	if (!rows_next(&r))
		return rows_end(&r, err);
	path = path_of(d, rows_text(&r, 1));
	if (file_read(&sealed, path, EVIDENCE_MAX + 4096, err))
		return -1;
	return unseal(d->keys, rows_text(&r, 0), rows_text(&r, 1), sealed.at,
		      sealed.len, out, err);
}
