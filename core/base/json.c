/* json.c - parsing through cJSON, and reading what came out.
 * SPDX-License-Identifier: MIT */
#include "base/json.h"

#include "base/mem.h"

/* A parse that ran out of memory would look like text that is no JSON, and be
 * refused for good; so cJSON's memory does not fail either. Before main,
 * because nothing may be parsed before. */
__attribute__((constructor)) static void take_over(void)
{
	cJSON_InitHooks(&(cJSON_Hooks){ xmalloc, free });
}

/* Objects are short: up to this many members are compared pairwise, more are
 * sorted first. */
#define PAIRWISE_MAX 32

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *twice_sorted(const cJSON *object, int count)
{
	const char **names = xcalloc((size_t)count, sizeof *names);
	const char *twice = NULL;
	const cJSON *m;
	int n = 0;

	cJSON_ArrayForEach (m, object)
		names[n++] = m->string;
	qsort(names, (size_t)n, sizeof *names, by_name);
	for (int i = 1; i < n && !twice; i++)
		if (strcmp(names[i - 1], names[i]) == 0)
			twice = names[i];
	free(names);
	return twice;
}

static const char *twice_pairwise(const cJSON *object)
{
	const cJSON *m, *other;

	cJSON_ArrayForEach (m, object)
		for (other = m->next; other; other = other->next)
			if (*m->string == *other->string &&
			    strcmp(m->string, other->string) == 0)
				return m->string;
	return NULL;
}

/* A name that stands twice in one object, at any depth (bounded by
 * json_check). */
static const char *twice(const cJSON *json)
{
	const char *name = NULL;
	const cJSON *m;
	int count = 0;

	cJSON_ArrayForEach (m, json) {
		count++;
		if (m->child && (name = twice(m)))
			return name;
	}
	if (!cJSON_IsObject(json))
		return NULL;
	return count > PAIRWISE_MAX ? twice_sorted(json, count)
				    : twice_pairwise(json);
}

/* cJSON ends a string at its first NUL, so "a\\u0000b" would come out as "a".
 * In checked text a backslash stands only in strings. */
static bool has_nul(const char *text, size_t len)
{
	const char *end = text + len;

	while ((text = memchr(text, '\\', (size_t)(end - text)))) {
		if (end - text >= 6 && memcmp(text, "\\u0000", 6) == 0)
			return true;
		text += 2;
	}
	return false;
}

cJSON *json_parse(const char *text, size_t len, struct err *err)
{
	const char *name;
	cJSON *json;

	if (json_check(text, len, err))
		return NULL;
	if (has_nul(text, len)) {
		err_set(err, ERR_DATA,
			"JSON: \\u0000 cannot be kept; leave it out");
		return NULL;
	}
	json = cJSON_ParseWithLength(text, len);
	if (!json) {
		err_set(err, ERR_DATA, "JSON: cannot be read");
		return NULL;
	}
	if ((name = twice(json))) {
		err_set(err, ERR_DATA, "JSON: \"%.80s\" stands twice", name);
		cJSON_Delete(json);
		return NULL;
	}
	return json;
}

void json_free(cJSON *json)
{
	cJSON_Delete(json);
}

void json_free_ptr(cJSON **json)
{
	cJSON_Delete(*json);
}

const cJSON *json_get(const cJSON *object, const char *key)
{
	return cJSON_IsObject(object)
		       ? cJSON_GetObjectItemCaseSensitive(object, key)
		       : NULL;
}

const char *json_text(const cJSON *object, const char *key)
{
	const cJSON *v = json_get(object, key);

	return cJSON_IsString(v) ? v->valuestring : NULL;
}

bool json_as_i64(const cJSON *value, int64_t *out)
{
	double d;

	if (!cJSON_IsNumber(value))
		return false;
	d = value->valuedouble;
	/* 2^53 itself may be 2^53 + 1 rounded. */
	if (!(d > (double)-JSON_INT_MAX && d < (double)JSON_INT_MAX) ||
	    (double)(int64_t)d < d || (double)(int64_t)d > d)
		return false;
	*out = (int64_t)d;
	return true;
}

int64_t json_i64(const cJSON *object, const char *key, int64_t fallback)
{
	int64_t value;

	return json_as_i64(json_get(object, key), &value) ? value : fallback;
}

bool json_bool(const cJSON *object, const char *key, bool fallback)
{
	const cJSON *v = json_get(object, key);

	return cJSON_IsBool(v) ? cJSON_IsTrue(v) : fallback;
}

/* -- pointers -- */

/* Unescapes one token (~1 is '/', ~0 is '~'); *pointer moves past it. */
static char *token(const char **pointer)
{
	struct str s = STR_INIT;
	const char *at = *pointer + 1;

	for (; *at && *at != '/'; at++) {
		if (*at == '~' && (at[1] == '0' || at[1] == '1'))
			str_putc(&s, *++at == '0' ? '~' : '/');
		else
			str_putc(&s, *at);
	}
	*pointer = at;
	return str_take(&s);
}

static const cJSON *child(const cJSON *json, const char *name)
{
	size_t len = strlen(name);

	if (cJSON_IsObject(json))
		return cJSON_GetObjectItemCaseSensitive(json, name);
	if (!cJSON_IsArray(json) || len == 0 || len > 9 ||
	    strspn(name, "0123456789") != len || (*name == '0' && len > 1))
		return NULL;
	return cJSON_GetArrayItem(json, (int)strtol(name, NULL, 10));
}

const cJSON *json_pointer(const cJSON *root, const char *pointer)
{
	while (root && *pointer == '/') {
		CLEANUP(free_ptr) char *name = token(&pointer);

		root = child(root, name);
	}
	return *pointer ? NULL : root;
}

struct visit {
	bool (*each)(const cJSON *value, void *arg);
	void *arg;
	int count;
	bool stop;
};

static void visit(const cJSON *json, const char *pointer, struct visit *v)
{
	CLEANUP(free_ptr) char *name = NULL;
	const cJSON *item;

	if (!json || v->stop)
		return;
	if (!*pointer) {
		v->count++;
		v->stop = !v->each(json, v->arg);
		return;
	}
	name = token(&pointer);
	if (strcmp(name, "*") != 0 || !cJSON_IsArray(json)) {
		visit(child(json, name), pointer, v);
		return;
	}
	cJSON_ArrayForEach (item, json)
		visit(item, pointer, v);
}

int json_pointer_each(const cJSON *root, const char *pointer,
		      bool (*each)(const cJSON *value, void *arg), void *arg)
{
	struct visit v = { each, arg, 0, false };

	if (*pointer == '/' || !*pointer)
		visit(root, pointer, &v);
	return v.count;
}
