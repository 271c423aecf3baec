/* call.c - a call's life, its failures, its log, its memory and time.
 * SPDX-License-Identifier: MIT */
#include "wire/call.h"

#include <stdarg.h>

#include "base/utf8.h"
#include "wire/call_own.h"

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

static const void *host_service(struct hw_host *h, const char *id)
{
	if (text_eq(id, HW_STREAM_1) && call_of(h)->door->stream)
		return &call_stream;
	if (text_eq(id, HW_FILES_1))
		return &call_files;
	return text_eq(id, HW_FILES_IN_1) ? &call_files_in : NULL;
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
			.http = call_http,
			.kv_get = call_kv_get,
			.kv_put = call_kv_put,
			.kv_keep = call_kv_keep,
			.emit = call_emit,
			.service = host_service,
		},
		.door = door,
		.door_arg = door_arg,
		.name = name,
		.arena = ARENA_INIT,
		.records = STR_LIMIT(CALL_BYTES_MAX),
		.beside = STR_LIMIT(CALL_FILES_MAX + 1),
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
	str_release(&c->beside);
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
	str_clear(&c->beside);
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
	if (c->beside.len)
		jw_kv_i64(&w, "beside", (int64_t)c->beside.len);
	jw_end(&w);
}
