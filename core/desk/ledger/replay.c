/* replay.c - see replay.h.
 * SPDX-License-Identifier: MIT */
#include "desk/ledger/replay.h"

#include "base/file.h"
#include "desk/ledger/journal.h"

/* -- one entry -- */

struct replay {
	struct desk *from, *to;
	enum taking taking;
	int64_t entries;
};

struct opened {
	cJSON *sealed; /* {"payload", "decisions"}; NULL: none or erased */
	cJSON *decisions;
	char *payload; /* NULL: erased */
};

static void opened_release(struct opened *o)
{
	json_free(o->sealed);
	json_free(o->decisions);
	cJSON_free(o->payload);
}

static int open_entry(struct replay *r, const struct journal_entry *e,
		      struct opened *o, struct err *err)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	char about[40];
	int rc = 0;

	o->decisions = json_parse(e->decisions, strlen(e->decisions), err);
	if (!o->decisions)
		return -1;
	if (*e->payload)
		o->payload = strdup(e->payload);
	if (!e->sealed_len)
		return 0;
	snprintf(about, sizeof about, "journal:%lld", (long long)e->seq);
	rc = unseal(r->from->keys, e->subject, about, e->sealed, e->sealed_len,
		    &text, err);
	if (rc <= 0)
		return rc;
	o->sealed = json_parse(str_c(&text), text.len, err);
	if (!o->sealed)
		return -1;
	if (!o->payload)
		o->payload =
			cJSON_PrintUnformatted(json_get(o->sealed, "payload"));
	return 0;
}

static int64_t shop_of_entry(const struct desk *to, const char *actor)
{
	return db_i64(to->db, 0, "SELECT id FROM shops WHERE label = ?1", "s",
		      actor);
}

/* The personal half of what was decided, too. */
static bool same_sealed(const struct desk *d, const struct opened *o)
{
	CLEANUP(str_release) struct str again = STR_INIT;
	CLEANUP(json_free_ptr) cJSON *now = NULL;
	const cJSON *then = json_get(o->sealed, "decisions");
	struct err err = { 0 };

	if (!then)
		return d->tx.sealed.len == 0;
	str_printf(&again, "[%s]", str_c(&d->tx.sealed));
	now = json_parse(str_c(&again), again.len, &err);
	return now && cJSON_Compare(now, then, true);
}

#define SHOWN 120 /* of what differs */
#define BEFORE 40 /* that both have, for the eye */

/* Where two texts begin to differ, a little earlier, and on no byte within a
 * character. */
static size_t where_they_part(const char *a, const char *b)
{
	size_t at = 0;

	while (a[at] && a[at] == b[at])
		at++;
	at = at > BEFORE ? at - BEFORE : 0;
	while (at && ((unsigned char)a[at] & 0xc0) == 0x80)
		at--;
	return at;
}

static int compare(const struct desk *d, const struct journal_entry *e,
		   const struct opened *o, struct err *err)
{
	CLEANUP(str_release) struct str again = STR_INIT;
	const char *dots;
	size_t at;

	str_printf(&again, "[%s]", str_c(&d->tx.decisions));
	if (strcmp(str_c(&again), e->decisions) == 0)
		return same_sealed(d, o)
			       ? 0
			       : err_set(err, ERR_FOUND,
					 "journal entry %lld (%s) would be "
					 "decided with other personal data now",
					 (long long)e->seq, e->kind);
	at = where_they_part(str_c(&again), e->decisions);
	dots = at ? "..." : "";
	return err_set(err, ERR_FOUND,
		       "journal entry %lld (%s) would be decided otherwise "
		       "now: %s%.*s instead of %s%.*s",
		       (long long)e->seq, e->kind, dots, SHOWN,
		       str_c(&again) + at, dots, SHOWN, e->decisions + at);
}

/* Takes one entry. Its payload may be gone (erased): then its recorded
 * decisions are applied without it. */
static int replay_entry(struct replay *r, const struct journal_entry *e,
			struct err *err)
{
	CLEANUP(opened_release) struct opened o = { 0 };
	struct command cmd = { .kind = e->kind,
			       .by = e->actor,
			       .via = e->via,
			       .at = e->at,
			       .mono = e->mono,
			       .boot = e->boot,
			       .entropy = e->entropy,
			       .seq = e->seq };

	if (open_entry(r, e, &o, err))
		return -1;
	cmd.shop = shop_of_entry(r->to, e->actor);
	cmd.json = o.payload;
	cmd.json_len = o.payload ? strlen(o.payload) : 0;
	if (!o.payload)
		return take_erased(r->to, &cmd, o.decisions, err);
	if (take_one(r->to, &cmd, r->taking, o.decisions,
		     json_get(o.sealed, "decisions"), err))
		return -1;
	if (cmd.verdict != TAKEN)
		return err_set(err, ERR_FOUND,
			       "journal entry %lld is refused now: %s",
			       (long long)e->seq,
			       cmd.err.code ? cmd.err.text
					    : "it says nothing "
					      "new");
	return r->taking == REDECIDE ? compare(r->to, e, &o, err) : 0;
}

#define REPLAY_BATCH 1000 /* entries a transaction */

static int replay_all(struct replay *r, struct err *err)
{
	CLEANUP(rows_release)
	struct rows rows = journal_entries(r->from->db, 0);
	struct journal_entry e;

	if (db_begin(r->to->db, err))
		return -1;
	while (journal_next(&rows, &e)) {
		if (replay_entry(r, &e, err)) {
			db_rollback(r->to->db);
			return -1;
		}
		if (++r->entries % REPLAY_BATCH == 0 &&
		    (db_commit(r->to->db, err) || db_begin(r->to->db, err)))
			return -1;
	}
	if (rows_end(&rows, err)) {
		db_rollback(r->to->db);
		return -1;
	}
	return db_commit(r->to->db, err);
}

/* Values derived from the install secret must come out the same. */
static int open_target(struct replay *r, const char *path, struct err *err)
{
	struct desk_options options = { .state = r->from->state,
					.brain = r->from->brain,
					.path = path };
	struct desk *to;

	r->to = NULL;
	if (file_exists(path)) {
		err_set(err, ERR_DATA, "%s: exists already; give a new file",
			path);
		return -1;
	}
	to = xcalloc(1, sizeof *to);
	to->options = options;
	to->brain = options.brain;
	to->state = xstrdup(options.state);
	to->path = xstrdup(path);
	to->tx.decisions = (struct str)STR_INIT;
	to->tx.sealed = (struct str)STR_INIT;
	to->keys = r->from->keys;
	r->to = to;
	return db_open(&to->db, path,
		       text_eq(path, ":memory:") ? DB_MEMORY : DB_WRITE, err);
}

static void close_target(struct replay *r)
{
	if (!r->to)
		return;
	r->to->keys = NULL; /* borrowed */
	desk_close(r->to);
}

int replay_into(struct desk *d, const char *path, struct hash *out,
		int64_t *entries, struct err *err)
{
	struct replay r = { .from = d, .taking = APPLYING };
	int rc = open_target(&r, path, err) || replay_all(&r, err) ||
				 state_hash(r.to->db, out, err)
			 ? -1
			 : 0;

	*entries = r.entries;
	close_target(&r);
	return rc;
}

int replay_decide(struct desk *d, int64_t *entries, struct err *err)
{
	struct replay r = { .from = d, .taking = REDECIDE };
	int rc = open_target(&r, ":memory:", err) || replay_all(&r, err) ? -1
									 : 0;

	*entries = r.entries;
	close_target(&r);
	return rc;
}
