/* anchor.c - see anchor.h.
 * SPDX-License-Identifier: MIT */
#include "desk/ledger/anchor.h"

#include <dirent.h>
#include <sodium.h>

#include "base/encode.h"
#include "base/file.h"
#include "base/when.h"
#include "desk/alert/notice.h"

#define ANCHOR_FILE_MAX ((size_t)16 << 20)

/* -- as text: nothing in it that mail would write in another way -- */

static void put_unsigned(struct str *s, const struct anchor *a)
{
	str_printf(s, ANCHOR_MARK "%lld ", (long long)a->seq);
	instant_put(s, a->at);
	str_putc(s, '\n');
	put_hex(s, a->journal.at, sizeof a->journal.at);
	str_putc(s, '\n');
	put_hex(s, a->head.at, sizeof a->head.at);
	str_putc(s, '\n');
}

void anchor_put(struct str *s, const struct anchor *a)
{
	put_unsigned(s, a);
	for (size_t i = 0; i < COUNT_OF(a->signature); i++) {
		put_hex(s, a->signature[i].at, sizeof a->signature[i].at);
		str_putc(s, '\n');
	}
}

/* The next word, over line ends and marks of quotation. */
static char *word(const char **at)
{
	size_t len;
	char *w;

	*at += strspn(*at, " \t\r\n>");
	len = strcspn(*at, " \t\r\n");
	w = xstrndup(*at, len);
	*at += len;
	return w;
}

static bool read_hash(const char **at, struct hash *h)
{
	CLEANUP(free_ptr) char *hex = word(at);

	return strlen(hex) == (size_t)2 * HASH_LEN && hash_from_hex(h, hex);
}

static bool read_number(const char **at, int64_t *out)
{
	CLEANUP(free_ptr) char *text = word(at);
	char *end;

	*out = strtoll(text, &end, 10);
	return *out > 0 && !*end;
}

static bool read_moment(const char **at, int64_t *out)
{
	CLEANUP(free_ptr) char *text = word(at);
	struct err ignored = { 0 };
	struct when w = { 0 };

	if (when_parse(&w, text, &ignored))
		return false;
	*out = w.ms;
	return true;
}

/* The next anchor in a text, quoted or not; moves *at behind it. */
static bool next_anchor(const char **at, struct anchor *out)
{
	while ((*at = strstr(*at, ANCHOR_MARK))) {
		*at += strlen(ANCHOR_MARK);
		if (read_number(at, &out->seq) && read_moment(at, &out->at) &&
		    read_hash(at, &out->journal) && read_hash(at, &out->head) &&
		    read_hash(at, &out->signature[0]) &&
		    read_hash(at, &out->signature[1]))
			return true;
	}
	return false;
}

/* -- signing -- */

static void key_pair(const struct keys *keys, uint8_t *open, uint8_t *secret)
{
	static const struct hash no_salt;
	struct hash seed = derive(keys_secret(keys), HASH_LEN, &no_salt,
				  "journal anchor", 0);

	crypto_sign_seed_keypair(open, secret, seed.at);
	sodium_memzero(&seed, sizeof seed);
}

static void sign(const struct keys *keys, struct anchor *a)
{
	uint8_t open[crypto_sign_PUBLICKEYBYTES];
	uint8_t secret[crypto_sign_SECRETKEYBYTES];
	CLEANUP(str_release) struct str s = STR_INIT;

	key_pair(keys, open, secret);
	put_unsigned(&s, a);
	crypto_sign_detached(a->signature[0].at, NULL,
			     (const uint8_t *)str_c(&s), s.len, secret);
	sodium_memzero(secret, sizeof secret);
}

static bool signed_by(const struct keys *keys, const struct anchor *a)
{
	uint8_t open[crypto_sign_PUBLICKEYBYTES];
	uint8_t secret[crypto_sign_SECRETKEYBYTES];
	CLEANUP(str_release) struct str s = STR_INIT;

	key_pair(keys, open, secret);
	sodium_memzero(secret, sizeof secret);
	put_unsigned(&s, a);
	return crypto_sign_verify_detached(a->signature[0].at,
					   (const uint8_t *)str_c(&s), s.len,
					   open) == 0;
}

/* -- the head -- */

/* 1 and *h, 0 when there is no such entry, -1. */
static int hash_of(struct db *db, int64_t seq, struct hash *h, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		db, "SELECT hash FROM journal WHERE seq = ?1", "i", seq);
	const void *at;
	size_t len;

	if (!rows_next(&r))
		return rows_end(&r, err);
	at = rows_blob(&r, 0, &len);
	if (len == sizeof h->at)
		memcpy(h->at, at, len);
	return len == sizeof h->at;
}

int anchor_make(struct db *db, const struct keys *keys, int64_t now,
		struct anchor *out, struct err *err)
{
	int rc;

	*out = (struct anchor){ .at = now - now % SECOND_MS };
	if (db_ask(db, &out->seq, 0, err, "SELECT max(seq) FROM journal", ""))
		return -1;
	rc = out->seq ? hash_of(db, 1, &out->journal, err) : 0;
	if (rc > 0)
		rc = hash_of(db, out->seq, &out->head, err);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return err_set(err, ERR_DATA,
			       "the journal has no entry to anchor yet");
	sign(keys, out);
	return 0;
}

/* -- comparing -- */

static int compare(struct anchor_check *c, const struct anchor *a,
		   struct err *err)
{
	struct hash first, there;
	int one = hash_of(c->db, 1, &first, err);
	int rc = one < 0 ? -1 : hash_of(c->db, a->seq, &there, err);

	if (rc < 0)
		return -1;
	if (one && rc && hash_eq(&first, &a->journal) &&
	    hash_eq(&there, &a->head)) {
		c->count++;
		if (a->seq > c->last)
			c->last = a->seq;
	} else if (!c->any_bad || a->seq < c->bad.seq) {
		c->any_bad = true;
		c->bad = *a;
	}
	return 0;
}

static int read_anchors(struct anchor_check *c, const char *path,
			struct err *err)
{
	CLEANUP(str_release) struct str text = STR_LIMIT(ANCHOR_FILE_MAX);
	const char *at;
	struct anchor a;

	if (file_read(&text, path, ANCHOR_FILE_MAX, err))
		return -1;
	at = str_c(&text);
	while (next_anchor(&at, &a))
		if (compare(c, &a, err))
			return -1;
	return 0;
}

static int read_folder(struct anchor_check *c, const char *path, DIR *dir,
		       struct err *err)
{
	const struct dirent *e;
	int rc = 0;

	while (rc == 0 && (e = readdir(dir))) {
		CLEANUP(free_ptr) char *file = NULL;

		if (*e->d_name == '.')
			continue;
		file = path_join(path, e->d_name);
		rc = read_anchors(c, file, err);
	}
	return rc;
}

/* In words: what an anchor that does not fit says of the journal. */
static int tell_bad(struct anchor_check *c, struct err *err)
{
	CLEANUP(str_release) struct str at = STR_INIT;
	const struct anchor *a = &c->bad;
	struct hash first = { { 0 } }, there;
	int64_t last = 0;
	const char *forged = c->keys && !signed_by(c->keys, a)
				     ? " (its signature is not of this desk's "
				       "keys.db: it may be made up)"
				     : "";

	if (hash_of(c->db, 1, &first, err) < 0 ||
	    db_ask(c->db, &last, 0, err, "SELECT max(seq) FROM journal", ""))
		return -1;
	instant_put(&at, a->at);
	if (!hash_eq(&first, &a->journal))
		return err_set(err, ERR_FOUND,
			       "the anchor of %s names another journal than "
			       "this: entry 1 was changed, or the anchor is "
			       "another desk's%s",
			       str_c(&at), forged);
	if (hash_of(c->db, a->seq, &there, err) == 0)
		return err_set(err, ERR_FOUND,
			       "journal entry %lld is missing: the anchor of "
			       "%s names entry %lld%s",
			       (long long)last + 1, str_c(&at),
			       (long long)a->seq, forged);
	return err_set(err, ERR_FOUND,
		       "a journal entry up to %lld was changed: entry %lld is "
		       "not the one that the anchor of %s names%s",
		       (long long)a->seq, (long long)a->seq, str_c(&at),
		       forged);
}

int anchors_verify(struct anchor_check *c, const char *path, struct err *err)
{
	DIR *dir = opendir(path);
	int rc;

	c->count = c->last = 0;
	c->any_bad = false;
	rc = dir ? read_folder(c, path, dir, err) : read_anchors(c, path, err);
	if (dir)
		closedir(dir);
	if (rc)
		return -1;
	if (c->any_bad)
		return tell_bad(c, err);
	return c->count ? 0
			: err_set(err, ERR_DATA, "%s: there is no anchor in it",
				  path);
}

/* -- handing over -- */

/* Entries from before "folder" was told were made when it stood there. */
int64_t anchor_last(struct db *db, enum anchor_way way)
{
	return db_i64(db, 0,
		      way == ANCHOR_FOLDER
			      ? "SELECT at FROM journal WHERE kind = 'anchor' "
				"AND coalesce(payload ->> '$.folder', 1) "
				"ORDER BY seq DESC LIMIT 1"
			      : "SELECT at FROM journal WHERE kind = 'anchor' "
				"AND payload ->> '$.mail' IS NOT NULL "
				"ORDER BY seq DESC LIMIT 1",
		      "");
}

int anchor_check(struct desk *d, struct err *err)
{
	return text_starts(arg_text(d, "text"), ANCHOR_MARK)
		       ? 0
		       : err_set(err, ERR_DATA, "anchor needs its text");
}

/* To the owner, as any mail is sent. Nobody approves it: it says nothing of
 * anybody. */
int anchor_decide(struct desk *d, struct err *err)
{
	struct notice n = { .channel = "email",
			    .to = arg_text(d, "mail"),
			    .rule = "anchor" };

	if (!*n.to || !d->brain)
		return 0;
	if (!*notice_instance(d, n.channel))
		return alert_raise(d, "warning", "anchor:mail", 0,
				   "the journal's anchor cannot be mailed: no "
				   "instance with the channel email is enabled",
				   err);
	n.subject = arena_printf(&d->arena, "Journal of %s, entry %lld",
				 d->brain->shop_name ? d->brain->shop_name : "",
				 (long long)arg_i64(d, "seq"));
	n.text = arena_printf(&d->arena,
			      "Keep this mail. With it `helloword journal "
			      "verify --anchors FILE` shows whether the "
			      "journal was changed since.\n\n%s",
			      arg_text(d, "text"));
	return notice_plan(d, &n, NULL, err);
}
