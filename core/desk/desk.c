/* desk.c - opening, stamping and the clock of the desk.
 * SPDX-License-Identifier: MIT */
#include "desk/desk.h"

#include "base/encode.h"
#include "base/file.h"
#include "base/log.h"
#include "base/when.h"
#include "desk/clock.h"
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

static int64_t desk_mono(struct desk *d)
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

/* -- time -- */

/* What waits for a clock that jumped is not asked for. */
int64_t desk_next_due(struct desk *d)
{
	struct err err = { 0 };
	int64_t from, to;

	if (clock_span(d->db, &from, &to, &err)) {
		log_error("%s", err.text);
		return -1;
	}
	return db_i64(d->db, -1,
		      "SELECT due FROM deadlines WHERE state = 1 AND "
		      "NOT (due > ?1 AND due <= ?2 AND purpose <> 'clock') "
		      "ORDER BY due, id LIMIT 1",
		      "ii", from, to);
}

#define TICK_BATCH 256

/* One that was refused stays open: it is told, and not asked again at once by
 * who ticks until nothing is left. */
static int taken(const struct command *cmds, size_t n)
{
	int count = 0;

	for (size_t i = 0; i < n; i++) {
		if (cmds[i].verdict == REFUSED)
			log_error("%s: %s", cmds[i].json, cmds[i].err.text);
		count += cmds[i].verdict == TAKEN;
	}
	return count;
}

int desk_tick(struct desk *d, struct err *err)
{
	struct command cmds[TICK_BATCH];
	char json[TICK_BATCH][64];
	size_t n = 0;
	int64_t from, to;

	if (clock_watch(d, err) || clock_span(d->db, &from, &to, err))
		return -1;
	{
		CLEANUP(rows_release)
		struct rows r =
			rows_query(d->db,
				   "SELECT id, due FROM deadlines WHERE "
				   "state = 1 AND due <= ?1 AND NOT "
				   "(due > ?2 AND due <= ?3 AND "
				   "purpose <> 'clock') ORDER BY due, id "
				   "LIMIT 256",
				   "iii", desk_now(d), from, to);

		while (n < TICK_BATCH && rows_next(&r)) {
			int len = snprintf(json[n], sizeof json[n],
					   "{\"deadline\":%lld,\"due\":%lld}",
					   (long long)rows_i64(&r, 0),
					   (long long)rows_i64(&r, 1));

			cmds[n] = (struct command){ .kind = "due",
						    .by = "desk",
						    .via = "timer",
						    .json = json[n],
						    .json_len = (size_t)len };
			desk_stamp(d, &cmds[n]);
			n++;
		}
		if (rows_end(&r, err))
			return -1;
	}
	if (n && desk_take(d, cmds, n, err))
		return -1;
	return taken(cmds, n);
}
