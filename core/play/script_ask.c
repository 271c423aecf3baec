/* script_ask.c - a request held against what a fixture says of it.
 * SPDX-License-Identifier: MIT */
#include "play/like.h"
#include "play/script_own.h"
#include "wire/may.h"

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

const char *script_value(const char *line)
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
		 !text_like(script_value(line), script_value(got)))
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

bool script_declared(struct script *s, const struct part *p,
		     const struct hw_request *req)
{
	struct asking a = { .script = s, .part = p, .req = req };
	cJSON *http = cJSON_CreateObject(), *headers = cJSON_CreateArray();
	const char *verb = NULL;
	struct err err = { 0 };

	cJSON_AddStringToObject(http, "method", req->method);
	cJSON_AddStringToObject(http, "url", req->url);
	for (size_t i = 0; req->headers && req->headers[i]; i++)
		cJSON_AddItemToArray(headers,
				     cJSON_CreateString(req->headers[i]));
	cJSON_AddItemToObject(http, "headers", headers);
	if (may_send(s->asks, http, req->body, req->body_len, &verb, &err))
		off(&a, "declaration", "a row of .requests", err.text);
	else if (!verb != !(req->flags & HW_EFFECT))
		off(&a, "mark",
		    verb ? "HW_EFFECT: it is declared to be one"
			 : "none: it is declared to change nothing",
		    NULL);
	see(s, req, verb);
	json_free(http);
	return !a.bad;
}

bool script_asked(struct script *s, const struct part *p,
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
