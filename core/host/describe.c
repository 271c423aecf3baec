/* describe.c - a plugin's descriptor, read by a short-lived worker: the desk
 * never opens a .so.
 * SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/vec.h"
#include "base/when.h"
#include "host/manifest.h"
#include "host/walls.h"

#define DESCRIBE_MS 5000
#define HURRY_MS 1000   /* in a desk at work, which does nothing meanwhile */
#define FAILED_MS 10000 /* a file that failed is not tried again before */
#define DESCRIPTOR_MAX ((size_t)4 << 20)

static int64_t limit_ms = DESCRIBE_MS;

static int run(const char *const *argv, int out, pid_t *pid, struct err *err)
{
	static const char *const environment[] = { "LC_ALL=C.UTF-8", NULL };
	posix_spawn_file_actions_t actions;
	int rc;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, out, 1);
	rc = posix_spawn(pid, argv[0], &actions, NULL,
			 (char *const *)(uintptr_t)argv,
			 (char *const *)(uintptr_t)environment);
	posix_spawn_file_actions_destroy(&actions);
	if (!rc)
		return 0;
	errno = rc;
	return err_errno(err, ERR_SYSTEM, "%s: cannot be started", argv[0]);
}

/* Reads to the end of the pipe, but not for ever. */
static int collect(int fd, struct str *out, struct err *err)
{
	int64_t until = clock_mono() + limit_ms;
	char chunk[8192];

	for (;;) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		int64_t left = until - clock_mono();
		ssize_t n;

		if (left <= 0 || poll(&p, 1, (int)left) == 0)
			return err_set(err, ERR_CONFIG,
				       "it did not describe itself in time");
		n = read(fd, chunk, sizeof chunk);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return 0;
		str_add(out, chunk, (size_t)n);
	}
}

static int ask_worker(const char *worker, const char *how, const char *so,
		      struct str *out, struct err *err)
{
	const char *const argv[] = { worker, how, so, NULL };
	int fds[2], rc, status = 0;
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC))
		return err_errno(err, ERR_SYSTEM, "pipe");
	rc = run(argv, fds[1], &pid, err);
	close(fds[1]);
	if (rc == 0) {
		rc = collect(fds[0], out, err);
		if (rc)
			kill(pid, SIGKILL);
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
		if (!rc && (status || out->bad))
			rc = err_set(err, ERR_CONFIG,
				     "%s: is no plugin that this program can "
				     "use; its worker said why above",
				     so);
	}
	close(fds[0]);
	return rc;
}

/* -- what is known already -- */

/* What a plugin says of itself depends on its file alone. Kept as long as the
 * process lives: a reload asks new files only. */
struct known {
	char *how, *so, *file; /* file: which one stood there */
	char *out;
	size_t len;
	struct err err;
	int64_t until; /* an error holds */
};
VEC(known_list, struct known);

static struct known_list known;
void describe_hurry(void)
{
	limit_ms = HURRY_MS;
}

void describe_forget(void)
{
	for (size_t i = 0; i < known.len; i++) {
		free(known.at[i].how);
		free(known.at[i].so);
		free(known.at[i].file);
		free(known.at[i].out);
	}
	known_list_release(&known);
	limit_ms = DESCRIBE_MS;
}

static char *file_now(const char *so)
{
	struct stat st = { 0 };

	if (stat(so, &st))
		return xstrdup("");
	return xasprintf("%lld:%lld:%lld:%lld.%09ld:%lld.%09ld",
			 (long long)st.st_dev, (long long)st.st_ino,
			 (long long)st.st_size, (long long)st.st_mtim.tv_sec,
			 st.st_mtim.tv_nsec, (long long)st.st_ctim.tv_sec,
			 st.st_ctim.tv_nsec);
}

static struct known *know(const char *how, const char *so)
{
	struct known k = { .how = NULL };

	for (size_t i = 0; i < known.len; i++)
		if (text_eq(known.at[i].how, how) &&
		    text_eq(known.at[i].so, so))
			return &known.at[i];
	k.how = xstrdup(how);
	k.so = xstrdup(so);
	k.file = xstrdup("");
	known_list_push(&known, k);
	return &known.at[known.len - 1];
}

static bool holds(const struct known *k, const char *file)
{
	return *file && text_eq(k->file, file) &&
	       (!k->err.code || clock_mono() < k->until);
}

static int worker_output(const char *worker, const char *how, const char *so,
			 struct str *out, struct err *err)
{
	struct known *k = know(how, so);
	CLEANUP(free_ptr) char *file = file_now(so);

	if (!holds(k, file)) {
		CLEANUP(str_release)
		struct str fresh = STR_LIMIT(DESCRIPTOR_MAX);

		k->err = (struct err){ 0 };
		ask_worker(worker, how, so, &fresh, &k->err);
		k->until = clock_mono() + FAILED_MS;
		free(k->file);
		free(k->out);
		k->file = TAKE(file);
		k->out = xcalloc(fresh.len + 1, 1);
		memcpy(k->out, str_c(&fresh), fresh.len);
		k->len = fresh.len;
	}
	if (k->err.code) {
		*err = k->err;
		return -1;
	}
	str_add(out, k->out, k->len);
	return 0;
}

/* Ids become paths: letters, digits and dashes only. */
static bool good_id(const char *id)
{
	return *id && strlen(id) < 64 &&
	       strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-_") ==
		       strlen(id);
}

/* -- a plugin that is not there -- */

#define NAMES_MAX 100

static int is_plugin(const struct dirent *e)
{
	return text_ends(e->d_name, ".so") &&
	       !text_starts(e->d_name, "locale-");
}

/* The ids of what is installed, NULL-terminated, in the arena. */
static const char **installed(const char *folder, struct arena *arena)
{
	const char **names = arena_alloc(arena, sizeof *names * NAMES_MAX);
	struct dirent **list = NULL;
	int n = scandir(folder, &list, is_plugin, alphasort);
	size_t count = 0;

	for (int i = 0; i < n; i++) {
		size_t len = strlen(list[i]->d_name) - strlen(".so");

		if (count + 1 < NAMES_MAX)
			names[count++] = arena_printf(arena, "%.*s", (int)len,
						      list[i]->d_name);
		free(list[i]);
	}
	free(list);
	names[count] = NULL;
	return names;
}

static int no_plugin(const struct describer *d, const char *plugin,
		     struct err *err)
{
	CLEANUP(arena_release) struct arena arena = ARENA_INIT;
	CLEANUP(str_release) struct str all = STR_INIT;
	const char **names = installed(d->plugins, &arena);
	const char *near = text_nearest(plugin, names);

	for (size_t i = 0; names[i]; i++)
		str_printf(&all, "%s%s", i ? ", " : "", names[i]);
	return err_set(
		err, ERR_CONFIG, "there is no plugin \"%s\"; %s%s%s%s has %s",
		plugin, near ? "did you mean \"" : "", near ? near : "",
		near ? "\"? " : "", d->plugins, all.len ? str_c(&all) : "none");
}

cJSON *describe_plugin(void *arg, const char *plugin, char **so,
		       struct err *err)
{
	CLEANUP(str_release) struct str out = STR_LIMIT(DESCRIPTOR_MAX);
	const struct describer *d = arg;
	CLEANUP(free_ptr) char *path = NULL;
	cJSON *json;

	if (!good_id(plugin)) {
		err_set(err, ERR_CONFIG,
			"\"%.60s\" is no plugin's name; it has small letters, "
			"digits, - and _",
			plugin);
		return NULL;
	}
	path = xasprintf("%s/%s.so", d->plugins, plugin);
	if (!file_exists(path)) {
		no_plugin(d, plugin, err);
		return NULL;
	}
	if (walls_allow("plugin", path, err) ||
	    worker_output(d->worker, "--describe", path, &out, err))
		return NULL;
	json = json_parse(str_c(&out), out.len, err);
	if (json)
		*so = TAKE(path);
	return json;
}

int plugin_blob(const struct describer *d, const char *plugin, struct str *out,
		struct err *err)
{
	CLEANUP(free_ptr)
	char *path = xasprintf("%s/%s.so", d->plugins, plugin);

	return walls_allow("pack", path, err) ||
			       worker_output(d->worker, "--blob", path, out,
					     err)
		       ? -1
		       : 0;
}
