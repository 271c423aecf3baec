/* weigh.c - see weigh.h.
 * SPDX-License-Identifier: MIT */
#include "judge/weigh.h"

#include "base/when.h"
#include "host/effect.h"
#include "judge/weigh_own.h"

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

	if (status == HW_RETRY || status == HW_BROKEN || weigh_documented(w))
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
	return w->run->out.status == HW_AUTH || weigh_documented(w) ||
	       unexpected(w, "auth",
			  "fail with HW_AUTH when the credentials are refused, "
			  "so that the desk stops asking and tells a person");
}

static bool is_pause(const struct weighing *w)
{
	const struct played *out = &w->run->out;
	CLEANUP(str_release) struct str told = STR_INIT;

	if (out->status != HW_RETRY)
		return weigh_documented(w) ||
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

static bool is_same(const struct weighing *w)
{
	const char *other = weigh_other(w);

	if (!other ||
	    (w->expect == EXPECT_SAME_OR && (fails(w->run) || weigh_told(w))))
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
		return (!fails(w->run) && weigh_told(w)) || is_failure(w);
	case EXPECT_AUTH:
		return (!fails(w->run) && weigh_told(w)) || is_auth(w);
	case EXPECT_DENIED:
		return fails(w->run) || weigh_documented(w) || weigh_told(w) ||
		       unexpected(w, "a failure",
				  "what is refused is no answer; fail");
	case EXPECT_PAUSE:
		return (!fails(w->run) && weigh_told(w)) || is_pause(w);
	case EXPECT_SAME:
	case EXPECT_SAME_OR:
		return is_same(w);
	case EXPECT_SOUND:
		return fails(w->run) || weigh_null_documented(w) ||
		       weigh_told(w) || is_whole(w);
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
