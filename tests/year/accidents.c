/* accidents.c - what goes wrong with the desk's machine: it is killed, off,
 * set to another time, or gets its copy of last week back.
 * SPDX-License-Identifier: MIT */
#include "year/world.h"

#include <ftw.h>
#include <unistd.h>

#include "base/file.h"
#include "desk/config.h"
#include "desk/ledger/backup.h"
#include "desk/ledger/restored.h"
#include "year/happens.h"

static int64_t door_now(void *arg)
{
	return wall(arg);
}

static int64_t door_mono(void *arg)
{
	return ((struct world *)arg)->now;
}

static void announce(struct world *w)
{
	struct err err = { 0 };
	char json[200];
	int64_t id;

	for (int i = 0; i < LANES; i++) {
		struct instance *in = w->lane[i].instance;

		if (!in)
			continue;
		if (shop_ensure(w->desk, in->name, in->plugin,
				w->now - 30 * DAY_MS, &id, &err))
			broken(w, "%s", err.text);
		in->shop = id;
	}
	snprintf(json, sizeof json,
		 "{\"fingerprint\":\"f%d\",\"agents\":[{\"name\":\"mia\","
		 "\"role\":\"agent\"},{\"name\":\"tom\",\"role\":\"manager\"},"
		 "{\"name\":\"eva\",\"role\":\"owner\"}]}",
		 (int)chance(w, 1000));
	submit(w, "config", "desk", json, &err);
}

void desk_up(struct world *w)
{
	CLEANUP(free_ptr) char *state = path_join(w->folder, "state");
	struct desk_options options = { .state = state,
					.brain = &w->brain,
					.now = door_now,
					.mono = door_mono,
					.now_arg = w };
	struct err err = { 0 };

	if (desk_open(&w->desk, &options, &err) || desk_start(w->desk, &err))
		broken(w, "the desk does not start: %s", err.text);
	w->host.desk = w->desk;
	announce(w);
	tell(w, "; up");
}

void desk_crash(struct world *w)
{
	if (!w->desk)
		return;
	for (int i = 0; i < LANES; i++)
		w->figures->unclear += w->worker[i].asked;
	perform_stop(&w->host);
	hands_forget(w);
	desk_close(w->desk);
	w->desk = w->host.desk = NULL;
	tell(w, "; killed");
}

/* -- a copy of last week -- */

static int remove_one(const char *path, const struct stat *st, int type,
		      struct FTW *at)
{
	(void)st, (void)type, (void)at;
	return remove(path);
}

static void copy(struct world *w)
{
	CLEANUP(free_ptr) char *dir = path_join(w->folder, "copy");
	CLEANUP(free_ptr) char *state = path_join(w->folder, "state");
	struct backup b = { .dir = dir, .state = state };
	struct err err = { 0 };

	nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	if (backup_write(&b, desk_db(w->desk), &err))
		broken(w, "no copy can be made: %s", err.text);
	for (int n = 0; n < w->shops; n++)
		shop_copied(w, n);
	w->has_copy = true;
	w->copy_letters = w->letters_read;
	w->copy_apart = w->apart;
	w->copy_at = w->now;
	tell(w, "; copied");
}

static void put_back(struct world *w)
{
	static const char *const files[] = { "helloword.db", "helloword.db-wal",
					     "helloword.db-shm" };
	CLEANUP(free_ptr) char *dir = path_join(w->folder, "copy");
	CLEANUP(free_ptr) char *state = path_join(w->folder, "state");
	struct backup b = { .dir = dir, .state = state };
	struct err err = { 0 };

	desk_crash(w);
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		CLEANUP(free_ptr) char *path = path_join(state, files[i]);

		remove(path);
	}
	if (backup_restore(&b, &err))
		broken(w, "the copy cannot be put back: %s", err.text);
	for (int n = 0; n < w->shops; n++)
		shop_tells_all(w, n, w->copy_at);
	w->letters_read = w->copy_letters;
	send_list_clear(&w->sends); /* the copy does not know of them */
	w->seq = 0;
	w->apart = w->copy_apart;
	if (wall(w) - w->now != w->apart)
		w->jumped = w->now;
	tell(w, "; put back");
	desk_up(w);
}

/* -- clocks -- */

static void jump(struct world *w)
{
	static const int64_t by[] = { DAY_MS,   -DAY_MS,     HOUR_MS,
				      -HOUR_MS, 2 * HOUR_MS, -20 * MINUTE_MS };

	w->skew += by[chance(w, COUNT_OF(by))];
	if (w->skew != w->apart)
		w->jumped = w->now;
	tell(w, "; clock %+lld s", (long long)w->skew / 1000);
}

/* It stands still, or goes on: from where it stood, or set right. */
static void freeze(struct world *w)
{
	if (!w->frozen) {
		w->frozen_wall = wall(w);
		w->frozen = w->now;
		tell(w, "; clock stands");
		return;
	}
	if (one_in(w, 2))
		w->skew = w->frozen_wall - w->now;
	w->frozen = 0;
	tell(w, "; clock goes on");
}

/* -- other configuration -- */

/* A lane that was made anew is probed before anything leaves through it. */
static void reload(struct world *w)
{
	w->host.lanes.at[chance(w, w->host.lanes.len)]->poll = NULL;
	announce(w);
	tell(w, "; reload");
}

static void off(struct world *w)
{
	desk_crash(w);
	w->off_until = w->now + between(w, HOUR_MS, 10 * HOUR_MS);
}

/* What goes wrong does so most when it hurts: while money is on its way. */
static uint64_t often(const struct world *w, uint64_t usual)
{
	for (int i = 0; i < w->shops; i++)
		if (w->worker[i].asked)
			return usual / 10;
	return usual;
}

static void to_the_machine(struct world *w)
{
	if (fault(w, FAULT_CRASH, often(w, 100))) {
		desk_crash(w);
		desk_up(w);
	} else if (fault(w, FAULT_GAP, often(w, 500))) {
		off(w);
	} else if (w->has_copy && fault(w, FAULT_RESTORE, often(w, 600))) {
		put_back(w);
	} else if (!w->frozen && fault(w, FAULT_CLOCK, often(w, 300))) {
		jump(w);
	} else if (w->frozen ? one_in(w, 8) : fault(w, FAULT_FROZEN, 400)) {
		freeze(w);
	}
}

void accident(struct world *w)
{
	if (!w->calm && one_in(w, 250))
		copy(w);
	if (fault(w, FAULT_RELOAD, 150))
		reload(w);
	if (!w->calm && one_in(w, 200))
		w->shop[chance(w, (uint64_t)w->shops)].down_until =
			w->now + between(w, MINUTE_MS, 5 * HOUR_MS);
	to_the_machine(w);
}
