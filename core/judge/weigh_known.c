/* weigh_known.c - what the fixtures themselves say of a reply, and what a call
 * told of by itself.
 * SPDX-License-Identifier: MIT */
#include "judge/weigh_own.h"

/* No success is known by its status alone, but that it may have no body is. */
static bool shows(const char *reply, const struct weighing *w, const char *code)
{
	return text_starts(reply, code) &&
	       (w->http >= 300 || (!w->body_len && !strstr(reply, "\n\n") &&
				   !strstr(reply, "\n@file")));
}

/* A fixture of the same operation that answers with this HTTP status, or as
 * this with nothing, and the author says what comes of it. */
bool weigh_documented(const struct weighing *w)
{
	const struct sample_list *all = &w->subject->samples;
	CLEANUP(free_ptr) char *code = xasprintf("%lld", (long long)w->http);

	for (size_t i = 0; w->http && i < all->len; i++) {
		const struct sample *c = all->at[i];

		if (!c->good || c->status != w->run->out.status ||
		    !text_eq(c->asked.op, w->sample->asked.op))
			continue;
		for (size_t n = 0; n < c->fixture.steps.len; n++)
			if (text_eq(c->fixture.steps.at[n].name, "reply") &&
			    shows(c->fixture.steps.at[n].text, w, code))
				return true;
	}
	return false;
}

static bool is_null(const cJSON *value, void *arg)
{
	*(bool *)arg |= cJSON_IsNull(value);
	return true;
}

static bool is_object(const cJSON *value, void *arg)
{
	*(bool *)arg |= cJSON_IsObject(value);
	return true;
}

/* A fixture of the same operation has null there, or nothing. */
static bool has_null(const struct sample *c, const char *path)
{
	const char *slash = strrchr(path, '/');
	CLEANUP(free_ptr)
	char *above = xstrndup(path, slash ? (size_t)(slash - path) : 0);
	bool found = false;

	for (size_t n = 0; n < c->fixture.steps.len; n++) {
		const struct part *p = &c->fixture.steps.at[n];
		const char *body = strstr(p->text, "\n\n");
		struct err ignored = { 0 };
		cJSON *json = NULL;

		if (text_eq(p->name, "reply") && body)
			json = json_parse(body + 2, strlen(body + 2), &ignored);
		if (!json_pointer_each(json, path, is_null, &found))
			json_pointer_each(json, above, is_object, &found);
		json_free(json);
	}
	return found;
}

bool weigh_null_documented(const struct weighing *w)
{
	const struct sample_list *all = &w->subject->samples;

	for (size_t i = 0; w->path && i < all->len; i++)
		if (all->at[i]->good && all->at[i]->status >= HW_OK &&
		    text_eq(all->at[i]->asked.op, w->sample->asked.op) &&
		    has_null(all->at[i], w->path))
			return true;
	return false;
}

static bool same_kvs(const struct kvs *a, const struct kvs *b)
{
	bool same = a->len == b->len;

	for (size_t i = 0; same && i < a->len; i++)
		same = text_eq(a->at[i].key, b->at[i].key) &&
		       text_eq(a->at[i].value, b->at[i].value);
	return same;
}

const char *weigh_other(const struct weighing *w)
{
	const struct sample *c = w->sample;
	const struct run *r = w->run;

	return r->out.status != c->status                           ? "status"
	       : !text_eq(str_c(&r->out.records), c->records)       ? "records"
	       : !text_eq(str_c(&r->script.seen.effect), c->effect) ? "effect"
	       : !same_kvs(&r->out.kv, &c->puts) ? "kept strings"
						 : NULL;
}

/* A fact that is not to be had may be done without, when somebody is told: a
 * warning that the fixture itself does not bring, or the fixture is about just
 * that. */
bool weigh_told(const struct weighing *w)
{
	struct arena *a = &w->run->script.arena;
	const char *left = str_c(&w->run->script.log), *line;
	const char *op = w->sample->asked.op;

	if (w->effect || text_ends(op, ".find") || text_ends(op, ".act"))
		return false;
	while ((line = line_take(a, &left)))
		if ((text_starts(line, "warning: ") ||
		     text_starts(line, "error: ")) &&
		    (!strstr(w->sample->log, line) ||
		     (!w->sample->count && !weigh_other(w))))
			return true;
	return false;
}
