/* try.c - opens a plugin with its options and closes it again (manifest.h).
 * SPDX-License-Identifier: MIT */
#include "base/log.h"
#include "base/when.h"
#include "host/child.h"
#include "host/manifest.h"
#include "hw_plugin.h"

#define TRY_MS 10000

struct
try {
	struct child child;
	struct instance *in;
	bool over;
	struct err *err;
};

static void on_frame(struct child *c, const struct frame *f)
{
	struct try *t = c->arg;
	struct err ignored = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *json = json_parse(f->json, f->json_len, &ignored);

	if (json_get(json, "log"))
		return;
	t->over = true;
	if (json_text(json, "error"))
		err_set(t->err, ERR_CONFIG, "%s", json_text(json, "error"));
	else if (!json_text(json, "ready"))
		err_set(t->err, ERR_CONFIG, "its worker speaks nonsense");
}

static void on_gone(struct child *c, const char *how)
{
	struct try *t = c->arg;

	t->over = true;
	err_set(t->err, ERR_CONFIG,
		"its worker died when it opened the plugin: %s", how);
}

static void say_hello(struct try *t)
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

static void try_one(struct instance *in, const char *worker, struct err *err)
{
	const char *const argv[] = { worker, NULL };
	struct loop *loop = loop_new();
	int64_t end = clock_mono() + TRY_MS;
	struct try t = { .child = { .loop = loop,
				    .name = in->name,
				    .watch.fd = -1,
				    .frame = on_frame,
				    .gone = on_gone },
			 .in = in,
			 .err = err };

	t.child.arg = &t;
	if (child_start(&t.child, argv, err) == 0)
		say_hello(&t);
	while (!t.over && !err->code && clock_mono() < end &&
	       loop_turn(loop, 100, err) == 0)
		;
	if (!t.over && !err->code)
		err_set(err, ERR_CONFIG, "it did not open the plugin in %d s",
			TRY_MS / 1000);
	child_release(&t.child);
	loop_free(loop);
}

void manifest_try(const struct manifest *m, const char *worker,
		  struct mistakes *mistakes)
{
	for (size_t i = 0; i < m->count; i++) {
		struct instance *in = m->instances[i];
		struct err err = { 0 };

		if (in->sound)
			try_one(in, worker, &err);
		if (err.code)
			mistake(mistakes, conf_path(m->conf), in->line,
				"\"%s\" cannot be opened: %s", in->name,
				err.text);
	}
}
