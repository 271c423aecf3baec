/* import.c - facts from a file, one JSON object a line or one row of CSV.
 * SPDX-License-Identifier: MIT */
#include "cli/import.h"
#include "cli/batch.h"
#include "cli/verbs.h"
#include "host/form.h"
#include "hw_plugin.h"

void import_release(struct importing *in)
{
	str_release(&in->chunk);
	for (size_t i = 0; i < in->shops.len; i++) {
		free(in->shops.at[i].shop);
		str_release(&in->shops.at[i].chunk);
	}
	for (size_t i = 0; i < in->strays.len; i++)
		free(in->strays.at[i].name);
	shop_lines_list_release(&in->shops);
	stray_list_release(&in->strays);
	told_list_release(&in->told);
	outdone_list_release(&in->outdone);
}

int import_flush(struct importing *in, const char *shop, struct str *chunk,
		 struct err *err)
{
	CLEANUP(str_release) struct str args = STR_INIT;
	struct jw w = JW_INIT(&args);
	cJSON *reply;

	if (!chunk->len)
		return 0;
	jw_object(&w);
	jw_kv_text(&w, "shop", shop);
	jw_key(&w, "records");
	jw_text_n(&w, str_c(chunk), chunk->len);
	jw_end(&w);
	str_clear(chunk);
	if (cli_do(in->cli, "import", &args, &reply, err))
		return -1;
	in->taken += json_i64(reply, "taken", 0);
	in->unchanged += json_i64(reply, "unchanged", 0);
	in->kept += json_i64(reply, "refused", 0);
	json_free(reply);
	return 0;
}

void import_refuse(struct importing *in, const struct err *err)
{
	if (in->looking)
		return;
	in->refused++;
	fprintf(stderr, "line %lld: %s\n", (long long)in->line, err->text);
}

/* -- whose facts, and of which kind -- */

/* NULL and no error: each line says it. */
static const struct kind *kind_of_rows(struct cli *c, struct err *err)
{
	const char *word = cli_option(c, "kind"), *path = cli_word(c, 0);
	const struct kind *kind = word ? kind_by_name(word) : NULL;

	if (word && (!kind || !kind->rec))
		err_set(err, ERR_USAGE,
			"\"%.40s\" is no kind of fact; see "
			"`helloword schema`",
			word);
	else if (!word && text_ends(path, ".csv"))
		err_set(err, ERR_USAGE,
			"%s: of which kind are its rows? say --kind order",
			path);
	return err->code ? NULL : kind;
}

/* 1 or 0; -1 when this user may not look. */
static int in_database(struct cli *c, const char *shop, struct err *err)
{
	struct err none = { 0 };
	struct db *db;
	bool found;

	if (cli_db(c, &db, &none)) {
		if (none.code == ERR_NO_DESK)
			return 0;
		*err = none;
		return -1;
	}
	found = db_i64(db, 0, "SELECT 1 FROM shops WHERE label = ?1", "s",
		       shop);
	db_close(db);
	return found;
}

/* A mistyped name would be a second shop, with facts that nothing joins. */
int import_shop(struct cli *c, const char *shop, struct err *err)
{
	const char *names[64] = { NULL }, *near;
	struct manifest *m = cli_manifest(c, err);
	int known = 0;

	if (!m)
		return -1;
	for (size_t i = 0; i < m->count && i < COUNT_OF(names) - 1; i++) {
		names[i] = m->instances[i]->name;
		known = known || text_eq(names[i], shop);
	}
	near = text_nearest(shop, names);
	known = known ? known : in_database(c, shop, err);
	if (!known && !cli_flag(c, "new-shop"))
		err_set(err, ERR_USAGE,
			"there is no shop \"%.60s\"%s%s%s; a new one goes "
			"with --new-shop",
			shop, near ? "; did you mean \"" : "", near ? near : "",
			near ? "\"?" : "");
	else if (!known && !form_is_label(shop))
		err_set(err, ERR_USAGE,
			"\"%.60s\" is no name for a shop; write letters, "
			"digits, - _ and ., such as my-shop, %d at most",
			shop, LABEL_MAX);
	manifest_close(m);
	return err->code ? -1 : 0;
}

/* Without --shop each line may name its own; a row of a table cannot. */
static int check_shop(struct cli *c, bool rows, struct err *err)
{
	const char *shop = cli_option(c, "shop");

	if (shop && *shop)
		return import_shop(c, shop, err);
	if (!shop && !rows)
		return 0;
	return err_set(err, ERR_USAGE,
		       "import needs --shop NAME: whose facts are they? "
		       "a new name goes with --new-shop");
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

static void put_counts(const struct importing *in, struct str *out)
{
	str_printf(out,
		   "{\"taken\":%lld,\"unchanged\":%lld,\"refused\":%lld,"
		   "\"quarantined\":%lld,\"versions\":%lld}\n",
		   (long long)in->taken, (long long)in->unchanged,
		   (long long)in->refused, (long long)in->kept,
		   (long long)in->versions);
}

/* Nothing is counted of a file that is not there. */
static int import_file(struct importing *in, const char *path,
		       const struct kind *kind, struct err *err)
{
	FILE *f = cli_open(path, err);
	int rc;

	if (!f)
		return -1;
	rc = kind ? import_rows(in, f, kind, err) : import_lines(in, f, err);
	if (f != stdin)
		fclose(f);
	import_tell(in);
	put_counts(in, &in->cli->out);
	return rc;
}

int verb_import(struct cli *c, struct err *err)
{
	struct importing in = { .cli = c, .chunk = STR_INIT };
	const struct kind *kind = kind_of_rows(c, err);
	int rc;

	if (err->code || check_shop(c, kind != NULL, err))
		return -1;
	rc = import_file(&in, cli_word(c, 0), kind, err);
	import_release(&in);
	return rc ? rc : refusals(&in, err);
}
