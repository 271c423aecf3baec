/* journal.c - the chain of entries.
 *
 * hash = SHA-256("HW-JOURNAL-1", prev, seq, at, boot, mono, entropy, actor,
 * via, kind, subject, payload, decisions, SHA-256(sealed)), each part preceded
 * by its length. Over the sealed bytes, not their text: the chain holds when a
 * key was destroyed.
 * SPDX-License-Identifier: MIT */
#include "desk/ledger/journal.h"

#include "base/log.h"

int journal_head(struct desk *d, struct err *err)
{
	CLEANUP(rows_release) struct rows r = { 0 };
	const void *hash;
	size_t len;

	if (d->head_known)
		return 0;
	r = rows_query(d->db,
		       "SELECT seq, hash FROM journal "
		       "ORDER BY seq DESC LIMIT 1",
		       "");
	d->seq = 0;
	d->head = (struct hash){ { 0 } };
	if (rows_next(&r)) {
		d->seq = rows_i64(&r, 0);
		hash = rows_blob(&r, 1, &len);
		if (len == sizeof d->head.at)
			memcpy(d->head.at, hash, len);
	}
	d->head_known = true;
	return rows_end(&r, err);
}

struct hash journal_hash(const struct journal_entry *e)
{
	struct hash sealed = sha256(e->sealed, e->sealed_len);
	struct hasher h;

	hasher_start(&h);
	hasher_text(&h, "HW-JOURNAL-1");
	hasher_part(&h, e->prev.at, sizeof e->prev.at);
	hasher_i64(&h, e->seq);
	hasher_i64(&h, e->at);
	hasher_text(&h, e->boot);
	hasher_i64(&h, e->mono);
	hasher_part(&h, e->entropy.at, sizeof e->entropy.at);
	hasher_text(&h, e->actor);
	hasher_text(&h, e->via);
	hasher_text(&h, e->kind);
	hasher_text(&h, e->subject);
	hasher_text(&h, e->payload);
	hasher_text(&h, e->decisions);
	hasher_part(&h, sealed.at, sizeof sealed.at);
	return hasher_end(&h);
}

/* The personal part of an entry: its payload, when that is personal, and the
 * personal fields of its decisions. Nothing is sealed when there is none. */
static int seal_entry(struct desk *d, struct str *out, struct err *err)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	char about[40];

	if (!d->tx.kind->personal && !d->tx.sealed.len)
		return 0;
	if (!*d->tx.subject)
		return err_set(err, ERR_BUG,
			       "%s: personal data without a subject",
			       d->tx.kind->name);
	str_reserve(&text, d->tx.cmd->json_len + d->tx.sealed.len + 40);
	str_puts(&text, "{\"payload\":");
	if (d->tx.kind->personal)
		str_add(&text, d->tx.cmd->json, d->tx.cmd->json_len);
	else
		str_puts(&text, "null");
	str_puts(&text, ",\"decisions\":[");
	str_add(&text, str_c(&d->tx.sealed), d->tx.sealed.len);
	str_puts(&text, "]}");
	snprintf(about, sizeof about, "journal:%lld",
		 (long long)d->tx.cmd->seq);
	return seal(d->keys, d->tx.subject, about, str_c(&text), text.len, out,
		    err);
}

static int insert(struct desk *d, const struct journal_entry *e,
		  struct err *err)
{
	return db_run(d->db, err,
		      "INSERT INTO journal(seq, at, boot, mono, entropy, "
		      "actor, via, kind, subject, payload, decisions, sealed, "
		      "prev, hash) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
		      "?10, ?11, ?12, ?13, ?14)",
		      "iisibsssttsbbb", e->seq, e->at, e->boot, e->mono,
		      e->entropy.at, sizeof e->entropy.at, e->actor, e->via,
		      e->kind, e->subject, e->payload, e->decisions, e->sealed,
		      e->sealed_len, e->prev.at, sizeof e->prev.at, e->hash.at,
		      sizeof e->hash.at);
}

int journal_append(struct desk *d, struct err *err)
{
	CLEANUP(str_release) struct str sealed = STR_INIT, decisions = STR_INIT;
	const struct command *cmd = d->tx.cmd;
	struct journal_entry e = {
		.seq = cmd->seq,
		.at = cmd->at,
		.mono = cmd->mono,
		.boot = cmd->boot,
		.entropy = cmd->entropy,
		.actor = cmd->by,
		.via = cmd->via,
		.kind = cmd->kind,
		.subject = d->tx.subject,
		.payload = d->tx.kind->personal
				   ? ""
				   : arena_strndup(&d->arena, cmd->json,
						   cmd->json_len),
		.prev = d->head,
	};

	if (seal_entry(d, &sealed, err))
		return -1;
	str_putc(&decisions, '[');
	str_add(&decisions, str_c(&d->tx.decisions), d->tx.decisions.len);
	str_putc(&decisions, ']');
	e.decisions = str_c(&decisions);
	e.sealed = sealed.len ? sealed.at : NULL;
	e.sealed_len = sealed.len;
	e.hash = journal_hash(&e);
	if (insert(d, &e, err))
		return -1;
	d->seq = e.seq;
	d->head = e.hash;
	return 0;
}

/* -- reading -- */

static bool read_hash(struct rows *r, int col, struct hash *h)
{
	size_t len;
	const void *at = rows_blob(r, col, &len);

	*h = (struct hash){ { 0 } };
	if (len == sizeof h->at)
		memcpy(h->at, at, len);
	return len == sizeof h->at;
}

/* A NUL inside would hide what comes after it from the hash. */
static bool read_text(struct rows *r, int col, const char **text)
{
	size_t len;

	*text = rows_text(r, col);
	(void)rows_blob(r, col, &len);
	return strlen(*text) == len;
}

struct rows journal_entries(struct db *db, int64_t from)
{
	return rows_query(db,
			  "SELECT seq, at, boot, mono, entropy, actor, via, "
			  "kind, subject, payload, decisions, sealed, prev, "
			  "hash FROM journal WHERE seq >= ?1 ORDER BY seq",
			  "i", from);
}

bool journal_next(struct rows *r, struct journal_entry *e)
{
	bool whole;

	if (!rows_next(r))
		return false;
	e->seq = rows_i64(r, 0);
	e->at = rows_i64(r, 1);
	e->mono = rows_i64(r, 3);
	whole = read_text(r, 2, &e->boot);
	whole &= read_hash(r, 4, &e->entropy);
	whole &= read_text(r, 5, &e->actor);
	whole &= read_text(r, 6, &e->via);
	whole &= read_text(r, 7, &e->kind);
	whole &= read_text(r, 8, &e->subject);
	whole &= read_text(r, 9, &e->payload);
	whole &= read_text(r, 10, &e->decisions);
	e->sealed = rows_blob(r, 11, &e->sealed_len);
	whole &= read_hash(r, 12, &e->prev);
	whole &= read_hash(r, 13, &e->hash);
	e->torn = !whole;
	return true;
}

int journal_step(struct journal_chain *c, const struct journal_entry *e,
		 struct err *err)
{
	struct hash hash = journal_hash(e);

	if (e->seq > c->entries + 1)
		return err_set(err, ERR_FOUND, "journal entry %lld is missing",
			       (long long)c->entries + 1);
	if (e->seq <= c->entries)
		return err_set(err, ERR_FOUND, "journal entry %lld was put in",
			       (long long)e->seq);
	if (e->torn || !hash_eq(&e->prev, &c->head) ||
	    !hash_eq(&e->hash, &hash))
		return err_set(err, ERR_FOUND, "journal entry %lld was changed",
			       (long long)e->seq);
	c->head = hash;
	c->entries++;
	return 0;
}

static int guarded(struct db *db, struct err *err)
{
	int64_t n;

	if (db_ask(db, &n, 0, err,
		   "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' "
		   "AND tbl_name = 'journal' AND name IN ('journal_is_final', "
		   "'journal_keeps')",
		   ""))
		return -1;
	return n == 2 ? 0
		      : err_set(err, ERR_FOUND,
				"the triggers that keep journal entries as "
				"they are were taken away");
}

int journal_verify(struct db *db, int64_t *entries, struct err *err)
{
	CLEANUP(rows_release) struct rows r = journal_entries(db, INT64_MIN);
	struct journal_chain chain = { .entries = 0 };
	struct journal_entry e;
	int rc = 0;

	while (rc == 0 && journal_next(&r, &e))
		rc = journal_step(&chain, &e, err);
	*entries = chain.entries;
	return rc || rows_end(&r, err) ? -1 : guarded(db, err);
}
