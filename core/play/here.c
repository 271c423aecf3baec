/* here.c - a fixture played in this process.
 * SPDX-License-Identifier: MIT */
#include "play/play.h"

void played_release(struct played *p)
{
	kvs_release(&p->kv);
	str_release(&p->records);
}

static hw_status door_http(struct call *c, const struct hw_request *req,
			   struct hw_response *res)
{
	const char *why = NULL;
	hw_status rc = script_http(c->door_arg, req, res, &why);

	return rc ? call_fail(c, rc, 0, "%s", why) : HW_OK;
}

static hw_status door_keep(struct call *c, const char *key, const char *value)
{
	script_keep(c->door_arg, key, value);
	return HW_OK;
}

static hw_status door_stream(struct call *c, const struct stream_ask *ask,
			     struct stream_answer *answer)
{
	const char *why = NULL;
	hw_status rc = script_stream(c->door_arg, ask, answer, &why);

	return rc ? call_fail(c, rc, 0, "%s", why) : HW_OK;
}

static void door_log(struct call *c, int32_t level, const char *text)
{
	script_log(c->door_arg, level, text);
}

static const struct call_door door = { door_http, door_keep, door_stream,
				       door_log };
static const struct call_door open_door = { .log = door_log };

static void take(struct played *out, const struct call *c, hw_status status,
		 struct script *s)
{
	out->status = status;
	out->why = c->why ? arena_strdup(&s->arena, c->why) : NULL;
	out->retry_at = c->retry_at;
	str_add(&out->records, str_c(&c->records), c->records.len);
	for (size_t i = 0; i < c->puts.len; i++) {
		const struct kv *kv = &c->puts.at[i];

		kvs_push(&out->kv,
			 (struct kv){
				 arena_strdup(&s->arena, kv->key),
				 kv->value ? arena_strdup(&s->arena, kv->value)
					   : NULL });
	}
}

static hw_status open_here(struct played *out, const struct asked *a,
			   struct script *s, const struct plugin *p,
			   struct opened *in)
{
	CLEANUP(call_release) struct call c;
	hw_status status;

	call_start(&c, &open_door, s, "open");
	c.now = a->now;
	c.deadline = a->deadline;
	status = opened_start(in, p, a->config, &c);
	/* Nothing of open() commits: the desk only hears whether it went. */
	kvs_clear(&c.puts);
	str_clear(&c.records);
	take(out, &c, status, s);
	return status;
}

int play_here(struct played *out, const struct asked *a, struct script *s,
	      const struct plugin *p, struct err *err)
{
	CLEANUP(call_release) struct call c;
	struct opened in;

	(void)err;
	call_start(&c, &door, s, a->op);
	if (open_here(out, a, s, p, &in) < HW_OK)
		return 0;
	if (text_eq(a->op, "open"))
		goto out;
	c.now = a->now;
	c.deadline = a->deadline;
	for (size_t i = 0; i < a->kv.len; i++)
		call_kv(&c, a->kv.at[i].key, a->kv.at[i].value);
	take(out, &c, opened_call(&in, &c, a->arg, a->body, a->body_len), s);
out:
	if (p->head.close)
		p->head.close(in.self);
	return 0;
}
