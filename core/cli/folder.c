/* folder.c - see folder.h.
 * SPDX-License-Identifier: MIT */
#include "cli/folder.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/log.h"

/* Beside the program in a source tree, or installed. */
char *folder_of_data(const struct cli *c, const char *name)
{
	CLEANUP(free_ptr) char *home = cli_home(c);
	CLEANUP(free_ptr) char *tree = xasprintf("%s/../%s", home, name);
	CLEANUP(free_ptr)
	char *installed = xasprintf("%s/../share/helloword/%s", home, name);
	char *plain = realpath(file_exists(tree) ? tree : installed, NULL);

	return plain ? plain : TAKE(installed);
}

static void put_filled(struct str *out, const char *text,
		       const struct fill *fills)
{
	const struct fill *f;

	while (*text) {
		for (f = fills; f && f->mark && !text_starts(text, f->mark);)
			f++;
		if (f && f->mark) {
			str_puts(out, f->text);
			text += strlen(f->mark);
		} else {
			str_putc(out, *text++);
		}
	}
}

static int copy_file(const char *from, const char *to, const struct fill *fills,
		     struct err *err)
{
	CLEANUP(str_release) struct str bytes = STR_INIT, out = STR_INIT;

	if (file_read(&bytes, from, (size_t)4 << 20, err))
		return -1;
	put_filled(&out, str_c(&bytes), fills);
	return file_write(to, str_c(&out), out.len, 0644, err);
}

static int copy_into(DIR *dir, const char *from, const char *to,
		     const struct fill *fills, struct err *err)
{
	struct dirent *e;
	int rc = 0;

	while (rc == 0 && (e = readdir(dir))) {
		CLEANUP(str_release) struct str name = STR_INIT;
		CLEANUP(free_ptr) char *source = path_join(from, e->d_name);
		CLEANUP(free_ptr) char *target = NULL;

		if (e->d_name[0] == '.')
			continue;
		put_filled(&name, e->d_name, fills);
		target = path_join(to, str_c(&name));
		rc = folder_copy(source, target, fills, err);
	}
	return rc;
}

int folder_copy(const char *from, const char *to, const struct fill *fills,
		struct err *err)
{
	DIR *dir = opendir(from);
	int rc;

	if (!dir && errno == ENOTDIR)
		return copy_file(from, to, fills, err);
	if (!dir)
		return err_errno(err, ERR_SYSTEM, "%s", from);
	rc = dir_make(to, 0755, err) ? -1
				     : copy_into(dir, from, to, fills, err);
	closedir(dir);
	return rc;
}

char *folder_scratch(const char *in, const char *name, struct err *err)
{
	const char *tmp = getenv("TMPDIR");
	CLEANUP(free_ptr)
	char *path = xasprintf("%s/%s.XXXXXX",
			       in              ? in
			       : (tmp && *tmp) ? tmp
					       : "/tmp",
			       name);

	if (mkdtemp(path))
		return TAKE(path);
	err_errno(err, ERR_SYSTEM, "%s: cannot be made", path);
	return NULL;
}

static int remove_one(const char *path, const struct stat *st, int type,
		      struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

void folder_remove(const char *path)
{
	if (nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS))
		log_warning("%s: cannot be removed; do it by hand, buyers' "
			    "data are in it",
			    path);
}
