/* sheet.h - facts as the rows of a table: what a CSV file with a header row
 * says, made into the lines of JSON that intake takes.
 *
 * All rows are of one kind, and the columns are named as its fields are
 * (`helloword schema KIND`), in any order. A cell holds what the field holds in
 * JSON, but money is "12.50 EUR" and a flag true or false; an empty cell is not
 * known. Fields that are lists have no column.
 * SPDX-License-Identifier: MIT */
#ifndef HW_MODEL_SHEET_H
#define HW_MODEL_SHEET_H

#include "base/csv.h"
#include "base/str.h"
#include "model/kinds.h"

VEC(sheet_columns, const struct field *);

struct sheet {
	const struct kind *kind;
	struct sheet_columns columns;
};

/* From the cells of the header row. A name that is no field, or twice there,
 * a list, and a required field without a column are ERR_DATA naming the
 * column. To be released in any case. */
int sheet_open(struct sheet *s, const struct kind *kind,
	       const struct csv_fields *header, struct err *err) MUST_CHECK;
void sheet_release(struct sheet *s);

/* Appends {"kind":"order",...} and a line feed. A row with more or less cells
 * than the header, and a cell that its field cannot hold, are ERR_DATA naming
 * the column; nothing is appended then. */
int sheet_row(const struct sheet *s, const struct csv_fields *cells,
	      struct str *line, struct err *err) MUST_CHECK;

#endif
