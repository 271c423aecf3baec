/* folder.c - see folder.h.
 * SPDX-License-Identifier: MIT */
#include "cli/folder.h"

#include <dirent.h>
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

static int copy_file(const char *from, const char *to, const char *id,
		     const char *name, struct err *err)
{
	CLEANUP(str_release) struct str bytes = STR_INIT, out = STR_INIT;

	if (file_read(&bytes, from, (size_t)4 << 20, err))
		return -1;
	for (const char *at = str_c(&bytes); *at;) {
		if (id && text_starts(at, "@ID@")) {
			str_puts(&out, id);
			at += 4;
		} else if (id && text_starts(at, "@NAME@")) {
			str_puts(&out, name);
			at += 6;
		} else {
			str_putc(&out, *at++);
		}
	}
	return file_write(to, str_c(&out), out.len, 0644, err);
}

/* Copies files and folders; @ID@ in a name or a text becomes id. */
int folder_copy(const char *from, const char *to, const char *id,
		const char *name, struct err *err)
{
	DIR *dir = opendir(from);
	struct dirent *e;
	int rc = 0;

	if (!dir)
		return err_errno(err, ERR_SYSTEM, "%s", from);
	if (dir_make(to, 0755, err))
		rc = -1;
	while (rc == 0 && (e = readdir(dir))) {
		CLEANUP(free_ptr) char *source = path_join(from, e->d_name);
		CLEANUP(free_ptr) char *target = NULL;
		const char *mark = strstr(e->d_name, "@ID@");
		struct stat st;

		if (e->d_name[0] == '.' || stat(source, &st))
			continue;
		target = mark && id ? xasprintf("%s/%.*s%s%s", to,
						(int)(mark - e->d_name),
						e->d_name, id, mark + 4)
				    : path_join(to, e->d_name);
		rc = S_ISDIR(st.st_mode)
			     ? folder_copy(source, target, id, name, err)
			     : copy_file(source, target, id, name, err);
	}
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
