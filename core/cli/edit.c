/* edit.c - see edit.h.
 * SPDX-License-Identifier: MIT */
#include "cli/edit.h"

#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

#define TEXT_MAX ((size_t)1 << 20)

extern char **environ;

static const char *editor(void)
{
	const char *visual = getenv("VISUAL"), *plain = getenv("EDITOR");

	return !text_blank(visual) ? visual : !text_blank(plain) ? plain : "vi";
}

/* As git and crontab do: the variable is a command with words of its own. */
static int run(char *path, struct err *err)
{
	CLEANUP(free_ptr) char *script = xasprintf("%s \"$1\"", editor());
	char shell[] = "sh", option[] = "-c";
	char *argv[] = { shell, option, script, shell, path, NULL };
	pid_t pid;
	int status = 0;

	errno = posix_spawn(&pid, "/bin/sh", NULL, NULL, argv, environ);
	if (errno)
		return err_errno(err, ERR_SYSTEM, "the editor cannot be run");
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status == 0 ? 0
			   : err_set(err, ERR_DATA,
				     "the editor (%s) failed; nothing is sent. "
				     "$VISUAL or $EDITOR names another one",
				     editor());
}

/* Without notes, and without the blank lines that parted them from the text. */
static void put_text(struct str *out, const char *at)
{
	while (*at) {
		size_t len = strcspn(at, "\n");

		len += at[len] == '\n';
		if (strncmp(at, EDIT_NOTE, strlen(EDIT_NOTE) - 1) != 0)
			str_add(out, at, len);
		at += len;
	}
	while (out->len && out->at[out->len - 1] == '\n')
		str_cut(out, out->len - 1);
}

static int edit_file(struct str *text, const char *notes, int fd, char *path,
		     struct err *err)
{
	CLEANUP(str_release) struct str saved = STR_INIT, shown = STR_INIT;
	CLEANUP(str_release) struct str before = STR_INIT, after = STR_INIT;

	str_printf(&shown, "%s%s%s", str_c(text), *notes ? "\n\n" : "", notes);
	if (write(fd, str_c(&shown), shown.len) != (ssize_t)shown.len)
		return err_errno(err, ERR_SYSTEM, "%s cannot be written", path);
	if (run(path, err) || file_read(&saved, path, TEXT_MAX, err))
		return -1;
	put_text(&before, str_c(text));
	put_text(&after, str_c(&saved));
	if (text_eq(str_c(&before), str_c(&after)))
		return err_set(err, ERR_DATA,
			       "nothing was changed, so nothing is sent; to "
			       "send the proposed reply as it is, approve it");
	str_clear(text);
	str_add(text, str_c(&after), after.len);
	return 0;
}

int edit_text(struct str *text, const char *notes, struct err *err)
{
	const char *dir = getenv("TMPDIR");
	CLEANUP(free_ptr)
	char *path = xasprintf("%s/helloword-reply-XXXXXX",
			       !text_blank(dir) ? dir : "/tmp");
	int fd = mkstemp(path); /* mode 0600 */
	int rc;

	if (fd < 0)
		return err_errno(err, ERR_SYSTEM, "%s cannot be made", path);
	rc = edit_file(text, notes, fd, path, err);
	close(fd);
	unlink(path);
	return rc;
}
