/* drill.c - a backup tried before it is needed.
 * SPDX-License-Identifier: MIT */
#include "desk/ledger/drill.h"

#include "base/when.h"
#include "cli/folder.h"
#include "cli/lately.h"
#include "cli/verbs.h"

/* How far the desk has gone on since; 0 when there is none. */
static int64_t live_seq(struct cli *c)
{
	struct err ignored = { 0 };
	struct db *db;
	int64_t seq;

	if (cli_db(c, &db, &ignored))
		return 0;
	seq = db_i64(db, 0, "SELECT max(seq) FROM journal", "");
	db_close(db);
	return seq;
}

static void put_json(struct cli *c, const struct drill *d, int64_t ms)
{
	struct jw w = JW_INIT(&c->out);

	jw_object(&w);
	jw_kv_text(&w, "folder", d->backup.dir);
	jw_kv_i64(&w, "entries", d->entries);
	jw_kv_i64(&w, "last", d->last);
	jw_kv_i64(&w, "live", live_seq(c));
	jw_kv_i64(&w, "evidence", d->backup.evidence);
	jw_kv_bool(&w, "replay_same", d->compared);
	jw_kv_i64(&w, "to_look_up", d->left);
	jw_kv_i64(&w, "ms", ms);
	jw_end(&w);
	str_putc(&c->out, '\n');
}

static void put_text(struct cli *c, const struct drill *d, int64_t ms)
{
	CLEANUP(str_release) struct str at = STR_INIT;
	int64_t live = live_seq(c);

	instant_put(&at, d->last);
	str_printf(&c->out,
		   "%s brings the desk back: %lld journal entries up to %s, "
		   "%lld evidence file%s, in %lld.%lld s\n",
		   d->backup.dir, (long long)d->entries, str_c(&at),
		   (long long)d->backup.evidence,
		   d->backup.evidence == 1 ? "" : "s", (long long)(ms / 1000),
		   (long long)(ms % 1000 / 100));
	str_puts(&c->out,
		 d->compared       ? "the chain holds, and its replay gives "
				     "the same state\n"
		 : d->backup.newer ? "the chain holds; with the keys that "
				     "were copied with it its replay would be "
				     "compared, too\n"
		 : d->backup.keys  ? "the chain holds; orders were erased, so "
				     "its replay is without them\n"
				   : "the chain holds; with --keys its replay "
				     "would be compared, too\n");
	str_printf(&c->out,
		   "its desk starts on hold: %lld open action%s would be "
		   "looked up before anything is sent\n",
		   (long long)d->left, d->left == 1 ? "" : "s");
	if (live > d->entries)
		str_printf(&c->out,
			   "the desk is %lld entries further: what came after "
			   "the backup is read again from the platforms\n",
			   (long long)(live - d->entries));
}

static int run(struct cli *c, const struct manifest *m, struct drill *d,
	       struct err *err)
{
	CLEANUP(free_ptr)
	char *scratch =
		folder_scratch(cli_option(c, "in"), "helloword-drill", err);
	int64_t from = clock_mono();
	int rc;

	if (!scratch)
		return -1;
	d->scratch = scratch;
	rc = drill_run(d, err);
	folder_remove(scratch);
	if (rc)
		return -1;
	if (c->json)
		put_json(c, d, clock_mono() - from);
	else
		put_text(c, d, clock_mono() - from);
	lately_done(m->state, "drill", d->backup.dir, d->entries);
	return 0;
}

int verb_drill(struct cli *c, struct err *err)
{
	struct drill d = { .backup = { .dir = cli_word(c, 0),
				       .keys = cli_option(c, "keys") } };
	struct manifest *m = cli_manifest(c, err);
	struct brain_of *brain = m ? cli_brain(c, m, err) : NULL;
	int rc = -1;

	if (brain) {
		d.brain = brain_of(brain);
		rc = run(c, m, &d, err);
	}
	brain_close(brain);
	manifest_close(m);
	return rc;
}
