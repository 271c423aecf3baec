/* desk.c - opening, stamping and the clock of the desk.
 * SPDX-License-Identifier: MIT */
#include "desk/desk.h"

#include "base/encode.h"
#include "base/file.h"
#include "base/when.h"
#include "desk/internal.h"

static void read_boot(struct desk *d)
{
	CLEANUP(str_release) struct str s = STR_INIT;
	struct err err = { 0 };

	if (file_read(&s, "/proc/sys/kernel/random/boot_id", 64, &err))
		str_puts(&s, "unknown");
	snprintf(d->boot, sizeof d->boot, "%.36s", str_c(&s));
}

static int open_files(struct desk *d, struct err *err)
{
	CLEANUP(free_ptr) char *keys = path_join(d->state, "keys.db");
	CLEANUP(free_ptr) char *evidence = path_join(d->state, "evidence");
	bool memory = d->options.path && text_eq(d->options.path, ":memory:");

	if (memory)
		return db_open(&d->db, d->path, DB_MEMORY, err) ||
				       keys_open(&d->keys, NULL, err)
			       ? -1
			       : 0;
	if (dir_make(d->state, 0700, err) || dir_make(evidence, 0700, err) ||
	    db_open(&d->db, d->path, DB_WRITE, err))
		return -1;
	return keys_open(&d->keys, keys, err);
}

int desk_open(struct desk **out, const struct desk_options *options,
	      struct err *err)
{
	struct desk *d = xcalloc(1, sizeof *d);

	*out = NULL;
	d->options = *options;
	d->brain = options->brain;
	d->state = xstrdup(options->state);
	d->path = options->path ? xstrdup(options->path)
				: path_join(d->state, "helloword.db");
	d->tx.decisions = (struct str)STR_INIT;
	d->tx.sealed = (struct str)STR_INIT;
	read_boot(d);
	if (hash_start(err) || open_files(d, err) || journal_head(d, err)) {
		desk_close(d);
		return -1;
	}
	*out = d;
	return 0;
}

void desk_close(struct desk *d)
{
	if (!d)
		return;
	db_close(d->db);
	keys_close(d->keys);
	arena_release(&d->arena);
	str_release(&d->tx.decisions);
	str_release(&d->tx.sealed);
	free(d->state);
	free(d->path);
	free(d);
}

struct db *desk_db(struct desk *d)
{
	return d->db;
}

struct keys *desk_keys(struct desk *d)
{
	return d->keys;
}

const char *desk_state(const struct desk *d)
{
	return d->state;
}

const struct brain *desk_brain(const struct desk *d)
{
	return d->brain;
}

void desk_set_brain(struct desk *d, const struct brain *brain)
{
	d->brain = brain;
}

int64_t desk_now(struct desk *d)
{
	return d->options.now ? d->options.now(d->options.now_arg)
			      : clock_now();
}

int64_t desk_mono(struct desk *d)
{
	if (d->options.mono)
		return d->options.mono(d->options.now_arg);
	return d->options.now ? desk_now(d) : clock_mono();
}

void desk_stamp(struct desk *d, struct command *cmd)
{
	cmd->at = desk_now(d);
	cmd->mono = desk_mono(d);
	cmd->boot = d->boot;
	random_bytes(cmd->entropy.at, sizeof cmd->entropy.at);
}

struct hash desk_derive(struct desk *d, const char *purpose)
{
	return derive(keys_secret(d->keys), HASH_LEN, &d->tx.cmd->entropy,
		      purpose, d->tx.derived++);
}

const char *arg_text(const struct desk *d, const char *name)
{
	const char *text = json_text(d->tx.json, name);

	return text ? text : "";
}

int64_t arg_i64(const struct desk *d, const char *name)
{
	return json_i64(d->tx.json, name, 0);
}

bool arg_is_code(const struct desk *d, const char *name)
{
	const char *word = arg_text(d, name);

	return strlen(word) <= 40 && !word[strcspn(word, " \t\n@")];
}
