/* hostile_stream.c - servers that stop, or talk nonsense, at each of their
 * lines.
 * SPDX-License-Identifier: MIT */
#include "judge/hostile.h"

#define LONG_LINE ((size_t)1 << 20) /* bytes without an end of line */

enum way { CUT, LOST, SILENT, NOISE, LONG, WAYS };
static const char *const ways[WAYS] = {
	[CUT] = "a server that hangs up",        [LOST] = "a connection lost",
	[SILENT] = "a server that says no more", [NOISE] = "noise",
	[LONG] = "1 MiB without an end of line",
};

struct streaming {
	struct subject *subject;
	struct sample *sample;
	struct part *part;
	const char *text; /* as it was */
	struct told_list *known;
	struct arena arena;
	struct err *err;
};

/* What stands before its n-th line of the server, and then something else. */
static const char *changed(struct streaming *t, const char *until, enum way way)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	str_add(&s, t->text, (size_t)(until - t->text));
	if (way == CUT)
		str_puts(&s, "END\n");
	if (way == LOST)
		str_puts(&s, "FAIL: the connection was lost\n");
	if (way == NOISE)
		for (int i = 0; i < 50; i++)
			str_printf(&s, "S: \xff\xfe{%d}\x01 * ) NIL %d\n", i,
				   i * 7919);
	if (way == LONG) {
		char *line = arena_alloc(&t->arena, LONG_LINE + 1);

		memset(line, 'x', LONG_LINE);
		str_printf(&s, "S: %s\n", line);
	}
	if (way == NOISE || way == LONG)
		str_puts(&s, "END\n");
	return arena_strdup(&t->arena, str_c(&s));
}

/* Did the call say that the message left? */
static bool claims(const struct run *r)
{
	return r->out.status >= HW_OK &&
	       (strstr(str_c(&r->out.records), "\"state\":\"accepted\"") ||
		strstr(str_c(&r->out.records), "\"state\":\"settled\""));
}

static void weigh_stream(struct streaming *t, struct run *r, enum way way,
			 int line, bool *left)
{
	struct weighing w = { .subject = t->subject,
			      .sample = t->sample,
			      .run = r,
			      .group = JUDGE_HOSTILE,
			      .expect = EXPECT_ANY };

	w.sent = arena_printf(&t->arena, "%s at line %d of the server",
			      ways[way], line);
	if (!weigh(&w))
		return;
	/* Hanging up tells which line says that it left. */
	if (way == CUT)
		*left = claims(r);
	else if (!*left && claims(r))
		report_find(t->subject->report, JUDGE_HOSTILE, t->sample->name,
			    w.sent,
			    "say nothing of an effect whose answer says "
			    "nothing: fail, and the desk finds out",
			    "it says that the message left");
}

static int try_line(struct streaming *t, const char *until, int line)
{
	bool left = false;

	for (int way = 0; way < WAYS; way++) {
		CLEANUP(run_release) struct run r;

		if (t->sample->fatal)
			return 0;
		if (way == LONG && line % 4 != 1)
			continue;
		run_start(&r, t->sample, t->subject);
		r.script.loose = true;
		r.script.silent = way == SILENT;
		t->part->text = changed(t, until, (enum way)way);
		if (subject_run(t->subject, &t->sample->asked, &r, t->err))
			return -1;
		weigh_stream(t, &r, (enum way)way, line, &left);
		if (r.end == RUN_GONE)
			t->sample->fatal = true;
	}
	return 0;
}

/* What a server says is tried once for an operation, whichever fixture has
 * it: greetings are the same in all. */
static bool is_new(struct streaming *t, const char *line)
{
	CLEANUP(free_ptr)
	char *key = xasprintf("%s %.*s", t->sample->asked.op,
			      (int)strcspn(line, "\n"), line);

	return !hostile_known(t->subject, t->known, key);
}

static int try_part(struct streaming *t)
{
	const char *at = t->text;
	int line = 0, rc = 0;

	while (rc == 0 && *at) {
		line += *at == 'S';
		if (*at == 'S' && is_new(t, at))
			rc = try_line(t, at, line);
		at += strcspn(at, "\n");
		at += *at == '\n';
	}
	t->part->text = t->text;
	return rc;
}

int hostile_streams(struct subject *s, struct sample *c,
		    struct told_list *known, struct err *err)
{
	struct parts *steps = &c->fixture.steps;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < steps->len; i++) {
		struct streaming t = { .subject = s,
				       .sample = c,
				       .part = &steps->at[i],
				       .text = steps->at[i].text,
				       .known = known,
				       .arena = ARENA_INIT,
				       .err = err };

		if (text_eq(t.part->name, "stream"))
			rc = try_part(&t);
		arena_release(&t.arena);
	}
	return rc;
}
