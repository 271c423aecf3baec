/* program.c - see program.h.
 * SPDX-License-Identifier: MIT */
#include "real/program.h"
#include "help/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"

char *scratch, *shared;
static char *program;

bool program_begin(const char *what, const char *folder)
{
	const char *data = getenv("HW_SHARED");

	shared = xasprintf("%s/%s", data && *data ? data : "../shared", folder);
	if (access(shared, R_OK)) {
		printf("1..1\nok 1 - %s # SKIP shared data is not here\n",
		       what);
		free(shared);
		return false;
	}
	scratch = xstrdup(scratch_dir());
	program = built("helloword");
	return true;
}

void program_end(void)
{
	free(program);
	free(scratch);
	free(shared);
}

int shell(const char *command, struct rusage *used)
{
	const char *const argv[] = { "/bin/sh", "-c", command, NULL };
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		execv(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	assert_int_equal(wait4(pid, &status, 0, used), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

void make_manifest(const char *name)
{
	CLEANUP(free_ptr) char *dir = path_join(scratch, name);
	CLEANUP(free_ptr) char *conf = path_join(dir, "helloword.conf");
	CLEANUP(free_ptr) char *here = getcwd(NULL, 0);
	CLEANUP(free_ptr)
	char *filled = xasprintf("desk = { state = \"state\"; policy = "
				 "\"%s/policy\"; };\n",
				 here);
	struct err err = { 0 };

	must(dir_make(dir, 0700, &err), &err);
	must(file_write(conf, filled, strlen(filled), 0600, &err), &err);
}

int helloword(const char *desk, const char *args, struct rusage *used)
{
	CLEANUP(free_ptr)
	char *conf =
		*desk ? xasprintf("-c '%s/%s/helloword.conf'", scratch, desk)
		      : xstrdup("");
	CLEANUP(free_ptr)
	char *command = xasprintf("exec '%s' %s %s > '%s/out' 2> '%s/err'",
				  program, args, conf, scratch, scratch);
	struct rusage ignored;

	return shell(command, used ? used : &ignored);
}

int64_t told(const char *word)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct err err = { 0 };
	cJSON *json;
	int64_t n;

	read_file(&s, scratch, "out");
	json = json_parse(str_c(&s), strcspn(str_c(&s), "\n"), &err);
	if (!json)
		fail_msg("%s", err.text);
	n = json_i64(json, word, -1);
	json_free(json);
	return n;
}

void read_file(struct str *out, const char *folder, const char *name)
{
	CLEANUP(free_ptr) char *path = path_join(folder, name);
	struct err err = { 0 };

	must(file_read(out, path, (size_t)64 << 20, &err), &err);
}

void write_file(const char *name, const struct str *s)
{
	CLEANUP(free_ptr) char *path = path_join(scratch, name);
	struct err err = { 0 };

	must(file_write(path, s->at, s->len, 0600, &err), &err);
}
