/* script.c - the steps of a fixture in their order, and replies made from them.
 * SPDX-License-Identifier: MIT */
#include "play/script_own.h"

#define LOOSE_MAX 50 /* requests of a call that are answered at will */

void script_start(struct script *s, struct fixture *f)
{
	*s = (struct script){
		.fixture = f,
		.arena = ARENA_INIT,
		.problems = STR_INIT,
		.log = STR_INIT,
		.written = STR_INIT,
		.seen = { .effect = STR_INIT, .urls = STR_INIT },
	};
}

void script_release(struct script *s)
{
	kvs_release(&s->kept);
	str_release(&s->problems);
	str_release(&s->log);
	str_release(&s->written);
	str_release(&s->seen.effect);
	str_release(&s->seen.urls);
	arena_release(&s->arena);
}

void script_problem(struct script *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	str_vprintf(&s->problems, fmt, ap);
	va_end(ap);
	str_putc(&s->problems, '\n');
}

void script_log(struct script *s, int32_t level, const char *text)
{
	static const char *const words[] = { "error", "warning", "info",
					     "debug" };

	if (level < 0 || level > 3)
		level = HW_DEBUG;
	str_printf(&s->log, "%s: %s\n", words[level], text ? text : "");
}

void script_keep(struct script *s, const char *key, const char *value)
{
	kvs_push(&s->kept,
		 (struct kv){ arena_strdup(&s->arena, key),
			      value ? arena_strdup(&s->arena, value) : NULL });
}

/* -- what is answered -- */

/* "fail: text" or "fail auth: text". */
hw_status script_fail(struct script *s, const char *line, const char **why)
{
	const char *colon = strchr(line, ':');
	hw_status status = HW_RETRY;
	const char *word;

	if (!colon)
		colon = line + strlen(line);
	line += strlen("fail");
	line += strspn(line, " ");
	word = arena_strndup(&s->arena, line,
			     colon > line ? (size_t)(colon - line) : 0);
	if (word[0] && (!status_from_word(&status, word) || status >= HW_OK))
		script_problem(s, "\"fail %s\" is no failure", word);
	*why = arena_strdup(&s->arena, script_value(colon));
	return status;
}

static const char *lower_name(struct arena *a, const char *header)
{
	char *copy = arena_strdup(a, header);

	for (char *at = copy; *at && *at != ':'; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	return copy;
}

static void reply_file(struct script *s, const char *name,
		       struct hw_response *res)
{
	struct err err;

	res->body = fixture_file(s->fixture, name, &res->body_len, &err);
	if (!res->body) {
		script_problem(s, "%s", err.text);
		res->body = "";
	}
}

hw_status script_reply(struct script *s, const struct part *p,
		       struct hw_response *res, const char **why)
{
	const char *left = p->text, *line = line_take(&s->arena, &left);
	const char **headers;
	size_t n = 0;

	if (line && text_starts(line, "fail"))
		return script_fail(s, line, why);
	headers =
		arena_alloc(&s->arena, sizeof *headers * (strlen(p->text) + 1));
	*res = (struct hw_response){ .headers = headers, .body = "" };
	res->status = line ? (int32_t)strtol(line, NULL, 10) : 0;
	if (res->status < 100 || res->status > 599)
		script_problem(s,
			       "%s:%d: a reply starts with a status such "
			       "as 200, or with fail:",
			       s->fixture->path, p->line);
	while ((line = line_take(&s->arena, &left)) && line[0])
		if (text_starts(line, "@file "))
			reply_file(s, line + strlen("@file "), res);
		else
			headers[n++] = lower_name(&s->arena, line);
	if (line && res->body_len == 0) {
		res->body = left;
		res->body_len = strlen(left);
	}
	return HW_OK;
}

/* A loose script answers a request again, and in any order: a plugin may ask
 * for a token anew, or know one already. */
static const struct part *any_like(struct script *s, const struct part *next,
				   const struct hw_request *req)
{
	const struct parts *steps = &s->fixture->steps;

	if (++s->asked > LOOSE_MAX || (next && script_asked(s, next, req)))
		return next;
	for (size_t i = 0; steps->at && i < steps->len; i++)
		if (text_eq(steps->at[i].name, "request") &&
		    script_asked(s, &steps->at[i], req)) {
			s->step = i;
			return &steps->at[i];
		}
	return next;
}

/* Where a request stands that no fixture expects. */
static const struct part steps_none = { "request", "", "", 0 };

static hw_status twisted(struct script *s, struct hw_response *res,
			 const char **why)
{
	s->seen.twisted = true;
	s->kill = s->twist->kill;
	*why = s->twist->why;
	*res = s->twist->res;
	return s->twist->failed;
}

/* Nobody answers there. */
static hw_status unexpected(struct script *s, const struct hw_request *req,
			    const char **why)
{
	if (s->loose) {
		*why = "the connection is lost";
		return HW_RETRY;
	}
	script_problem(s,
		       "the plugin made a request that the fixture "
		       "does not expect: %s %s",
		       req->method, req->url);
	*why = "the fixture has no reply";
	return HW_BROKEN;
}

hw_status script_http(struct script *s, const struct hw_request *req,
		      struct hw_response *res, const char **why)
{
	const struct parts *steps = &s->fixture->steps;
	const struct part *p =
		s->step < steps->len ? &steps->at[s->step] : NULL;
	bool declared = true;

	if (!p || !text_eq(p->name, "request"))
		p = NULL;
	if (s->loose)
		p = any_like(s, p, req);
	if (p || s->loose)
		declared = script_declared(s, p ? p : &steps_none, req);
	if (!p)
		return unexpected(s, req, why);
	if (!script_asked(s, p, req) || (!declared && !s->loose)) {
		s->step += s->loose ? 0 : 2;
		*why = s->loose ? "the connection is lost"
				: "the request is not the one the fixture "
				  "expects";
		return s->loose ? HW_RETRY : HW_BROKEN;
	}
	s->step += 2; /* a reply always follows */
	if (s->twist && s->twist->step == s->step - 1)
		return twisted(s, res, why);
	return script_reply(s, p + 1, res, why);
}

void script_end(struct script *s)
{
	const struct parts *steps = &s->fixture->steps;

	script_stream_end(s);
	for (; s->step < steps->len; s->step++)
		if (!text_eq(steps->at[s->step].name, "reply"))
			script_problem(s, "%s:%d: this %s never came",
				       s->fixture->path,
				       steps->at[s->step].line,
				       steps->at[s->step].name);
}
