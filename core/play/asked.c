/* asked.c - the call part of a fixture: values by the plugin's own options.
 * SPDX-License-Identifier: MIT */
#include "base/when.h"
#include "play/play.h"

/* 2026-11-24T10:00:00Z, when a fixture does not say */
#define NOW_MS INT64_C(1795514400000)
#define CALL_MS (30 * SECOND_MS)

void asked_release(struct asked *a)
{
	json_free(a->config);
	json_free(a->arg);
	kvs_release(&a->kv);
}

static cJSON *number(const struct hw_option *o, const char *text,
		     struct err *err)
{
	int64_t value = 0;
	char *end;

	if (o->type == HW_DURATION) {
		if (duration_parse(&value, text, err))
			return NULL;
	} else if (o->type == HW_BOOL) {
		value = text_eq(text, "true");
		if (!value && !text_eq(text, "false")) {
			err_set(err, ERR_DATA, "%s must be true or false",
				o->name);
			return NULL;
		}
	} else {
		value = strtoll(text, &end, 10);
		if (end == text || *end) {
			err_set(err, ERR_DATA, "%s must be a whole number",
				o->name);
			return NULL;
		}
	}
	return cJSON_CreateNumber((double)value);
}

static cJSON *value_of(const struct hw_option *o, const char *text,
		       struct err *err)
{
	CLEANUP(free_ptr) char *secret = NULL;

	if (o->type == HW_SECRET && (text || o->required)) {
		secret = xasprintf("{secret:%s}", o->name);
		return cJSON_CreateString(secret);
	}
	if (!text)
		text = o->fallback;
	if (!text && o->required) {
		err_set(err, ERR_DATA,
			"the call part gives no %s, which is "
			"required",
			o->name);
		return NULL;
	}
	if (!text)
		return cJSON_CreateNull();
	if (o->type == HW_INT || o->type == HW_BOOL || o->type == HW_DURATION)
		return number(o, text, err);
	return cJSON_CreateString(text);
}

static int read_config(struct asked *a, const struct fixture *f,
		       const struct plugin *p, struct err *err)
{
	struct hw_option o;
	cJSON *value;

	a->config = cJSON_CreateArray();
	for (uint32_t i = 0; i < p->head.options.count; i++) {
		table_get(&p->head.options, i, &o, sizeof o);
		value = value_of(&o, fixture_get(f, o.name), err);
		if (!value)
			return -1;
		cJSON_AddItemToArray(a->config, value);
	}
	return 0;
}

static int read_moment(int64_t *out, const struct fixture *f, const char *name,
		       int64_t fallback, struct err *err)
{
	const char *text = fixture_get(f, name);
	struct when w;

	*out = fallback;
	if (!text)
		return 0;
	if (when_parse(&w, text, err))
		return -1;
	*out = w.ms;
	return 0;
}

/* What is neither a word of the format nor an option is a mistake. */
static int read_settings(struct asked *a, const struct fixture *f,
			 const struct plugin *p, struct err *err)
{
	for (size_t i = 0; i < f->call.len; i++) {
		const struct setting *s = &f->call.at[i];

		if (text_starts(s->name, "kv."))
			kvs_push(&a->kv,
				 (struct kv){ s->name + 3,
					      s->value ? s->value : "" });
		else if (!text_eq(s->name, "op") && !text_eq(s->name, "now") &&
			 !text_eq(s->name, "deadline") &&
			 option_find(&p->head.options, s->name) < 0)
			return err_set(err, ERR_DATA,
				       "%s:%d: %s has no option %s", f->path,
				       s->line, p->head.id, s->name);
	}
	return 0;
}

int asked_read(struct asked *a, struct fixture *f, const struct plugin *p,
	       struct err *err)
{
	*a = (struct asked){ .op = fixture_get(f, "op") };
	if (f->arg) {
		a->arg = json_parse(f->arg, strlen(f->arg), err);
		if (!a->arg)
			return err_context(err, "%s: arg", f->path);
	}
	if (f->body && text_starts(f->body, "@file ")) {
		a->body = fixture_file(f, f->body + strlen("@file "),
				       &a->body_len, err);
		if (!a->body)
			return -1;
	} else if (f->body) {
		a->body = f->body;
		a->body_len = strlen(f->body);
	}
	if (read_settings(a, f, p, err) || read_config(a, f, p, err) ||
	    read_moment(&a->now, f, "now", NOW_MS, err) ||
	    read_moment(&a->deadline, f, "deadline", a->now + CALL_MS, err))
		return err_context(err, "%s", f->path);
	return 0;
}
