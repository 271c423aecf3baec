/* poke.c - changes what fails in a program that runs under fault.so.
 *
 *	poke FILE                    makes the file, if it is not there
 *	poke FILE show               prints hit, resolved and the sites seen
 *	poke FILE NAME=VALUE...      kind, mode (words of fault.h), number, at,
 *	                             clock, forward (ms), still (ms or "now"),
 *	                             dns (true, dead, slow, wrong), dns_ms
 *
 * at counts from now on; mode is set last.
 *
 * Named helloword-sender it is the sender of a desk that runs beside it: it
 *runs real-sender under fault.so, both beside it too, with
 *../state/sender.fault. The walls of the desk let it run nothing else, no shell
 *either. SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/when.h"
#include "sites/fault.h"

static const char *const kinds[] = { "alloc", "write", "sync", "open",
				     "name",  "size",  NULL };
static const char *const modes[] = {
	"none", "once", "on", "torn", "kill", NULL
};
static const char *const resolvers[] = { "true", "dead", "slow", "wrong",
					 NULL };

static struct fault *map(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	void *at = MAP_FAILED;

	if (fd >= 0 && ftruncate(fd, sizeof(struct fault)) == 0)
		at = mmap(NULL, sizeof(struct fault), PROT_READ | PROT_WRITE,
			  MAP_SHARED, fd, 0);
	return at == MAP_FAILED ? NULL : at;
}

static int word(const char *const *words, const char *text)
{
	for (int i = 0; words[i]; i++)
		if (text_eq(words[i], text))
			return i;
	return 0;
}

static void set(struct fault *f, const char *name, const char *value)
{
	int64_t n = strtoll(value, NULL, 10);

	if (text_starts(name, "kind="))
		f->kind = word(kinds, value);
	else if (text_starts(name, "number="))
		f->number = (int)n;
	else if (text_starts(name, "at="))
		f->at = f->seen[f->kind] + n;
	else if (text_starts(name, "clock="))
		f->clock_ms = n;
	else if (text_starts(name, "forward="))
		f->forward_ms = n;
	else if (text_starts(name, "still="))
		f->still_ms = text_eq(value, "now") ? clock_now() : n;
	else if (text_starts(name, "dns_ms="))
		f->dns_ms = (int)n;
	else if (text_starts(name, "dns="))
		f->dns = word(resolvers, value);
}

static void show(const struct fault *f)
{
	printf("hit=%lld resolved=%lld", (long long)f->hit,
	       (long long)f->resolved);
	for (int i = 0; i < FAULT_KINDS; i++)
		printf(" %s=%lld", kinds[i], (long long)f->seen[i]);
	putchar('\n');
}

static int run_sender(char **argv)
{
	char here[4096];
	ssize_t n = readlink("/proc/self/exe", here, sizeof here - 1);
	CLEANUP(free_ptr) char *dir = NULL, *page = NULL, *library = NULL;
	CLEANUP(free_ptr) char *program = NULL;

	if (n <= 0)
		return 71;
	here[n] = '\0';
	dir = path_dir(here);
	page = xasprintf("%s/../state/sender.fault", dir);
	library = path_join(dir, "fault.so");
	program = path_join(dir, "real-sender");
	setenv("HW_FAULT_FILE", page, 1);
	setenv("LD_PRELOAD", library, 1);
	execv(program, argv);
	return 71;
}

int main(int argc, char **argv)
{
	struct fault *f;
	const char *mode = NULL;

	if (strstr(argv[0], "helloword-sender"))
		return run_sender(argv);
	f = argc > 1 ? map(argv[1]) : NULL;
	if (!f)
		return 64;
	for (int i = 2; i < argc; i++) {
		const char *value = strchr(argv[i], '=');

		if (text_eq(argv[i], "show"))
			show(f);
		else if (text_starts(argv[i], "mode="))
			mode = value + 1;
		else if (value)
			set(f, argv[i], value + 1);
	}
	if (mode)
		f->mode = word(modes, mode);
	return 0;
}
