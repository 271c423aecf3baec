/* csv.h - RFC 4180 records out of a buffer, one at a time.
 *
 * Quoted fields with doubled quotes and line ends inside, CRLF or LF, an empty
 * last line ignored, a UTF-8 BOM skipped. A quote left open is ERR_DATA naming
 * the line where it began, and nothing stands behind it; so is a NUL byte,
 * which would cut its field, and a field that is too long.
 *
 * A quote whose end is missing goes on to the next one in the file, many rows
 * below perhaps. Where text stands behind an end that is in another line, its
 * record is ERR_DATA naming the line where the quote began, and what is read
 * next is the line behind that one. So would be rows of a buyer's own if a
 * quote were given up because it is long: one of too many lines is as one that
 * does not end.
 * SPDX-License-Identifier: MIT */
#ifndef HW_BASE_CSV_H
#define HW_BASE_CSV_H

#include "base/err.h"
#include "base/mem.h"
#include "base/vec.h"

#define CSV_QUOTED_LINES 1000 /* of a field */

VEC(csv_fields, const char *);

struct csv {
	const char *at, *end;
	int64_t line;       /* of the record last read, from 1 */
	struct arena arena; /* of the fields of the record last read */
	struct csv_fields fields;
	int64_t next_line;
};

void csv_open(struct csv *c, const char *text, size_t len);
/* 1 and c->fields (valid until the next call), 0 at the end, -1 on error: the
 * next call goes on with the record behind it, if there is one. */
int csv_next(struct csv *c, struct err *err) MUST_CHECK;
void csv_close(struct csv *c);

#endif
