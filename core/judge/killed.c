/* killed.c - the worker is killed between a request and its reply.
 *
 * The desk then knows nothing of the call but what kv_keep() made durable. An
 * effect is unknown, and its class says what follows: A the same request
 * again, B and C a look, D a person.
 * SPDX-License-Identifier: MIT */
#include "judge/sections.h"

struct killing {
	struct subject *subject;
	struct sample *sample;
	size_t step;
	bool effect, stream;
	struct kvs kept; /* borrow from `arena` */
	struct arena arena;
	const char *text; /* of the stream, as it was */
	const char *sent; /* the effect, letter by letter */
	struct err *err;
};

static const char *where_of(struct killing *k)
{
	return k->stream
		       ? "the worker killed in a stream"
		       : arena_printf(
				 &k->arena,
				 "the worker killed after request %zu was sent",
				 (k->step + 1) / 2);
}

static int kill_once(struct killing *k)
{
	CLEANUP(run_release) struct run r;
	const struct twist twist = { .step = k->step, .kill = true };

	run_start(&r, k->sample, k->subject);
	r.script.loose = true;
	r.script.twist = k->stream ? NULL : &twist;
	if (subject_run(k->subject, &k->sample->asked, &r, k->err))
		return -1;
	if (r.end != RUN_KILLED)
		return 0;
	k->sent = arena_strdup(&k->arena, str_c(&r.script.seen.effect));
	for (size_t i = 0; i < r.script.kept.len; i++) {
		const struct kv *kv = &r.script.kept.at[i];

		kvs_push(&k->kept,
			 (struct kv){
				 arena_strdup(&k->arena, kv->key),
				 kv->value ? arena_strdup(&k->arena, kv->value)
					   : NULL });
	}
	return 1;
}

/* What the next call finds: what was kept, and how often it died. */
static void keep(struct asked *a, const struct kvs *kept)
{
	for (size_t i = 0; i < kept->len; i++)
		asked_keep(a, &kept->at[i]);
	asked_keep(a, &(struct kv){ "host.deaths", "1" });
}

static void weigh_effect(struct killing *k, struct run *r)
{
	const struct verb_info *v = subject_verb(k->subject, k->sample);
	const char *again = str_c(&r->script.seen.effect);

	if (!v || v->effect_class != 'A' || !*again || text_eq(again, k->sent))
		return;
	report_find(k->subject->report, JUDGE_KILLED, k->sample->name,
		    where_of(k),
		    "build it from the action alone, or kv_keep() what was "
		    "sent before it is sent",
		    "its verb is of class A, and the second request under the "
		    "same key is another one");
}

static int call_again(struct killing *k)
{
	CLEANUP(run_release) struct run r;
	struct asked a = k->sample->asked;
	struct weighing w = { .subject = k->subject,
			      .sample = k->sample,
			      .run = &r,
			      .group = JUDGE_KILLED,
			      .expect = EXPECT_ANY };
	int rc;

	w.sent = where_of(k);
	a.kv = (struct kvs){ 0 };
	for (size_t i = 0; i < k->sample->asked.kv.len; i++)
		kvs_push(&a.kv, k->sample->asked.kv.at[i]);
	keep(&a, &k->kept);
	run_start(&r, k->sample, k->subject);
	r.script.loose = true;
	rc = subject_run(k->subject, &a, &r, k->err);
	if (rc == 0 && weigh(&w) && k->effect)
		weigh_effect(k, &r);
	kvs_release(&a.kv);
	return rc;
}

static int kill_and_call(struct killing *k)
{
	int rc = kill_once(k);

	/* As it was, for the call that follows. */
	if (k->stream)
		k->sample->fixture.steps.at[k->step].text = k->text;
	if (rc > 0)
		rc = call_again(k);
	kvs_release(&k->kept);
	arena_release(&k->arena);
	return rc;
}

static int kill_at_reply(struct subject *s, struct sample *c, size_t step,
			 struct err *err)
{
	struct killing k = { .subject = s,
			     .sample = c,
			     .step = step,
			     .arena = ARENA_INIT,
			     .err = err };

	k.effect = strstr(c->fixture.steps.at[step - 1].text, "\n@effect");
	return kill_and_call(&k);
}

/* Before this byte of the stream's script. */
static int kill_in_stream(struct subject *s, struct sample *c, size_t step,
			  size_t at, struct err *err)
{
	struct killing k = { .subject = s,
			     .sample = c,
			     .step = step,
			     .stream = true,
			     .text = c->fixture.steps.at[step].text,
			     .arena = ARENA_INIT,
			     .err = err };

	c->fixture.steps.at[step].text =
		arena_printf(&k.arena, "%.*sKILL\n", (int)at, k.text);
	return kill_and_call(&k);
}

/* Before the server's first line, and before its last. */
static int kill_stream(struct subject *s, struct sample *c, size_t step,
		       struct err *err)
{
	const char *text = c->fixture.steps.at[step].text;
	size_t first = SIZE_MAX, last = 0;

	for (const char *at = text; *at; at += *at == '\n') {
		if (*at == 'S') {
			last = (size_t)(at - text);
			first = first < last ? first : last;
		}
		at += strcspn(at, "\n");
	}
	if (first == SIZE_MAX)
		return 0;
	return kill_in_stream(s, c, step, first, err) ||
			       (last > first &&
				kill_in_stream(s, c, step, last, err))
		       ? -1
		       : 0;
}

static int kill_step(struct subject *s, struct sample *c, size_t step,
		     struct err *err)
{
	const char *name = c->fixture.steps.at[step].name;

	if (c->fatal || text_eq(name, "request"))
		return 0;
	return text_eq(name, "reply") ? kill_at_reply(s, c, step, err)
				      : kill_stream(s, c, step, err);
}

int killed(struct subject *s, struct err *err)
{
	for (size_t i = 0; i < s->samples.len; i++) {
		struct sample *c = s->samples.at[i];

		for (size_t n = 0;
		     c->good && c->status >= HW_OK && n < c->fixture.steps.len;
		     n++)
			if (kill_step(s, c, n, err))
				return -1;
	}
	return 0;
}
