/* policy_folder.c - see policy_folder.h.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "desk/policy_folder.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "help/must.h"

static bool is_own(const char *name, const struct own_file *own, size_t count)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < count; i++)
		if (strncmp(own[i].name, name, len) == 0 &&
		    (own[i].name[len] == '\0' || own[i].name[len] == '/'))
			return true;
	return false;
}

static void link_to(const char *dir, const char *name)
{
	CLEANUP(free_ptr) char *here = getcwd(NULL, 0);
	CLEANUP(free_ptr) char *from = xasprintf("%s/policy/%s", here, name);
	CLEANUP(free_ptr) char *to = path_join(dir, name);

	unlink(to);
	assert_int_equal(symlink(from, to), 0);
}

static void write_own(const char *dir, const struct own_file *f)
{
	CLEANUP(free_ptr) char *path = path_join(dir, f->name);
	CLEANUP(free_ptr) char *folder = path_dir(path);
	struct err err = { 0 };

	mkdir(folder, 0700);
	must(file_write(path, f->text, strlen(f->text), 0600, &err), &err);
}

void policy_folder(const char *dir, const struct own_file *own, size_t count)
{
	static const char *const shipped[] = {
		"facts.conf", "templates.conf", "rates.conf",  "triage.conf",
		"rules.conf", "parcels.conf",   "guides.conf", "calendars.conf",
		"staff.conf", "playbooks",      "holidays"
	};

	mkdir(dir, 0700);
	for (size_t i = 0; i < COUNT_OF(shipped); i++)
		if (!is_own(shipped[i], own, count))
			link_to(dir, shipped[i]);
	for (size_t i = 0; i < count; i++)
		write_own(dir, &own[i]);
}
