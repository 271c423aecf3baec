/* fixtures.c - the plugin's fixtures, played as they are.
 * SPDX-License-Identifier: MIT */
#include "judge/sections.h"

static void copy_kvs(struct subject *s, struct kvs *to, const struct kvs *from)
{
	for (size_t i = 0; i < from->len; i++) {
		const struct kv *kv = &from->at[i];

		kvs_push(to, (struct kv){ arena_strdup(&s->arena, kv->key),
					  kv->value ? arena_strdup(&s->arena,
								   kv->value)
						    : NULL });
	}
}

static void note(struct subject *s, struct sample *c, const struct run *r)
{
	const char *left = str_c(&r->out.records);

	c->good = true;
	c->status = r->out.status;
	c->records = arena_strdup(&s->arena, str_c(&r->out.records));
	c->effect = arena_strdup(&s->arena, str_c(&r->script.seen.effect));
	c->log = arena_strdup(&s->arena, str_c(&r->script.log));
	for (const char *at = left; *at; at++)
		c->count += *at == '\n';
	copy_kvs(s, &c->puts, &r->out.kv);
	copy_kvs(s, &c->kept, &r->script.kept);
}

static int play(struct subject *s, struct sample *c, struct err *err)
{
	CLEANUP(run_release) struct run r;
	struct weighing w = { .subject = s,
			      .sample = c,
			      .run = &r,
			      .group = JUDGE_FIXTURES,
			      .expect = EXPECT_ANY,
			      .sent = "played" };

	run_start(&r, c, s);
	if (subject_run_fresh(s, &c->asked, &r, err))
		return -1;
	if (r.end != RUN_GONE)
		played_check(&r.script, &r.out);
	if (r.script.problems.len)
		report_find(s->report, JUDGE_FIXTURES, c->name, "played",
			    "helloword-play shows it line by line; until it "
			    "passes nothing more is judged by it",
			    "%s", str_c(&r.script.problems));
	else if (weigh(&w))
		note(s, c, &r);
	return 0;
}

/* -- is everything that the plugin offers played? -- */

static bool played(const struct subject *s, const char *op, const char *verb)
{
	for (size_t i = 0; i < s->samples.len; i++) {
		const struct sample *c = s->samples.at[i];

		if (c->readable && text_eq(c->asked.op, op) &&
		    (!verb || text_eq(json_text(c->asked.arg, "verb"), verb)))
			return true;
	}
	return false;
}

static void want(struct subject *s, const char *op, const char *verb)
{
	if (played(s, op, verb))
		report_good(s->report, JUDGE_FIXTURES);
	else
		report_find(s->report, JUDGE_FIXTURES, s->name, op,
			    "what no fixture plays is not judged; write one",
			    "no fixture plays it%s%s", verb ? " for " : "",
			    verb ? verb : "");
}

static void want_ops(struct subject *s, const char *iface)
{
	const cJSON *d = json_get(s->in->descriptor, iface), *op;

	cJSON_ArrayForEach (op, json_get(d, "ops"))
		if (!text_eq(op->valuestring, "act") &&
		    !(text_eq(iface, "marketplace") &&
		      text_eq(op->valuestring, "find")))
			want(s,
			     arena_printf(&s->arena, "%s.%s", iface,
					  op->valuestring),
			     NULL);
}

static void want_all(struct subject *s)
{
	want_ops(s, "marketplace");
	want_ops(s, "carrier");
	want_ops(s, "channel");
	if (s->in->has_probe)
		want(s, "probe", NULL);
	for (size_t i = 0; s->in->is_marketplace && i < s->in->verbs.len; i++) {
		if (text_eq(s->in->verbs.at[i].name, "reply"))
			continue;
		want(s, "marketplace.act", s->in->verbs.at[i].name);
		want(s, "marketplace.find", s->in->verbs.at[i].name);
	}
}

int fixtures(struct subject *s, struct err *err)
{
	for (size_t i = 0; i < s->samples.len; i++)
		if (s->samples.at[i]->readable &&
		    play(s, s->samples.at[i], err))
			return -1;
	want_all(s);
	return 0;
}
