/* record_sql.h - the SQL of a described kind, made once for each kind and use.
 * Texts live as long as the program: statements are cached by their address.
 * SPDX-License-Identifier: MIT */
#ifndef HW_DB_RECORD_SQL_H
#define HW_DB_RECORD_SQL_H

#include "model/codec.h"

/* How many columns a field has: none for lists and bytes, nor for the id. */
int sql_columns(const struct field *f);
bool sql_is_id(const struct field *f);

/* ?1 is the id, then each column in the order of the table. */
const char *sql_of_save(const struct kind *kind);
/* ?1 is the id, then the columns of the fields in `mask` (bit n: field n). */
const char *sql_of_update(const struct kind *kind, uint64_t mask);
/* tail: a literal, what follows FROM table. */
const char *sql_of_select(const struct kind *kind, const char *tail);

#endif
