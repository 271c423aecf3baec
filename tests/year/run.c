/* run.c - the desk in its world, and one thing after the other.
 * SPDX-License-Identifier: MIT */
#include "year/seller.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "desk/config.h"
#include "help/fail_reads.h"
#include "host/performing.h"
#include "year/happens.h"

#define START_MS INT64_C(1790000000000)
#define CALM_DAYS 12 /* at most until all has come to rest */

static int mark; /* lane->poll points here when it was probed */

static void probe(struct world *w)
{
	for (size_t i = 0; i < w->host.lanes.len; i++)
		if (!w->host.lanes.at[i]->poll && one_in(w, 3))
			w->host.lanes.at[i]->poll =
				(struct poll *)(void *)&mark;
}

static void open_lane(struct world *w, int lane)
{
	w->lane[lane] = (struct lane_pair){
		.instance = make_instance(w, lane),
		.acting = &w->worker[lane],
		.poll = (struct poll *)(void *)&mark,
	};
	hands_open(w, lane);
	lane_list_push(&w->host.lanes, &w->lane[lane]);
}

void world_open(struct world *w, const char *folder, const char *classes)
{
	snprintf(w->folder, sizeof w->folder, "%s", folder);
	w->random = w->seed;
	w->aloud = getenv("ALOUD") != NULL;
	w->now = START_MS;
	w->shops = (int)strlen(classes);
	for (int n = 0; n < w->shops; n++)
		shop_open(w, n, classes[n]);
	open_brain(w);
	for (int n = 0; n < w->shops; n++)
		open_lane(w, n);
	open_lane(w, MAILBOX);
	desk_up(w);
}

void world_close(struct world *w)
{
	desk_crash(w);
	for (int i = 0; i < LANES; i++)
		instance_free(w->lane[i].instance);
	for (int n = 0; n < w->shops; n++)
		shop_close(w, n);
	lane_list_release(&w->host.lanes);
	letter_list_release(&w->letters);
	mail_list_release(&w->mails);
	send_list_release(&w->sends);
	seller_close(w);
}

int submit(struct world *w, const char *kind, const char *by, const char *json,
	   struct err *err)
{
	struct command cmd = { .kind = kind,
			       .by = by,
			       .via = "cli",
			       .json = json,
			       .json_len = strlen(json) };
	int rc;

	*err = (struct err){ 0 };
	rc = desk_do(w->desk, &cmd, err);
	tell(w, "; %s %s %s%s%s", by, kind, json, rc ? ": " : "", err->text);
	if (rc && cmd.verdict != REFUSED && !w->reads_fail)
		broken(w, "%s failed: %s", kind, err->text);
	return rc;
}

/* -- what the host's timers do -- */

static void tick(struct world *w)
{
	struct err err = { 0 };
	int n;

	do
		n = desk_tick(w->desk, &err);
	while (n > 0);
	if (n < 0 && !w->reads_fail)
		broken(w, "deadlines cannot be taken: %s", err.text);
	if (n == 0 && !w->reads_fail) {
		int64_t due = desk_next_due(w->desk);

		if (due >= 0 && due <= wall(w))
			broken(w, "a deadline that came due was left");
	}
}

/* A word that the desk could not take is told again when its moment, in real
 * time, has come; here it comes by chance. */
static void perform(struct world *w)
{
	for (struct performing *p = w->host.performing; p; p = p->next)
		if (p->tell_at)
			p->tell_at = one_in(w, 2) ? 1 : INT64_MAX;
	perform_some(&w->host);
}

/* -- time -- */

static void pass_time(struct world *w, int64_t at_most)
{
	int64_t next = hands_next(w) - w->now;
	int64_t dt;

	if (next < 0)
		next = 0;
	if (next < MINUTE_MS && !one_in(w, 3))
		dt = next;
	else
		dt = one_in(w, w->calm || !w->desk ? 2 : 60)
			     ? between(w, 0, HOUR_MS)
			     : between(w, 0, w->pace);
	w->now += dt < at_most ? dt : at_most;
}

static void desk_works(struct world *w)
{
	uint64_t what = chance(w, 100);

	probe(w);
	if (hands_move(w) && what < 60)
		return;
	if (what < 35)
		perform(w);
	else if (what < 60)
		tick(w);
	else if (what < 72)
		poll_shop(w, (int)chance(w, (uint64_t)w->shops));
	else if (what < 80)
		poll_mail(w);
	else if (!w->calm)
		people_act(w);
	else
		people_finish(w);
}

static const char *const reads[] = {
	"FROM actions",   "FROM payments",    "FROM deadlines", "FROM holds",
	"FROM tickets",   "INSERT INTO jour", "UPDATE actions", "FROM facts",
	"FROM differenc", "FROM alerts",      "FROM counters",  "COMMIT"
};

void world_step(struct world *w, int64_t at_most)
{
	if (w->aloud)
		print_message("# %lld%s\n", (long long)w->step,
			      w->told[w->step % TOLD]);
	w->step++;
	w->figures->steps++;
	*w->told[w->step % TOLD] = '\0';
	pass_time(w, at_most);
	if (!w->desk && w->now >= w->off_until)
		desk_up(w);
	if (!w->calm && one_in(w, w->seller ? 2 : 6))
		life_goes_on(w);
	if (!w->desk)
		return;
	w->reads_fail = fault(w, FAULT_READ, 80);
	if (w->reads_fail)
		fail_reads(desk_db(w->desk), reads[chance(w, COUNT_OF(reads))]);
	desk_works(w);
	if (w->reads_fail)
		fail_reads(desk_db(w->desk), NULL);
	w->reads_fail = false;
	check_step(w);
	/* Of a seller most days are quiet. */
	if (!w->seller || one_in(w, 8))
		accident(w);
}

/* -- a life -- */

static bool at_rest(struct world *w)
{
	return !db_i64(desk_db(w->desk), 1,
		       "SELECT count(*) FROM actions WHERE state NOT IN "
		       "(7, 8, 11, 12)",
		       "");
}

static void calm_down(struct world *w)
{
	int64_t until = w->now + CALM_DAYS * DAY_MS;

	w->calm = true;
	w->off_until = w->now;
	if (w->frozen) {
		w->skew = w->frozen_wall - w->now;
		w->frozen = 0;
	}
	for (int n = 0; n < w->shops; n++)
		shop_calms(w, n);
	while (!w->desk || !at_rest(w)) {
		world_step(w, HOUR_MS);
		if (w->now > until)
			break;
	}
	/* What was shown last must be seen. */
	for (until = w->now + 3 * DAY_MS; w->now < until;)
		world_step(w, 3 * HOUR_MS);
	for (until += CALM_DAYS * DAY_MS; w->now < until && !at_rest(w);)
		world_step(w, HOUR_MS);
}

void world_live(struct world *w, int64_t ms)
{
	int64_t until = w->now + ms, day = w->now + DAY_MS;

	while (w->now < until) {
		world_step(w, until - w->now);
		if (w->now < day || !w->desk)
			continue;
		check_day(w);
		day = w->now + DAY_MS;
	}
	if (w->aloud)
		print_message("# CALM\n");
	calm_down(w);
	check_day(w);
	check_end(w);
}
