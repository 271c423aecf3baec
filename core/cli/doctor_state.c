/* doctor_state.c - the state folder and what guards it.
 * SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"
#include "base/when.h"
#include "cli/doctor.h"
#include "cli/lately.h"

#define ROOM_WRONG ((uint64_t)100 << 20) /* bytes */
#define ROOM_TIGHT ((uint64_t)1 << 30)
#define BACKUP_DAYS 2
#define DRILL_DAYS 90
#define COPY_DAYS 30 /* of what a migration left */

/* -- the files -- */

/* What a migration left beside the database. */
static void look_at_copy(struct doctor *d, const char *path, int64_t made)
{
	int64_t erased =
		db_i64(d->db, 0, "SELECT coalesce(max(at), 0) FROM erased", "");

	if (erased > made)
		doctor_found(d, WARNING, "files", "remove it",
			     "%s is a copy from before a migration: what was "
			     "erased since is in it",
			     path);
	else if (made < clock_now() - COPY_DAYS * DAY_MS)
		doctor_found(d, WARNING, "files",
			     "remove it: what will be erased is in it",
			     "%s is a copy from before a migration, older "
			     "than %d days",
			     path, COPY_DAYS);
}

static void look_at_file(struct doctor *d, const struct stat *dir,
			 const char *name)
{
	CLEANUP(free_ptr) char *path = path_join(d->cli->state, name);
	bool secret = text_starts(name, "keys.db");
	struct stat st;

	if (lstat(path, &st))
		return;
	if (st.st_uid != dir->st_uid)
		doctor_found(d, WRONG, "files",
			     "chown it to the folder's owner",
			     "%s belongs to user %u, the folder to %u: the "
			     "desk may not be able to use it",
			     path, (unsigned)st.st_uid, (unsigned)dir->st_uid);
	/* Behind a folder that only its owner enters, modes do not matter. */
	if ((dir->st_mode & 001) && (st.st_mode & 004) && !S_ISSOCK(st.st_mode))
		doctor_found(d, WRONG, "files", "chmod o= it",
			     "everybody can read %s", path);
	else if ((dir->st_mode & 010) && secret && (st.st_mode & 040))
		doctor_found(d, WRONG, "files", "chmod 600 it",
			     "the group can read %s, the keys of all personal "
			     "data",
			     path);
	if (strstr(name, ".before-"))
		look_at_copy(d, path, (int64_t)st.st_mtim.tv_sec * SECOND_MS);
}

static void look_at_files(struct doctor *d)
{
	DIR *list = opendir(d->cli->state);
	const struct dirent *e;
	struct stat dir;

	if (!list || fstat(dirfd(list), &dir)) {
		doctor_found(d, WRONG, "files", "run doctor as its owner",
			     "%s cannot be read", d->cli->state);
		if (list)
			closedir(list);
		return;
	}
	if (dir.st_mode & 007)
		doctor_found(d, WRONG, "files", "chmod 700 it, or 750",
			     "everybody can enter %s (mode %04o)",
			     d->cli->state, (unsigned)dir.st_mode & 07777);
	else
		doctor_found(d, FINE, "files", NULL,
			     "%s has mode %04o and belongs to user %u",
			     d->cli->state, (unsigned)dir.st_mode & 07777,
			     (unsigned)dir.st_uid);
	while ((e = readdir(list)))
		if (*e->d_name != '.')
			look_at_file(d, &dir, e->d_name);
	closedir(list);
}

/* -- secrets -- */

static void look_at_secret(struct doctor *d, const struct instance *in,
			   const char *name, const char *source)
{
	CLEANUP(str_release) struct str value = STR_INIT;
	const char *path = source + strlen("file:");
	struct err err = { 0 };
	struct stat st, dir;

	if (!text_starts(source, "file:"))
		return; /* the service manager's: only the service has it */
	if (file_secret(&value, path, &err))
		doctor_found(d, WRONG, "secrets", NULL, "%s, %s: %s", in->name,
			     name, err.text);
	else if (stat(path, &st) == 0 && stat(d->cli->state, &dir) == 0 &&
		 st.st_uid != dir.st_uid)
		doctor_found(d, WRONG, "secrets", "chown it to the desk's user",
			     "%s, %s: %s belongs to user %u, the desk runs as "
			     "%u",
			     in->name, name, path, (unsigned)st.st_uid,
			     (unsigned)dir.st_uid);
	if (value.len)
		explicit_bzero(value.at, value.len);
}

static void look_at_secrets(struct doctor *d)
{
	for (size_t i = 0; d->m && i < d->m->count; i++) {
		const struct instance *in = d->m->instances[i];
		struct err err = { 0 };
		CLEANUP(json_free_ptr)
		cJSON *secrets =
			json_parse(in->secrets, strlen(in->secrets), &err);
		const cJSON *one;

		cJSON_ArrayForEach (one, secrets)
			look_at_secret(d, in, one->string, one->valuestring);
	}
}

/* -- the disk -- */

static void look_at_room(struct doctor *d)
{
	CLEANUP(free_ptr) char *db = path_join(d->cli->state, "helloword.db");
	struct statvfs fs;
	struct stat st;
	uint64_t room;

	if (statvfs(d->cli->state, &fs))
		return;
	room = (uint64_t)fs.f_bavail * fs.f_frsize;
	if (room < ROOM_WRONG)
		doctor_found(d, WRONG, "disk", "make room now",
			     "%s has %llu MB left: soon nothing is taken in",
			     d->cli->state, (unsigned long long)room / 1000000);
	else if (room < ROOM_TIGHT || fs.f_bavail < fs.f_blocks / 20)
		doctor_found(d, WARNING, "disk", "make room",
			     "%s has %llu MB left", d->cli->state,
			     (unsigned long long)room / 1000000);
	else if (fs.f_files && fs.f_favail < fs.f_files / 50)
		doctor_found(d, WARNING, "disk", "remove small files there",
			     "the disk of %s can hold few more files",
			     d->cli->state);
	else
		doctor_found(d, FINE, "disk", NULL, "%s has %llu MB left",
			     d->cli->state, (unsigned long long)room / 1000000);
	if (stat(db, &st) == 0 && room < (uint64_t)st.st_size)
		doctor_found(d, WARNING, "disk", "make room before an upgrade",
			     "a migration copies the database first, and there "
			     "is no room for it");
}

static void look_at_encryption(struct doctor *d)
{
	int yes = disk_encrypted(d->cli->state);

	if (yes > 0)
		doctor_found(d, FINE, "encryption", NULL,
			     "the disk of %s is encrypted", d->cli->state);
	else
		doctor_found(d, WARNING, "encryption",
			     "put it on dm-crypt (LUKS): the rows are plain",
			     yes == 0 ? "the disk of %s is not encrypted"
				      : "it cannot be told whether the disk of "
					"%s is encrypted",
			     d->cli->state);
}

/* -- backups -- */

static void look_at_one(struct doctor *d, const char *name, const char *what,
			int days, const char *todo)
{
	CLEANUP(str_release) struct str of = STR_INIT, ago = STR_INIT;
	int64_t at = lately_when(d->cli->state, name, &of);
	bool old = clock_now() - at >= (days + 1) * DAY_MS;

	doctor_put_ago(&ago, at);
	if (!at)
		doctor_found(d, WARNING, name, todo, "no %s is known", what);
	else
		doctor_found(d, old ? WARNING : FINE, name, old ? todo : NULL,
			     "the last %s was %s (%s)", what, str_c(&ago),
			     str_c(&of));
}

void doctor_state(struct doctor *d)
{
	look_at_files(d);
	look_at_secrets(d);
	look_at_room(d);
	look_at_encryption(d);
	look_at_one(d, "backup", "backup", BACKUP_DAYS,
		    "helloword backup FOLDER, every night");
	look_at_one(d, "drill", "restore drill", DRILL_DAYS,
		    "helloword drill FOLDER, every quarter");
}
