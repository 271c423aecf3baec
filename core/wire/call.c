/* call.c - a call's life, its failures, its log, its keys and its requests.
 * SPDX-License-Identifier: MIT */
#include "wire/call.h"

#include <ctype.h>
#include <stdarg.h>

#include "base/utf8.h"
#include "base/when.h"

static const char *const status_words[] = {
	[HW_MORE] = "more",
	[HW_OK] = "ok",
};
static const char *const failure_words[] = {
	[-HW_RETRY] = "retry",       [-HW_AUTH] = "auth",
	[-HW_REJECTED] = "rejected", [-HW_UNSUPPORTED] = "unsupported",
	[-HW_BROKEN] = "broken",
};

const char *status_word(hw_status status)
{
	if (status >= HW_OK && status <= HW_MORE)
		return status_words[status];
	if (status < HW_OK && status >= HW_BROKEN)
		return failure_words[-status];
	return NULL;
}

bool status_from_word(hw_status *status, const char *word)
{
	for (hw_status s = HW_BROKEN; s <= HW_MORE; s++)
		if (text_eq(status_word(s), word)) {
			*status = s;
			return true;
		}
	return false;
}

/* The plugin knows &c->host only. */
static struct call *call_of(struct hw_host *h)
{
	return CONTAINER_OF(h, struct call, host);
}

static const char *vtext(struct call *c, const char *fmt, va_list ap)
	HW_PRINTF_LIKE(2, 0);
static const char *vtext(struct call *c, const char *fmt, va_list ap)
{
	CLEANUP(str_release) struct str text = STR_INIT;

	if (!fmt)
		return "";
	str_vprintf(&text, fmt, ap);
	return arena_strndup(&c->arena, str_c(&text), text.len);
}

const char *call_text(struct call *c, const char *text)
{
	CLEANUP(str_release) struct str good = STR_INIT;
	size_t len;

	if (!text)
		return NULL;
	len = strlen(text);
	if (utf8_check(text, len) < 0)
		return text;
	utf8_repair(&good, text, len);
	if (!c->repaired) {
		c->repaired = true;
		call_log(c, HW_WARNING,
			 "%s passed text that is not UTF-8; it was repaired",
			 c->name);
	}
	return arena_strndup(&c->arena, str_c(&good), good.len);
}

/* -- failing and logging -- */

static hw_status fail_with(struct call *c, hw_status why, int64_t retry_at,
			   const char *text)
{
	size_t len = utf8_prefix(text, strlen(text), CALL_WHY_MAX);
	const char *told = call_text(c, arena_strndup(&c->arena, text, len));
	char *line = arena_strdup(&c->arena, told);

	utf8_one_line(line);
	c->why = line;
	/* What the author does not know, the remote may have said. */
	c->retry_at = why == HW_RETRY && !retry_at ? c->pause_until : retry_at;
	return why < HW_OK && why >= HW_BROKEN ? why : HW_BROKEN;
}

hw_status call_fail(struct call *c, hw_status why, int64_t retry_at,
		    const char *fmt, ...)
{
	va_list ap;
	const char *text;

	va_start(ap, fmt);
	text = vtext(c, fmt, ap);
	va_end(ap);
	/* Of a broken call the breach is what must be told. */
	return c->broken ? HW_BROKEN : fail_with(c, why, retry_at, text);
}

hw_status call_broken(struct call *c, const char *fmt, ...)
{
	va_list ap;

	/* The first breach is the one to tell; the others follow from it. */
	if (c->broken)
		return HW_BROKEN;
	c->broken = true;
	va_start(ap, fmt);
	fail_with(c, HW_BROKEN, 0, vtext(c, fmt, ap));
	va_end(ap);
	return HW_BROKEN;
}

void call_log(struct call *c, int32_t level, const char *fmt, ...)
{
	va_list ap;

	if (!c->door->log)
		return;
	va_start(ap, fmt);
	c->door->log(c, level, vtext(c, fmt, ap));
	va_end(ap);
}

static hw_status host_fail(struct hw_host *h, hw_status why, int64_t retry_at,
			   const char *fmt, ...) HW_PRINTF_LIKE(4, 5);
static hw_status host_fail(struct hw_host *h, hw_status why, int64_t retry_at,
			   const char *fmt, ...)
{
	struct call *c = call_of(h);
	const char *text;
	va_list ap;

	va_start(ap, fmt);
	text = vtext(c, fmt, ap);
	va_end(ap);
	if (c->broken)
		return HW_BROKEN;
	return fail_with(c, why, retry_at, text);
}

static void host_log(struct hw_host *h, int32_t level, const char *fmt, ...)
	HW_PRINTF_LIKE(3, 4);
static void host_log(struct hw_host *h, int32_t level, const char *fmt, ...)
{
	struct call *c = call_of(h);
	const char *text;
	va_list ap;

	if (!c->door->log)
		return;
	va_start(ap, fmt);
	text = vtext(c, fmt, ap);
	va_end(ap);
	if (level < HW_ERROR || level > HW_DEBUG)
		level = HW_WARNING;
	text = arena_strndup(&c->arena, text,
			     utf8_prefix(text, strlen(text), CALL_LINE_MAX));
	c->door->log(c, level, call_text(c, text));
}

/* -- memory and time -- */

static int64_t host_now(struct hw_host *h)
{
	return call_of(h)->now;
}

static int64_t host_deadline(struct hw_host *h)
{
	return call_of(h)->deadline;
}

static void *host_alloc(struct hw_host *h, size_t size)
{
	struct call *c = call_of(h);

	if (size > CALL_ALLOC_MAX || c->arena.used > CALL_ALLOC_MAX - size) {
		/* Never NULL, so there is no way back. */
		call_log(c, HW_ERROR, "%s asked for %zu bytes of memory",
			 c->name, size);
		abort();
	}
	return arena_alloc(&c->arena, size ? size : 1);
}

static char *host_text(struct hw_host *h, const char *fmt, ...)
	HW_PRINTF_LIKE(2, 3);
static char *host_text(struct hw_host *h, const char *fmt, ...)
{
	CLEANUP(str_release) struct str text = STR_INIT;
	struct call *c = call_of(h);
	va_list ap;

	va_start(ap, fmt);
	if (fmt)
		str_vprintf(&text, fmt, ap);
	va_end(ap);
	if (text.bad)
		call_broken(c, "%s made a text of over %zu bytes", c->name,
			    STR_MAX);
	return arena_strndup(&c->arena, str_c(&text), text.len);
}

/* -- keys and values -- */

static struct kv *kv_find(const struct kvs *list, const char *key)
{
	for (size_t i = 0; i < list->len; i++)
		if (text_eq(list->at[i].key, key))
			return &list->at[i];
	return NULL;
}

static void kv_set(struct call *c, struct kvs *list, const char *key,
		   const char *value)
{
	struct kv *old = kv_find(list, key);
	const char *copy = value ? arena_strdup(&c->arena, value) : NULL;

	if (old)
		old->value = copy;
	else
		kvs_push(list,
			 (struct kv){ arena_strdup(&c->arena, key), copy });
}

void call_kv(struct call *c, const char *key, const char *value)
{
	kv_set(c, &c->kv, key, value);
}

const char *call_kv_get(const struct call *c, const char *key)
{
	const struct kv *found = kv_find(&c->puts, key);

	if (!found)
		found = kv_find(&c->kv, key);
	return found ? found->value : NULL;
}

static hw_status kv_check(struct call *c, const char *key, const char *value)
{
	if (!key || !key[0] || strlen(key) > CALL_KEY_MAX ||
	    utf8_check(key, strlen(key)) >= 0)
		return call_broken(c,
				   "%s used a key that is empty, not UTF-8 or "
				   "longer than %d bytes",
				   c->name, CALL_KEY_MAX);
	c->put_bytes += value ? strlen(value) : 0;
	if ((value && strlen(value) > CALL_VALUE_MAX) ||
	    c->put_bytes > CALL_PUTS_MAX)
		return call_broken(c,
				   "%s put more than it may keep under the "
				   "key %s",
				   c->name, key);
	if (c->puts.len >= CALL_KV_MAX || c->kv.len >= CALL_KV_MAX)
		return call_broken(c, "%s keeps more than %d keys", c->name,
				   CALL_KV_MAX);
	return HW_OK;
}

static hw_status host_kv_get(struct hw_host *h, const char *key,
			     const char **value)
{
	if (value)
		*value = key ? call_kv_get(call_of(h), key) : NULL;
	return HW_OK;
}

static hw_status host_kv_put(struct hw_host *h, const char *key,
			     const char *value)
{
	struct call *c = call_of(h);
	hw_status rc = kv_check(c, key, value);

	if (rc == HW_OK)
		kv_set(c, &c->puts, key, call_text(c, value));
	return rc;
}

static void puts_forget(struct call *c, const char *key)
{
	struct kv *put = kv_find(&c->puts, key);

	if (put)
		*put = c->puts.at[--c->puts.len];
}

static hw_status host_kv_keep(struct hw_host *h, const char *key,
			      const char *value)
{
	struct call *c = call_of(h);
	hw_status rc = kv_check(c, key, value);

	if (rc)
		return rc;
	if (!c->door->keep)
		return call_fail(c, HW_UNSUPPORTED, 0,
				 "nothing can be kept here");
	value = call_text(c, value);
	rc = c->door->keep(c, key, value);
	if (rc)
		return rc;
	kv_set(c, &c->kv, key, value);
	puts_forget(c, key); /* the later write wins */
	return HW_OK;
}

/* -- requests -- */

/* A line end in a header or URL would let text make headers of its own. */
static bool one_line(const char *text)
{
	for (; *text; text++)
		if (iscntrl((unsigned char)*text) && *text != '\t')
			return false;
	return true;
}

static hw_status headers_check(struct call *c, const char *const *headers)
{
	size_t n = 0;

	for (; headers && headers[n]; n++)
		if (n >= 100 || !one_line(headers[n]) ||
		    !strchr(headers[n], ':') || headers[n][0] == ':')
			return call_broken(c,
					   "%s sent a request with a header "
					   "that is none, or over 100 of them",
					   c->name);
	return HW_OK;
}

static hw_status request_check(struct call *c, const struct hw_request *req)
{
	if (!req || !req->method || !req->url)
		return call_broken(c,
				   "%s sent a request without a method or "
				   "a URL",
				   c->name);
	if (!one_line(req->method) || strchr(req->method, ' ') ||
	    !one_line(req->url) || strchr(req->url, ' '))
		return call_broken(c,
				   "%s sent a request whose method or URL "
				   "holds a blank or a control character",
				   c->name);
	if (req->body_len > CALL_BODY_MAX || (req->body_len && !req->body))
		return call_broken(c,
				   "%s sent a request with a body of %zu "
				   "bytes",
				   c->name, req->body_len);
	return headers_check(c, req->headers);
}

/* Retry-After of the last reply, in seconds, a day at most: what a header says
 * may be anything. */
static int64_t pause_of(const struct call *c, const struct hw_response *res)
{
	static const char name[] = "retry-after:";
	int64_t s = 0;

	if (res->status != 429 && res->status != 503)
		return 0;
	for (const char *const *at = res->headers; at && *at; at++)
		if (text_starts(*at, name))
			s = strtoll(*at + sizeof name - 1, NULL, 10);
	if (s > DAY_MS / SECOND_MS)
		s = DAY_MS / SECOND_MS;
	return s > 0 ? c->now + s * SECOND_MS : 0;
}

static hw_status host_http(struct hw_host *h, const struct hw_request *req,
			   struct hw_response *res)
{
	static const char *const none[] = { NULL };
	struct call *c = call_of(h);
	struct hw_response answer = { 0 };
	hw_status rc = request_check(c, req);

	c->pause_until = 0;
	if (rc == HW_OK && !c->door->http)
		rc = call_fail(c, HW_UNSUPPORTED, 0,
			       "there is no network here");
	if (rc == HW_OK)
		rc = c->door->http(c, req, &answer);
	c->pause_until = pause_of(c, &answer);
	if (!answer.headers)
		answer.headers = none;
	if (!answer.body)
		answer.body = "";
	if (res)
		*res = answer;
	return rc;
}

static const void *host_service(struct hw_host *h, const char *id)
{
	if (text_eq(id, HW_STREAM_1) && call_of(h)->door->stream)
		return &call_stream;
	return NULL;
}

/* -- life -- */

void call_start(struct call *c, const struct call_door *door, void *door_arg,
		const char *name)
{
	*c = (struct call){
		.host = {
			.size = sizeof(struct hw_host),
			.now = host_now,
			.deadline = host_deadline,
			.log = host_log,
			.fail = host_fail,
			.alloc = host_alloc,
			.text = host_text,
			.http = host_http,
			.kv_get = host_kv_get,
			.kv_put = host_kv_put,
			.kv_keep = host_kv_keep,
			.emit = call_emit,
			.service = host_service,
		},
		.door = door,
		.door_arg = door_arg,
		.name = name,
		.arena = ARENA_INIT,
		.records = STR_LIMIT(CALL_BYTES_MAX),
	};
	call_readers(&c->host);
}

void call_release(struct call *c)
{
	for (size_t i = 0; i < c->trees.len; i++)
		json_free(c->trees.at[i].root);
	json_trees_release(&c->trees);
	kvs_release(&c->kv);
	kvs_release(&c->puts);
	str_release(&c->records);
	arena_release(&c->arena);
}

hw_status call_end(struct call *c, hw_status returned)
{
	if (!c->broken && !status_word(returned))
		call_broken(c, "%s returned %d, which is no status", c->name,
			    (int)returned);
	if (c->broken)
		returned = HW_BROKEN;
	if (returned >= HW_OK) {
		c->why = NULL;
		c->retry_at = 0;
		return returned;
	}
	if (!c->why || !*c->why)
		call_fail(c, returned, 0, "%s failed without saying why",
			  c->name);
	c->count = 0;
	str_clear(&c->records);
	kvs_clear(&c->puts);
	return returned;
}

void call_put_done(struct call *c, int64_t id, hw_status status,
		   struct str *json)
{
	struct jw w = JW_INIT(json);

	jw_object(&w);
	jw_kv_i64(&w, "id", id);
	jw_kv_i64(&w, "done", status);
	if (c->why)
		jw_kv_text(&w, "why", c->why);
	if (c->retry_at)
		jw_kv_i64(&w, "retry_at", c->retry_at);
	if (c->puts.len) {
		jw_key(&w, "kv");
		jw_object(&w);
		for (size_t i = 0; i < c->puts.len; i++)
			jw_kv_text(&w, c->puts.at[i].key, c->puts.at[i].value);
		jw_end(&w);
	}
	jw_kv_i64(&w, "count", c->count);
	jw_end(&w);
}
