/* desk.c - see desk.h.
 * SPDX-License-Identifier: MIT */
#include "fuzz/desk.h"

#include "base/log.h"
#include "base/when.h"
#include "desk/ledger/journal.h"
#include "desk/ledger/replay.h"
#include "fuzz/fuzz.h"
#include "help/fake_brain.h"
#include "help/lines.h"
#include "help/place.h"

#define NOW INT64_C(1790000000000)

const char fuzz_order[] = ORDER;

static int64_t moment(void *arg)
{
	(void)arg;
	return NOW;
}

/* Little of both, so that there is too much of each. */
static bool uploads(const struct brain *b, const char *platform,
		    struct upload_terms *out)
{
	(void)b, (void)platform;
	*out = (struct upload_terms){ .base = "",
				      .types = "image/jpeg image/png",
				      .scanner = "",
				      .bytes = 2000,
				      .files = 2,
				      .valid_ms = DAY_MS };
	return true;
}

struct desk *fuzz_desk(void)
{
	static struct brain brain;
	struct desk_options options = { .state = scratch_dir(),
					.brain = &brain,
					.now = moment,
					.path = ":memory:" };
	struct err err = { 0 };
	struct desk *d;
	int64_t id;

	log_open("fuzz", LOG_ERROR);
	brain = fake_brain();
	brain.uploads = uploads;
	if (hash_start(&err) || desk_open(&d, &options, &err) ||
	    shop_ensure(d, "shop", "shopify", NOW - 30 * DAY_MS, &id, &err) ||
	    shop_ensure(d, "mail", "email", NOW - 30 * DAY_MS, &id, &err))
		fuzz_fail("%s", err.text);
	return d;
}

static void hand_in(struct desk *d, const char *instance, struct delivery *out)
{
	struct err err = { 0 };

	out->instance = instance;
	out->via = "sync";
	out->shop = shop_of(desk_db(d), instance);
	if (desk_deliver(d, out, &err))
		fuzz_fail("a delivery failed: %s", err.text);
}

void fuzz_deliver(struct desk *d, const char *instance, const char *records,
		  size_t len, struct delivery *out)
{
	*out = (struct delivery){ .records = records, .records_len = len };
	hand_in(d, instance, out);
}

void fuzz_deliver_files(struct desk *d, const char *instance,
			const struct str *records, const struct str *files,
			struct delivery *out)
{
	*out = (struct delivery){ .records = str_c(records),
				  .records_len = records->len,
				  .beside = str_c(files),
				  .beside_len = files->len };
	hand_in(d, instance, out);
}

int64_t fuzz_count(struct desk *d, const char *sql)
{
	return db_i64(desk_db(d), -1, sql, "");
}

struct hash fuzz_state(struct desk *d)
{
	struct err err = { 0 };
	struct hash h;

	if (state_hash(desk_db(d), &h, &err))
		fuzz_fail("%s", err.text);
	return h;
}

void fuzz_desk_holds(struct desk *d, bool erased)
{
	struct err err = { 0 };
	struct hash again, live = fuzz_state(d);
	int64_t n = 0;

	FUZZ_HOLDS(journal_verify(desk_db(d), &n, &err) == 0, "%s", err.text);
	/* It takes as long as all the rest. */
	if (!fuzz_replays && live.at[0] % 8)
		return;
	FUZZ_HOLDS(replay_into(d, ":memory:", &again, &n, &err) == 0,
		   "the journal is not taken again: %s", err.text);
	FUZZ_HOLDS(erased || hash_eq(&live, &again),
		   "the journal taken again gives another state");
}
