/* subject.c - see subject.h.
 * SPDX-License-Identifier: MIT */
#include "judge/subject.h"

#include <dirent.h>

#include "base/file.h"

#define SO_MAX ((size_t)256 << 20)

/* -- its sanitizers -- */

/* The runtime must be there before the plugin is: the .so names it. */
static const char *runtime_of(struct subject *s, struct err *err)
{
	static const char mark[] = "libasan.so";
	CLEANUP(str_release) struct str bytes = STR_LIMIT(SO_MAX);
	const char *at;

	if (file_read(&bytes, s->ask->so, SO_MAX - 1, err))
		return NULL;
	at = memmem(str_c(&bytes), bytes.len, mark, sizeof mark - 1);
	if (at)
		return arena_strdup(&s->arena, at);
	err_set(err, ERR_DATA,
		"%s does not need libasan.so; build it with gcc and "
		"-fsanitize=address,undefined for --sanitize (the template's "
		"`make check` does)",
		s->ask->so);
	return NULL;
}

static int set_environment(struct subject *s, struct err *err)
{
	const char **vars = arena_alloc(&s->arena, 4 * sizeof *vars);
	const char *runtime = runtime_of(s, err);

	if (!runtime)
		return -1;
	vars[0] = arena_printf(&s->arena, "LD_PRELOAD=%s", runtime);
	vars[1] = "ASAN_OPTIONS=allocator_may_return_null=1:"
		  "handle_abort=1:abort_on_error=0";
	vars[2] = "UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1";
	s->how.vars = vars;
	return 0;
}

/* -- what it says of itself -- */

static int32_t type_of(const char *word)
{
	static const char *const words[] = {
		[HW_STRING] = "string",     [HW_SECRET] = "secret",
		[HW_URL] = "url",           [HW_CHOICE] = "choice",
		[HW_INT] = "int",           [HW_BOOL] = "bool",
		[HW_DURATION] = "duration", [HW_MONEY] = "money",
	};

	for (int32_t i = HW_STRING; i <= HW_MONEY; i++)
		if (text_eq(words[i], word))
			return i;
	return HW_STRING;
}

/* The table that asked_read() wants, from the descriptor. */
static void take_options(struct subject *s)
{
	const cJSON *list = json_get(s->in->descriptor, "options"), *o;
	uint32_t n = 0;
	struct hw_option *options = arena_alloc(
		&s->arena,
		sizeof *options * ((size_t)cJSON_GetArraySize(list) + 1));

	cJSON_ArrayForEach (o, list)
		options[n++] = (struct hw_option){
			.name = json_text(o, "name"),
			.type = type_of(json_text(o, "type")),
			.required = json_bool(o, "required", false),
			.fallback = json_text(o, "fallback"),
			.allowed = json_text(o, "allowed"),
		};
	s->plugin.head.options =
		(struct hw_table){ options, n, sizeof *options };
}

static int describe(struct subject *s, struct err *err)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	CLEANUP(str_release) struct str said = STR_LIMIT((size_t)64 << 10);
	struct err why = { 0 };
	int rc = remote_describe(&s->how, &json, &said, err);

	if (rc < 0)
		return -1;
	if (rc == 0) {
		report_find(s->report, JUDGE_DECLARED, s->name, "loaded",
			    strstr(str_c(&said), "ASan runtime")
				    ? "it is built with a sanitizer: add "
				      "--sanitize"
				    : "mend that first; nothing else could be "
				      "judged",
			    "%s", str_c(&said));
		return 0;
	}
	s->in->descriptor = json_parse(str_c(&json), json.len, err);
	if (!s->in->descriptor)
		return -1;
	if (instance_describe(s->in, &why)) {
		report_find(s->report, JUDGE_DECLARED, s->name, "described",
			    "mend that first; nothing else could be judged",
			    "%s", why.text);
		return 0;
	}
	s->plugin.head.id = json_text(s->in->descriptor, "id");
	s->plugin.path = s->ask->so;
	take_options(s);
	s->report->id = arena_strdup(&s->report->arena, s->plugin.head.id);
	s->report->version = arena_strdup(
		&s->report->arena, json_text(s->in->descriptor, "version"));
	return 1;
}

/* -- its fixtures -- */

static int is_fixture(const struct dirent *e)
{
	return text_ends(e->d_name, ".http");
}

static void read_sample(struct subject *s, const char *file)
{
	struct sample *c = xcalloc(1, sizeof *c);
	CLEANUP(free_ptr) char *path = path_join(s->ask->fixtures, file);
	struct err err = { 0 };

	c->name = arena_strdup(&s->arena, file);
	sample_list_push(&s->samples, c);
	if (fixture_read(&c->fixture, arena_strdup(&s->arena, path), &err) ||
	    asked_read(&c->asked, &c->fixture, &s->plugin, &err))
		report_find(s->report, JUDGE_FIXTURES, c->name, "read",
			    "mend the file; docs/fixtures.md has the form",
			    "%s", err.text);
	else
		c->readable = true;
}

static int read_samples(struct subject *s, struct err *err)
{
	struct dirent **list = NULL;
	int n = scandir(s->ask->fixtures, &list, is_fixture, alphasort);

	if (n < 0)
		return err_errno(err, ERR_DATA,
				 "the folder of fixtures %s cannot be read; "
				 "name it with --fixtures",
				 s->ask->fixtures);
	for (int i = 0; i < n; i++) {
		read_sample(s, list[i]->d_name);
		free(list[i]);
	}
	free(list);
	if (n == 0)
		report_find(s->report, JUDGE_FIXTURES, s->ask->fixtures, "read",
			    "write one for every answer that the remote "
			    "documents (docs/fixtures.md)",
			    "there is no fixture, so nothing can be judged");
	return 1;
}

int subject_start(struct subject *s, struct err *err)
{
	const char *slash = strrchr(s->ask->so, '/');
	int rc;

	s->arena = (struct arena)ARENA_INIT;
	s->in = instance_new();
	s->name = slash ? slash + 1 : s->ask->so;
	s->how = (struct remote_how){ .worker = s->ask->worker,
				      .so = s->ask->so,
				      .wait_ms = s->ask->wait_ms };
	s->in->plugin = s->name;
	s->report->how = s->ask->sanitize ? "with sanitizers, not locked in"
					  : "in the worker's sandbox";
	if (s->ask->sanitize && set_environment(s, err))
		return -1;
	rc = describe(s, err);
	return rc > 0 ? read_samples(s, err) : rc;
}

static void sample_free(struct sample *c)
{
	asked_release(&c->asked);
	kvs_release(&c->puts);
	kvs_release(&c->kept);
	fixture_release(&c->fixture);
	free(c);
}

void subject_release(struct subject *s)
{
	if (s->running)
		remote_release(&s->remote);
	for (size_t i = 0; i < s->samples.len; i++)
		sample_free(s->samples.at[i]);
	sample_list_release(&s->samples);
	free(s->config);
	instance_free(s->in);
	arena_release(&s->arena);
}

const struct verb_info *subject_verb(const struct subject *s,
				     const struct sample *c)
{
	const char *op = c->asked.op;

	if (text_eq(op, "channel.send") || text_eq(op, "channel.find"))
		return instance_verb(s->in, "reply");
	return text_eq(op, "marketplace.act") || text_eq(op, "marketplace.find")
		       ? instance_verb(s->in, json_text(c->asked.arg, "verb"))
		       : NULL;
}
