/* parcels.c - see parcels.h.
 * SPDX-License-Identifier: MIT */
#include "host/parcels.h"

#include "base/when.h"
#include "desk/brain.h"
#include "desk/intake/intake.h"
#include "host/host.h"

#define TURN_MIN_MS (6 * HOUR_MS)  /* one parcel is not asked more often */
#define TURN_MAX_MS (23 * HOUR_MS) /* a look must not get older than a day */
#define FAILED_WAIT_MS HOUR_MS
#define RESERVE_PART 5         /* one call in five is kept for what is urgent */
#define QUOTA_KEY "host:quota" /* "DAY USED" among the instance's strings */

/* -- worth -- */

/* Points, so that what is urgent comes before any ordinary parcel, and no
 * ordinary one waits for ever: a ticket 2000, a doubted stall 1000, a limit
 * within a day 300, lateness 200 and 20 a day up to a week, the order's value
 * one a currency unit up to 200, each hour since the last look 5. A parcel
 * never looked at counts as two days old. Minor units are taken as hundredths:
 * for yen a parcel seems cheaper than it is, which shifts an order and no
 * money. */
int64_t parcel_worth(const struct parcel_facts *f, int64_t now)
{
	int64_t worth = f->ticket ? 2000 : 0;
	int64_t late = f->promised ? now - f->promised : 0;
	int64_t unseen = f->looked ? now - f->looked : 2 * DAY_MS;

	if (f->doubted)
		worth += 1000;
	if (f->due && f->due - now < DAY_MS)
		worth += 300;
	if (late > 0)
		worth += 200 + 20 * (late > 7 * DAY_MS ? 7 : late / DAY_MS);
	worth += f->value > 20000 ? 200 : f->value / 100;
	return worth + 5 * (unseen / HOUR_MS);
}

static bool is_urgent(const struct parcel_facts *f)
{
	return f->ticket || f->doubted;
}

/* -- the quota -- */

static void read_quota(struct desk *d, struct instance *in)
{
	int64_t today = desk_now(d) / DAY_MS;
	struct arena arena = ARENA_INIT;
	const char *kept;
	char *end;

	if (in->stats.quota_day == today)
		return;
	kept = db_text(desk_db(d), &arena,
		       "SELECT value FROM kv WHERE instance = ?1 AND key = ?2",
		       "ss", in->name, QUOTA_KEY);
	in->stats.quota_used =
		strtoll(kept, &end, 10) == today ? strtoll(end, NULL, 10) : 0;
	in->stats.quota_day = today;
	arena_release(&arena);
}

static int64_t left(struct desk *d, struct instance *in)
{
	read_quota(d, in);
	return in->calls_a_day ? in->calls_a_day - in->stats.quota_used
			       : INT64_MAX;
}

static int64_t reserve(const struct instance *in)
{
	int64_t kept = in->calls_a_day / RESERVE_PART;

	return kept || in->calls_a_day < 2 ? kept : 1;
}

int parcel_count_call(struct desk *d, struct instance *in, struct err *err)
{
	char kept[48];

	read_quota(d, in);
	snprintf(kept, sizeof kept, "%lld %lld", (long long)in->stats.quota_day,
		 (long long)in->stats.quota_used + 1);
	if (db_begin(desk_db(d), err))
		return -1;
	if (kv_save(d, in->name, QUOTA_KEY, kept, err)) {
		db_rollback(desk_db(d));
		return -1;
	}
	if (db_commit(desk_db(d), err))
		return -1;
	in->stats.quota_used++;
	return 0;
}

/* -- whom to ask -- */

void parcel_failed(struct parcel_waits *w, const char *tracking, int64_t mono)
{
	unsigned at = w->next++ % PARCEL_WAITS;

	snprintf(w->at[at].tracking, sizeof w->at[at].tracking, "%s", tracking);
	w->at[at].until = mono + FAILED_WAIT_MS;
}

static bool must_wait(const struct parcel_waits *w, const char *tracking,
		      int64_t mono)
{
	for (size_t i = 0; i < PARCEL_WAITS; i++)
		if (w->at[i].until > mono &&
		    strncmp(w->at[i].tracking, tracking,
			    sizeof w->at[i].tracking - 1) == 0)
			return true;
	return false;
}

/* How long an ordinary parcel waits for its next look: as long as the calls of
 * a day need for all of them. */
static int64_t turn_of(const struct instance *in, int64_t under_way)
{
	int64_t calls = in->calls_a_day - reserve(in);
	int64_t turn = calls > 0 ? DAY_MS / calls * under_way : 0;

	return turn < TURN_MIN_MS   ? TURN_MIN_MS
	       : turn > TURN_MAX_MS ? TURN_MAX_MS
				    : turn;
}

static bool is_due(const struct parcel_facts *f, int64_t now, int64_t turn)
{
	return now - f->looked >= (is_urgent(f) ? TURN_MIN_MS : turn);
}

static struct parcel_facts facts_of(struct rows *r)
{
	return (struct parcel_facts){
		.looked = rows_i64(r, 1),
		.doubted = rows_i64(r, 2),
		.due = rows_i64(r, 3),
		.promised = rows_i64(r, 4),
		.value = rows_i64(r, 5),
		.ticket = rows_i64(r, 6) != 0,
	};
}

/* Its cost is that of the parcels under way with this carrier, whatever the
 * history; each join is one look into an index. */
static const char under_way_sql[] =
	"SELECT p.tracking, p.looked, p.doubted, d.due, "
	"coalesce((SELECT c.estimated FROM scans c WHERE c.tracking = "
	"p.tracking ORDER BY c.occurred DESC LIMIT 1), s.estimated, "
	"o.deliver_by), o.total, "
	"EXISTS(SELECT 1 FROM tickets t WHERE t.shop = s.shop AND t.order_ref "
	"= s.order_ref AND t.state IN (1, 2)) "
	"FROM parcels p INDEXED BY parcels_under_way "
	"LEFT JOIN shipments s ON s.id = (SELECT max(id) FROM shipments WHERE "
	"tracking = p.tracking) "
	"LEFT JOIN orders o ON o.shop = s.shop AND o.ref = s.order_ref "
	"LEFT JOIN deadlines d ON d.state = 1 AND d.source = p.tracking AND "
	"d.purpose = 'parcel' "
	"WHERE p.state = 1 AND p.carrier = ?1";

static bool next_look(struct desk *d, struct instance *in,
		      const struct parcel_waits *w, struct arena *arena,
		      struct parcel_question *q)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(desk_db(d), under_way_sql, "s", in->plugin);
	int64_t now = desk_now(d), best = -1, count, covered;
	bool reserved = left(d, in) <= reserve(in);
	struct err err = { 0 };

	parcel_survey(d, in, &count, &covered);
	while (rows_next(&r)) {
		struct parcel_facts f = facts_of(&r);
		const char *tracking = rows_text(&r, 0);
		int64_t worth = parcel_worth(&f, now);

		if (worth <= best || (reserved && !is_urgent(&f)) ||
		    !is_due(&f, now, turn_of(in, count)) ||
		    must_wait(w, tracking, desk_mono(d)))
			continue;
		best = worth;
		q->tracking = arena_strdup(arena, tracking);
	}
	if (rows_end(&r, &err))
		host_log(in->name, &err);
	return best >= 0;
}

/* Somebody says that a delivered parcel never came: its proof is asked for
 * once. Only open tickets are looked through. */
static bool next_proof(struct desk *d, const struct instance *in,
		       const struct parcel_waits *w, struct arena *arena,
		       struct parcel_question *q)
{
	const struct brain *b = desk_brain(d);
	CLEANUP(rows_release)
	struct rows r = rows_query(
		desk_db(d),
		"SELECT s.tracking, s.carrier, p.carrier FROM tickets t "
		"JOIN shipments s ON s.shop = t.shop AND s.order_ref = "
		"t.order_ref LEFT JOIN parcels p ON p.tracking = s.tracking "
		"WHERE t.state IN (1, 2) AND (t.issue = "
		"'delivered_not_received' OR instr(' ' || t.also || ' ', ' "
		"delivered_not_received ')) AND s.tracking IS NOT NULL AND "
		"p.proof IS NULL ORDER BY t.tier, t.id",
		"");
	struct err err = { 0 };

	while (!q->proof && rows_next(&r)) {
		const char *tracking = rows_text(&r, 0);
		const char *carrier = rows_text(&r, 2);

		if (!*carrier && b && b->carrier_of)
			carrier = b->carrier_of(b, rows_text(&r, 1), tracking);
		if (!text_eq(carrier, in->plugin) ||
		    must_wait(w, tracking, desk_mono(d)))
			continue;
		q->proof = true;
		q->tracking = arena_strdup(arena, tracking);
	}
	if (rows_end(&r, &err))
		host_log(in->name, &err);
	return q->proof;
}

bool parcel_next(struct desk *d, struct instance *in,
		 const struct parcel_waits *w, struct arena *arena,
		 struct parcel_question *q)
{
	*q = (struct parcel_question){ 0 };
	if (left(d, in) <= 0)
		return false;
	return (in->has_proof && next_proof(d, in, w, arena, q)) ||
	       next_look(d, in, w, arena, q);
}

int parcel_looked(struct desk *d, const struct instance *in,
		  const struct parcel_question *q, struct err *err)
{
	CLEANUP(str_release) struct str json = STR_INIT;
	struct jw w = JW_INIT(&json);
	struct command cmd = { .kind = "looked",
			       .by = in->name,
			       .via = "host" };

	jw_object(&w);
	jw_kv_text(&w, "tracking", q->tracking);
	jw_kv_text(&w, "carrier", in->plugin);
	if (q->proof)
		jw_kv_bool(&w, "proof", true);
	jw_end(&w);
	cmd.json = str_c(&json);
	cmd.json_len = json.len;
	return desk_do(d, &cmd, err);
}

void parcel_survey(struct desk *d, const struct instance *in,
		   int64_t *under_way, int64_t *covered)
{
	CLEANUP(rows_release)
	struct rows r = rows_query(
		desk_db(d),
		"SELECT count(*), coalesce(sum(looked >= ?2), 0) FROM parcels "
		"INDEXED BY parcels_under_way WHERE state = 1 AND carrier = ?1",
		"si", in->plugin, desk_now(d) - DAY_MS);
	struct err err = { 0 };

	*under_way = *covered = 0;
	if (rows_next(&r)) {
		*under_way = rows_i64(&r, 0);
		*covered = rows_i64(&r, 1);
	}
	if (rows_end(&r, &err))
		host_log(in->name, &err);
}
