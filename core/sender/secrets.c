/* secrets.c - see secrets.h.
 * SPDX-License-Identifier: MIT */
#include "sender/secrets.h"

#include "base/file.h"
#include "base/mem.h"

#define MARK "{secret:"

static void wipe(char *text)
{
	explicit_bzero(text, strlen(text));
	free(text);
}

void secrets_set(struct secrets *s, const char *name, const char *value)
{
	for (size_t i = 0; i < s->list.len; i++) {
		if (!text_eq(s->list.at[i].name, name))
			continue;
		wipe(s->list.at[i].value);
		s->list.at[i].value = xstrdup(value);
		return;
	}
	secret_list_push(&s->list,
			 (struct secret){ xstrdup(name), xstrdup(value) });
}

int secrets_read(struct secrets *s, const cJSON *sources, struct err *err)
{
	const cJSON *one;

	cJSON_ArrayForEach (one, sources) {
		CLEANUP(str_release) struct str value = STR_INIT;
		const char *source =
			cJSON_IsString(one) ? one->valuestring : "";

		if (!text_starts(source, "file:"))
			return err_set(err, ERR_CONFIG,
				       "secret \"%s\" cannot be read here: "
				       "\"%.60s\" needs a service manager",
				       one->string, source);
		if (file_secret(&value, source + strlen("file:"), err))
			return -1;
		secrets_set(s, one->string, str_c(&value));
		explicit_bzero(value.at, value.len);
	}
	return 0;
}

static const struct secret *find(const struct secrets *s, const char *name,
				 size_t len)
{
	for (size_t i = 0; i < s->list.len; i++)
		if (strlen(s->list.at[i].name) == len &&
		    memcmp(s->list.at[i].name, name, len) == 0)
			return &s->list.at[i];
	return NULL;
}

static void put_value(struct str *out, const char *value, bool quoted)
{
	for (; *value; value++) {
		if (quoted && (*value == '"' || *value == '\\'))
			str_putc(out, '\\');
		str_putc(out, *value);
	}
}

static int fill(const struct secrets *s, const char *text, size_t len,
		bool lines, bool quoted, struct str *out, struct err *err)
{
	const char *end = text + len;

	while (text < end) {
		const char *mark =
			memmem(text, (size_t)(end - text), MARK, strlen(MARK));
		const char *name = mark ? mark + strlen(MARK) : NULL;
		const char *close =
			mark ? memchr(name, '}', (size_t)(end - name)) : NULL;
		const struct secret *one;

		if (!close) {
			str_add(out, text, (size_t)(end - text));
			return 0;
		}
		one = find(s, name, (size_t)(close - name));
		if (!one)
			return err_set(err, ERR_CONFIG,
				       "the secret \"%.*s\" is not configured",
				       (int)(close - name), name);
		str_add(out, text, (size_t)(mark - text));
		if (!lines && strpbrk(one->value, "\r\n"))
			return err_set(err, ERR_CONFIG,
				       "the secret \"%s\" holds a line end",
				       one->name);
		put_value(out, one->value, quoted);
		text = close + 1;
	}
	return 0;
}

int secrets_fill(const struct secrets *s, const char *text, size_t len,
		 struct str *out, struct err *err)
{
	return fill(s, text, len, true, false, out, err);
}

int secrets_fill_as(const struct secrets *s, const char *text, size_t len,
		    bool quoted, struct str *out, struct err *err)
{
	return fill(s, text, len, false, quoted, out, err);
}

/* Short values would be found everywhere; nobody's secret is that short. */
#define REDACT_MIN 6

static const struct secret *at_value(const struct secrets *s, const char *at,
				     size_t left)
{
	for (size_t i = 0; i < s->list.len; i++) {
		size_t len = strlen(s->list.at[i].value);

		if (len >= REDACT_MIN && len <= left &&
		    memcmp(at, s->list.at[i].value, len) == 0)
			return &s->list.at[i];
	}
	return NULL;
}

void secrets_redact(const struct secrets *s, const char *text, size_t len,
		    struct str *out)
{
	for (size_t i = 0; i < len;) {
		const struct secret *one = at_value(s, text + i, len - i);

		if (one) {
			str_printf(out, MARK "%s}", one->name);
			i += strlen(one->value);
		} else {
			str_putc(out, text[i++]);
		}
	}
}

#define HIDE_MIN 16

static size_t hides(const struct secret *one)
{
	size_t len = strlen(one->value);

	return len >= HIDE_MIN ? len : 0;
}

static void hide_one(const struct secret *one, size_t len, struct str *reply)
{
	CLEANUP(str_release) struct str out = STR_INIT;
	const char *at = reply->at, *end = reply->at + reply->len, *found;

	while ((found = memmem(at, (size_t)(end - at), one->value, len))) {
		str_add(&out, at, (size_t)(found - at));
		str_printf(&out, MARK "%s}", one->name);
		at = found + len;
	}
	if (at == reply->at)
		return;
	str_add(&out, at, (size_t)(end - at));
	str_clear(reply);
	str_add(reply, str_c(&out), out.len);
}

void secrets_hide(const struct secrets *s, struct str *reply)
{
	for (size_t i = 0; i < s->list.len && reply->len; i++)
		if (hides(&s->list.at[i]))
			hide_one(&s->list.at[i], hides(&s->list.at[i]), reply);
}

void secrets_release(struct secrets *s)
{
	for (size_t i = 0; i < s->list.len; i++) {
		free(s->list.at[i].name);
		wipe(s->list.at[i].value);
	}
	secret_list_release(&s->list);
}
