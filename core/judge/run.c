/* run.c - one call of the plugin under judgement, in a worker that is kept.
 * SPDX-License-Identifier: MIT */
#include "judge/subject.h"

void run_start(struct run *r, struct sample *c, const struct subject *s)
{
	*r = (struct run){ .out = PLAYED_INIT };
	script_start(&r->script, &c->fixture);
	r->script.asks = json_get(s->in->descriptor, "requests");
}

void run_release(struct run *r)
{
	played_release(&r->out);
	script_release(&r->script);
}

/* The line of a sanitizer's report that says most. */
static const char *sanitizer_word(struct subject *s)
{
	static const char *const marks[] = { "ERROR: AddressSanitizer",
					     "runtime error:", "SUMMARY: " };
	const char *said = str_c(&s->remote.said), *at;

	for (size_t i = 0; i < COUNT_OF(marks); i++) {
		at = strstr(said, marks[i]);
		while (at && at > said && at[-1] != '\n')
			at--;
		if (at)
			return arena_strndup(&s->arena, at, strcspn(at, "\n"));
	}
	return NULL;
}

static const char *said_first(struct subject *s)
{
	const char *said = str_c(&s->remote.said);

	return arena_strndup(&s->arena, said, strcspn(said, "\n"));
}

/* How the worker ended; NULL: as it should. */
static const char *fate_of(struct subject *s)
{
	const char *fate = remote_fate(&s->remote, &s->arena);
	const char *word = sanitizer_word(s);

	if (word)
		return arena_printf(&s->arena, "broke a rule: %s", word);
	if (fate && s->remote.said.len)
		return arena_printf(&s->arena, "%s, saying: %s", fate,
				    said_first(s));
	return fate;
}

void subject_stop(struct subject *s)
{
	const char *fate;

	if (!s->running)
		return;
	remote_end(&s->remote);
	fate = s->remote.killed ? NULL : fate_of(s);
	remote_release(&s->remote);
	s->running = false;
	if (fate)
		report_find(s->report, JUDGE_AGAIN, s->name,
			    "closed after its calls",
			    "close() frees what open() took, and every call "
			    "what it took itself",
			    "the worker %s", fate);
}

/* -- one call -- */

static int gone(struct subject *s, struct run *r, const struct err *why)
{
	const char *fate;

	remote_end(&s->remote);
	fate = fate_of(s);
	/* It had to go because of what it said. */
	if (!remote_felled(&s->remote) && !sanitizer_word(s) &&
	    !text_eq(why->text, REMOTE_GONE))
		fate = NULL;
	r->end = s->remote.killed ? RUN_KILLED : RUN_GONE;
	r->told = fate ? arena_printf(&s->arena, "the worker %s", fate)
		       : arena_strdup(&s->arena, why->text);
	remote_release(&s->remote);
	s->running = false;
	return 0;
}

/* 1: open with this configuration. 0: *r says why not. */
static int open_with(struct subject *s, const struct asked *a, struct run *r,
		     char *config, struct err *err)
{
	struct err why = { 0 };
	int rc;

	subject_stop(s);
	free(s->config);
	s->config = config;
	if (remote_start(&s->remote, &s->how, err)) {
		remote_release(&s->remote);
		return -1;
	}
	s->running = true;
	s->calls = 0;
	rc = remote_open(&s->remote, a, &r->script, &r->out, &why);
	if (rc < 0)
		return gone(s, r, &why);
	if (rc == 0) {
		r->end = RUN_REFUSED;
		subject_stop(s);
	}
	return rc;
}

int subject_run(struct subject *s, const struct asked *a, struct run *r,
		struct err *err)
{
	char *config = cJSON_PrintUnformatted(a->config);
	bool opening = text_eq(a->op, "open");
	struct err why = { 0 };
	int rc = 1;

	r->end = RUN_ENDED;
	if (opening || !s->running || !text_eq(s->config, config))
		rc = open_with(s, a, r, config, err);
	else
		cJSON_free(config);
	if (rc <= 0 || opening)
		return rc < 0 ? -1 : 0;
	s->calls++;
	if (remote_call(&s->remote, a, &r->script, &r->out, &why))
		return gone(s, r, &why);
	return 0;
}

int subject_run_fresh(struct subject *s, const struct asked *a, struct run *r,
		      struct err *err)
{
	if (s->calls)
		subject_stop(s);
	return subject_run(s, a, r, err);
}
