/* replies_fuzz.c - what a platform, a carrier or a mail server answers, to
 * each plugin of the tree.
 *
 * An input's first line names a fixture ("dhl/track"), whose call is made. The
 * rest is the replies to its requests in order, parted by 0x1e: the status in
 * the first line, headers, an empty line, the body; "fail" is no answer. For a
 * plugin with streams it is the bytes that its server sends.
 * fuzz: at most 16384 bytes of it.
 * SPDX-License-Identifier: MIT */
#include "fuzz/fuzz.h"
#include "fuzz/plugins.h"
#include "model/codec.h"
#include "wire/may.h"

struct world {
	const struct fuzz_plugin *plugin;
	struct fuzz_text text; /* not answered yet */
	int streams;
};

/* -- requests -- */

/* Whatever the replies were, nothing leaves that is not declared. */
static void check_request(const struct world *w, const struct hw_request *req)
{
	cJSON *http = cJSON_CreateObject(), *headers = cJSON_CreateArray();
	const char *verb = NULL;
	struct err err = { 0 };

	cJSON_AddStringToObject(http, "method", req->method);
	cJSON_AddStringToObject(http, "url", req->url);
	for (size_t i = 0; req->headers && req->headers[i]; i++)
		cJSON_AddItemToArray(headers,
				     cJSON_CreateString(req->headers[i]));
	cJSON_AddItemToObject(http, "headers", headers);
	FUZZ_HOLDS(may_send(json_get(w->plugin->descriptor, "requests"), http,
			    req->body, req->body_len, &verb, &err) == 0,
		   "%s %s: %s", req->method, req->url, err.text);
	FUZZ_HOLDS(!verb == !(req->flags & HW_EFFECT),
		   "%s %s is marked otherwise than declared", req->method,
		   req->url);
	json_free(http);
}

static char *next_line(struct call *c, const char **at, const char *end)
{
	const char *from = *at, *nl = memchr(from, '\n', (size_t)(end - from));
	size_t len = (size_t)((nl ? nl : end) - from);

	*at = nl ? nl + 1 : end;
	len -= len && from[len - 1] == '\r';
	return arena_strndup(&c->arena, from, len);
}

static hw_status door_http(struct call *c, const struct hw_request *req,
			   struct hw_response *res)
{
	struct world *w = c->door_arg;
	const char *at = w->text.at, *end, *mark;
	const char **headers;
	char *line;
	size_t n = 0;

	check_request(w, req);
	if (at == w->text.end)
		return call_fail(c, HW_RETRY, 0, "nobody answers");
	mark = memchr(at, 0x1e, (size_t)(w->text.end - at));
	end = mark ? mark : w->text.end;
	w->text.at = mark ? mark + 1 : end;
	headers = arena_alloc(&c->arena,
			      sizeof *headers * ((size_t)(end - at) + 2));
	line = next_line(c, &at, end);
	if (text_starts(line, "fail"))
		return call_fail(c, HW_RETRY, 0, "no answer");
	*res = (struct hw_response){ .status = (int32_t)strtol(line, NULL, 10),
				     .headers = headers };
	while (at < end && *(line = next_line(c, &at, end))) {
		for (char *l = line; *l && *l != ':'; l++)
			*l = (char)(*l >= 'A' && *l <= 'Z' ? *l + 32 : *l);
		headers[n++] = line;
	}
	res->body = arena_strndup(&c->arena, at, (size_t)(end - at));
	res->body_len = strlen(res->body);
	return HW_OK;
}

static hw_status door_keep(struct call *c, const char *key, const char *value)
{
	(void)c, (void)value;
	FUZZ_HOLDS(*key, "kept without a name");
	return HW_OK;
}

static hw_status door_stream(struct call *c, const struct stream_ask *ask,
			     struct stream_answer *answer)
{
	struct world *w = c->door_arg;
	size_t left = (size_t)(w->text.end - w->text.at);

	if (ask->what == STREAM_OPEN) {
		answer->n = ++w->streams;
	} else if (ask->what == STREAM_READ) {
		answer->n = (int32_t)(left < ask->len ? left : ask->len);
		answer->bytes =
			arena_copy(&c->arena, w->text.at, (size_t)answer->n);
		w->text.at += answer->n;
	}
	return HW_OK;
}

static void door_log(struct call *c, int32_t level, const char *text)
{
	(void)c;
	FUZZ_HOLDS(level >= HW_ERROR && level <= HW_DEBUG && text, "a log");
}

static const struct call_door door = { door_http, door_keep, door_stream,
				       door_log };
static const struct call_door open_door = { .log = door_log };

/* -- what comes of it -- */

/* Every record is one that the desk can read. What the platform did not say
 * may be missing: then the desk keeps it in its quarantine. */
static void check_records(const struct call *c)
{
	const char *at = str_c(&c->records), *nl;
	int32_t count = 0;

	for (; *at; at = nl + 1, count++) {
		struct arena arena = ARENA_INIT;
		struct err err = { 0 };
		const struct kind *kind;
		cJSON *json;

		nl = strchr(at, '\n');
		FUZZ_HOLDS(nl, "a record without a line end");
		json = json_parse(at, (size_t)(nl - at), &err);
		FUZZ_HOLDS(json, "a record is no JSON: %s", err.text);
		kind = kind_by_name(json_text(json, "kind"));
		FUZZ_HOLDS(kind && kind->rec, "a record of no kind");
		if (record_from_json(arena_alloc(&arena, kind->size), kind,
				     json, &arena, &err))
			FUZZ_HOLDS(text_ends(err.text, " is missing"),
				   "the desk refuses it: %s: %.*s", err.text,
				   (int)(nl - at), at);
		json_free(json);
		arena_release(&arena);
	}
	FUZZ_HOLDS(count == c->count, "%d records are %d", c->count, count);
}

static void check_call(const struct call *c, hw_status status)
{
	FUZZ_HOLDS(!c->broken, "the plugin broke the contract: %s", c->why);
	FUZZ_HOLDS(status_word(status), "%s ends with %d", c->name, status);
	if (status < HW_OK) {
		fuzz_sentence_text(c->why);
		FUZZ_HOLDS(!c->records.len && !c->puts.len,
			   "it failed and hands something in");
		return;
	}
	check_records(c);
}

static void make_call(struct opened *in, const struct asked *a, struct world *w)
{
	struct call c;

	call_start(&c, &door, w, a->op);
	c.now = a->now;
	c.deadline = a->deadline;
	for (size_t i = 0; i < a->kv.len; i++)
		call_kv(&c, a->kv.at[i].key, a->kv.at[i].value);
	check_call(&c, opened_call(in, &c, a->arg, a->body, a->body_len));
	call_release(&c);
}

static void run(const struct asked *a, struct world *w)
{
	const struct plugin *p = &w->plugin->plugin;
	struct opened in;
	struct call c;

	call_start(&c, &open_door, w, "open");
	c.now = a->now;
	c.deadline = a->deadline;
	if (opened_start(&in, p, a->config, &c) >= HW_OK) {
		if (!text_eq(a->op, "open"))
			make_call(&in, a, w);
		if (p->head.close)
			p->head.close(in.self);
	}
	call_release(&c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct world w = { .text = { (const char *)data,
				     (const char *)data + size } };
	CLEANUP(free_ptr) char *name = fuzz_line(&w.text);
	struct fixture f = { 0 };
	struct asked a = { 0 };

	if (!fuzz_asked(name, &w.plugin, &f, &a)) {
		fixture_release(&f);
		return -1;
	}
	run(&a, &w);
	asked_release(&a);
	fixture_release(&f);
	return 0;
}
