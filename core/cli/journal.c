/* journal.c - the journal verified, listed and replayed.
 * SPDX-License-Identifier: MIT */
#include "desk/ledger/journal.h"

#include <sys/stat.h>

#include "base/file.h"
#include "base/when.h"
#include "cli/verbs.h"
#include "desk/desk.h"
#include "desk/intake/evidence.h"
#include "desk/ledger/anchor.h"
#include "desk/ledger/replay.h"

/* -- verify -- */

/* What stands beside the database; the keys are NULL where there are none. */
struct place {
	struct db *db;
	struct keys *keys;
	const char *state;
};

static int place_open(struct cli *c, struct place *p, struct err *err)
{
	CLEANUP(free_ptr) char *path = NULL;
	struct err none = { 0 };

	p->state = cli_state(c, err);
	if (!p->state)
		return -1;
	path = path_join(p->state, "keys.db");
	if (keys_read(&p->keys, path, &none))
		fprintf(stderr, "%s; what is sealed is not looked into\n",
			none.text);
	return cli_db(c, &p->db, err);
}

static void place_close(struct place *p)
{
	db_close(p->db);
	keys_close(p->keys);
}

static int verify_evidence(struct cli *c, const struct place *p,
			   struct err *err)
{
	struct evidence_check e = { .db = p->db,
				    .keys = p->keys,
				    .state = p->state };

	if (!p->keys)
		return 0;
	if (evidence_verify(&e, err))
		return -1;
	str_printf(&c->out, "%lld evidence file%s as received\n",
		   (long long)e.files, e.files == 1 ? " is" : "s are");
	if (e.closed)
		str_printf(&c->out,
			   "warning: %lld entr%s that keys.db has no key for, "
			   "though nobody erased them: was it restored without "
			   "keys?\n",
			   (long long)e.closed, e.closed == 1 ? "y" : "ies");
	return 0;
}

static int verify_anchors(struct cli *c, const struct place *p, int64_t n,
			  struct err *err)
{
	struct anchor_check a = { .db = p->db, .keys = p->keys };
	const char *path = cli_option(c, "anchors");

	if (!path) {
		fputs("no anchor was given (--anchors): who owns this disk "
		      "could have made the chain anew\n",
		      stderr);
		return 0;
	}
	if (anchors_verify(&a, path, err))
		return -1;
	str_printf(&c->out,
		   "%lld anchor%s, up to entry %lld of %lld nothing was "
		   "changed\n",
		   (long long)a.count, a.count == 1 ? " fits" : "s fit",
		   (long long)a.last, (long long)n);
	return 0;
}

static int verify(struct cli *c, struct err *err)
{
	struct place p = { .db = NULL };
	int64_t n = 0;
	int rc = place_open(c, &p, err) || journal_verify(p.db, &n, err) ? -1
									 : 0;

	if (rc == 0) {
		str_printf(&c->out, "%lld entries, the chain holds\n",
			   (long long)n);
		rc = verify_evidence(c, &p, err) ||
				     verify_anchors(c, &p, n, err)
			     ? -1
			     : 0;
	}
	place_close(&p);
	return rc;
}

/* Now, to be taken away by hand or by a timer of the machine. */
static int put_anchor(struct cli *c, struct err *err)
{
	struct place p = { .db = NULL };
	struct anchor a;
	int rc = place_open(c, &p, err);

	if (rc == 0 && !p.keys)
		rc = err_set(err, ERR_SYSTEM,
			     "an anchor is signed with a key of keys.db");
	if (rc == 0)
		rc = anchor_make(p.db, p.keys, clock_now(), &a, err);
	if (rc == 0)
		anchor_put(&c->out, &a);
	place_close(&p);
	return rc;
}

/* -- replay -- */

static int replay(struct cli *c, struct err *err)
{
	struct manifest *m = cli_manifest(c, err);
	struct brain_of *b = m ? cli_brain(c, m, err) : NULL;
	struct desk_options options = { 0 };
	struct desk *d = NULL;
	struct hash live, again;
	int64_t n = 0;
	int rc = -1;

	/* What is replayed is as personal as the database itself. */
	umask(077);
	if (b) {
		options.state = m->state;
		options.brain = brain_of(b);
		rc = desk_open(&d, &options, err);
	}
	if (rc == 0 && cli_option(c, "into")) {
		rc = replay_into(d, cli_option(c, "into"), &again, &n, err) ||
				     state_hash(desk_db(d), &live, err)
			     ? -1
			     : 0;
		/* What was erased is missing from the replay, and is meant to
		 * be: then the states are no longer the same. */
		if (rc == 0 && !hash_eq(&live, &again) &&
		    db_i64(desk_db(d), 0, "SELECT count(*) FROM erased", ""))
			fprintf(stderr, "orders were erased since: the replay "
					"is without them\n");
		else if (rc == 0 && !hash_eq(&live, &again))
			rc = err_set(err, ERR_FOUND,
				     "the replay gives another state");
	} else if (rc == 0) {
		rc = replay_decide(d, &n, err);
	}
	if (rc == 0)
		str_printf(&c->out, "%lld entries, no difference\n",
			   (long long)n);
	desk_close(d);
	brain_close(b);
	manifest_close(m);
	return rc;
}

static void put_entry_json(struct cli *c, const struct journal_entry *e)
{
	struct jw w = JW_INIT(&c->out);

	jw_object(&w);
	jw_kv_i64(&w, "seq", e->seq);
	jw_kv_i64(&w, "at", e->at);
	jw_kv_text(&w, "by", e->actor);
	jw_kv_text(&w, "via", e->via);
	jw_kv_text(&w, "kind", e->kind);
	jw_key(&w, "decisions");
	jw_raw(&w, e->decisions, strlen(e->decisions));
	jw_end(&w);
	str_putc(&c->out, '\n');
}

static void put_entry(struct cli *c, const struct journal_entry *e)
{
	CLEANUP(str_release) struct str at = STR_INIT;

	if (c->json) {
		put_entry_json(c, e);
		return;
	}
	instant_put(&at, e->at);
	str_printf(&c->out, "%lld %s %s %s %s %s\n", (long long)e->seq,
		   str_c(&at), e->actor, e->via, e->kind, e->decisions);
}

static int list_entries(struct cli *c, struct err *err)
{
	struct journal_entry e;
	struct db *db;
	int rc;

	if (cli_db(c, &db, err))
		return -1;
	{
		CLEANUP(rows_release) struct rows r = journal_entries(db, 0);

		while (journal_next(&r, &e))
			put_entry(c, &e);
		rc = rows_end(&r, err);
	}
	db_close(db);
	return rc;
}

int verb_journal(struct cli *c, struct err *err)
{
	const char *word = cli_word(c, 0);

	if (text_eq(word, "verify"))
		return verify(c, err);
	if (text_eq(word, "anchor"))
		return put_anchor(c, err);
	if (text_eq(word, "list"))
		return list_entries(c, err);
	if (text_eq(word, "replay") &&
	    (cli_option(c, "into") || cli_flag(c, "decide")))
		return replay(c, err);
	return err_set(err, ERR_USAGE,
		       "journal verify, journal anchor, journal list, or "
		       "journal replay --into FILE or --decide");
}
