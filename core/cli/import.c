/* import.c - facts from a file, one JSON object a line.
 * SPDX-License-Identifier: MIT */
#include "cli/cli.h"
#include "hw_plugin.h"
#include "model/codec.h"

#define CHUNK_MAX ((size_t)1 << 20)

struct importing {
	struct cli *cli;
	struct str chunk;
	int64_t line, taken, unchanged, refused, kept;
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
	jw_kv_text(&w, "shop", shop);
	jw_key(&w, "records");
	jw_text_n(&w, str_c(&in->chunk), in->chunk.len);
	jw_end(&w);
	str_clear(&in->chunk);
	if (cli_do(in->cli, "import", &args, &reply, err))
		return -1;
	in->taken += json_i64(reply, "taken", 0);
	in->unchanged += json_i64(reply, "unchanged", 0);
	in->kept += json_i64(reply, "refused", 0);
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

/* -- whose facts -- */

static bool in_database(struct cli *c, const char *shop)
{
	struct err err = { 0 };
	struct db *db;
	bool found;

	if (cli_db(c, &db, &err))
		return false;
	found = db_i64(db, 0, "SELECT 1 FROM shops WHERE label = ?1", "s",
		       shop);
	db_close(db);
	return found;
}

/* A mistyped name would be a second shop, with facts that nothing joins. */
static int check_shop(struct cli *c, struct err *err)
{
	const char *shop = cli_option(c, "shop"), *near;
	const char *names[64] = { NULL };
	struct manifest *m;
	bool known = false;

	if (!shop || !*shop)
		return err_set(
			err, ERR_USAGE,
			"import needs --shop NAME: whose facts are they? "
			"a new name goes with --new-shop");
	m = cli_manifest(c, err);
	if (!m)
		return -1;
	for (size_t i = 0; i < m->count && i < COUNT_OF(names) - 1; i++) {
		names[i] = m->instances[i]->name;
		known = known || text_eq(names[i], shop);
	}
	near = text_nearest(shop, names);
	if (!known && !cli_flag(c, "new-shop") && !in_database(c, shop))
		err_set(err, ERR_USAGE,
			"there is no shop \"%.60s\"%s%s%s; a new one goes "
			"with --new-shop",
			shop, near ? "; did you mean \"" : "", near ? near : "",
			near ? "\"?" : "");
	manifest_close(m);
	return err->code ? -1 : 0;
}

static int refusals(const struct importing *in, struct err *err)
{
	long long n = in->refused + in->kept;
	const char *lines = n == 1 ? "line was" : "lines were";

	if (in->kept)
		return err_set(err, ERR_DATA,
			       "%lld %s refused, and %lld kept in the "
			       "quarantine: `helloword quarantine list`",
			       n, lines, (long long)in->kept);
	return n ? err_set(err, ERR_DATA, "%lld %s refused", n, lines) : 0;
}

int verb_import(struct cli *c, struct err *err)
{
	struct importing in = { .cli = c, .chunk = STR_INIT };
	const char *path = cli_word(c, 0);
	FILE *f;
	int rc;

	if (check_shop(c, err))
		return -1;
	f = text_eq(path, "-") ? stdin : fopen(path, "re");
	if (!f)
		return err_errno(err, ERR_DATA, "%s", path);
	rc = import_file(&in, f, err);
	if (f != stdin)
		fclose(f);
	str_release(&in.chunk);
	str_printf(&c->out,
		   "{\"taken\":%lld,\"unchanged\":%lld,\"refused\":%lld,"
		   "\"quarantined\":%lld}\n",
		   (long long)in.taken, (long long)in.unchanged,
		   (long long)in.refused, (long long)in.kept);
	return rc ? rc : refusals(&in, err);
}
