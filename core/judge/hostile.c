/* hostile.c - see hostile.h.
 * SPDX-License-Identifier: MIT */
#include "judge/hostile.h"

static void fill(const struct place *p, const struct twist *twist,
		 struct weighing *w, struct run *r)
{
	w->subject = p->subject;
	w->sample = p->sample;
	w->run = r;
	w->group = JUDGE_HOSTILE;
	w->http = twist->failed ? 0 : twist->res.status;
	w->body = twist->res.body;
	w->body_len = twist->res.body_len;
	w->effect = p->effect;
}

static int try_once(const struct place *p, const struct twist *twist,
		    struct weighing *w, bool fresh, bool *good)
{
	CLEANUP(run_release) struct run r;
	int rc;

	run_start(&r, p->sample, p->subject);
	r.script.loose = true;
	r.script.twist = twist;
	rc = (fresh ? subject_run_fresh
		    : subject_run)(p->subject, &p->sample->asked, &r, p->err);
	fill(p, twist, w, &r);
	w->quiet = !fresh;
	/* What an earlier call left behind may lead past the reply. */
	if (rc == 0)
		*good = (r.script.seen.twisted || r.end == RUN_GONE) &&
			weigh(w);
	if (fresh && r.end == RUN_GONE && p->subject->remote.hung)
		p->sample->fatal = true;
	w->run = NULL;
	return rc;
}

/* A worker is kept for many calls, because a new one takes its time; what is
 * told of is found again in a new one. */
int hostile_try(const struct place *p, const struct twist *twist,
		struct weighing *w)
{
	bool good = false;

	if (p->sample->fatal)
		return 0;
	if (!p->subject->running || !p->subject->calls)
		return try_once(p, twist, w, true, &good);
	if (try_once(p, twist, w, false, &good))
		return -1;
	if (good)
		report_good(p->subject->report, JUDGE_HOSTILE);
	return good ? 0 : try_once(p, twist, w, true, &good);
}

bool hostile_known(struct subject *s, struct told_list *known, const char *key)
{
	for (size_t i = 0; i < known->len; i++)
		if (text_eq(known->at[i], key))
			return true;
	told_list_push(known, arena_strdup(&s->arena, key));
	return false;
}

static bool asks_effect(const struct part *request)
{
	return strstr(request->text, "\n@effect") != NULL;
}

static bool is_json(const struct hw_response *res)
{
	struct err ignored = { 0 };

	return res->body_len &&
	       json_check(res->body, res->body_len, &ignored) == 0;
}

/* The reply at this step; false: the fixture has none there, but a failure. */
static bool find_place(struct place *p, struct script *script, size_t step)
{
	const struct parts *steps = &p->sample->fixture.steps;
	const char *why;

	if (!text_eq(steps->at[step].name, "reply") ||
	    text_starts(steps->at[step].text, "fail"))
		return false;
	p->step = step;
	p->effect = asks_effect(&steps->at[step - 1]);
	if (script_reply(script, &steps->at[step], &p->res, &why))
		return false;
	p->json = is_json(&p->res);
	return true;
}

static int twist_all(struct subject *s, struct sample *c,
		     struct told_list *known, struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(script_release) struct script script;
	struct place p = {
		.subject = s, .sample = c, .arena = &arena, .err = err
	};
	int rc = 0;

	script_start(&script, &c->fixture);
	for (size_t i = 0; rc == 0 && i < c->fixture.steps.len; i++)
		if (find_place(&p, &script, i))
			rc = hostile_replies(&p) || hostile_members(&p, known)
				     ? -1
				     : 0;
	return rc || hostile_streams(s, c, known, err) ? -1 : 0;
}

int hostile(struct subject *s, struct err *err)
{
	CLEANUP(told_list_release) struct told_list known = { 0 };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < s->samples.len; i++)
		if (s->samples.at[i]->good && s->samples.at[i]->status >= HW_OK)
			rc = twist_all(s, s->samples.at[i], &known, err);
	return rc;
}
