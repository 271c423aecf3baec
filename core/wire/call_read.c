/* call_read.c - what a plugin reads with: JSON, money, moments; and the
 * quoting it writes with.
 *
 * struct hw_json is cJSON's node under another name, so a getter is a walk and
 * nothing is copied.
 * SPDX-License-Identifier: MIT */
#include "base/money.h"
#include "base/when.h"
#include "wire/call_own.h"

static const cJSON *node(const struct hw_json *json)
{
	return (const void *)json;
}

static const struct hw_json *handle(const cJSON *json)
{
	return (const void *)json;
}

static const struct hw_json *read_parse(struct hw_host *h, const char *text,
					size_t len)
{
	struct call *c = call_of(h);
	struct err err = { 0 };
	cJSON *json = text ? json_parse(text, len, &err) : NULL;

	if (!json) {
		call_fail(c, HW_BROKEN, 0, "%s: the answer cannot be read: %s",
			  c->name, text ? err.text : "nothing came");
		return NULL;
	}
	json_trees_push(&c->trees, (struct json_tree){ json });
	return handle(json);
}

/* An array's index is all digits, without leading zeros. */
static const cJSON *item_at(const cJSON *array, const char *token, size_t len)
{
	uint32_t i = 0;

	if (len == 0 || len > 9 || (len > 1 && token[0] == '0'))
		return NULL;
	for (size_t n = 0; n < len; n++) {
		if (token[n] < '0' || token[n] > '9')
			return NULL;
		i = i * 10 + (uint32_t)(token[n] - '0');
	}
	return cJSON_GetArrayItem(array, (int)i);
}

/* "~1" in a path stands for '/', "~0" for '~', as in a JSON Pointer. */
static bool token_is(const char *key, const char *token, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		char c = token[i];

		if (c == '~' && i + 1 < len && token[i + 1] == '0')
			i++;
		else if (c == '~' && i + 1 < len && token[i + 1] == '1')
			c = '/', i++;
		if (*key++ != c)
			return false;
	}
	return *key == '\0';
}

static const cJSON *child(const cJSON *from, const char *token, size_t len)
{
	const cJSON *m;

	if (cJSON_IsArray(from))
		return item_at(from, token, len);
	if (!cJSON_IsObject(from))
		return NULL;
	cJSON_ArrayForEach (m, from)
		if (m->string && token_is(m->string, token, len))
			return m;
	return NULL;
}

static const cJSON *walk(const struct hw_json *json, const char *path)
{
	const cJSON *at = node(json);

	if (!path || !path[0])
		return at;
	for (;;) {
		size_t len = strcspn(path, "/");

		at = at ? child(at, path, len) : NULL;
		if (!at || path[len] == '\0')
			return at;
		path += len + 1;
	}
}

static const struct hw_json *read_at(const struct hw_json *json,
				     const char *path)
{
	const cJSON *at = walk(json, path);

	/* What is null is not there: else an author who asks for a list takes
	 * none for an empty one. */
	return cJSON_IsNull(at) ? NULL : handle(at);
}

static uint32_t read_count(const struct hw_json *json)
{
	return cJSON_IsArray(node(json))
		       ? (uint32_t)cJSON_GetArraySize(node(json))
		       : 0;
}

static const struct hw_json *read_item(const struct hw_json *json, uint32_t i)
{
	if (!cJSON_IsArray(node(json)) || i > INT32_MAX)
		return NULL;
	return handle(cJSON_GetArrayItem(node(json), (int)i));
}

static const char *read_text(const struct hw_json *json, const char *path)
{
	const cJSON *at = walk(json, path);

	return cJSON_IsString(at) ? at->valuestring : NULL;
}

static int64_t read_int(const struct hw_json *json, const char *path,
			int64_t fallback)
{
	const cJSON *found = walk(json, path);
	int64_t value;

	if (cJSON_IsBool(found))
		return cJSON_IsTrue(found);
	return json_as_i64(found, &value) ? value : fallback;
}

/* -- exact readers -- */

static void tell(int *bad)
{
	if (bad)
		*bad = 1;
}

static struct hw_money read_money(struct hw_host *h, const char *amount,
				  const char *currency, int *bad)
{
	struct hw_money out = { 0 };
	struct money m = { 0 };
	struct err err;

	(void)h;
	/* Nothing there is "not known", which is no mistake. */
	if (text_blank(amount))
		return out;
	if (!currency || money_parse(&m, amount, currency, &err)) {
		tell(bad);
		return out;
	}
	out.minor = m.minor;
	memcpy(out.currency, m.currency, sizeof out.currency);
	return out;
}

static struct hw_when read_when(struct hw_host *h, const char *text, int *bad)
{
	struct when w = { 0 };
	struct err err;

	(void)h;
	if (text_blank(text))
		return (struct hw_when){ 0 };
	if (when_parse(&w, text, &err)) {
		tell(bad);
		return (struct hw_when){ 0 };
	}
	return (struct hw_when){ w.ms, w.basis, w.offset_s };
}

/* -- writing -- */

static const char *keep_text(struct hw_host *h, const struct str *s)
{
	return arena_strndup(&call_of(h)->arena, str_c(s), s->len);
}

static const char *write_amount(struct hw_host *h, struct hw_money money)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct money m = { .minor = money.minor };

	memcpy(m.currency, money.currency, sizeof m.currency);
	if (!memchr(m.currency, '\0', sizeof m.currency) ||
	    currency_exponent(m.currency) < 0 || m.minor == INT64_MIN) {
		call_broken(call_of(h), "%s wrote an amount in no currency",
			    call_of(h)->name);
		return "";
	}
	money_put(&s, m);
	return keep_text(h, &s);
}

static const char *write_json_quote(struct hw_host *h, const char *text)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	if (!text)
		return "null";
	text = call_text(call_of(h), text);
	json_quote(&s, text, strlen(text));
	return keep_text(h, &s);
}

static bool unreserved(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z') || (c && strchr("-._~", c));
}

static const char *write_url_quote(struct hw_host *h, const char *text)
{
	CLEANUP(str_release) struct str s = STR_INIT;

	text = call_text(call_of(h), text ? text : "");
	for (; *text; text++)
		if (unreserved((unsigned char)*text))
			str_putc(&s, *text);
		else
			str_printf(&s, "%%%02X",
				   (unsigned)(unsigned char)*text);
	return keep_text(h, &s);
}

void call_readers(struct hw_host *h)
{
	h->json_parse = read_parse;
	h->json_at = read_at;
	h->json_count = read_count;
	h->json_item = read_item;
	h->json_text = read_text;
	h->json_int = read_int;
	h->json_quote = write_json_quote;
	h->money = read_money;
	h->when = read_when;
	h->amount = write_amount;
	h->url_quote = write_url_quote;
}
