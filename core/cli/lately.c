/* lately.c - see lately.h.
 * SPDX-License-Identifier: MIT */
#include "cli/lately.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/when.h"

#define NOTE_MAX 8192 /* bytes */

static char *path_of(const char *state, const char *name)
{
	CLEANUP(free_ptr) char *file = xasprintf("last-%s.json", name);

	return path_join(state, file);
}

/* Root makes backups too, and the desk's user asks when. */
static int give_to_owner(const char *path, const char *state, struct err *err)
{
	struct stat st;

	if (geteuid() != 0)
		return 0;
	if (stat(state, &st) || lchown(path, st.st_uid, st.st_gid))
		return err_errno(err, ERR_SYSTEM, "%s", path);
	return 0;
}

void lately_done(const char *state, const char *name, const char *of,
		 int64_t seq)
{
	CLEANUP(free_ptr) char *path = path_of(state, name);
	CLEANUP(free_ptr) char *real = realpath(of, NULL);
	CLEANUP(str_release) struct str s = STR_INIT;
	struct jw w = JW_INIT(&s);
	struct err err = { 0 };

	jw_object(&w);
	jw_kv_i64(&w, "at", clock_now());
	jw_kv_text(&w, "of", real ? real : of);
	jw_kv_i64(&w, "seq", seq);
	jw_end(&w);
	if (file_write(path, str_c(&s), s.len, 0600, &err) ||
	    give_to_owner(path, state, &err))
		log_warning("doctor will not know of this %s: %s", name,
			    err.text);
}

int64_t lately_when(const char *state, const char *name, struct str *of)
{
	CLEANUP(free_ptr) char *path = path_of(state, name);
	CLEANUP(str_release) struct str s = STR_INIT;
	CLEANUP(json_free_ptr) cJSON *json = NULL;
	struct err err = { 0 };

	if (file_read(&s, path, NOTE_MAX, &err) ||
	    !(json = json_parse(str_c(&s), s.len, &err)))
		return 0;
	if (of && json_text(json, "of"))
		str_puts(of, json_text(json, "of"));
	return json_i64(json, "at", 0);
}
