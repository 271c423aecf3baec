/* tables.h - the words that field tables are written in.
 *
 * Set S to the struct's tag before a table and undefine it after; KIND then
 * makes <name>_kind of <name>_fields.
 * SPDX-License-Identifier: MIT */
#ifndef HW_MODEL_TABLES_H
#define HW_MODEL_TABLES_H

#include "model/field.h"

#define TABLE_AT_(s, m) (uint32_t) offsetof(struct s, m)
#define TABLE_AT(s, m) TABLE_AT_(s, m)
#define TABLE_FIELD(m, label, kind_of, mask, text)           \
	.name = (label), .type = (kind_of), .flags = (mask), \
	.at = TABLE_AT(S, m), .doc = (text)

#define TEXT_AS(m, label, mask, text)                         \
	{                                                     \
		TABLE_FIELD(m, label, FIELD_TEXT, mask, text) \
	}
#define TEXT(m, mask, text) TEXT_AS(m, #m, mask, text)
#define INT(m, mask, text)                                \
	{                                                 \
		TABLE_FIELD(m, #m, FIELD_INT, mask, text) \
	}
#define FLAG(m, mask, text)                                \
	{                                                  \
		TABLE_FIELD(m, #m, FIELD_FLAG, mask, text) \
	}
#define MONEY(m, mask, text)                                \
	{                                                   \
		TABLE_FIELD(m, #m, FIELD_MONEY, mask, text) \
	}
#define WHEN(m, mask, text)                                \
	{                                                  \
		TABLE_FIELD(m, #m, FIELD_WHEN, mask, text) \
	}
#define INSTANT(m, mask, text)                                \
	{                                                     \
		TABLE_FIELD(m, #m, FIELD_INSTANT, mask, text) \
	}
#define CHOICE_AS(m, label, list, mask, text)                    \
	{                                                        \
		TABLE_FIELD(m, label, FIELD_CHOICE, mask, text), \
			.words = (list)                          \
	}
#define CHOICE(m, list, mask, text) CHOICE_AS(m, #m, list, mask, text)
#define LIST(m, of, text)                                              \
	{                                                              \
		TABLE_FIELD(m, #m, FIELD_LIST, 0, text), .item = &(of) \
	}
#define BYTES(m, len, mask, text)                            \
	{                                                    \
		TABLE_FIELD(m, #m, FIELD_BYTES, mask, text), \
			.len_at = TABLE_AT(S, len)           \
	}

#define KIND(label, sql, tag, number, text)        \
	const struct kind label##_kind = {         \
		.name = #label,                    \
		.table = (sql),                    \
		.doc = (text),                     \
		.fields = label##_fields,          \
		.count = COUNT_OF(label##_fields), \
		.size = sizeof(struct tag),        \
		.rec = (number),                   \
	}

#endif
