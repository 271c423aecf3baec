/* weigh_sound.c - what holds of every call, whatever was answered.
 * SPDX-License-Identifier: MIT */
#include "desk/intake/fact.h"
#include "judge/weigh_own.h"
#include "model/codec.h"

/* One record of what was handed in: could the desk keep it? */
static bool sound_record(const struct weighing *w, const char *line)
{
	struct arena *a = &w->run->script.arena;
	struct err err = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *json = json_parse(line, strlen(line), &err);
	const struct kind *kind = kind_by_name(json_text(json, "kind"));
	void *rec = kind ? arena_alloc(a, kind->size) : NULL;

	if (kind && !record_from_json(rec, kind, json, a, &err) &&
	    !fact_sound(kind, rec, w->sample->asked.now, &err))
		return true;
	FIND(w,
	     "the desk puts such a record aside; look at what the reply holds "
	     "before it is emitted",
	     "it emitted what cannot be: %s", err.text);
	return false;
}

/* A fact in which one member is wrong is put aside by the desk, for a person,
 * and the rest is taken: by design. An answer about an action is not. */
static bool is_put_aside(const struct weighing *w)
{
	static const char *const ops[] = { "marketplace.sync",
					   "marketplace.hook", "channel.fetch",
					   "carrier.track", "carrier.proof" };

	for (size_t i = 0; w->path && i < COUNT_OF(ops); i++)
		if (text_eq(ops[i], w->sample->asked.op))
			return true;
	return false;
}

static bool sound_records(const struct weighing *w)
{
	const char *left = str_c(&w->run->out.records), *line;

	if (fails(w->run) || is_put_aside(w))
		return true;
	while ((line = line_take(&w->run->script.arena, &left)))
		if (!sound_record(w, line))
			return false;
	return true;
}

/* The call's own sentences begin with its name: it broke the contract. */
static bool sound_contract(const struct weighing *w)
{
	const char *why = w->run->out.why, *op = w->sample->asked.op;

	if (!fails(w->run) || !text_starts(why, op) || why[strlen(op)] != ' ')
		return true;
	FIND(w,
	     "what the contract forbids breaks the whole call: check it, and "
	     "say in a sentence of your own what was wrong",
	     "the contract was broken: %s", why);
	return false;
}

static bool sound_requests(const struct weighing *w)
{
	const struct script *s = &w->run->script;

	if (s->loose && s->problems.len) {
		FIND(w,
		     "the desk lets no such request leave: declare it in "
		     ".requests, or do not make it",
		     "it asked for what it does not declare: %s",
		     str_c(&s->problems));
		return false;
	}
	if (s->seen.effects > 1) {
		FIND(w, "return after the effect; the desk calls again",
		     "%d effects in one call", s->seen.effects);
		return false;
	}
	if (w->elsewhere && strstr(str_c(&s->seen.urls), w->elsewhere)) {
		FIND(w, "never ask where a reply points to",
		     "it followed to a host that it does not declare");
		return false;
	}
	return true;
}

static bool sound_end(const struct weighing *w)
{
	const struct run *r = w->run;

	if (r->end == RUN_GONE) {
		FIND(w,
		     "a call must end by itself: look for what is NULL, empty, "
		     "endless or larger than thought",
		     "%s", r->told);
		return false;
	}
	if (fails(r) && text_blank(r->out.why)) {
		FIND(w, "say why with h->fail()", "it failed without a word");
		return false;
	}
	return true;
}

bool weigh_sound(const struct weighing *w)
{
	return sound_end(w) && sound_requests(w) && sound_contract(w) &&
	       sound_records(w);
}
