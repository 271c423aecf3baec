/* json_fuzz.c - what is JSON, against the grammar of RFC 8259 written down
 * once more, recursively, and against cJSON.
 * SPDX-License-Identifier: MIT */
#include <math.h>

#include "base/json.h"
#include "base/utf8.h"
#include "fuzz/fuzz.h"

struct at {
	const char *c, *end;
	int depth;
	bool nul; /* \u0000 stands in a text */
};

static bool is(struct at *a, const char *any)
{
	return a->c < a->end && *a->c && strchr(any, *a->c);
}

static bool take(struct at *a, const char *any)
{
	bool there = is(a, any);

	a->c += there;
	return there;
}

static void blank(struct at *a)
{
	while (take(a, " \t\r\n"))
		;
}

static bool some(struct at *a, const char *any)
{
	bool one = take(a, any);

	while (take(a, any))
		;
	return one;
}

/* JSON's number, of the text that a run of its characters is. */
static bool is_number(struct at *a)
{
	const char *from = a->c;
	struct at n = *a;

	while (take(a, "+-.0123456789eE"))
		;
	n.end = a->c;
	n.c = from;
	take(&n, "-");
	if (!take(&n, "0") && !some(&n, "0123456789"))
		return false;
	if (take(&n, ".") && !some(&n, "0123456789"))
		return false;
	if (take(&n, "eE")) {
		take(&n, "+-");
		if (!some(&n, "0123456789"))
			return false;
	}
	return n.c == n.end;
}

static int32_t unit(struct at *a)
{
	int32_t v = 0;

	if (!take(a, "u"))
		return -1;
	for (int i = 0; i < 4; i++) {
		if (!is(a, "0123456789abcdefABCDEF"))
			return -1;
		v = v * 16 +
		    (*a->c <= '9' ? *a->c - '0' : (*a->c | 32) - 'a' + 10);
		a->c++;
	}
	return v;
}

static bool escape(struct at *a)
{
	int32_t v;

	if (take(a, "\"\\/bfnrt"))
		return true;
	v = unit(a);
	a->nul |= v == 0;
	if (v >= 0xd800 && v < 0xdc00) {
		if (!take(a, "\\"))
			return false;
		v = unit(a);
		return v >= 0xdc00 && v < 0xe000;
	}
	return v >= 0 && !(v >= 0xdc00 && v < 0xe000);
}

static bool text(struct at *a)
{
	const char *from;

	if (!take(a, "\""))
		return false;
	from = a->c;
	while (a->c < a->end && *a->c != '"') {
		unsigned char c = (unsigned char)*a->c++;

		if (c < 0x20 || (c == '\\' && !escape(a)))
			return false;
	}
	return utf8_check(from, (size_t)(a->c - from)) < 0 && take(a, "\"");
}

static bool value(struct at *a);

static bool many(struct at *a, bool object)
{
	const char *close = object ? "}" : "]";

	if (++a->depth > JSON_DEPTH_MAX)
		return false;
	blank(a);
	if (!take(a, close)) {
		do {
			blank(a);
			if (object && !text(a))
				return false;
			blank(a);
			if ((object && !take(a, ":")) || !value(a))
				return false;
			blank(a);
		} while (take(a, ","));
		if (!take(a, close))
			return false;
	}
	a->depth--;
	return true;
}

static bool word(struct at *a, const char *w)
{
	for (; *w; w++)
		if (!take(a, (const char[]){ *w, '\0' }))
			return false;
	return true;
}

static bool value(struct at *a)
{
	blank(a);
	if (take(a, "{"))
		return many(a, true);
	if (take(a, "["))
		return many(a, false);
	if (is(a, "\""))
		return text(a);
	if (is(a, "-0123456789"))
		return is_number(a);
	return is(a, "t")   ? word(a, "true")
	       : is(a, "f") ? word(a, "false")
			    : word(a, "null");
}

/* Does a name stand twice in one object? */
static bool twice(const cJSON *json)
{
	const cJSON *m, *n;

	cJSON_ArrayForEach (m, json) {
		for (n = m->next; n && cJSON_IsObject(json); n = n->next)
			if (!strcmp(m->string, n->string))
				return true;
		if (twice(m))
			return true;
	}
	return false;
}

/* A double holds no 1e999: it is written as null. */
static bool has_infinite(const cJSON *json)
{
	const cJSON *m;

	if (cJSON_IsNumber(json))
		return isinf(json->valuedouble);
	cJSON_ArrayForEach (m, json)
		if (has_infinite(m))
			return true;
	return false;
}

/* Printed and read again it is the same. */
static void again(const cJSON *json)
{
	char *printed = cJSON_PrintUnformatted(json);
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *same = json_parse(printed, strlen(printed), &err);

	FUZZ_HOLDS(same, "it is not read again: %s: %s", err.text, printed);
	FUZZ_HOLDS(cJSON_Compare(json, same, true), "it differs: %s", printed);
	cJSON_free(printed);
}

static void quote(const char *bytes, size_t len)
{
	CLEANUP(str_release) struct str quoted = STR_INIT;
	struct err err = { 0 };
	CLEANUP(json_free_ptr) cJSON *json = NULL;

	if (utf8_check(bytes, len) >= 0 || memchr(bytes, 0, len))
		return;
	json_quote(&quoted, bytes, len);
	json = json_parse(str_c(&quoted), quoted.len, &err);
	FUZZ_HOLDS(json && strlen(json->valuestring) == len &&
			   !memcmp(json->valuestring, bytes, len),
		   "quoted it differs: %s", str_c(&quoted));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	struct at a = { .c = bytes, .end = bytes + size };
	struct err err = { 0 };
	CLEANUP(json_free_ptr) cJSON *json = NULL, *loose = NULL;
	bool right = value(&a), ours;

	blank(&a);
	right = right && a.c == a.end;
	ours = json_check(bytes, size, &err) == 0;
	FUZZ_HOLDS(ours == right, "by the grammar it is %sJSON: %s",
		   right ? "" : "no ", err.text);
	json = json_parse(bytes, size, &err);
	if (ours) {
		loose = cJSON_ParseWithLength(bytes, size);
		FUZZ_HOLDS(loose, "cJSON refuses what we take");
		FUZZ_HOLDS(!json == (a.nul || twice(loose)), "%s",
			   json ? "a NUL or a double name was taken"
				: err.text);
	}
	if (json && !has_infinite(json))
		again(json);
	else if (!json)
		fuzz_sentence(&err);
	quote(bytes, size);
	return 0;
}
