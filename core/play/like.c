/* like.c - comparing text, JSON and bodies.
 * SPDX-License-Identifier: MIT */
#include "play/like.h"

#include <regex.h>

#include "base/mem.h"

static bool matches(const char *expression, const char *text)
{
	CLEANUP(free_ptr) char *whole = xasprintf("^(%s)$", expression);
	regex_t re;
	bool yes;

	if (regcomp(&re, whole, REG_EXTENDED | REG_NOSUB))
		return false;
	yes = regexec(&re, text, 0, NULL, 0) == 0;
	regfree(&re);
	return yes;
}

bool text_like(const char *expected, const char *got)
{
	if (!got)
		return false;
	return expected[0] == '~' ? matches(expected + 1, got)
				  : text_eq(expected, got);
}

static bool array_like(const cJSON *expected, const cJSON *got)
{
	const cJSON *g = got->child;
	const cJSON *e;

	cJSON_ArrayForEach (e, expected) {
		if (!g || !json_like(e, g))
			return false;
		g = g->next;
	}
	return !g;
}

static bool object_like(const cJSON *expected, const cJSON *got)
{
	bool more = json_get(expected, "...") != NULL;
	const cJSON *e, *g;

	cJSON_ArrayForEach (e, expected) {
		if (text_eq(e->string, "..."))
			continue;
		g = json_get(got, e->string);
		if (!g || !json_like(e, g))
			return false;
	}
	cJSON_ArrayForEach (g, got)
		if (!more && !json_get(expected, g->string))
			return false;
	return true;
}

bool json_like(const cJSON *expected, const cJSON *got)
{
	/* The low byte is the type. */
	if ((expected->type & 0xff) != (got->type & 0xff))
		return false;
	if (cJSON_IsString(expected))
		return text_like(expected->valuestring, got->valuestring);
	if (cJSON_IsNumber(expected))
		return !(expected->valuedouble < got->valuedouble) &&
		       !(expected->valuedouble > got->valuedouble);
	if (cJSON_IsArray(expected))
		return array_like(expected, got);
	if (cJSON_IsObject(expected))
		return object_like(expected, got);
	return true;
}

bool body_like(const char *expected, const char *got, size_t len)
{
	CLEANUP(json_free_ptr) cJSON *e = NULL;
	CLEANUP(json_free_ptr) cJSON *g = NULL;
	struct err err;

	e = json_parse(expected, strlen(expected), &err);
	if (e)
		g = json_parse(got, len, &err);
	if (e && g)
		return json_like(e, g);
	return strlen(got) == len && text_like(expected, got);
}
