/* world.c - see page.h.
 * SPDX-License-Identifier: MIT */
#include "intake/page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <ftw.h>
#include <unistd.h>

#include "base/file.h"
#include "base/when.h"
#include "desk/config.h"
#include "help/fake_brain.h"
#include "help/place.h"

static struct brain brain;
int64_t wall, mono;
struct desk *d;
struct str lines;
char *state_dir;
static int number;

static int64_t test_now(void *arg)
{
	(void)arg;
	return wall;
}

static int64_t test_mono(void *arg)
{
	(void)arg;
	return mono;
}

void pass_time(int64_t ms)
{
	wall += ms;
	mono += ms;
}

void page_open(const char *dir)
{
	const struct desk_options options = { .state = dir,
					      .brain = &brain,
					      .now = test_now,
					      .mono = test_mono };

	d = must_open(&options);
}

void add_shop(const char *label, int64_t live_since)
{
	must_have_shop(d, label, "shopify", live_since);
}

int page_begin(void **state)
{
	(void)state;
	brain = fake_brain();
	wall = BEGIN_MS;
	mono = 5000000;
	state_dir = xasprintf("%s/intake-%d-%d", scratch_dir(), (int)getpid(),
			      number++);
	lines = (struct str)STR_INIT;
	page_open(state_dir);
	add_shop("shop", wall - 30 * DAY_MS);
	add_shop("mail", wall - 30 * DAY_MS);
	return 0;
}

int page_end(void **state)
{
	(void)state;
	desk_close(d);
	str_release(&lines);
	free(state_dir);
	return 0;
}

int64_t one(const char *sql)
{
	return db_i64(desk_db(d), -1, sql, "");
}

int64_t entries(void)
{
	return one("SELECT count(*) FROM journal");
}

struct delivery deliver(const char *instance)
{
	static const char kv[] = "{\"cursor\":\"page 2\"}";
	struct err err = { 0 };
	struct delivery out = { .instance = instance,
				.via = "sync",
				.shop = shop_of(desk_db(d), instance),
				.records = str_c(&lines),
				.records_len = lines.len,
				.kv = kv,
				.kv_len = sizeof kv - 1 };

	must(desk_deliver(d, &out, &err), &err);
	str_clear(&lines);
	return out;
}

void put_when(const char *name, int64_t ms)
{
	str_printf(&lines, ",\"%s\":\"", name);
	instant_put(&lines, ms);
	str_putc(&lines, '"');
}

void put_order(int n, int version, const char *amount, int64_t placed)
{
	str_printf(&lines,
		   "{\"kind\":\"order\",\"ref\":\"O%d\",\"name\":\"#%d\","
		   "\"version\":%d,\"buyer_ref\":\"B%d\",\"email\":"
		   "\"b%d@buyer.example\",\"total\":{\"amount\":\"%s\","
		   "\"currency\":\"USD\"}",
		   n, n, version, n / 2, n / 2, amount);
	put_when("placed", placed);
	str_puts(&lines, "}\n");
}

void put_shipment(int n, int64_t shipped)
{
	str_printf(&lines,
		   "{\"kind\":\"shipment\",\"ref\":\"S%d\",\"order_ref\":"
		   "\"O%d\",\"carrier\":\"DHL\",\"tracking\":\"T%d\","
		   "\"status\":\"shipped\"",
		   n, n, n);
	put_when("shipped", shipped);
	str_puts(&lines, "}\n");
}

void tick(void)
{
	must_tick(d);
}

int act(const char *kind, const char *by, const char *json, struct err *err)
{
	return person_does(d, kind, by, json, err);
}

void say(const char *kind, const char *by, const char *json)
{
	struct err err;

	must(act(kind, by, json, &err), &err);
}

void replays(void)
{
	CLEANUP(free_ptr) char *path = path_join(state_dir, "replay.db");

	must_replay(d, path);
}

void put_mail(int n, int64_t at)
{
	str_printf(&lines,
		   "{\"kind\":\"text_in\",\"ref\":\"M%d\",\"channel\":"
		   "\"email\",\"thread\":\"H%d\",\"from_addr\":"
		   "\"b%d@buyer.example\",\"subject\":\"Order #%d\",\"text\":"
		   "\"not received\",\"origin\":\"human\"",
		   n, n, n / 2, n);
	put_when("at", at);
	str_puts(&lines, "}\n");
}

#define FILE_MAX ((size_t)1 << 30)

static const char *looked_for;
static int hits;

static int look_into(const char *path, const struct stat *st, int type,
		     struct FTW *at)
{
	CLEANUP(str_release) struct str bytes = STR_LIMIT(FILE_MAX);
	struct err err = { 0 };

	(void)st, (void)at;
	if (type != FTW_F || file_read(&bytes, path, FILE_MAX, &err))
		return 0;
	if (bytes.len &&
	    memmem(bytes.at, bytes.len, looked_for, strlen(looked_for))) {
		print_message("# \"%s\" stands in %s\n", looked_for, path);
		hits++;
	}
	return 0;
}

int found_in_state(const char *word)
{
	looked_for = word;
	hits = 0;
	nftw(state_dir, look_into, 16, FTW_PHYS);
	return hits;
}
