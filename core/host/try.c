/* try.c - opens a plugin with its options and closes it again (manifest.h).
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "base/log.h"
#include "base/when.h"
#include "host/child.h"
#include "host/manifest.h"
#include "hw_plugin.h"

#define TRY_MS 10000

struct trial {
	struct child child;
	const struct manifest *m;
	struct instance *in;
	struct mistakes *warnings;
	bool over;
	struct err *err;
};

/* What the plugin finds worth a warning when it opens. */
static void on_log(const struct trial *t, const cJSON *json)
{
	const char *text = json_text(json, "text");

	if (text && json_i64(json, "log", HW_DEBUG) <= HW_WARNING)
		mistake(t->warnings, conf_path(t->m->conf), t->in->line,
			"\"%s\": %s", t->in->name, text);
}

static void on_frame(struct child *c, const struct frame *f)
{
	struct trial *t = c->arg;
	struct err ignored = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *json = json_parse(f->json, f->json_len, &ignored);

	if (json_get(json, "log")) {
		on_log(t, json);
		return;
	}
	t->over = true;
	if (json_text(json, "error"))
		err_set(t->err, ERR_CONFIG, "%s", json_text(json, "error"));
	else if (!json_text(json, "ready"))
		err_set(t->err, ERR_CONFIG, "its worker speaks nonsense");
}

static void on_gone(struct child *c, const char *how)
{
	struct trial *t = c->arg;

	t->over = true;
	err_set(t->err, ERR_CONFIG,
		"its worker died when it opened the plugin: %s", how);
}

static void say_hello(struct trial *t)
{
	CLEANUP(str_release) struct str hello = STR_INIT;
	int64_t now = clock_now();

	str_printf(&hello,
		   "{\"hello\":1,\"minor\":%d,\"now\":%lld,\"deadline\":%lld,"
		   "\"plugin\":",
		   HW_ABI_MINOR, (long long)now, (long long)now + TRY_MS);
	json_quote(&hello, t->in->so, strlen(t->in->so));
	str_printf(&hello, ",\"config\":%s}", t->in->config);
	child_send(&t->child, str_c(&hello), hello.len, NULL, 0);
}

static void run(struct trial *t, const char *worker)
{
	const char *const argv[] = { worker, NULL };
	int64_t end = clock_mono() + TRY_MS;

	if (child_start(&t->child, argv, t->err) == 0)
		say_hello(t);
	while (!t->over && !t->err->code && clock_mono() < end &&
	       loop_turn(t->child.loop, 100, t->err) == 0)
		;
	if (!t->over && !t->err->code)
		err_set(t->err, ERR_CONFIG, "it was not open within %d s",
			TRY_MS / 1000);
}

static void try_one(struct trial *t, const char *worker)
{
	struct loop *loop = loop_new();

	t->child = (struct child){ .loop = loop,
				   .name = t->in->name,
				   .watch.fd = -1,
				   .frame = on_frame,
				   .gone = on_gone,
				   .arg = t };
	run(t, worker);
	child_release(&t->child);
	loop_free(loop);
}

/* A token is one line; a key in the form of PEM has more. */
static void warn_of_lines(const struct trial *t, const char *name,
			  const struct str *value)
{
	if (value->len && strchr(str_c(value), '\n') &&
	    !text_starts(str_c(value), "-----BEGIN "))
		mistake(t->warnings, conf_path(t->m->conf), t->in->line,
			"\"%s\": the file of %s has more than one line, and "
			"all "
			"of it is taken for the secret",
			t->in->name, name);
}

/* As the sender will: whoever checks may be somebody else than the desk, but
 * then a secret that is not readable is worth the question. */
static void try_secrets(const struct trial *t, struct err *err)
{
	const struct instance *in = t->in;
	CLEANUP(json_free_ptr)
	cJSON *secrets = json_parse(in->secrets, strlen(in->secrets), err);
	const cJSON *one;

	cJSON_ArrayForEach (one, secrets) {
		CLEANUP(str_release) struct str value = STR_INIT;
		const char *source = one->valuestring;

		if (!err->code && text_starts(source, "file:") &&
		    file_secret(&value, source + strlen("file:"), err))
			err_context(err, "%s", one->string);
		warn_of_lines(t, one->string, &value);
		if (value.len)
			explicit_bzero(value.at, value.len);
	}
}

void manifest_try(const struct manifest *m, const char *worker,
		  struct mistakes *mistakes, struct mistakes *warnings)
{
	for (size_t i = 0; i < m->count; i++) {
		struct instance *in = m->instances[i];
		struct err err = { 0 };
		struct trial t = {
			.m = m, .in = in, .warnings = warnings, .err = &err
		};

		if (in->sound)
			try_secrets(&t, &err);
		if (in->sound && !err.code)
			try_one(&t, worker);
		if (err.code)
			mistake(mistakes, conf_path(m->conf), in->line,
				"\"%s\" cannot be opened: %s", in->name,
				err.text);
	}
}
