/* sheet.c - see sheet.h.
 * SPDX-License-Identifier: MIT */
#include "model/sheet.h"

#include <ctype.h>

#include "base/utf8.h"
#include "model/codec.h"
#include "model/sane.h"

#define NAMES_MAX 64

/* -- the header -- */

static const char *nearest(const struct kind *kind, const char *name)
{
	const char *names[NAMES_MAX] = { NULL };

	for (uint32_t i = 0; i < kind->count && i < NAMES_MAX - 1; i++)
		names[i] = kind->fields[i].name;
	return text_nearest(name, names);
}

static int no_field(const struct kind *kind, size_t column, const char *name,
		    struct err *err)
{
	const char *near = nearest(kind, name);

	return err_set(
		err, ERR_DATA,
		"column %zu: \"%.60s\" is no field of %s%s%s%s%s", column + 1,
		name, kind->name, near ? "; did you mean \"" : "",
		near ? near : "", near ? "\"?" : "",
		strpbrk(name, ";\t") ? "; columns are separated by commas"
				     : "");
}

static int add_column(struct sheet *s, const char *name, struct err *err)
{
	const struct field *f = kind_field(s->kind, name);
	size_t column = s->columns.len;

	if (utf8_check(name, strlen(name)) >= 0)
		return err_set(err, ERR_DATA,
			       "column %zu: its name is not UTF-8; save the "
			       "file as UTF-8",
			       column + 1);
	if (!f)
		return no_field(s->kind, column, name, err);
	if (f->type == FIELD_LIST)
		return err_set(err, ERR_DATA,
			       "column %zu: %s.%s is a list, which no cell can "
			       "hold; import such facts as lines of JSON",
			       column + 1, s->kind->name, name);
	for (size_t i = 0; i < column; i++)
		if (s->columns.at[i] == f)
			return err_set(err, ERR_DATA,
				       "column %zu: \"%s\" is column %zu "
				       "already",
				       column + 1, name, i + 1);
	sheet_columns_push(&s->columns, f);
	return 0;
}

static bool has_column(const struct sheet *s, const struct field *f)
{
	for (size_t i = 0; i < s->columns.len; i++)
		if (s->columns.at[i] == f)
			return true;
	return false;
}

int sheet_open(struct sheet *s, const struct kind *kind,
	       const struct csv_fields *header, struct err *err)
{
	*s = (struct sheet){ .kind = kind };
	for (size_t i = 0; i < header->len; i++)
		if (add_column(s, header->at[i], err))
			return -1;
	for (uint32_t i = 0; i < kind->count; i++) {
		const struct field *f = &kind->fields[i];

		if ((f->flags & FIELD_REQUIRED) && !has_column(s, f))
			return err_set(err, ERR_DATA,
				       "there is no column \"%s\", and every "
				       "%s needs one",
				       f->name, kind->name);
	}
	return 0;
}

void sheet_release(struct sheet *s)
{
	sheet_columns_release(&s->columns);
}

/* -- rows -- */

static bool whole_number(const char *cell)
{
	size_t n = 0;

	for (cell += *cell == '-'; isdigit((unsigned char)cell[n]); n++)
		;
	return n > 0 && n < 18 && !cell[n] && (*cell != '0' || n == 1);
}

/* What is of another form is written as text, which the codec refuses in terms
 * of the field. */
static void put_cell(struct jw *w, const struct field *f, const char *cell)
{
	const char *blank = strrchr(cell, ' ');

	jw_key(w, f->name);
	if (f->type == FIELD_MONEY && blank) {
		jw_object(w);
		jw_key(w, "amount");
		jw_text_n(w, cell, (size_t)(blank - cell));
		jw_kv_text(w, "currency", blank + 1);
		jw_end(w);
	} else if (f->type == FIELD_INT && whole_number(cell)) {
		jw_raw(w, cell, strlen(cell));
	} else if (f->type == FIELD_FLAG &&
		   (text_eq(cell, "true") || text_eq(cell, "false"))) {
		jw_bool(w, *cell == 't');
	} else {
		jw_text(w, cell);
	}
}

static int check_cell(const struct sheet *s, size_t column, const char *cell,
		      struct err *err)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	const struct field *f = s->columns.at[column];
	struct arena arena = ARENA_INIT;
	struct jw w = JW_INIT(&json);
	void *rec = arena_alloc(&arena, s->kind->size);
	cJSON *object = NULL;
	int rc = 0;

	if (!*cell && (f->flags & FIELD_REQUIRED))
		rc = err_set(err, ERR_DATA, "%s.%s must be there",
			     s->kind->name, f->name);
	else if (utf8_check(cell, strlen(cell)) >= 0)
		rc = err_set(err, ERR_DATA,
			     "it is not UTF-8; save the file as UTF-8");
	else if (f->type == FIELD_MONEY && *cell && !strchr(cell, ' '))
		rc = err_set(err, ERR_DATA,
			     "%s.%s must be an amount and its currency, such "
			     "as 12.50 EUR",
			     s->kind->name, f->name);
	if (rc == 0 && *cell) {
		jw_object(&w);
		put_cell(&w, f, cell);
		jw_end(&w);
		object = json_parse(str_c(&json), json.len, err);
		rc = object ? record_patch_json(rec, s->kind, object, &arena,
						err)
			    : -1;
		if (rc == 0)
			rc = field_sane(s->kind, f, rec, err);
	}
	json_free(object);
	arena_release(&arena);
	return rc ? err_context(err, "column %zu", column + 1) : 0;
}

int sheet_row(const struct sheet *s, const struct csv_fields *cells,
	      struct str *line, struct err *err)
{
	struct jw w = JW_INIT(line);

	if (cells->len != s->columns.len)
		return err_set(err, ERR_DATA,
			       "the row has %zu cells, and the header %zu",
			       cells->len, s->columns.len);
	for (size_t i = 0; i < cells->len; i++)
		if (check_cell(s, i, cells->at[i], err))
			return -1;
	jw_object(&w);
	jw_kv_text(&w, "kind", s->kind->name);
	for (size_t i = 0; i < cells->len; i++)
		if (*cells->at[i])
			put_cell(&w, s->columns.at[i], cells->at[i]);
	jw_end(&w);
	str_putc(line, '\n');
	return 0;
}
