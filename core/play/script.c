/* script.c - requests held against a fixture, replies made from it.
 * SPDX-License-Identifier: MIT */
#include "play/script.h"

#include "play/like.h"
#include "wire/may.h"

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

/* -- what is asked -- */

struct asking {
	struct script *script;
	const struct part *part;
	const struct hw_request *req;
	const char *keep; /* what the fixture says */
	bool effect, bad, quiet;
};

static void off(struct asking *a, const char *what, const char *expected,
		const char *got)
{
	a->bad = true;
	if (a->quiet)
		return;
	script_problem(a->script, "%s:%d: the request's %s differs",
		       a->script->fixture->path, a->part->line, what);
	script_problem(a->script, "  expected: %s", expected);
	script_problem(a->script, "  got:      %s", got ? got : "none");
}

static void check_line(struct asking *a, const char *line)
{
	CLEANUP(free_ptr)
	char *got = xasprintf("%s %s", a->req->method, a->req->url);
	size_t len = strcspn(line, " ");
	const char *url = line + len + (line[len] == ' ');

	if (strlen(a->req->method) != len ||
	    strncmp(line, a->req->method, len) != 0 ||
	    !text_like(url, a->req->url))
		off(a, "method or URL", line, got);
}

/* "Name: value" of the request, by the name in line. */
static const char *same_name(const struct hw_request *req, const char *line,
			     size_t len)
{
	for (size_t i = 0; req->headers && req->headers[i]; i++)
		if (strncasecmp(req->headers[i], line, len + 1) == 0)
			return req->headers[i];
	return NULL;
}

static const char *value_of(const char *line)
{
	line += strcspn(line, ":");
	line += *line == ':';
	return line + strspn(line, " \t");
}

static void check_header(struct asking *a, const char *line)
{
	size_t len = strcspn(line, ":");
	const char *got = same_name(a->req, line, len);

	if (text_eq(line, "@effect"))
		a->effect = true;
	else if (text_starts(line, "@keep "))
		a->keep = line + strlen("@keep ");
	else if (!line[len] || !got ||
		 !text_like(value_of(line), value_of(got)))
		off(a, "header", line, got);
}

static void check_marks(struct asking *a)
{
	bool effect = (a->req->flags & HW_EFFECT) != 0;

	if (effect != a->effect)
		off(a, "mark as an effect", a->effect ? "@effect" : "none",
		    effect ? "@effect" : "none");
	if (a->keep ? !text_like(a->keep, a->req->keep) : a->req->keep != NULL)
		off(a, "keep", a->keep ? a->keep : "none", a->req->keep);
}

static void check_body(struct asking *a, const char *body)
{
	const char *got = a->req->body_len ? a->req->body : "";
	CLEANUP(free_ptr) char *copy = xcalloc(1, a->req->body_len + 1);

	memcpy(copy, got, a->req->body_len);
	if (!body_like(body, copy, a->req->body_len))
		off(a, "body", body, copy);
}

static void see(struct script *s, const struct hw_request *req,
		const char *verb)
{
	struct str *to = &s->seen.effect;

	str_printf(&s->seen.urls, "%s\n", req->url);
	if (!verb)
		return;
	s->seen.effects++;
	str_clear(to);
	str_printf(to, "%s %s\n", req->method, req->url);
	for (size_t i = 0; req->headers && req->headers[i]; i++)
		str_printf(to, "%s\n", req->headers[i]);
	str_add(to, req->body_len ? req->body : "", req->body_len);
}

/* The desk lets nothing else pass, and nothing with another mark. */
static void check_declared(struct asking *a)
{
	const struct hw_request *req = a->req;
	cJSON *http = cJSON_CreateObject(), *headers = cJSON_CreateArray();
	const char *verb = NULL;
	struct err err = { 0 };

	cJSON_AddStringToObject(http, "method", req->method);
	cJSON_AddStringToObject(http, "url", req->url);
	for (size_t i = 0; req->headers && req->headers[i]; i++)
		cJSON_AddItemToArray(headers,
				     cJSON_CreateString(req->headers[i]));
	cJSON_AddItemToObject(http, "headers", headers);
	if (may_send(a->script->asks, http, req->body, req->body_len, &verb,
		     &err))
		off(a, "declaration", "a row of .requests", err.text);
	else if (!verb != !(req->flags & HW_EFFECT))
		off(a, "mark",
		    verb ? "HW_EFFECT: it is declared to be one"
			 : "none: it is declared to change nothing",
		    NULL);
	see(a->script, req, verb);
	json_free(http);
}

static bool check_request(struct script *s, const struct part *p,
			  const struct hw_request *req)
{
	struct asking a = {
		.script = s, .part = p, .req = req, .quiet = s->loose
	};
	const char *left = p->text, *line = line_take(&s->arena, &left);

	check_line(&a, line ? line : "");
	while ((line = line_take(&s->arena, &left)) && line[0])
		check_header(&a, line);
	check_marks(&a);
	/* Without a blank line nothing is said of a body. */
	if (line)
		check_body(&a, left);
	else if (text_eq(req->method, "GET") && req->body_len)
		off(&a, "body", "none", "one");
	return !a.bad;
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
	*why = arena_strdup(&s->arena, value_of(colon));
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

	if (++s->asked > LOOSE_MAX || (next && check_request(s, next, req)))
		return next;
	for (size_t i = 0; steps->at && i < steps->len; i++)
		if (text_eq(steps->at[i].name, "request") &&
		    check_request(s, &steps->at[i], req)) {
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
	struct asking a = { .script = s, .part = p, .req = req };

	if (!p || !text_eq(p->name, "request"))
		p = NULL;
	if (s->loose)
		p = any_like(s, p, req);
	a.part = p ? p : &steps_none;
	if (p || s->loose)
		check_declared(&a);
	if (!p)
		return unexpected(s, req, why);
	if (!check_request(s, p, req) || (a.bad && !s->loose)) {
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
