/* data.c - import, export, schema, quarantine, journal, backup, classify,
 * render: data in and out.
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "base/when.h"
#include "cli/cli.h"
#include "desk/journal.h"
#include "desk/replay.h"
#include "hw_plugin.h"
#include "policy/policy.h"

/* -- import
 * -------------------------------------------------------------------------------
 */

#define CHUNK_MAX ((size_t)1 << 20)

struct importing {
	struct cli *cli;
	struct str chunk;
	int64_t line, taken, unchanged, refused;
};

static int flush(struct importing *in, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	struct jw w = JW_INIT(&args);
	const char *shop = cli_option(in->cli, "shop");
	cJSON *reply;

	if (!in->chunk.len)
		return 0;
	jw_object(&w);
	jw_kv_text(&w, "shop", shop ? shop : "import");
	jw_key(&w, "records");
	jw_text_n(&w, str_c(&in->chunk), in->chunk.len);
	jw_end(&w);
	str_clear(&in->chunk);
	if (cli_do(in->cli, "import", &args, &reply, err))
		return -1;
	in->taken += json_i64(reply, "taken", 0);
	in->unchanged += json_i64(reply, "unchanged", 0);
	json_free(reply);
	return 0;
}

/* A bad line is told with its number and stores nothing; the others go on. */
static void check_line(struct importing *in, const char *line, size_t len)
{
	struct arena arena = ARENA_INIT;
	struct err err = { 0 };
	CLEANUP(json_free_ptr) cJSON *json = json_parse(line, len, &err);
	const char *word = json_text(json, "kind");
	const struct kind *kind = word ? kind_by_name(word) : NULL;
	void *rec;

	if (json && (!kind || !kind->rec))
		err_set(&err, ERR_DATA,
			"\"kind\" must be a kind of fact; see "
			"`helloword schema`");
	if (json && kind && kind->rec) {
		rec = arena_alloc(&arena, kind->size);
		if (record_from_json(rec, kind, json, &arena, &err) == 0) {
			str_add(&in->chunk, line, len);
			str_putc(&in->chunk, '\n');
		}
	}
	if (err.code) {
		in->refused++;
		fprintf(stderr, "line %lld: %s\n", (long long)in->line,
			err.text);
	}
	arena_release(&arena);
}

static int import_file(struct importing *in, FILE *f, struct err *err)
{
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;
	int rc = 0;

	while (rc == 0 && (n = getline(&line, &cap, f)) > 0) {
		in->line++;
		while (n && (line[n - 1] == '\n' || line[n - 1] == '\r'))
			n--;
		if (n)
			check_line(in, line, (size_t)n);
		if (in->chunk.len > CHUNK_MAX)
			rc = flush(in, err);
	}
	free(line);
	return rc ? rc : flush(in, err);
}

int verb_import(struct cli *c, struct err *err)
{
	struct importing in = { .cli = c, .chunk = STR_INIT };
	const char *path = cli_word(c, 0);
	FILE *f;
	int rc;

	if (!*path)
		return err_set(err, ERR_USAGE,
			       "import needs a file, or - for "
			       "standard input");
	f = text_eq(path, "-") ? stdin : fopen(path, "re");
	if (!f)
		return err_errno(err, ERR_DATA, "%s", path);
	rc = import_file(&in, f, err);
	if (f != stdin)
		fclose(f);
	str_release(&in.chunk);
	str_printf(&c->out,
		   "{\"taken\":%lld,\"unchanged\":%lld,\"refused\":%lld}\n",
		   (long long)in.taken, (long long)in.unchanged,
		   (long long)in.refused);
	if (rc == 0 && in.refused)
		return err_set(err, ERR_DATA, "%lld lines were refused",
			       (long long)in.refused);
	return rc;
}

/* -- export and schema
 * ------------------------------------------------------------------------ */

static int put_lines(struct db *db, const struct field *list, struct arena *a,
		     void *rec, int64_t id, struct err *err)
{
	struct hw_table *lines = (void *)((char *)rec + list->at);
	CLEANUP(rows_release)
	struct rows r = record_query(
		db, list->item,
		"WHERE (shop, order_ref) = (SELECT shop, ref FROM orders "
		"WHERE id = ?1) ORDER BY id",
		"i", id);
	char *at = NULL;
	uint32_t n = 0;

	while (rows_next(&r)) {
		char *grown =
			arena_alloc(a, (size_t)(n + 1) * list->item->size);

		if (n)
			memcpy(grown, at, (size_t)n * list->item->size);
		at = grown;
		record_read(&r, list->item, at + (size_t)n * list->item->size,
			    a);
		n++;
	}
	*lines = (struct hw_table){ at, n, list->item->size };
	return rows_end(&r, err);
}

int verb_export(struct cli *c, struct err *err)
{
	const struct kind *kind = kind_by_name(cli_word(c, 0));
	struct arena arena = ARENA_INIT;
	const struct field *lines;
	struct db *db;
	void *rec;
	int rc;

	if (!kind || !kind->table || kind == &line_kind)
		return err_set(err, ERR_USAGE,
			       "export what? `helloword schema` lists kinds");
	if (cli_db(c, &db, err))
		return -1;
	lines = kind_field(kind, "lines");
	rec = xcalloc(1, kind->size);
	{
		CLEANUP(rows_release)
		struct rows r = record_query(db, kind, "ORDER BY id", "");

		while (rows_next(&r)) {
			record_read(&r, kind, rec, &arena);
			if (lines && put_lines(db, lines, &arena, rec,
					       rows_i64(&r, 0), err))
				break;
			record_put_json(&c->out, kind, rec);
			str_putc(&c->out, '\n');
			fwrite(c->out.at, 1, c->out.len, stdout);
			str_clear(&c->out);
			arena_clear(&arena);
		}
		rc = rows_end(&r, err);
	}
	free(rec);
	arena_release(&arena);
	db_close(db);
	return rc;
}

int verb_schema(struct cli *c, struct err *err)
{
	const char *name = cli_word(c, 0);
	const struct kind *kind = kind_by_name(name);

	if (!*name) {
		for (const struct kind *const *k = all_kinds; *k; k++)
			str_printf(&c->out, "%-10s %s\n", (*k)->name,
				   (*k)->doc);
		return 0;
	}
	if (!kind)
		return err_set(err, ERR_USAGE,
			       "\"%.40s\" is no kind; `helloword schema` lists "
			       "them",
			       name);
	if (cli_flag(c, "sql") && kind->table)
		schema_put_sql(&c->out, kind);
	else
		schema_put(&c->out, kind);
	str_putc(&c->out, '\n');
	return 0;
}

/* -- quarantine
 * ---------------------------------------------------------------------------------
 */

int verb_quarantine(struct cli *c, struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	struct db *db;
	cJSON *reply;

	if (text_eq(cli_word(c, 0), "retry")) {
		str_printf(&args, "{\"id\":%lld}",
			   strtoll(cli_word(c, 1), NULL, 10));
		if (cli_do(c, "quarantine", &args, &reply, err))
			return -1;
		json_free(reply);
		str_puts(&c->out, "taken in\n");
		return 0;
	}
	if (cli_db(c, &db, err))
		return -1;
	{
		CLEANUP(rows_release)
		struct rows r = rows_query(db,
					   "SELECT id, instance, kind, reason "
					   "FROM quarantine WHERE "
					   "state = 'open' ORDER BY id",
					   "");

		while (rows_next(&r))
			str_printf(&c->out, "%lld %s %s %s\n",
				   (long long)rows_i64(&r, 0), rows_text(&r, 1),
				   rows_text(&r, 2), rows_text(&r, 3));
	}
	db_close(db);
	return 0;
}

/* -- journal
 * --------------------------------------------------------------------------------------
 */

static int verify(struct cli *c, struct err *err)
{
	struct db *db;
	int64_t n;
	int rc;

	if (cli_db(c, &db, err))
		return -1;
	rc = journal_verify(db, &n, err);
	db_close(db);
	if (rc == 0)
		str_printf(&c->out, "%lld entries, the chain holds\n",
			   (long long)n);
	return rc;
}

static int replay(struct cli *c, struct err *err)
{
	struct manifest *m = cli_manifest(c, err);
	struct brain_of *b = m ? cli_brain(c, m, err) : NULL;
	struct desk_options options = { 0 };
	struct desk *d = NULL;
	struct hash live, again;
	int64_t n = 0;
	int rc = -1;

	if (b) {
		options.state = m->state;
		options.brain = brain_of(b);
		rc = desk_open(&d, &options, err);
	}
	if (rc == 0 && cli_option(c, "into")) {
		rc = replay_into(d, cli_option(c, "into"), &again, &n, err) ||
				     state_hash(d->db, &live, err)
			     ? -1
			     : 0;
		if (rc == 0 && !hash_eq(&live, &again))
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

static int list_entries(struct cli *c, struct err *err)
{
	struct journal_entry e;
	struct db *db;

	if (cli_db(c, &db, err))
		return -1;
	{
		CLEANUP(rows_release) struct rows r = journal_entries(db, 0);

		while (journal_next(&r, &e)) {
			CLEANUP(str_release) struct str at = STR_INIT;

			instant_put(&at, e.at);
			str_printf(&c->out, "%lld %s %s %s %s %s\n",
				   (long long)e.seq, str_c(&at), e.actor, e.via,
				   e.kind, e.decisions);
		}
	}
	db_close(db);
	return 0;
}

int verb_journal(struct cli *c, struct err *err)
{
	const char *word = cli_word(c, 0);

	if (text_eq(word, "verify"))
		return verify(c, err);
	if (text_eq(word, "list"))
		return list_entries(c, err);
	if (text_eq(word, "replay") &&
	    (cli_option(c, "into") || cli_flag(c, "decide")))
		return replay(c, err);
	return err_set(err, ERR_USAGE,
		       "journal verify, journal list, or journal replay --into "
		       "FILE or --decide");
}

int verb_backup(struct cli *c, struct err *err)
{
	struct db *db;
	int rc;

	if (!*cli_word(c, 0))
		return err_set(err, ERR_USAGE, "backup needs a file");
	if (cli_db(c, &db, err))
		return -1;
	rc = db_backup(db, cli_word(c, 0), err);
	db_close(db);
	return rc;
}

/* -- classify and render
 * ------------------------------------------------------------------------- */

struct speaking {
	struct pack_list packs;
	struct arena arena;
};

static int load_packs(struct cli *c, struct speaking *s, struct err *err)
{
	static const char *const names[] = { "locale-en", "locale-de",
					     "locale-zh-cn", NULL };
	CLEANUP(free_ptr) char *worker = cli_program(c, "helloword-worker");
	CLEANUP(free_ptr) char *home = cli_home(c);
	CLEANUP(free_ptr) char *beside = path_join(home, "plugins");
	CLEANUP(free_ptr)
	char *installed = xasprintf("%s/../lib/helloword/plugins", home);
	struct describer d = { worker,
			       file_exists(beside) ? beside : installed };

	for (const char *const *n = names; *n; n++) {
		CLEANUP(str_release) struct str blob = STR_INIT;
		struct pack *p;

		if (plugin_blob(&d, *n, &blob, err) ||
		    !(p = pack_open(str_c(&blob), blob.len, err)))
			return -1;
		pack_list_push(&s->packs, p);
	}
	return 0;
}

static void speaking_release(struct speaking *s)
{
	for (size_t i = 0; i < s->packs.len; i++)
		pack_free(s->packs.at[i]);
	pack_list_release(&s->packs);
	arena_release(&s->arena);
}

static int classify_one(void *arg, const cJSON *in, struct jw *w,
			struct err *err)
{
	struct speaking *s = arg;
	const char *text = json_text(in, "text");
	CLEANUP(free_ptr) char *also = NULL;
	char *save = NULL;
	struct guess g;

	if (!text)
		return err_set(err, ERR_DATA, "\"text\" is missing");
	arena_clear(&s->arena);
	classify(&s->packs, text, json_text(in, "lang"), &s->arena, &g);
	jw_kv_text(w, "issue", g.issue);
	jw_key(w, "also");
	jw_array(w);
	also = xstrdup(g.also);
	for (char *word = strtok_r(also, " ", &save); word;
	     word = strtok_r(NULL, " ", &save))
		jw_text(w, word);
	jw_end(w);
	jw_kv_text(w, "lang", g.lang);
	jw_kv_i64(w, "confidence", g.confidence);
	jw_key(w, "cues");
	jw_raw(w, g.cues, strlen(g.cues));
	return 0;
}

int verb_classify(struct cli *c, struct err *err)
{
	CLEANUP(speaking_release) struct speaking s = { .packs = { 0 } };

	if (load_packs(c, &s, err))
		return -1;
	return cli_batch(c, cli_word(c, 0), classify_one, &s, err);
}

#define VALUES_MAX 64

static int read_value(const cJSON *v, struct value *out, struct err *err)
{
	struct when w;

	*out = (struct value){ .name = v->string };
	if (cJSON_IsString(v)) {
		out->text = v->valuestring;
		if (text_ends(v->string, "date") &&
		    when_parse(&w, v->valuestring, err) == 0) {
			out->type = VALUE_DATE;
			out->instant = w.ms;
		}
		*err = (struct err){ 0 };
		return 0;
	}
	out->type = VALUE_MONEY;
	if (json_text(v, "amount") && json_text(v, "currency"))
		return money_parse(&out->money, json_text(v, "amount"),
				   json_text(v, "currency"), err);
	return err_set(err, ERR_DATA,
		       "fact \"%.40s\" must be text or {amount, currency}",
		       v->string);
}

static int render_one(void *arg, const cJSON *in, struct jw *w, struct err *err)
{
	struct speaking *s = arg;
	const char *id = json_text(in, "template"),
		   *lang = json_text(in, "lang");
	const struct pack *p = lang ? pack_for(&s->packs, lang) : NULL;
	const char *subject, *text;
	struct value values[VALUES_MAX];
	size_t n = 0;
	const cJSON *v;

	if (!id || !p)
		return err_set(err, ERR_DATA,
			       id ? "no pack for this lang"
				  : "\"template\" is "
				    "missing");
	cJSON_ArrayForEach (v, json_get(in, "facts"))
		if (n < VALUES_MAX && read_value(v, &values[n++], err))
			return -1;
	arena_clear(&s->arena);
	if (pack_render(p, id, values, n, &s->arena, &subject, &text, err))
		return -1;
	if (subject)
		jw_kv_text(w, "subject", subject);
	jw_kv_text(w, "text", text);
	return 0;
}

int verb_render(struct cli *c, struct err *err)
{
	CLEANUP(speaking_release) struct speaking s = { .packs = { 0 } };

	if (load_packs(c, &s, err))
		return -1;
	return cli_batch(c, cli_word(c, 0), render_one, &s, err);
}
