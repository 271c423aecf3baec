/* evidence.c - see evidence.h.
 * SPDX-License-Identifier: MIT */
#include "desk/intake/evidence.h"

#include "base/file.h"

#define EVIDENCE_MAX ((size_t)64 << 20) /* bytes of one file */

static char *path_of(const char *state, const char *name)
{
	return xasprintf("%s/evidence/%.2s/%s", state, name, name);
}

void evidence_name(const struct keys *keys, const char *subject,
		   const void *bytes, size_t len, struct evidence_file *out)
{
	struct hash plain = sha256(bytes, len), name;
	struct hasher h;

	hasher_start(&h);
	hasher_text(&h, subject);
	hasher_part(&h, plain.at, sizeof plain.at);
	name = hasher_end(&h);
	name = hmac_sha256(keys_secret(keys), HASH_LEN, name.at,
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
	evidence_name(d->keys, subject, bytes, len, out);
	path = path_of(d->state, out->name);
	if (file_exists(path))
		return 0;
	dir = path_dir(path);
	if (dir_make(dir, 0700, err) ||
	    seal(d->keys, subject, out->name, bytes, len, &sealed, err) ||
	    keys_sync(d->keys, err))
		return -1;
	return file_write(path, sealed.at, sealed.len, 0600, err);
}

void evidence_put(struct str *json, const struct evidence_file *file,
		  const char *subject)
{
	struct jw w = JW_INIT(json);

	str_cut(json, json->len - 1);
	str_puts(json, ",\"file\":");
	jw_object(&w);
	jw_kv_text(&w, "name", file->name);
	jw_kv_text(&w, "sha256", file->sha256);
	jw_kv_i64(&w, "size", file->size);
	jw_kv_text(&w, "subject", subject);
	jw_end(&w);
	str_putc(json, '}');
}

int evidence_link(struct desk *d, int64_t evidence, const cJSON *file,
		  const struct evidence_file *stored, struct err *err)
{
	const char *subject = json_text(file, "subject");
	const char *name = file     ? json_text(file, "name")
			   : stored ? stored->name
				    : NULL;

	if (!file && !stored)
		return 0;
	return db_run(d->db, err,
		      "INSERT OR REPLACE INTO files VALUES(?1, ?2, ?3, ?4)",
		      "issi", evidence, subject ? subject : d->tx.subject, name,
		      file ? json_i64(file, "size", 0) : stored->size);
}

int evidence_remove(struct desk *d, const char *name, struct err *err)
{
	CLEANUP(free_ptr) char *path = path_of(d->state, name);

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
	path = path_of(d->state, rows_text(&r, 1));
	if (file_read(&sealed, path, EVIDENCE_MAX + 4096, err))
		return -1;
	return unseal(d->keys, rows_text(&r, 0), rows_text(&r, 1), sealed.at,
		      sealed.len, out, err);
}

/* -- is it all there? -- */

/* Does the file of that name open under its subject's key, and is it what it
 * is called? 1 and its size, 0 when there is no such key or file any more, -1
 * with ERR_DATA when it is another, or with what the disk said. */
static int open_whole(const char *state, struct keys *keys, const char *subject,
		      const char *name, int64_t *size, struct err *err)
{
	CLEANUP(str_release)
	struct str sealed = STR_LIMIT(EVIDENCE_MAX + 4096);
	CLEANUP(str_release) struct str plain = STR_LIMIT(EVIDENCE_MAX);
	CLEANUP(free_ptr) char *path = path_of(state, name);
	struct evidence_file is;
	int rc;

	if (!file_exists(path))
		return 0;
	if (file_read(&sealed, path, EVIDENCE_MAX + 4096, err))
		return -1;
	rc = unseal(keys, subject, name, sealed.at, sealed.len, &plain, err);
	if (rc <= 0)
		return rc;
	evidence_name(keys, subject, str_c(&plain), plain.len, &is);
	*size = is.size;
	return text_eq(is.name, name)
		       ? 1
		       : err_set(err, ERR_DATA, "%s is another file", name);
}

/* A name of ours leads nowhere else. */
static bool is_name(const char *name)
{
	return strlen(name) == (size_t)2 * HASH_LEN &&
	       strspn(name, "0123456789abcdef") == (size_t)2 * HASH_LEN;
}

static bool was_erased(struct db *db, const char *subject)
{
	return db_i64(db, 0, "SELECT 1 FROM erased WHERE subject = ?1", "s",
		      subject) != 0;
}

int evidence_is(struct desk *d, const cJSON *file, enum evidence_is *is,
		struct err *err)
{
	const char *name = json_text(file, "name");
	const char *subject = json_text(file, "subject");
	struct err why = { 0 };
	int64_t size = 0;
	int rc;

	*is = EVIDENCE_OTHER;
	if (!name || !subject || !is_name(name))
		return 0;
	rc = open_whole(d->state, d->keys, subject, name, &size, &why);
	if (rc < 0 && why.code != ERR_DATA) {
		*err = why;
		return -1;
	}
	if (rc > 0 && size == json_i64(file, "size", -1))
		*is = EVIDENCE_OURS;
	else if (rc == 0 && was_erased(d->db, subject))
		*is = EVIDENCE_ERASED;
	return 0;
}

/* 0, or -1 with ERR_FOUND. */
static int look_at(const struct evidence_check *c, int64_t seq,
		   const char *subject, const char *name, struct err *err)
{
	CLEANUP(free_ptr) char *path = path_of(c->state, name);
	struct err why = { 0 };
	int64_t size;

	if (!file_exists(path))
		return err_set(err, ERR_FOUND,
			       "journal entry %lld: its evidence %s is missing",
			       (long long)seq, name);
	return open_whole(c->state, c->keys, subject, name, &size, &why) > 0
		       ? 0
		       : err_set(err, ERR_FOUND,
				 "journal entry %lld: its evidence %s was "
				 "changed",
				 (long long)seq, name);
}

/* The entry's own words name the file, so that a row that is gone hides
 * nothing. */
static int look_into(struct evidence_check *c, struct rows *r, struct err *err)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	CLEANUP(json_free_ptr) cJSON *json = NULL;
	int64_t seq = rows_i64(r, 0);
	const char *subject = rows_text(r, 1);
	const cJSON *file;
	const void *sealed;
	char about[40];
	size_t len;
	int rc;

	snprintf(about, sizeof about, "journal:%lld", (long long)seq);
	sealed = rows_blob(r, 2, &len);
	rc = unseal(c->keys, subject, about, sealed, len, &text, err);
	if (rc < 0)
		return -1;
	if (rc == 0) {
		*(was_erased(c->db, subject) ? &c->erased : &c->closed) += 1;
		return 0;
	}
	if (!memmem(str_c(&text), text.len, "\"file\":{", 8))
		return 0;
	json = json_parse(str_c(&text), text.len, err);
	file = json_get(json_get(json, "payload"), "file");
	if (!json || !json_text(file, "name"))
		return json ? 0 : -1;
	c->files++;
	return look_at(c, seq, json_text(file, "subject"),
		       json_text(file, "name"), err);
}

int evidence_verify(struct evidence_check *c, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r =
		rows_query(c->db,
			   "SELECT seq, subject, sealed FROM journal "
			   "WHERE kind IN ('text_in', 'evidence', "
			   "'file_in') AND sealed IS NOT NULL ORDER BY seq",
			   "");

	c->files = c->erased = c->closed = 0;
	while (rows_next(&r))
		if (look_into(c, &r, err))
			return -1;
	return rows_end(&r, err);
}
