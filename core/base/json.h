/* json.h - JSON in and out.
 *
 * In: text is first checked to the letter of RFC 8259 (cJSON alone accepts
 * more), with limits on size and depth and no duplicate keys, then given to
 * cJSON. Numbers are read as integers only where a field is an integer; money
 * never passes through a double (it is a decimal string). Out: a writer that
 * appends canonical text (given order, no blanks, no floats) to a str.
 * SPDX-License-Identifier: MIT */
#ifndef HW_BASE_JSON_H
#define HW_BASE_JSON_H

#include <cjson/cJSON.h>

#include "base/err.h"
#include "base/str.h"

#define JSON_DEPTH_MAX 64               /* nested arrays and objects */
#define JSON_VALUES_MAX 1000000         /* a tree of them takes 64 MB */
#define JSON_INT_MAX (INT64_C(1) << 53) /* exact in every JSON reader */

/* Checks that text is exactly one JSON value. -1 with ERR_DATA naming the
 * byte offset and what is wrong there. Duplicate keys are left to json_parse.
 */
int json_check(const char *text, size_t len, struct err *err) MUST_CHECK;

/* Checks and parses. Gives the tree (free with json_free), or NULL: also for a
 * name that stands twice in one object, and for \u0000, which a C string cannot
 * hold. */
cJSON *json_parse(const char *text, size_t len, struct err *err);
void json_free(cJSON *json);
void json_free_ptr(cJSON **json); /* for CLEANUP */

/* Members; NULL, the fallback or -1 when absent or of another type. */
const char *json_text(const cJSON *object, const char *key);
int64_t json_i64(const cJSON *object, const char *key, int64_t fallback);
bool json_bool(const cJSON *object, const char *key, bool fallback);
const cJSON *json_get(const cJSON *object, const char *key);
/* Reads an integer exactly; false when not a whole number below 2^53 in size
 * (2^53 may be 2^53 + 1, rounded by the reader). */
bool json_as_i64(const cJSON *value, int64_t *out);

/* The value at a JSON Pointer (RFC 6901), NULL when there is none. "*" as a
 * token of an array is not handled here (see json_pointer_each). */
const cJSON *json_pointer(const cJSON *root, const char *pointer);

/* Calls each() for every value a pointer with "*" tokens reaches, in order;
 * stops when each() returns false. Returns how many were visited. */
int json_pointer_each(const cJSON *root, const char *pointer,
		      bool (*each)(const cJSON *value, void *arg), void *arg);

/* -- writer --
 *	struct jw w = JW_INIT(&str);
 *	jw_object(&w);
 *	jw_key(&w, "kind"), jw_text(&w, "order");
 *	jw_end(&w);
 * Commas are the writer's business. Text must be valid UTF-8. Deeper than
 * JSON_DEPTH_MAX sets the str's `bad`. */
struct jw {
	struct str *to;
	uint64_t comma; /* bit per depth: a value stands before */
	uint64_t array; /* bit per depth: it is an array */
	int depth;
};
#define JW_INIT(str)                                            \
	{                                                       \
		.to = (str), .comma = 0, .array = 0, .depth = 0 \
	}

void jw_object(struct jw *w);
void jw_array(struct jw *w);
void jw_end(struct jw *w); /* closes what is open */
void jw_key(struct jw *w, const char *key);
void jw_text(struct jw *w, const char *text); /* NULL writes null */
void jw_text_n(struct jw *w, const char *text, size_t len);
void jw_i64(struct jw *w, int64_t value);
void jw_bool(struct jw *w, bool value);
void jw_null(struct jw *w);
void jw_raw(struct jw *w, const char *json, size_t len); /* a whole value */

/* key and value in one */
void jw_kv_text(struct jw *w, const char *key, const char *text);
void jw_kv_i64(struct jw *w, const char *key, int64_t value);
void jw_kv_bool(struct jw *w, const char *key, bool value);

/* How many of the first bytes stand in a JSON string as they are: before the
 * first quote, backslash or control character. */
size_t json_plain(const char *text, size_t len);
/* Appends text as a JSON string with its quotes. */
void json_quote(struct str *s, const char *text, size_t len);

#endif
