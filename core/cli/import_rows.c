/* import_rows.c - rows of CSV: see import.h.
 * SPDX-License-Identifier: MIT */
#include "cli/import.h"
#include "model/sheet.h"

#define SHEET_MAX ((size_t)256 << 20)

static int read_all(struct str *text, FILE *f, struct err *err)
{
	char bytes[1 << 16];
	size_t n;

	while ((n = fread(bytes, 1, sizeof bytes, f)) > 0)
		str_add(text, bytes, n);
	if (ferror(f))
		return err_errno(err, ERR_DATA, "the file cannot be read");
	if (text->bad)
		return err_set(err, ERR_DATA,
			       "a CSV file may have %zu MiB at most; import it "
			       "in parts, each with the header row",
			       SHEET_MAX >> 20);
	return 0;
}

/* One that is refused may be more than one, with a quote over their ends. */
static void refuse_row(struct importing *in, const struct csv *csv,
		       const struct err *bad)
{
	long long last = csv->next_line - 1;
	struct err all = *bad;

	if (last > csv->line)
		err_set(&all, bad->code,
			"%s; a quote takes the row on to line %lld: if it "
			"should not, the end of one is missing",
			bad->text, last);
	import_refuse(in, &all);
}

/* The parser names the line. */
static void tell_broken(struct importing *in, const struct err *bad)
{
	if (in->looking)
		return;
	in->refused++;
	fprintf(stderr, "%s\n", bad->text);
}

/* The row was made a line at the end of the chunk; it is left there when it is
 * to be handed in. */
static void take_row(struct importing *in, const struct kind *kind, size_t from)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	struct err err = { 0 };
	CLEANUP(json_free_ptr) cJSON *json = NULL;
	void *rec;

	if (!in->looking) {
		if (import_is_outdone(in))
			str_cut(&in->chunk, from);
		return;
	}
	json = json_parse(str_c(&in->chunk) + from, in->chunk.len - from - 1,
			  &err);
	rec = arena_alloc(&arena, kind->size);
	if (json && record_from_json(rec, kind, json, &arena, &err) == 0)
		import_remember(in, cli_option(in->cli, "shop"), kind, rec);
	str_clear(&in->chunk);
}

static int flush(struct importing *in, struct err *err)
{
	return import_flush(in, cli_option(in->cli, "shop"), &in->chunk, err);
}

/* As with lines, a bad row stores nothing and the others go on; after a quote
 * that does not end there are no others. */
static int take_rows(struct importing *in, struct csv *csv,
		     const struct sheet *sheet, struct err *err)
{
	struct err bad = { 0 };
	int rc = 0, got;

	while (rc == 0 && (got = csv_next(csv, &bad))) {
		size_t from = in->chunk.len;

		in->line = csv->line;
		if (got > 0 && csv->fields.len == 1 && !*csv->fields.at[0])
			continue; /* an empty line */
		if (got < 0) {
			tell_broken(in, &bad);
		} else if (sheet_row(sheet, &csv->fields, &in->chunk, &bad)) {
			refuse_row(in, csv, &bad);
		} else {
			take_row(in, sheet->kind, from);
		}
		bad = (struct err){ 0 };
		if (in->chunk.len > CHUNK_MAX)
			rc = flush(in, err);
	}
	return rc ? rc : flush(in, err);
}

static int read_rows(struct importing *in, const struct str *text,
		     const struct kind *kind, struct err *err)
{
	struct sheet sheet = { .kind = kind };
	struct csv csv;
	int rc;

	csv_open(&csv, str_c(text), text->len);
	rc = csv_next(&csv, err);
	if (rc == 0)
		rc = err_set(err, ERR_DATA,
			     "the file is empty; its first row must name the "
			     "columns");
	else if (rc > 0 && sheet_open(&sheet, kind, &csv.fields, err))
		rc = err_context(err, "line %lld", (long long)csv.line);
	if (rc > 0)
		rc = take_rows(in, &csv, &sheet, err);
	sheet_release(&sheet);
	csv_close(&csv);
	return rc;
}

int import_rows(struct importing *in, FILE *f, const struct kind *kind,
		struct err *err)
{
	CLEANUP(str_release) struct str text = STR_LIMIT(SHEET_MAX);

	if (read_all(&text, f, err))
		return -1;
	in->looking = true;
	if (read_rows(in, &text, kind, err))
		return -1;
	in->looking = false;
	import_looked(in);
	return read_rows(in, &text, kind, err);
}
