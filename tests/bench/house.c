/* house.c - see house.h.
 * SPDX-License-Identifier: MIT */
#include "bench/house.h"

#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "bench/report.h"

const char *house_build(void)
{
	static char build[4096];
	ssize_t len;

	if (*build)
		return build;
	len = readlink("/proc/self/exe", build, sizeof build - 1);
	/* BUILD/tests/bench/PROGRAM */
	for (int up = 0; up < 3 && len > 0; up++) {
		while (len > 0 && build[--len] != '/')
			build[len] = '\0';
		build[len] = '\0';
	}
	must(*build, "this program does not know where it lies");
	return build;
}

const char *house_scratch(void)
{
	const char *dir = getenv("HW_SCRATCH");

	must(dir != NULL, "HW_SCRATCH names no folder");
	return dir;
}

static struct manifest *read_manifest(struct describer *d)
{
	CLEANUP(mistakes_release) struct mistakes mistakes = { { 0 } };
	CLEANUP(free_ptr) char *path = path_join(house_scratch(), "house.conf");
	CLEANUP(free_ptr) char *secret = path_join(house_scratch(), "secret");
	CLEANUP(free_ptr) char *here = realpath(".", NULL);
	CLEANUP(str_release) struct str s = STR_INIT;
	struct manifest *m;
	struct err err = { 0 };

	str_printf(&s,
		   "desk = { state = \"state\"; policy = \"%s/policy\"; };\n"
		   "agents = ( { name = \"mia\"; uid = 4242; role = "
		   "\"owner\"; languages = [ \"en\" ]; } );\n"
		   "instances = ( { name = \"shop\"; plugin = \"shopify\"; "
		   "shop = \"x.myshopify.com\"; client_id = \"c\"; "
		   "client_secret = \"file:%s\"; } );\n",
		   here, secret);
	must(file_write(secret, "x", 1, 0600, &err) == 0 &&
		     file_write(path, str_c(&s), s.len, 0600, &err) == 0,
	     err.text);
	m = manifest_open(path, describe_plugin, d, &mistakes);
	for (size_t i = 0; i < mistakes.list.len; i++)
		fprintf(stderr, "%s\n", mistakes.list.at[i]);
	must(m && !mistakes.list.len, "the manifest is wrong");
	return m;
}

struct brain_of *house_brain(void)
{
	static struct brain_of *brain;
	CLEANUP(free_ptr)
	char *worker = path_join(house_build(), "helloword-worker");
	CLEANUP(free_ptr) char *plugins = path_join(house_build(), "plugins");
	struct describer d = { .worker = worker, .plugins = plugins };
	struct err err = { 0 };

	if (brain)
		return brain;
	must(hash_start(&err) == 0, err.text);
	brain = brain_load(read_manifest(&d), &d, &err);
	must(brain != NULL, err.text);
	return brain;
}

struct desk *house_desk(const char *state)
{
	struct desk_options options = { .state = state,
					.brain = brain_of(house_brain()) };
	struct err err = { 0 };
	struct desk *d;

	must(desk_open(&d, &options, &err) == 0, err.text);
	return d;
}

void house_copy(const char *from_dir, const char *to_dir, const char *name)
{
	CLEANUP(free_ptr) char *from = path_join(from_dir, name);
	CLEANUP(free_ptr) char *to = path_join(to_dir, name);
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	ssize_t n = 0;

	must(in >= 0 && out >= 0, to);
	while ((n = sendfile(out, in, NULL, 1 << 30)) > 0)
		;
	must(n == 0 && fsync(out) == 0, to);
	close(in);
	close(out);
}
