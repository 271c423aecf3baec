/* erase_again.c - what a copy of the database, or of keys.db, brought back.
 *
 * keys.db remembers whose keys were destroyed, and the database who was erased.
 * Each knows what the other, brought back from before, does not.
 * SPDX-License-Identifier: MIT */
#include "base/vec.h"
#include "desk/alert/alert.h"
#include "desk/erase/erase.h"

#define NAMED 20 /* the others are told by their number */

VEC(name_list, char *);

struct again {
	struct desk *d;
	struct name_list names; /* that the database does not know */
	struct str kept;        /* that are needed still, with why */
	int done, left;
};

static void again_release(struct again *a)
{
	for (size_t i = 0; i < a->names.len; i++)
		free(a->names.at[i]);
	name_list_release(&a->names);
	str_release(&a->kept);
}

static int add_unknown(void *arg, const char *subject, struct err *err)
{
	struct again *a = arg;
	int64_t at;

	if (db_ask(a->d->db, &at, 0, err,
		   "SELECT at FROM erased WHERE subject = ?1", "s", subject))
		return -1;
	if (!at)
		name_list_push(&a->names, xstrdup(subject));
	return 0;
}

static int alert(struct desk *d, const char *level, const char *cause,
		 const char *text, struct err *err)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct command cmd = alert_command(&json, level, cause, text);

	return desk_do(d, &cmd, err);
}

/* -- the database is older -- */

static int erase_one(struct again *a, const char *subject, struct err *err)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct command cmd = { .kind = "erase", .by = "desk", .via = "host" };
	struct jw w = JW_INIT(&json);

	/* Another of them may have taken it along. */
	if (erased_at(a->d, subject))
		return 0;
	jw_object(&w);
	jw_kv_text(&w, "returned", subject);
	jw_end(&w);
	cmd.json = str_c(&json);
	cmd.json_len = json.len;
	desk_stamp(a->d, &cmd);
	if (desk_take(a->d, &cmd, 1, err))
		return -1;
	if (cmd.verdict != REFUSED) {
		a->done++;
		return 0;
	}
	if (a->left++ < NAMED)
		str_printf(&a->kept, "%s%s (%s)", a->left > 1 ? ", " : "",
			   subject, cmd.err.text);
	return 0;
}

static int tell(struct again *a, struct err *err)
{
	CLEANUP(str_release) struct str text = STR_INIT;

	if (a->done) {
		str_printf(&text,
			   "this database is from before erasures that keys.db "
			   "remembers: %d were made again, nobody has to do "
			   "anything",
			   a->done);
		if (alert(a->d, "warning", "erased-again", str_c(&text), err))
			return -1;
	}
	if (!a->left)
		return 0;
	str_clear(&text);
	str_printf(&text,
		   "%d were erased after this copy was made and are in it "
		   "again, but open in it: %s%s; close them, and the next "
		   "start of the desk erases them again",
		   a->left, str_c(&a->kept), a->left > NAMED ? ", ..." : "");
	return alert(a->d, "error", "erased-returned", str_c(&text), err);
}

/* -- keys.db is older -- */

static int destroy_anew(struct desk *d, struct err *err)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(d->db, "SELECT subject FROM erased", "");
	int n = 0;

	while (rows_next(&r)) {
		int rc = keys_was_destroyed(d->keys, rows_text(&r, 0), err);

		if (rc < 0)
			return -1;
		if (rc)
			continue;
		n++;
		if (keys_destroy(d->keys, rows_text(&r, 0), err) < 0)
			return -1;
	}
	if (rows_end(&r, err))
		return -1;
	if (!n)
		return 0;
	if (keys_wipe(d->keys, err))
		return -1;
	return alert(d, "warning", "register-older",
		     "keys.db is from before erasures that the database "
		     "remembers: the keys that came back with it were "
		     "destroyed again; what was erased after both were made is "
		     "known to nobody here: erase it again by your own list "
		     "of requests",
		     err);
}

int erase_again(struct desk *d, bool copy, struct err *err)
{
	CLEANUP(again_release)
	struct again a = { .d = d, .kept = STR_INIT };

	if (destroy_anew(d, err) ||
	    keys_destroyed(d->keys, add_unknown, &a, err))
		return -1;
	for (size_t i = 0; i < a.names.len; i++)
		if (erase_one(&a, a.names.at[i], err))
			return -1;
	if ((a.done && erase_finish(d, err)) || tell(&a, err))
		return -1;
	if (!copy || a.names.len)
		return 0;
	return alert(d, "warning", "register-silent",
		     "what was erased after this backup was made may be back: "
		     "keys.db remembers erasures, and remembers none that the "
		     "backup lacks. Is it the keys.db that was in use until "
		     "now, that is well. Was it restored or made anew, erase "
		     "again by your own list of requests",
		     err);
}
