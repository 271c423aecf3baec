/* main.c - helloword-worker: one instance of one plugin, behind fd 3.
 *
 * Reads hello, locks itself in, opens the plugin, locks itself in further, then
 * answers one call after the other until the desk closes the socket
 * (docs/wire.md). --describe prints a plugin's descriptor, --blob writes a
 * locale pack's bytes, both as locked in.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "wire/load.h"
#include "wire/serve.h"
#include "worker/sandbox.h"

#define SERVE_FD 3

/* The plugin's constructors may print; only the answer reaches stdout. */
static int put_all(int fd, const void *bytes, size_t len, struct err *err)
{
	const char *at = bytes;

	while (len) {
		ssize_t n = write(fd, at, len);

		if (n < 0 && errno != EINTR)
			return err_errno(err, ERR_SYSTEM, "cannot write");
		if (n > 0) {
			at += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

static int describe(const struct plugin *p, int out, struct err *err)
{
	CLEANUP(str_release) struct str json = STR_INIT;

	plugin_describe(&json, p);
	str_putc(&json, '\n');
	return put_all(out, str_c(&json), json.len, err);
}

static int blob(const struct plugin *p, int out, struct err *err)
{
	if (!p->locale)
		return err_set(err, ERR_DATA, "%s provides no locale pack",
			       p->path);
	return put_all(out, p->locale->blob, p->locale->len, err);
}

static int show(const char *how, const char *path, struct err *err)
{
	CLEANUP(close_fd) int out = -1;
	struct plugin p;

	if (!text_eq(how, "--describe") && !text_eq(how, "--blob"))
		return err_set(err, ERR_USAGE, "unknown option %s", how);
	out = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 4);
	if (out < 0)
		return err_errno(err, ERR_SYSTEM, "no standard output");
	if (sandbox_enter(out, false, err) ||
	    plugin_load(&p, path, sandbox_load, err) || sandbox_lock(err))
		return -1;
	return text_eq(how, "--blob") ? blob(&p, out, err)
				      : describe(&p, out, err);
}

static const struct serve_lock lock = { sandbox_load, sandbox_lock,
					sandbox_missing };

int main(int argc, char **argv)
{
	struct err err = { 0 };
	int rc;

	if (argc == 3)
		rc = show(argv[1], argv[2], &err);
	else if (argc == 1)
		rc = sandbox_enter(SERVE_FD, true, &err) ||
				     serve(SERVE_FD, &lock, &err)
			     ? -1
			     : 0;
	else
		rc = err_set(&err, ERR_USAGE,
			     "usage: helloword-worker [--describe X.so | "
			     "--blob X.so]; without them it serves a desk "
			     "on file descriptor 3");
	if (rc)
		fprintf(stderr, "helloword-worker: %s\n", err.text);
	return rc ? err_exit(err.code) : 0;
}
