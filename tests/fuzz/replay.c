/* replay.c - a fuzz target without a fuzzer: every file of tests/corpus/NAME,
 * or the files that are named, in order.
 *
 *	NAME_fuzz [FILE...]
 *
 * Prints TAP. The first file that its oracle does not pass ends it.
 * SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "fuzz/fuzz.h"

#define FILE_MAX ((size_t)4 << 20)

const bool fuzz_replays = true;

static char now[400]; /* which file */

/* The sanitizers end without SIGABRT and have told the stack by then. */
static void say_which(int number)
{
	static const char text[] = "\nnot ok 1 - the oracle passes ";

	if (write(STDOUT_FILENO, text, sizeof text - 1) < 0 ||
	    write(STDOUT_FILENO, now, strlen(now)) < 0 ||
	    write(STDOUT_FILENO, "\n", 1) < 0)
		_exit(71);
	if (number)
		_exit(1);
}

/* Of the sanitizer's runtime, where there is one. */
extern void __sanitizer_set_death_callback(void (*)(void))
	__attribute__((weak));

static void on_death(void)
{
	say_which(0);
}

static int is_file(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

static void replay(const char *path)
{
	CLEANUP(str_release) struct str bytes = STR_INIT;
	struct err err = { 0 };
	uint8_t *exact;

	snprintf(now, sizeof now, "%s", path);
	if (file_read(&bytes, path, FILE_MAX, &err))
		fuzz_fail("%s", err.text);
	/* Not a byte more, so that a read beyond the end is seen. */
	exact = xmalloc(bytes.len ? bytes.len : 1);
	if (bytes.len)
		memcpy(exact, bytes.at, bytes.len);
	LLVMFuzzerTestOneInput(exact, bytes.len);
	free(exact);
}

static int replay_folder(const char *folder)
{
	struct dirent **list;
	int n = scandir(folder, &list, is_file, alphasort);

	for (int i = 0; i < n; i++) {
		CLEANUP(free_ptr)
		char *path = path_join(folder, list[i]->d_name);

		replay(path);
		free(list[i]);
	}
	if (n >= 0)
		free(list);
	return n;
}

/* "build/tests/fuzz/json_fuzz" is json. */
static char *name_of(const char *program)
{
	const char *slash = strrchr(program, '/');
	const char *name = slash ? slash + 1 : program;

	return xstrndup(name, strcspn(name, "_"));
}

int main(int argc, char **argv)
{
	CLEANUP(free_ptr) char *name = name_of(argv[0]);
	CLEANUP(free_ptr) char *folder = path_join("tests/corpus", name);
	int n = argc - 1;

	signal(SIGABRT, say_which);
	signal(SIGSEGV, say_which);
	if (__sanitizer_set_death_callback)
		__sanitizer_set_death_callback(on_death);
	for (int i = 1; i < argc; i++)
		replay(argv[i]);
	if (argc == 1)
		n = replay_folder(folder);
	printf("%sok 1 - every input of the corpus of %s passes its oracle\n"
	       "# %d files\n1..1\n",
	       n > 0 ? "" : "not ", name, n);
	return n > 0 ? 0 : 1;
}
