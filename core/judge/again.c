/* again.c - the same call twice, with what the first one kept, and so often
 * that a leak shows.
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "judge/sections.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED true
#else
#define SANITIZED false
#endif

#define WARM 100                  /* calls before it is measured */
#define MANY 300                  /* calls */
#define GROWTH ((int64_t)2 << 20) /* bytes that say nothing yet */

void asked_keep(struct asked *a, const struct kv *kv)
{
	for (size_t i = 0; i < a->kv.len; i++)
		if (text_eq(a->kv.at[i].key, kv->key)) {
			if (kv->value)
				a->kv.at[i] = *kv;
			else
				a->kv.at[i] = a->kv.at[--a->kv.len];
			return;
		}
	if (kv->value)
		kvs_push(&a->kv, *kv);
}

static int call(struct subject *s, struct sample *c, const struct asked *a,
		const char *sent, enum expect expect, struct err *err)
{
	CLEANUP(run_release) struct run r;
	struct weighing w = { .subject = s,
			      .sample = c,
			      .run = &r,
			      .group = JUDGE_AGAIN,
			      .expect = expect,
			      .sent = sent };

	run_start(&r, c, s);
	r.script.loose = true;
	if (subject_run(s, a, &r, err))
		return -1;
	weigh(&w);
	if (r.end == RUN_GONE)
		c->fatal = true;
	return 0;
}

/* The next call finds what the first one kept. */
static int call_later(struct subject *s, struct sample *c, struct err *err)
{
	struct asked a = c->asked;
	int rc;

	a.kv = (struct kvs){ 0 };
	for (size_t i = 0; i < c->asked.kv.len; i++)
		kvs_push(&a.kv, c->asked.kv.at[i]);
	for (size_t i = 0; i < c->kept.len; i++)
		asked_keep(&a, &c->kept.at[i]);
	for (size_t i = 0; i < c->puts.len; i++)
		asked_keep(&a, &c->puts.at[i]);
	rc = call(s, c, &a, "called with what the call before kept", EXPECT_ANY,
		  err);
	kvs_release(&a.kv);
	return rc;
}

/* -- leaks -- */

static int64_t memory_of(pid_t pid)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	CLEANUP(free_ptr) char *path = xasprintf("/proc/%d/statm", (int)pid);
	struct err ignored = { 0 };
	char *end;

	if (file_read(&text, path, 1000, &ignored))
		return 0;
	strtoll(str_c(&text), &end, 10);
	return strtoll(end, NULL, 10) * 4096;
}

static int call_often(struct subject *s, struct sample *c, struct err *err)
{
	int64_t before = 0, grown;

	for (int i = 0; i < MANY; i++) {
		CLEANUP(run_release) struct run r;

		run_start(&r, c, s);
		r.script.loose = true;
		if (subject_run(s, &c->asked, &r, err))
			return -1;
		if (r.end != RUN_ENDED)
			return 0; /* told elsewhere */
		if (i == WARM)
			before = memory_of(s->remote.pid);
	}
	grown = memory_of(s->remote.pid) - before;
	if (grown < GROWTH)
		report_good(s->report, JUDGE_AGAIN);
	else
		report_find(s->report, JUDGE_AGAIN, c->name,
			    arena_printf(&s->arena, "called %d times", MANY),
			    "free what a call takes, or take it from "
			    "h->alloc(); `make check` shows where",
			    "the worker grew by %lld KiB a call",
			    (long long)(grown / (MANY - WARM) / 1024));
	return 0;
}

static bool first_of_op(const struct subject *s, size_t n)
{
	const char *op = s->samples.at[n]->asked.op;

	for (size_t i = 0; i < n; i++)
		if (s->samples.at[i]->good && !s->samples.at[i]->fatal &&
		    s->samples.at[i]->status >= HW_OK &&
		    text_eq(s->samples.at[i]->asked.op, op))
			return false;
	return s->samples.at[n]->status >= HW_OK && !text_eq(op, "open");
}

int again(struct subject *s, struct err *err)
{
	for (size_t i = 0; i < s->samples.len; i++) {
		struct sample *c = s->samples.at[i];

		if (!c->good || c->fatal)
			continue;
		if (call(s, c, &c->asked, "called a second time",
			 c->status < HW_OK ? EXPECT_ANY : EXPECT_SAME, err) ||
		    call_later(s, c, err))
			return -1;
		/* A sanitizer keeps what was freed, and finds leaks itself. */
		if (!c->fatal && !s->ask->sanitize && !SANITIZED &&
		    first_of_op(s, i) && call_often(s, c, err))
			return -1;
	}
	return 0;
}
