/* weigh.c - see weigh.h.
 * SPDX-License-Identifier: MIT */
#include "judge/weigh.h"

#include "base/when.h"
#include "desk/fact.h"
#include "host/effect.h"
#include "model/codec.h"

static bool fails(const struct run *r)
{
	return r->out.status < HW_OK;
}

#define FIND(w, advice, ...)                                                \
	do {                                                                \
		if (!(w)->quiet)                                            \
			report_find((w)->subject->report, (w)->group,       \
				    (w)->sample->name, (w)->sent, (advice), \
				    __VA_ARGS__);                           \
	} while (0)

/* -- what holds of every call -- */

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

/* -- what the fixtures say of a status -- */

/* A fixture of the same operation that answers with this HTTP status, and the
 * author says what comes of it. */
static bool documented(const struct weighing *w)
{
	const struct sample_list *all = &w->subject->samples;
	CLEANUP(free_ptr) char *code = xasprintf("%lld", (long long)w->http);

	for (size_t i = 0; w->http >= 300 && i < all->len; i++) {
		const struct sample *c = all->at[i];

		if (!c->good || c->status != w->run->out.status ||
		    !text_eq(c->asked.op, w->sample->asked.op))
			continue;
		for (size_t n = 0; n < c->fixture.steps.len; n++)
			if (text_eq(c->fixture.steps.at[n].name, "reply") &&
			    text_starts(c->fixture.steps.at[n].text, code))
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

static bool null_documented(const struct weighing *w)
{
	const struct sample_list *all = &w->subject->samples;

	for (size_t i = 0; w->path && i < all->len; i++)
		if (all->at[i]->good && all->at[i]->status >= HW_OK &&
		    text_eq(all->at[i]->asked.op, w->sample->asked.op) &&
		    has_null(all->at[i], w->path))
			return true;
	return false;
}

static const char *other_than(const struct weighing *w);

/* A fact that is not to be had may be done without, when somebody is told: a
 * warning that the fixture itself does not bring, or the fixture is about just
 * that. */
static bool told(const struct weighing *w)
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
		     (!w->sample->count && !other_than(w))))
			return true;
	return false;
}

/* -- by what was to be expected -- */

static bool unexpected(const struct weighing *w, const char *expected,
		       const char *advice)
{
	const struct run *r = w->run;

	FIND(w, advice, "it ended %s%s%s instead of %s",
	     status_word(r->out.status) ? status_word(r->out.status) : "?",
	     r->out.why ? ": " : "", r->out.why ? r->out.why : "", expected);
	return false;
}

static bool is_failure(const struct weighing *w)
{
	hw_status status = w->run->out.status;

	if (status == HW_RETRY || status == HW_BROKEN || documented(w))
		return true;
	if (status >= HW_OK && w->effect)
		return unexpected(
			w, "retry or broken",
			"say nothing of an effect whose answer says nothing: "
			"fail, and the desk finds out what became of it");
	if (status >= HW_OK)
		return unexpected(
			w, "retry or broken",
			"what is no answer must not count as one: look at "
			"status and body, and fail with HW_RETRY or HW_BROKEN");
	if (status == HW_AUTH)
		return unexpected(w, "retry or broken",
				  "HW_AUTH stops the instance until a person "
				  "comes; keep it for 401 and 403");
	return unexpected(w, "retry or broken",
			  "that is for good, and this reply says nothing; "
			  "write a fixture if the remote documents it");
}

static bool is_auth(const struct weighing *w)
{
	return w->run->out.status == HW_AUTH || documented(w) ||
	       unexpected(w, "auth",
			  "fail with HW_AUTH when the credentials are refused, "
			  "so that the desk stops asking and tells a person");
}

static bool is_pause(const struct weighing *w)
{
	const struct played *out = &w->run->out;
	CLEANUP(str_release) struct str told = STR_INIT;

	if (out->status != HW_RETRY)
		return documented(w) ||
		       unexpected(w, "retry",
				  "fail with HW_RETRY when the remote asks for "
				  "a pause");
	if (out->retry_at >= w->retry_at)
		return true;
	instant_put(&told, w->retry_at);
	FIND(w, "give h->fail() the moment that Retry-After tells",
	     "it ended retry, and not before %s was not said", str_c(&told));
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

static const char *other_than(const struct weighing *w)
{
	const struct sample *c = w->sample;
	const struct run *r = w->run;

	return r->out.status != c->status                           ? "status"
	       : !text_eq(str_c(&r->out.records), c->records)       ? "records"
	       : !text_eq(str_c(&r->script.seen.effect), c->effect) ? "effect"
	       : !same_kvs(&r->out.kv, &c->puts) ? "kept strings"
						 : NULL;
}

static bool is_same(const struct weighing *w)
{
	const char *other = other_than(w);

	if (!other ||
	    (w->expect == EXPECT_SAME_OR && (fails(w->run) || told(w))))
		return true;
	if (fails(w->run))
		return unexpected(w, "as before",
				  "read the members that you know, and pass "
				  "over the others");
	FIND(w,
	     "read the members that you know, and nothing else may change what "
	     "comes of a reply",
	     "the %s came out differently than without it", other);
	return false;
}

/* The first outcome among the records, or NULL (json_free). */
static cJSON *outcome_of(struct arena *a, const char *records)
{
	struct err ignored = { 0 };
	const char *line;

	while ((line = line_take(a, &records))) {
		cJSON *json = json_parse(line, strlen(line), &ignored);

		if (text_eq(json_text(json, "kind"), "outcome"))
			return json;
		json_free(json);
	}
	return NULL;
}

/* Does the outcome name what was done, and deny nothing? */
static bool is_named(const struct weighing *w, const cJSON *was,
		     const cJSON *now)
{
	if (was && now && json_text(was, "ref") && !json_text(now, "ref") &&
	    !text_eq(json_text(now, "state"), "absent")) {
		FIND(w,
		     "fail with HW_BROKEN when the reply does not name what "
		     "was done, and the desk looks for it",
		     "it says %s of an effect that the reply does not name",
		     json_text(now, "state"));
		return false;
	}
	if (text_eq(json_text(now, "state"), "absent") &&
	    !text_eq(json_text(was, "state"), "absent")) {
		FIND(w,
		     "fail with HW_BROKEN when what you look at is missing; "
		     "\"absent\" lets the desk send again",
		     "it says that nothing was done");
		return false;
	}
	return true;
}

static bool is_whole(const struct weighing *w)
{
	struct arena *a = &w->run->script.arena;
	CLEANUP(json_free_ptr)
	cJSON *was = outcome_of(a, w->sample->records);
	CLEANUP(json_free_ptr)
	cJSON *now = outcome_of(a, str_c(&w->run->out.records));

	if (w->sample->count && !w->run->out.records.len) {
		FIND(w,
		     "fail with HW_BROKEN when what you came for is missing: "
		     "an empty answer says that there is none",
		     "it ended %s with nothing, as if nothing were there",
		     status_word(w->run->out.status));
		return false;
	}
	return is_named(w, was, now);
}

static bool is_other(const struct weighing *w)
{
	if (!w->sample->count ||
	    !text_eq(str_c(&w->run->out.records), w->sample->records))
		return true;
	FIND(w,
	     "emit what the reply says, not what was asked for, and fail with "
	     "HW_BROKEN when it speaks of something else",
	     "it said what it says of the right reply");
	return false;
}

static bool by_expectation(const struct weighing *w)
{
	switch (w->expect) {
	case EXPECT_FAILURE:
		return (!fails(w->run) && told(w)) || is_failure(w);
	case EXPECT_AUTH:
		return (!fails(w->run) && told(w)) || is_auth(w);
	case EXPECT_DENIED:
		return fails(w->run) || documented(w) || told(w) ||
		       unexpected(w, "a failure",
				  "what is refused is no answer; fail");
	case EXPECT_PAUSE:
		return (!fails(w->run) && told(w)) || is_pause(w);
	case EXPECT_SAME:
	case EXPECT_SAME_OR:
		return is_same(w);
	case EXPECT_SOUND:
		return fails(w->run) || null_documented(w) || told(w) ||
		       is_whole(w);
	case EXPECT_NOT_SAME:
		return fails(w->run) || is_other(w);
	case EXPECT_ANY:
		break;
	}
	return true;
}

/* The desk believes what the verb declares of a reply, not the plugin. */
static bool declared_well(const struct weighing *w)
{
	const struct verb_info *verb = subject_verb(w->subject, w->sample);

	if (!w->effect || !verb || w->expect != EXPECT_FAILURE || !w->http ||
	    effect_answer(verb, w->http, w->body, w->body_len) ==
		    EFFECT_UNKNOWN)
		return true;
	FIND(w,
	     "declare the pairs of status and code that the remote documents; "
	     "a reply like this says nothing, and what was done would be done "
	     "again",
	     ".not_done of the verb %s takes HTTP %lld with such a body for "
	     "\"surely not done\"",
	     verb->name, (long long)w->http);
	return false;
}

bool weigh(const struct weighing *w)
{
	bool good = weigh_sound(w) && by_expectation(w) && declared_well(w);

	if (good && !w->quiet)
		report_good(w->subject->report, w->group);
	return good;
}
