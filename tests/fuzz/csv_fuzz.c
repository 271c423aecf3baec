/* csv_fuzz.c - CSV against a reader that is a table of states, and against
 * its own fields written again; and as `helloword import --kind` reads it: what
 * is a row of facts holds the cells' texts.
 * SPDX-License-Identifier: MIT */
#include "base/csv.h"
#include "fuzz/fuzz.h"
#include "model/codec.h"
#include "model/sheet.h"

/* Every field ends in 0x1f and every record in 0x1e here; which bytes stand in
 * the input is not asked: those two are left out of it. */
static void put(struct str *out, const char *field)
{
	str_puts(out, field);
	str_putc(out, '\x1f');
}

/* Inside of quotes: takes the byte, or two; false behind the last one. */
static bool quoted(struct str *out, const char **at, const char *end,
		   int *lines)
{
	if (**at == '"' && (*at + 1 == end || (*at)[1] != '"'))
		return false;
	*at += **at == '"';
	str_putc(out, **at);
	*lines += **at == '\n';
	return true;
}

/* False where it cannot be read. */
static bool slow(struct str *out, const char *at, const char *end)
{
	enum { START, PLAIN, QUOTED, AFTER } state = START;
	bool open = false; /* a record has begun */
	int lines = 0;     /* that end in the quotes of the field */

	at += end - at >= 3 && !memcmp(at, "\xEF\xBB\xBF", 3) ? 3 : 0;
	for (; at < end; at++) {
		bool crlf = *at == '\r' && (at + 1 == end || at[1] == '\n');

		if (!*at)
			return false;
		if (state == QUOTED) {
			if (!quoted(out, &at, end, &lines))
				state = AFTER;
			if (lines == CSV_QUOTED_LINES)
				return false;
			continue;
		}
		if (state == START && *at == '"') {
			open = true;
			lines = 0;
			state = QUOTED;
		} else if (*at == ',') {
			open = true;
			state = START;
			str_putc(out, '\x1f');
		} else if (*at == '\n' || crlf) {
			at += crlf && at + 1 < end;
			open = false;
			state = START;
			str_puts(out, "\x1f\x1e");
		} else {
			if (state == AFTER && lines)
				return false; /* its end is another's begin */
			open = true;
			state = state == AFTER ? AFTER : PLAIN;
			str_putc(out, *at);
		}
	}
	if (open)
		str_puts(out, "\x1f\x1e");
	return state != QUOTED;
}

static void quote(struct str *again, const char *field, size_t n)
{
	str_puts(again, n ? ",\"" : "\"");
	for (; *field; field++)
		str_printf(again, *field == '"' ? "\"\"" : "%c", *field);
	str_putc(again, '"');
}

/* 0, or -1 when it was refused. again: every field in quotes. */
static int fast(struct str *out, struct str *again, const char *text,
		size_t len)
{
	struct csv c;
	struct err err = { 0 };
	int64_t line = 0;
	int rc;

	csv_open(&c, text, len);
	while ((rc = csv_next(&c, &err)) > 0) {
		FUZZ_HOLDS(c.fields.len, "a record without a field");
		FUZZ_HOLDS(c.line > line, "line %lld comes after %lld",
			   (long long)c.line, (long long)line);
		line = c.line;
		for (size_t i = 0; i < c.fields.len; i++) {
			put(out, c.fields.at[i]);
			quote(again, c.fields.at[i], i);
		}
		str_putc(out, '\x1e');
		str_puts(again, "\r\n");
	}
	csv_close(&c);
	if (rc)
		fuzz_sentence(&err);
	return rc;
}

/* A line of its own that the codec reads, with each text as it stands in its
 * cell. */
static void same_texts(const struct sheet *s, const struct csv_fields *cells,
		       const struct str *line)
{
	struct arena arena = ARENA_INIT;
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *json = json_parse(str_c(line), line->len, &err);
	void *rec = arena_alloc(&arena, s->kind->size);

	FUZZ_HOLDS(json, "it is no JSON: %s", err.text);
	FUZZ_HOLDS(strchr(str_c(line), '\n') == str_c(line) + line->len - 1,
		   "it is not one line: %s", str_c(line));
	FUZZ_HOLDS(record_from_json(rec, s->kind, json, &arena, &err) == 0,
		   "each cell was good, and the row is not: %s", err.text);
	for (size_t i = 0; i < cells->len; i++) {
		const struct field *f = s->columns.at[i];

		FUZZ_HOLDS(f->type != FIELD_TEXT ||
				   text_eq(field_text(f, rec), cells->at[i]),
			   "[%s] became [%s]", cells->at[i],
			   field_text(f, rec));
		FUZZ_HOLDS(*cells->at[i] || !field_known(f, rec),
			   "%s is known from an empty cell", f->name);
	}
	arena_release(&arena);
}

static void as_facts(const struct kind *kind, const char *text, size_t len)
{
	struct sheet s = { .kind = kind };
	struct err err = { 0 };
	struct csv c;

	csv_open(&c, text, len);
	if (csv_next(&c, &err) > 0 &&
	    sheet_open(&s, kind, &c.fields, &err) == 0)
		while (csv_next(&c, &err) > 0) {
			CLEANUP(str_release) struct str line = STR_INIT;

			if (sheet_row(&s, &c.fields, &line, &err))
				fuzz_sentence(&err);
			else
				same_texts(&s, &c.fields, &line);
			FUZZ_HOLDS(!err.code || !line.len,
				   "a row that was refused left something");
			err = (struct err){ 0 };
		}
	if (err.code)
		fuzz_sentence(&err);
	sheet_release(&s);
	csv_close(&c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(str_release) struct str right = STR_INIT, ours = STR_INIT;
	CLEANUP(str_release) struct str again = STR_INIT, twice = STR_INIT;
	CLEANUP(str_release) struct str unused = STR_INIT;
	const char *text = (const char *)data;
	bool good;
	int rc;

	if (size && (memchr(text, '\x1f', size) || memchr(text, '\x1e', size)))
		return -1;
	for (size_t i = 0; all_kinds[i]; i++)
		if (all_kinds[i]->rec)
			as_facts(all_kinds[i], text, size);
	good = slow(&right, text, text + size);
	rc = fast(&ours, &again, text, size);
	FUZZ_HOLDS((rc == 0) == good, "it is %sCSV", good ? "" : "no ");
	if (rc)
		return 0;
	FUZZ_HOLDS(text_eq(str_c(&right), str_c(&ours)),
		   "[%s] was read as [%s]", str_c(&right), str_c(&ours));
	FUZZ_HOLDS(fast(&twice, &unused, str_c(&again), again.len) == 0 &&
			   text_eq(str_c(&twice), str_c(&ours)),
		   "written again it differs: %s", str_c(&again));
	return 0;
}
