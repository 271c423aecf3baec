/* main.c - helloword-play: plays a plugin's fixtures, prints TAP.
 *
 *	helloword-play [--worker] X.so FIXTURE...
 *
 * --worker plays through the helloword-worker that lies beside this program.
 * SPDX-License-Identifier: MIT */
#include <unistd.h>

#include "base/file.h"
#include "play/play.h"

struct player {
	struct plugin plugin;
	cJSON *descriptor;
	const char *worker; /* NULL: in this process */
	int number, failed;
};

static void tell(struct player *p, const struct fixture *f,
		 const char *problems)
{
	CLEANUP(free_ptr) char *copy = xstrdup(problems);
	char *at = copy, *line;

	if (problems[0])
		p->failed++;
	printf("%sok %d - %s %s%s: %s\n", problems[0] ? "not " : "",
	       ++p->number, p->plugin.head.id, f->path,
	       p->worker ? " (worker)" : "", f->title ? f->title : "");
	while ((line = strsep(&at, "\n")))
		if (line[0])
			printf("# %s\n", line);
	fflush(stdout);
}

static int play(struct player *p, struct fixture *f, struct script *s,
		struct err *err)
{
	CLEANUP(asked_release) struct asked a = { 0 };
	CLEANUP(played_release) struct played out = PLAYED_INIT;
	int rc;

	if (asked_read(&a, f, &p->plugin, err))
		return -1;
	rc = p->worker ? play_worker(&out, &a, s, &p->plugin, p->worker, err)
		       : play_here(&out, &a, s, &p->plugin, err);
	if (rc == 0)
		played_check(s, &out);
	return rc;
}

static void play_file(struct player *p, const char *path)
{
	CLEANUP(fixture_release) struct fixture f = { 0 };
	CLEANUP(script_release) struct script s;
	struct err err = { 0 };

	script_start(&s, &f);
	s.asks = json_get(p->descriptor, "requests");
	if (fixture_read(&f, path, &err) || play(p, &f, &s, &err))
		script_problem(&s, "%s", err.text);
	tell(p, &f, str_c(&s.problems));
}

/* The worker lies beside this program. */
static char *find_worker(void)
{
	CLEANUP(free_ptr) char *folder = NULL;
	char self[4096];
	ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);

	if (len < 0)
		return xstrdup("helloword-worker");
	self[len] = '\0';
	folder = path_dir(self);
	return path_join(folder, "helloword-worker");
}

static int usage(void)
{
	fprintf(stderr,
		"usage: helloword-play [--worker] X.so FIXTURE...\n"
		"Plays fixtures against a plugin and prints TAP, for "
		"example:\n"
		"  helloword-play plugins/dhl.so dhl/fixtures/*.http\n");
	return 64;
}

static int load(struct player *p, const char *path, struct err *err)
{
	CLEANUP(str_release) struct str json = STR_INIT;

	if (plugin_load(&p->plugin, path, NULL, err))
		return -1;
	plugin_describe(&json, &p->plugin);
	p->descriptor = json_parse(str_c(&json), json.len, err);
	return p->descriptor ? 0 : -1;
}

int main(int argc, char **argv)
{
	CLEANUP(free_ptr) char *worker = NULL;
	struct player p = { .number = 0 };
	struct err err;
	int at = 1;

	if (argc > 1 && text_eq(argv[1], "--worker")) {
		worker = find_worker();
		p.worker = worker;
		at++;
	}
	if (argc < at + 2 || argv[at][0] == '-')
		return usage();
	if (load(&p, argv[at], &err)) {
		printf("Bail out! %s\n", err.text);
		return err_exit(err.code);
	}
	printf("1..%d\n", argc - at - 1);
	for (at++; at < argc; at++)
		play_file(&p, argv[at]);
	json_free(p.descriptor);
	return p.failed ? 1 : 0;
}
