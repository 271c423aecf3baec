/* place.c - see place.h.
 * SPDX-License-Identifier: MIT */
#include "year/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <ftw.h>

#include "base/log.h"
#include "help/place.h"

static char folder[] = "/dev/shm/hw-year.XXXXXX";
static const char *scratch;

static int remove_one(const char *path, const struct stat *st, int type,
		      struct FTW *at)
{
	(void)st, (void)type, (void)at;
	return remove(path);
}

static void clear(void)
{
	nftw(scratch, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

void place_begin(const char *name)
{
	scratch = mkdtemp(folder);
	if (!scratch)
		scratch = scratch_dir();
	log_open(name, LOG_ERROR);
	setvbuf(stdout, NULL, _IOLBF, 0);
}

int place_end(int rc)
{
	if (rc && getenv("KEEP"))
		print_message("# its files are in %s\n", scratch);
	else if (scratch == folder)
		clear();
	return rc;
}

void place_live(struct world *w, const char *classes, int64_t ms)
{
	CLEANUP(free_ptr)
	char *into = xasprintf("%s/%lld", scratch, (long long)w->round);

	world_open(w, into, classes);
	world_live(w, ms);
	world_close(w);
	nftw(into, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(w);
}
