/* effect_answer.c - what a verb declares about a reply (effect.h).
 * SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "host/effect.h"

struct code {
	const cJSON *value;
};

static bool first_value(const cJSON *v, void *arg)
{
	((struct code *)arg)->value = v;
	return false;
}

static const char *code_of(const char *code_at, const cJSON *body)
{
	CLEANUP(free_ptr) char *places = xstrdup(code_at);
	struct code code = { NULL };
	char *save = NULL;

	for (char *p = strtok_r(places, "|", &save); p && !code.value;
	     p = strtok_r(NULL, "|", &save))
		json_pointer_each(body, p, first_value, &code);
	if (!code.value || !cJSON_IsString(code.value))
		return "";
	return code.value->valuestring;
}

static enum effect_answer declared(const cJSON *pair)
{
	if (json_bool(pair, "final", json_i64(pair, "final", 0) != 0))
		return EFFECT_REFUSED;
	if (json_bool(pair, "new_key", json_i64(pair, "new_key", 0) != 0))
		return EFFECT_NEW_KEY;
	return EFFECT_NOT_DONE;
}

/* "~TEXT" and "?TEXT": the code, which may be a sentence, holds TEXT. */
static bool code_matches(const char *wanted, const char *code)
{
	if (text_eq(wanted, "*"))
		return true;
	if (!*code)
		return false;
	if ((*wanted == '~' || *wanted == '?') && wanted[1])
		return strcasestr(code, wanted + 1) != NULL;
	return text_eq(wanted, "+") || text_eq(wanted, code);
}

enum effect_answer effect_answer(const struct verb_info *verb, int64_t status,
				 const char *body, size_t body_len)
{
	struct err ignored = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *json = json_parse(body ? body : "", body_len, &ignored);
	const char *code = json ? code_of(verb->code_at, json) : "";
	const cJSON *pair;

	cJSON_ArrayForEach (pair, verb->not_done) {
		const char *wanted = json_text(pair, "code");

		if (json_i64(pair, "http", 0) != status || !wanted ||
		    !code_matches(wanted, code))
			continue;
		return *wanted == '?' ? EFFECT_UNKNOWN : declared(pair);
	}
	return EFFECT_UNKNOWN;
}
