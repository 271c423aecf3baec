/* declared_verbs.c - what a plugin says of its verbs: effects, replies that
 * mean "not done", and the class. SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "judge/declared_own.h"

/* Pointers by '|', or "url". */
static bool is_place(const char *where, bool only)
{
	CLEANUP(free_ptr) char *places = xstrdup(or_empty(where));
	char *save = NULL;

	if (only)
		return strchr(places, ':') &&
		       (*places == ':' || *places == '/');
	for (char *p = strtok_r(places, "|", &save); p;
	     p = strtok_r(NULL, "|", &save))
		if (*p != '/' && !text_eq(p, "url"))
			return false;
	return true;
}

static void check_effects(struct subject *s, const struct verb_info *v)
{
	const cJSON *e;

	cJSON_ArrayForEach (e, v->effects) {
		const char *where = json_text(e, "where");
		bool is_good =
			is_place(where, text_eq(json_text(e, "what"), "only"));

		if (!is_good)
			FIND(s, v->name,
			     "write JSON Pointers by '|' (or \"url\"), and "
			     "HW_IS_ONLY as \"POINTER: names\"",
			     "\"%s\" points nowhere", or_empty(where));
		declared_good(s, is_good);
	}
}

static bool check_pair(struct subject *s, const struct verb_info *v,
		       const cJSON *pair)
{
	int64_t http = json_i64(pair, "http", 0);
	const char *code = or_empty(json_text(pair, "code"));

	if (http < 100 || http > 599) {
		FIND(s, v->name, "give the HTTP status of the reply",
		     "a row of .not_done has the status %lld", (long long)http);
		return false;
	}
	if (text_eq(code, "*") && (http < 300 || http >= 500)) {
		FIND(s, v->name,
		     "name the code that the remote documents; what says "
		     "nothing may have been done",
		     "it takes any HTTP %lld for \"surely not done\"",
		     (long long)http);
		return false;
	}
	if (!text_eq(code, "*") && !*v->code_at) {
		FIND(s, v->name, "say in .code_at where the code stands",
		     "the code %s of .not_done is looked for nowhere", code);
		return false;
	}
	return true;
}

static void check_class(struct subject *s, const struct verb_info *v)
{
	bool reply = text_eq(v->name, "reply");
	bool is_good = true;

	if (v->effect_class == 'A' && !v->key_life_ms && !reply) {
		FIND(s, v->name,
		     "give .key_life_ms: how long the remote remembers a key",
		     "class A without the life of its key is never sent again");
		is_good = false;
	}
	if ((v->effect_class == 'B' || v->effect_class == 'C') && !v->lag_ms) {
		FIND(s, v->name,
		     "give .lag_ms: how long until what was done can be read "
		     "there",
		     "class %c without a lag is looked for before it shows",
		     v->effect_class);
		is_good = false;
	}
	if (reply && strchr("BC", v->effect_class) && !s->in->has_find) {
		FIND(s, v->name, "give .find, or declare class D",
		     "class %c says that a message can be found, and there is "
		     "no .find",
		     v->effect_class);
		is_good = false;
	}
	declared_good(s, is_good);
}

void declared_verb(struct subject *s, const struct verb_info *v)
{
	CLEANUP(str_release) struct str life = STR_INIT;
	const cJSON *e;

	if (v->key_life_ms)
		str_printf(&life, ", its key lives %lld min",
			   (long long)(v->key_life_ms / MINUTE_MS));
	if (v->lag_ms)
		str_printf(&life, ", shows after %lld s",
			   (long long)(v->lag_ms / SECOND_MS));
	report_may(s->report, "verb %s: class %c%s%s", v->name, v->effect_class,
		   v->money ? ", PAYS" : "", str_c(&life));
	cJSON_ArrayForEach (e, v->effects)
		report_may(s->report, "  its %s stands at %s",
			   or_empty(json_text(e, "what")),
			   or_empty(json_text(e, "where")));
	cJSON_ArrayForEach (e, v->not_done) {
		report_may(s->report, "  HTTP %lld with %s means: not done%s",
			   (long long)json_i64(e, "http", 0),
			   or_empty(json_text(e, "code")),
			   json_bool(e, "final", false) ? ", for good" : "");
		declared_good(s, check_pair(s, v, e));
	}
	check_class(s, v);
	check_effects(s, v);
}
