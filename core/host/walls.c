/* walls.c - see walls.h.
 * SPDX-License-Identifier: MIT */
#include "host/walls.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <unistd.h>

#include "base/deny.h"
#include "base/file.h"
#include "base/harden.h"
#include "base/landlock.h"
#include "base/log.h"

static bool raised;

/* Files of the system that the desk and its children read: libraries, names,
 * certificates and zones. Its resolver's are written anew when the network
 * changes, so their folders are given. */
static const char *const system_paths[] = {
	"/etc",
	"/lib",
	"/lib64",
	"/usr",
	"/run/systemd/resolve",
	"/run/resolvconf",
	"/run/NetworkManager",
	"/dev/urandom",
	"/dev/random",
	"/proc/sys/kernel",
	"/sys/devices/system/cpu",
};

/* The program that loads programs. Whoever could run a program through it needs
 * this, so it is no wall against a desk that was taken over entirely: that
 * desk, and what it runs, is still held by the others. */
static int find_loader(struct dl_phdr_info *info, size_t size, void *out)
{
	(void)size;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		uintptr_t at = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;

		if (info->dlpi_phdr[i].p_type == PT_INTERP)
			*(const char **)out = (const char *)at;
	}
	return 1; /* the first is this program */
}

static int allow_dir_of(struct files_lock *lock, const char *file, int uses,
			struct err *err)
{
	CLEANUP(free_ptr) char *dir = path_dir(file);

	return files_lock_allow(lock, dir, uses, err);
}

static int allow_system(struct files_lock *lock, struct err *err)
{
	const char *loader = "/lib64/ld-linux-x86-64.so.2";

	for (size_t i = 0; i < COUNT_OF(system_paths); i++)
		if (files_lock_allow(lock, system_paths[i], FILES_READ, err))
			return -1;
	dl_iterate_phdr(find_loader, &loader);
	return files_lock_allow(lock, loader, FILES_READ | FILES_RUN, err) ||
			       files_lock_allow(lock, "/dev/null",
						FILES_READ | FILES_WRITE, err)
		       ? -1
		       : 0;
}

/* -- what an instance names -- */

/* Calls each() for every file: secrets and CAs. */
static int each_file(const struct instance *in,
		     int (*each)(void *arg, const char *path, struct err *err),
		     void *arg, struct err *err)
{
	struct err ignored = { 0 };
	CLEANUP(json_free_ptr)
	cJSON *secrets = json_parse(in->secrets, strlen(in->secrets), &ignored);
	const cJSON *one;

	cJSON_ArrayForEach (one, secrets)
		if (cJSON_IsString(one) &&
		    text_starts(one->valuestring, "file:") &&
		    each(arg, one->valuestring + 5, err))
			return -1;
	return *in->ca ? each(arg, in->ca, err) : 0;
}

static int allow_file(void *arg, const char *path, struct err *err)
{
	return allow_dir_of(arg, path, FILES_READ, err);
}

static int allow_all(struct files_lock *lock, const struct walls *w,
		     struct err *err)
{
	const struct manifest *m = w->manifest;
	int rc = allow_system(lock, err) ||
		 files_lock_allow(lock, m->state, FILES_READ | FILES_WRITE,
				  err) ||
		 files_lock_allow(lock, m->dir, FILES_READ, err) ||
		 files_lock_allow(lock, m->policy, FILES_READ, err) ||
		 files_lock_allow(lock, m->plugins ? m->plugins : w->plugins,
				  FILES_READ, err) ||
		 allow_dir_of(lock, w->worker, FILES_READ | FILES_RUN, err) ||
		 allow_dir_of(lock, w->sender, FILES_READ | FILES_RUN, err) ||
		 (*m->anchor_folder &&
		  files_lock_allow(lock, m->anchor_folder,
				   FILES_READ | FILES_WRITE, err)) ||
		 (w->writes &&
		  allow_dir_of(lock, w->writes, FILES_READ | FILES_WRITE, err));

	for (size_t i = 0; i < m->count && rc == 0; i++)
		rc = each_file(m->instances[i], allow_file, lock, err);
	return rc ? -1 : 0;
}

int walls_raise(const struct walls *w, struct err *err)
{
	struct files_lock *lock;

	harden();
	if (SANITIZED)
		return 0;
	if (*harden_missing())
		log_warning("%s", harden_missing());
	if (files_lock_new(&lock, FILES_READ | FILES_WRITE | FILES_RUN, err))
		return -1;
	if (allow_all(lock, w, err)) {
		files_lock_free(lock);
		return -1;
	}
	if (files_lock_close(lock, err) || deny_calls(NULL, false, err))
		return -1;
	raised = true;
	return 0;
}

/* -- reloads -- */

int walls_allow(const char *what, const char *path, struct err *err)
{
	CLEANUP(close_fd)
	int fd = raised ? open(path, O_RDONLY | O_CLOEXEC) : -1;

	if (!raised || fd >= 0 || errno != EACCES)
		return 0; /* who reads it says what is wrong with it */
	return err_set(err, ERR_CONFIG,
		       "%s %s is outside of the folders that the desk was "
		       "started with; start it anew (or its mode forbids it)",
		       what, path);
}

static int allow_named(void *what, const char *path, struct err *err)
{
	return walls_allow(what, path, err);
}

int walls_hold(const struct manifest *m, struct err *err)
{
	static char file[] = "the file";

	if (walls_allow("policy", m->policy, err) ||
	    (*m->anchor_folder &&
	     walls_allow("anchor.folder", m->anchor_folder, err)))
		return -1;
	for (size_t i = 0; i < m->count; i++)
		if (each_file(m->instances[i], allow_named, file, err))
			return -1;
	return 0;
}
